"""Invented names, telephone numbers and identity numbers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

SURNAMES = (
    "王王王李李李张张张刘刘刘陈陈杨杨赵黄周吴徐孙马胡朱郭何罗高林郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋"
    "余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵覃武钱戴"
)
MALE = (
    "建国 志强 永福 德明 长林 国庆 大勇 文彬 立新 海涛 光辉 振华 世平 金山 学军 成贵 广才 启明 "
    "兴旺 少华 正义 春生 宏伟 家兴 晓东 平 勇 军 斌 涛 峰 磊 鹏 俊 辉 刚 波 毅 强 杰"
)
FEMALE = (
    "秀英 桂兰 玉珍 淑芬 凤仙 美玲 春梅 丽华 晓燕 红霞 素琴 翠萍 雪梅 佳慧 银花 "
    "月娥 惠芳 小琴 彩云 兰芝 玲 敏 静 艳 娟 芳 霞 丹 婷 慧 琴 莉 萍 颖 燕"
)
#: Division code of people's identity numbers: 99 belongs to no province, so no number is a real person's.
ID_AREA = "990101"


def person_name(rng: Random) -> str:
    """A name of two or three characters."""
    return rng.choice(SURNAMES) + rng.choice(rng.choice((MALE, FEMALE)).split())


def distinct_names(rng: Random, count: int) -> list[str]:
    """Names of which no two are alike."""
    names: dict[str, None] = {}
    while len(names) < count:
        names.setdefault(person_name(rng))
    return list(names)


def phone(rng: Random) -> str:
    """A number of eleven digits from a range that no operator has been given (100…)."""
    return f"100{rng.randrange(10**8):08d}"


def id_number(rng: Random, *, area: str = ID_AREA) -> str:
    """An identity number with a right check digit and a division code that does not exist."""
    born = date(1946, 1, 1) + timedelta(days=rng.randrange(57 * 365))
    body = f"{area}{born:%Y%m%d}{rng.randrange(1, 999):03d}"
    return body + ric.calc_check_digit(f"{body}0")
