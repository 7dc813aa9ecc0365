"""The words of the 条例 the rules of time speak of: the six routes, and who owes an act."""

from enum import StrEnum

from core.domain.words import words as _


class NamedEnum(StrEnum):
    """A str enum whose members carry the Chinese word shown on screen and in letters."""

    name_zh: str

    def __new__(cls, value: str, name_zh: str = "") -> "NamedEnum":
        """Make a member from its stored value and its Chinese word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.name_zh = name_zh
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, Chinese word) pairs in the order of definition."""
        return [(member.value, member.name_zh) for member in cls]


class Route(NamedEnum):
    """The six ways of handling a 申诉求决 matter (条例 31); only the sixth runs on the 60 + 30 days."""

    JUDICIAL = "1", _("诉讼、复议、刑事立案、法律监督等政法程序")
    ARBITRATION = "2", _("仲裁")
    PARTY_APPEAL = "3", _("党员申诉、申请复审")
    ADMINISTRATIVE = "4", _("行政复议、裁决、确认、许可、处罚等行政程序")
    STATUTORY_DUTY = "5", _("查处违法行为、履行法定职责")
    OPINION = "6", _("出具信访处理意见书")

    @property
    def article(self) -> str:
        """The item of 条例 31 that describes the route."""
        return f"条例第三十一条第{'一二三四五六'[int(self.value) - 1]}项"


class Role(NamedEnum):
    """Who owes an act or may do it."""

    PETITIONER = "petitioner", _("信访人")
    PETITION_OFFICE = "petition_office", _("信访部门")
    HANDLING_UNIT = "handling_unit", _("有权处理的机关、单位")
    UNIT_LEADER = "unit_leader", _("本机关、单位负责人")
    SUPERIOR_UNIT = "superior_unit", _("上一级机关、单位")
    JOINT_MEETING = "joint_meeting", _("信访工作联席会议")
    ADDRESSEE_UNIT = "addressee_unit", _("收到建议的机关、单位")
