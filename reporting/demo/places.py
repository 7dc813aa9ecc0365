"""Townships of the demonstration county with their villages and residents; no real place is meant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TownshipData:
    """One township-level division.

    ``residents``: resident population of 2024; ``change``: yearly change in per mille; ``weight``: how many
    petitions it brings forth against its size (1 is average); ``pace``: how quickly its people handle them
    (1 is average, more is slower).
    """

    name: str
    kind: str
    residents: int
    change: int
    weight: float
    pace: float
    villages: tuple[str, ...]


def _town(
    name: str, kind: str, people: tuple[int, int], habits: tuple[float, float], villages: str
) -> TownshipData:
    return TownshipData(name, kind, *people, *habits, tuple(villages.split()))


# fmt: off
TOWNSHIPS: tuple[TownshipData, ...] = (
    _town("澄江街道", "subdistrict", (61_400, 9), (1.3, 0.9), "滨江社区 文庙社区 东关社区 凤凰台社区 体育场社区 澄江花园社区 沿河村"),
    _town("望川街道", "subdistrict", (53_200, 12), (1.2, 1.0), "望川社区 北门社区 火车站社区 锦绣社区 新苑社区 上坝村"),
    _town("桥南街道", "subdistrict", (38_700, 15), (1.5, 1.5), "桥南社区 工业园社区 南湖社区 黄桷湾社区 下河村 石桥村"),
    _town("柳溪镇", "town", (42_600, -3), (1.0, 0.8), "柳溪社区 柳林村 双河村 龙潭村 大坪村 新桥村 杨家沟村"),
    _town("石塘湾镇", "town", (31_900, -5), (1.1, 1.1), "石塘湾社区 前塘村 后塘村 青龙村 三口堰村 高石村"),
    _town("白鹭洲镇", "town", (29_800, -4), (0.9, 0.8), "白鹭社区 芦花村 渔湾村 沙洲村 东堤村 西堤村"),
    _town("双槐镇", "town", (27_500, -6), (1.2, 1.4), "双槐社区 槐树村 平安村 麻柳村 莲花村 何家坝村"),
    _town("青岩口镇", "town", (24_300, -8), (1.4, 1.6), "青岩社区 采石村 岩上村 岩下村 响水村 铁匠沟村"),
    _town("松坪镇", "town", (22_100, -7), (0.8, 0.9), "松坪社区 松林村 茶园村 红旗村 石门村"),
    _town("枫林渡镇", "town", (26_700, -4), (1.0, 1.0), "渡口社区 枫林村 船家村 上游村 下游村 油坊村"),
    _town("马鞍岭镇", "town", (19_400, -9), (0.9, 1.2), "马鞍社区 鞍东村 鞍西村 岭脚村 柏树村"),
    _town("金穗镇", "town", (33_600, -2), (1.1, 1.0), "金穗社区 丰收村 良种村 仓前村 渠首村 五里村 田坝村"),
    _town("云栖镇", "town", (18_200, -5), (0.7, 0.7), "云栖社区 云上村 云中村 药园村 古树村"),
    _town("荷塘镇", "town", (28_900, -3), (1.0, 1.1), "荷塘社区 荷花村 藕塘村 芙蓉村 长堰村 牌坊村"),
    _town("竹园坪乡", "township", (12_800, -10), (0.8, 1.0), "竹园村 坪上村 斑竹村 笋溪村"),
    _town("老鹰岩乡", "township", (9_600, -12), (1.1, 1.7), "鹰岩村 鹰嘴村 半山村 滴水村"),
    _town("黄泥坳乡", "township", (11_300, -11), (1.0, 1.3), "黄泥村 坳口村 窑场村 红土村"),
    _town("梅子沟乡", "township", (10_700, -9), (0.7, 0.8), "梅子村 梅花村 沟口村 果园村"),
    _town("天池乡", "township", (8_900, -8), (0.6, 0.9), "天池村 池东村 雪莲村 牧场村"),
    _town("鹿鸣乡", "township", (10_200, -10), (0.8, 1.1), "鹿鸣村 鹿角村 清泉村 桦木村"),
)
# fmt: on

#: Words of the messages of the test files, where names of places are replaced by letters, and the township that stands for each.
LETTER_PLACES: tuple[tuple[str, str], ...] = (
    *(
        (rf"A{digit}(?!\d)[市区县]?", TOWNSHIPS[index].name)
        for index, digit in enumerate((7, 3, 2, 4, 1, 5, 6, 8, 9))
    ),
    *(
        (rf"{letters}\d{{0,2}}[市区县]", TOWNSHIPS[index].name)
        for index, letters in enumerate(
            ["B", "C", "D", "E", "F", "G", "[HI]", "J", "K", "L", "M"], start=9
        )
    ),
)
