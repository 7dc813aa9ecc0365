"""The words of the 条例 as enums: forms, purposes, legal classes, routes, levels, roles."""

from enum import StrEnum


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


class PetitionForm(NamedEnum):
    """How a petition reaches the office (条例 17)."""

    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    ONLINE = "online", "网上信访"
    PHONE = "phone", "来电"
    FAX = "fax", "传真"
    OTHER = "other", "其他"


# One digit of the case number each; the order is fixed for good because numbers are printed on letters.
FORM_DIGITS: dict[PetitionForm, int] = {
    PetitionForm.LETTER: 1,
    PetitionForm.VISIT: 2,
    PetitionForm.ONLINE: 3,
    PetitionForm.PHONE: 4,
    PetitionForm.FAX: 5,
    PetitionForm.OTHER: 9,
}


class Purpose(NamedEnum):
    """信访目的 as the national system codes it."""

    REPORT = "report", "揭发控告"
    ADVICE = "advice", "意见建议"
    APPEAL = "appeal", "申诉"
    REQUEST = "request", "求决"
    OTHER = "other", "其他"


class LegalClass(NamedEnum):
    """The three classes of the 条例, each with its own way of handling (29, 30, 31)."""

    ADVICE = "advice", "建议意见类"
    REPORT = "report", "检举控告类"
    APPEAL = "appeal", "申诉求决类"


# “其他” (inquiries, thanks, plain information) is what 条例 29 calls “反映的情况”.
LEGAL_CLASS_OF: dict[Purpose, LegalClass] = {
    Purpose.REPORT: LegalClass.REPORT,
    Purpose.ADVICE: LegalClass.ADVICE,
    Purpose.APPEAL: LegalClass.APPEAL,
    Purpose.REQUEST: LegalClass.APPEAL,
    Purpose.OTHER: LegalClass.ADVICE,
}


def legal_class_of(purpose: Purpose | str) -> LegalClass:
    """Return the class a purpose usually falls into (条例 29–31); the clerk confirms it at registration."""
    return LEGAL_CLASS_OF[Purpose(purpose)]


class Route(NamedEnum):
    """The six ways of handling a 申诉求决 matter (条例 31); only the sixth runs on the 60 + 30 days."""

    JUDICIAL = "1", "诉讼、复议、刑事立案、法律监督等政法程序"
    ARBITRATION = "2", "仲裁"
    PARTY_APPEAL = "3", "党员申诉、申请复审"
    ADMINISTRATIVE = "4", "行政复议、裁决、确认、许可、处罚等行政程序"
    STATUTORY_DUTY = "5", "查处违法行为、履行法定职责"
    OPINION = "6", "出具信访处理意见书"

    @property
    def article(self) -> str:
        """The item of 条例 31 that describes the route."""
        return f"条例第三十一条第{'一二三四五六'[int(self.value) - 1]}项"


class Level(NamedEnum):
    """Administrative level of a unit or of the place visited, lowest first."""

    VILLAGE = "village", "村（社区）"
    TOWNSHIP = "township", "乡镇（街道）"
    COUNTY = "county", "县"
    CITY = "city", "市"
    PROVINCE = "province", "省"
    NATIONAL = "national", "国家"

    @property
    def rank(self) -> int:
        """0 for the village up to 5 for the national level."""
        return list(Level).index(self)


class Role(NamedEnum):
    """Who owes an act or may do it."""

    PETITIONER = "petitioner", "信访人"
    PETITION_OFFICE = "petition_office", "信访部门"
    HANDLING_UNIT = "handling_unit", "有权处理的机关、单位"
    UNIT_LEADER = "unit_leader", "本机关、单位负责人"
    SUPERIOR_UNIT = "superior_unit", "上一级机关、单位"
    JOINT_MEETING = "joint_meeting", "信访工作联席会议"
    ADDRESSEE_UNIT = "addressee_unit", "收到建议的机关、单位"
