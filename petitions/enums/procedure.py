"""Closed lists of the acts between acceptance and the last remedy."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RouteChoice(models.TextChoices):
    """The six ways of handling a claim (条例第三十一条); only the sixth ends in an opinion."""

    JUDICIAL = "1", _("诉讼、复议、刑事立案、法律监督等政法程序")
    ARBITRATION = "2", _("仲裁")
    PARTY_APPEAL = "3", _("党员申诉、申请复审")
    ADMINISTRATIVE = "4", _("行政复议、裁决、确认、许可、处罚等行政程序")
    STATUTORY_DUTY = "5", _("查处违法行为、履行法定职责")
    OPINION = "6", _("出具信访处理意见书")


class Procedure(models.TextChoices):
    """Ordinary procedure, or the simple one (国信办发〔2022〕17号)."""

    ORDINARY = "ordinary", _("普通程序")
    SIMPLE = "simple", _("简易办理")


class NoteKind(models.TextChoices):
    """What a record of work is about."""

    STATEMENT = "statement", _("听取陈述")
    INVESTIGATION = "investigation", _("调查核实")
    STUDY = "study", _("研究论证")
    PERSUASION = "persuasion", _("疏导教育")
    AID = "aid", _("帮扶救助")
    CONTACT = "contact", _("联系沟通")
    OTHER = "other", _("其他")


class AgreementKind(models.TextChoices):
    """How the parties came to terms (条例第三十三条)."""

    MEDIATION = "mediation", _("调解协议书")
    SETTLEMENT = "settlement", _("和解协议书")


class DecisionStatus(models.TextChoices):
    """Life of a question put to a superior."""

    PENDING = "pending", _("待决定")
    APPROVED = "approved", _("已决定")
    REFUSED = "refused", _("不予同意")


class DeciderKind(models.TextChoices):
    """Who decides a dispute over competence (条例第二十四条)."""

    SUPERIOR = "superior", _("共同的上一级机关、单位")
    JOINT_MEETING = "joint_meeting", _("信访工作联席会议")


class ReviewLevel(models.TextChoices):
    """The two remedies against an opinion."""

    REVIEW = "review", _("复查")
    RECHECK = "recheck", _("复核")


class ReviewStatus(models.TextChoices):
    """Life of a review."""

    OPEN = "open", _("办理中")
    DECIDED = "decided", _("已作出意见")
    DISMISSED = "dismissed", _("不予受理")


class ReviewOutcome(models.TextChoices):
    """Result of a review."""

    UPHELD = "upheld", _("维持")
    QUASHED = "quashed", _("撤销")
    CHANGED = "changed", _("变更")
    REDO = "redo", _("责令重新处理")


class DocumentState(models.TextChoices):
    """Life of a paper: once issued it is frozen, and only a numbered correction replaces it."""

    ISSUED = "issued", _("已出具")
    REPLACED = "replaced", _("已更正")


class EvaluationTarget(models.TextChoices):
    """Whom the petitioner rates."""

    OFFICE = "office", _("信访部门")
    UNIT = "unit", _("责任单位")


class Rating(models.TextChoices):
    """满意度."""

    GOOD = "good", _("满意")
    FAIR = "fair", _("基本满意")
    BAD = "bad", _("不满意")


class EvaluationSource(models.TextChoices):
    """How a rating reached the system."""

    PUBLIC = "public", _("信访人网上评价")
    PHONE = "phone", _("电话回访")
    PAPER = "paper", _("书面评价表")


class UrgentRecipient(models.TextChoices):
    """To whom 条例第二十五条 wants a major, urgent matter reported; the last two only by the petition office."""

    PARTY_GOVERNMENT = "party_government", _("本级党委和政府")
    DEPARTMENT = "department", _("相关主管部门")
    JOINT_MEETING_OFFICE = "joint_meeting_office", _("本级信访工作联席会议办公室")
    SUPERIOR_OFFICE = "superior_office", _("上一级信访部门")
    NATIONAL = "national", _("国家信访局")


class UrgentMeans(models.TextChoices):
    """How an urgent report was sent."""

    PHONE = "phone", _("电话")
    PERSON = "person", _("当面")
    DOCUMENT = "document", _("书面")
    SYSTEM = "system", _("信访信息系统、电子公文")
    FAX = "fax", _("传真")
    OTHER = "other", _("其他")


class HearingForm(models.TextChoices):
    """Whether a hearing is open; secrets of the state, of a business or of private life are heard closed."""

    OPEN = "open", _("公开听证")
    CLOSED = "closed", _("不公开听证（涉及国家秘密、商业秘密或者个人隐私）")
