"""County leadership, departments and the petition office of the demonstration county."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DepartmentData:
    """A county department: ``classes`` are the first-level content classes it answers for; ``pace`` as for townships."""

    short_name: str
    name: str
    competence: str
    classes: tuple[str, ...]
    pace: float
    head: str = "局长"
    deputy: str = "副局长"


@dataclass(frozen=True, slots=True)
class LeaderData:
    """A county leader: title, content classes of the portfolio (empty: all) and the units watched over."""

    title: str
    portfolio: tuple[str, ...]
    units: tuple[str, ...]


def _bureau(
    short: str,
    name: str,
    classes: str,
    pace: float,
    competence: str = "",
    titles: tuple[str, str] = ("局长", "副局长"),
) -> DepartmentData:
    return DepartmentData(short, name, competence, tuple(classes.split()), pace, *titles)


# fmt: off
DEPARTMENTS: tuple[DepartmentData, ...] = (
    _bureau("县纪委监委", "{county}纪律检查委员会、{county}监察委员会", "030000", 0.9, "discipline", ("纪委书记", "纪委副书记")),
    _bureau("县委组织部", "中共{county}委组织部", "160000", 0.9, "personnel", ("部长", "副部长")),
    _bureau("县委政法委", "中共{county}委政法委员会", "010000", 1.0, "political_legal", ("常务副书记", "副书记")),
    _bureau("县法院", "{county}人民法院", "010000", 1.2, "political_legal", ("院长", "副院长")),
    _bureau("县检察院", "{county}人民检察院", "010000", 1.0, "political_legal", ("检察长", "副检察长")),
    _bureau("县公安局", "{county}公安局", "010000", 0.9),
    _bureau("县司法局", "{county}司法局", "010000", 0.8),
    _bureau("县自然资源局", "{county}自然资源和规划局", "050000", 1.4),
    _bureau("县教体局", "{county}教育和体育局", "060000", 0.8),
    _bureau("县人社局", "{county}人力资源和社会保障局", "070000", 0.9),
    _bureau("县住建局", "{county}住房和城乡建设局", "080000", 1.5),
    _bureau("县城管局", "{county}综合行政执法局", "080000", 1.0),
    _bureau("县征收中心", "{county}房屋征收与补偿服务中心", "080000", 1.7, "", ("主任", "副主任")),
    _bureau("县农业农村局", "{county}农业农村局", "090000", 1.0),
    _bureau("县水利局", "{county}水利局", "090000", 1.0),
    _bureau("县林业局", "{county}林业局", "090000", 1.0),
    _bureau("县卫健局", "{county}卫生健康局", "100000", 0.9),
    _bureau("县医保局", "{county}医疗保障局", "070000 100000", 0.8),
    _bureau("县生态环境局", "{county}生态环境局", "110000", 1.1),
    _bureau("县交通局", "{county}交通运输局", "120000", 1.0),
    _bureau("县民政局", "{county}民政局", "130000", 0.7),
    _bureau("县退役军人局", "{county}退役军人事务局", "130000", 0.8),
    _bureau("县财政局", "{county}财政局", "140000", 1.0),
    _bureau("县市场监管局", "{county}市场监督管理局", "140000 150000", 0.9),
    _bureau("县文旅局", "{county}文化和旅游局", "060000 150000", 0.9),
)

LEADERS: tuple[LeaderData, ...] = (
    LeaderData("县委书记", (), ()),
    LeaderData("县委副书记、县长", (), ()),
    LeaderData("县委副书记", ("040000", "160000"), ("澄江街道", "望川街道", "桥南街道", "青岩口镇")),
    LeaderData("县委常委、常务副县长", ("140000", "020000", "070000"), ("柳溪镇", "石塘湾镇", "白鹭洲镇")),
    LeaderData("县委常委、政法委书记", ("010000",), ("双槐镇", "松坪镇", "枫林渡镇")),
    LeaderData("副县长（分管城乡建设）", ("050000", "080000", "120000"), ("马鞍岭镇", "荷塘镇", "老鹰岩乡")),
    LeaderData("副县长（分管农业农村）", ("090000", "110000"), ("金穗镇", "竹园坪乡", "黄泥坳乡", "梅子沟乡")),
    LeaderData("副县长（分管社会事业）", ("060000", "100000", "130000", "150000"), ("云栖镇", "天池乡", "鹿鸣乡")),
)
# fmt: on

#: (username, post kind, title) of those who work at the petition office
OFFICE_POSTS: tuple[tuple[str, str, str], ...] = (
    ("head", "office_head", "局长"),
    ("office.deputy", "deputy", "副局长"),
    ("supervisor1", "supervisor", "督查专员"),
    ("supervisor2", "supervisor", "督查科科长"),
    ("clerk1", "reception", "来访接待科科长"),
    ("clerk2", "reception", "来信办理科科员"),
    ("clerk3", "reception", "网上信访科科员"),
)
