"""内容分类: the two levels of classes by which petition offices tell what a matter is about.

The names are those of the national system; its public lists do not say which second level belongs to which first, so
the places below are this system's own and a county may change them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

OTHER = "990000"


@dataclass(frozen=True, slots=True)
class ContentClassData:
    """One class: ``code`` six digits, two a level; ``parent`` the code above, "" for the first level."""

    code: str
    name: str
    parent: str


# fmt: off
_TREE: tuple[tuple[str, str, str], ...] = (
    ("01", "政法", "诉讼 仲裁与调解 行政复议 刑案侦破 刑罚执行 社会治安 法律服务 警务督察 户籍证件 交通管理"),
    ("02", "科技与信息产业", "科学技术 知识产权 信息化建设 电信 邮政管理"),
    ("03", "纪检监察", "干部作风 贪污贿赂 失职渎职 滥用职权 党政处分"),
    ("04", "党务政务", "党的建设 政治体制 机构改革 群众团体 宣传舆论 民族宗教 港澳台侨 国防外交 领导事务"),
    ("05", "国土资源", "土地资源管理 土地征收 矿产资源管理"),
    ("06", "教育文体", "教育体制 教育收费 考试招生 教师队伍和待遇 文化 体育 文物管理"),
    ("07", "劳动和社会保障", "劳动关系 工资福利 劳动保护 城镇职工社会保险 城镇居民社会保险 社保基金管理 就业培训 退休政策及待遇 离休"),
    ("08", "城乡建设", (
        "城乡规划 集体土地上房屋拆迁与补偿 国有土地上房屋征收与补偿 住房保障与房地产 城市建设和市政管理 村镇建设 "
        "建筑市场 工程质量 建设项目审批"
    )),
    ("09", "农村农业", "土地承包经营 惠农补贴 村务管理 农垦农场 林业管理 水利水电 水库移民 农资农技 扶贫开发 动物防疫 草原草场"),
    ("10", "卫生计生", "医政监管 医患纠纷 公共卫生 人口计生 食品药品监管"),
    ("11", "环境保护", "环保管理 环境污染"),
    ("12", "交通运输", "客货运输 出租车管理 道路建设与养护"),
    ("13", "民政", "优抚 复退安置 军转安置 社会救助 救灾募捐 福利慈善 基层选举和社区建设 区划地名 民间组织"),
    ("14", "经济管理", "宏观调控 国资监管 企业破产 金融财税 保险证券期货 市场监管 质监检验检疫 能源管理 安全生产"),
    ("15", "商贸旅游", "商业贸易 旅游管理"),
    ("16", "组织人事", "人力资源 招录辞退 编制职位 选拔任用"),
    ("99", "其他", "历史遗留问题 表达情感 其他事项"),
)
# fmt: on


def _classes() -> Iterator[ContentClassData]:
    for prefix, name, children in _TREE:
        parent = f"{prefix}0000"
        yield ContentClassData(parent, name, "")
        for index, child in enumerate(children.split(), start=1):
            yield ContentClassData(f"{prefix}{index:02d}00", child, parent)


CONTENT_CLASSES: tuple[ContentClassData, ...] = tuple(_classes())
CODE_BY_NAME = {item.name: item.code for item in CONTENT_CLASSES}
