"""Closed lists of a matter: how it came, what it wants, where it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """信访形式 (条例第十七条); the value's digit goes into the case number."""

    VISIT = "visit", _("来访")
    LETTER = "letter", _("来信")
    CALL = "call", _("来电")
    ONLINE = "online", _("网上信访")
    FAX = "fax", _("传真")


FORM_DIGITS = {Form.LETTER: 1, Form.VISIT: 2, Form.ONLINE: 3, Form.CALL: 4, Form.FAX: 5}


class Purpose(models.TextChoices):
    """信访目的: five values that lead into three legal classes."""

    ACCUSATION = "accusation", _("揭发控告")
    SUGGESTION = "suggestion", _("意见建议")
    APPEAL = "appeal", _("申诉")
    REQUEST = "request", _("求决")
    OTHER = "other", _("其他")


class LegalClass(models.TextChoices):
    """三类信访事项 (条例第二十九至三十一条)."""

    SUGGESTION = "suggestion", _("建议意见类")
    REPORT = "report", _("检举控告类")
    CLAIM = "claim", _("申诉求决类")


# Art 29–31. “其他” (enquiries, thanks) counts as a claim, so that the clocks that protect the petitioner run.
LEGAL_CLASS_OF = {
    Purpose.ACCUSATION: LegalClass.REPORT,
    Purpose.SUGGESTION: LegalClass.SUGGESTION,
    Purpose.APPEAL: LegalClass.CLAIM,
    Purpose.REQUEST: LegalClass.CLAIM,
    Purpose.OTHER: LegalClass.CLAIM,
}


class LevelVisited(models.TextChoices):
    """Level of the organ the matter was first brought to."""

    VILLAGE = "village", _("村（社区）")
    TOWNSHIP = "township", _("乡镇（街道）")
    COUNTY = "county", _("县")
    CITY = "city", _("市")
    PROVINCE = "province", _("省")
    NATIONAL = "national", _("国家")


class CaseStatus(models.TextChoices):
    """Where a matter stands."""

    REGISTERED = "registered", _("已登记")
    DISPATCHED = "dispatched", _("已转办")
    OBJECTED = "objected", _("异议审核中")
    ACCEPTED = "accepted", _("办理中")
    CONCLUDED = "concluded", _("已办结")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    NO_LONGER_ACCEPTED = "no_longer_accepted", _("不再受理")
    FILED = "filed", _("存")
    WITHDRAWN = "withdrawn", _("已撤回")
    ROUTED = "routed", _("已导入法定程序")
    SETTLED = "settled", _("已调解和解")
    MERGED = "merged", _("已并案")


OPEN_STATUSES = (
    CaseStatus.REGISTERED,
    CaseStatus.DISPATCHED,
    CaseStatus.OBJECTED,
    CaseStatus.ACCEPTED,
)


class EscalationLevel(models.IntegerChoices):
    """Who is being asked now."""

    FIRST_CONTACT = 0, _("首接责任人")
    OFFICER = 1, _("承办单位信访干部")
    DEPUTY = 2, _("分管领导")
    PRINCIPAL = 3, _("主要领导")
    COUNTY_LEADER = 4, _("县领导")


class Responsibility(models.TextChoices):
    """Whose name on a case changed."""

    FIRST_CONTACT = "first_contact", _("首接责任人")
    UNIT = "unit", _("责任单位")
    LEADER = "leader", _("包案领导")
    LEVEL = "level", _("督办层级")
    PLACE = "place", _("问题属地")


class ParticipantRole(models.TextChoices):
    """Part a person plays in a matter."""

    MAIN = "main", _("主访人")
    REPRESENTATIVE = "representative", _("代表")
    MEMBER = "member", _("联名人")
    AGENT = "agent", _("代理人")


class DispatchKind(models.TextChoices):
    """How a matter leaves the petition office (条例第二十二条)."""

    TRANSFER = "transfer", _("转送")
    ASSIGN = "assign", _("交办")


class DispatchStatus(models.TextChoices):
    """Life of one dispatch."""

    SENT = "sent", _("待受理")
    OBJECTED = "objected", _("提出异议")
    ACCEPTED = "accepted", _("已受理")
    RETURNED = "returned", _("已退回")
    CLOSED = "closed", _("已了结")


class ObjectionStatus(models.TextChoices):
    """What became of an objection (条例第二十三条第三款)."""

    PENDING = "pending", _("待审核")
    APPROVED = "approved", _("同意退回")
    REFUSED = "refused", _("不同意退回")


class ClockStatus(models.TextChoices):
    """Life of one clock."""

    OPEN = "open", _("计时中")
    MET = "met", _("已完成")
    CANCELLED = "cancelled", _("已终止")


class DocumentKind(models.TextChoices):
    """Papers given to the petitioner or the sender."""

    NOTICE = "notice", _("告知书")
    ACCEPTANCE = "acceptance", _("受理告知书")
    NON_ACCEPTANCE = "non_acceptance", _("不予受理告知书")
    EXTENSION = "extension", _("延长办理期限告知书")
    OPINION = "opinion", _("信访处理意见书")
    REPLY = "reply", _("答复")
    REPORT = "report", _("办结报告")
    RECEIPT = "receipt", _("来访登记单")
    TRANSFER = "transfer", _("转送函")
    ASSIGNMENT = "assignment", _("交办函")
    OBJECTION = "objection", _("异议函")
    REFERRAL = "referral", _("导入法定程序告知书")
    AGREEMENT = "agreement", _("调解和解协议书")
    REVIEW = "review", _("复查意见书")
    RECHECK = "recheck", _("复核意见书")
    DISMISSAL = "dismissal", _("复查复核不予受理告知书")
    TERMINATION = "termination", _("终结告知书")
    HEARING = "hearing", _("听证通知书")


class Outcome(models.TextChoices):
    """Result of a handled claim (条例第三十二条)."""

    SUPPORTED = "supported", _("予以支持")
    PARTLY = "partly", _("部分支持")
    EXPLAINED = "explained", _("解释说明")
    REJECTED = "rejected", _("不予支持")
    REPLIED = "replied", _("已答复")
    ADOPTED = "adopted", _("采纳")
    PART_ADOPTED = "part_adopted", _("部分采纳")
    NOT_ADOPTED = "not_adopted", _("未予采纳")


class ServiceMethod(models.TextChoices):
    """How a paper was served."""

    IN_PERSON = "in_person", _("直接送达")
    POST = "post", _("邮寄送达")
    ELECTRONIC = "electronic", _("电子送达")
    LEFT = "left", _("留置送达")
    ENTRUSTED = "entrusted", _("委托送达")


class ImportStatus(models.TextChoices):
    """Life of a register import."""

    UPLOADED = "uploaded", _("待核对列名")
    CHECKING = "checking", _("试运行中")
    CHECKED = "checked", _("已试运行")
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("导入中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")


class RowOutcome(models.TextChoices):
    """What became of one row; every row ends as one of these."""

    IMPORTED = "imported", _("已导入")
    REPEAT = "repeat", _("已导入并关联为重复")
    EXISTING = "existing", _("此前已导入")
    REJECTED = "rejected", _("未导入")


class PrintState(models.TextChoices):
    """Life of a case file that is being put together."""

    QUEUED = "queued", _("排队中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")
    REMOVED = "removed", _("已清除")


class TimelineKind(models.TextChoices):
    """What an entry in the life of a matter is about (see `petitions.domain.timeline`)."""

    ACT = "act", _("办理环节")
    CLOCK = "clock", _("期限")
    PAPER = "paper", _("文书与送达")
    WORK = "work", _("调查与协商")
    FILE = "file", _("附件")
    DUTY = "duty", _("责任变更")
    REMINDER = "reminder", _("催办督办")
    EVALUATION = "evaluation", _("评价")
    LOG = "log", _("系统记录")
