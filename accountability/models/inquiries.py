"""Inquiries into liability (责任追究, 条例第四十二条至第四十六条): act, article, evidence, persons, hearing, decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.domain.evidence_words import entry_in_words
from accountability.inquiry_querysets import EvidenceQuerySet, InquiryQuerySet
from organizations.models import Post, Unit
from petitions.models import Case


class InquiryStatus(models.TextChoices):
    """Facts are gathered, persons told and heard, the competent organ decides."""

    OPEN = "open", _("核实中")
    TOLD = "told", _("已告知，听取陈述申辩")
    SUBMITTED = "submitted", _("已移送有权机关")
    DECIDED = "decided", _("已作出处理")
    DROPPED = "dropped", _("不予追究")


class Inquiry(models.Model):
    """One act that the statute names, by a unit, and what followed."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("涉及单位"), on_delete=models.RESTRICT, related_name="inquiries"
    )
    ground = models.CharField(_("情形"), max_length=6)
    act_on = models.DateField(_("行为发生日期"))
    facts = models.TextField(_("事实"))
    consequence = models.TextField(_("造成的后果"), blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=InquiryStatus.choices, default=InquiryStatus.OPEN
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("提出时间"))
    told_at = models.DateTimeField(_("告知时间"), null=True, blank=True)
    hearing_until = models.DateField(_("陈述申辩截止日期"), null=True, blank=True)
    competent = models.ForeignKey(
        Unit,
        verbose_name=_("有权机关"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="inquiries_to_decide",
    )
    submitted_at = models.DateTimeField(_("移送时间"), null=True, blank=True)
    ended_on = models.DateField(_("结案日期"), null=True, blank=True)
    ending_note = models.TextField(_("结案说明"), blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任追究")
        verbose_name_plural = _("责任追究")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="told") | Q(told_at__isnull=False, hearing_until__isnull=False),
                name="inquiry_told_has_hearing",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "decided"])
                | Q(competent__isnull=False, submitted_at__isnull=False),
                name="inquiry_submitted_to_an_organ",
                violation_error_message=_("移送须指明有权机关。"),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["decided", "dropped"], ended_on__isnull=False)
                | (~Q(status__in=["decided", "dropped"]) & Q(ended_on__isnull=True)),
                name="inquiry_ended_iff_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


class InquiryRole(models.TextChoices):
    """Share in the responsibility (信访工作责任制实施办法第十一条)."""

    DIRECT = "direct", _("直接责任")
    MAIN_LEADER = "main", _("主要领导责任")
    OTHER_LEADER = "other", _("重要领导责任")


class InquirySphere(models.TextChoices):
    """Own work, or a field in one's portfolio (一岗双责)."""

    OWN = "own", _("本职工作")
    PORTFOLIO = "portfolio", _("分管工作")


class Measure(models.TextChoices):
    """What the competent organ decided."""

    NONE = "none", _("不予追究")
    CORRECT = "correct", _("责令改正")
    CRITICISM = "criticism", _("批评教育、责令检查")
    NOTICE = "notice", _("通报批评")
    ADMONITION = "admonition", _("诫勉")
    ORGANIZATION = "organization", _("组织调整或者组织处理")
    SANCTION = "sanction", _("党纪政务处分")
    TRANSFER = "transfer", _("涉嫌犯罪，移送司法机关")


class InquiryPerson(models.Model):
    """One person: the post held when it happened, the right to be heard, the decision.

    ``read_at``: when the person confirmed having read what the latest notice spoke of; a new notice empties it.
    """

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("责任追究"), on_delete=models.CASCADE, related_name="people"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.RESTRICT,
        related_name="inquiries",
    )
    post = models.ForeignKey(
        Post,
        verbose_name=_("职务"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    post_then = models.CharField(_("时任职务"), max_length=120)
    role = models.CharField(_("责任"), max_length=8, choices=InquiryRole.choices)
    sphere = models.CharField(_("范围"), max_length=10, choices=InquirySphere.choices)
    read_at = models.DateTimeField(_("已阅时间"), null=True, blank=True)
    measure = models.CharField(_("处理"), max_length=12, choices=Measure.choices, blank=True)
    decision = models.TextField(_("处理决定"), blank=True)
    document_number = models.CharField(_("决定文号"), max_length=60, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    decision_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定登记人"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    decision_copied = models.BooleanField(_("由信访局代录"), default=False)

    class Meta:
        verbose_name = _("责任人员")
        verbose_name_plural = _("责任人员")
        ordering = ["inquiry", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "user"],
                name="inquiry_person_once",
                violation_error_message=_("该人员已列入。"),
            ),
            models.CheckConstraint(
                condition=Q(measure="", decided_on__isnull=True)
                | (~Q(measure="") & Q(decided_on__isnull=False)),
                name="inquiry_decision_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(decision_copied=False) | ~Q(document_number=""),
                name="inquiry_copied_decision_has_a_number",
                violation_error_message=_("代录处理决定须填写决定文号。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.post_then}）"

    @property
    def notice(self) -> str:
        """Which notice of the inquiry is the person's latest, "" before the first."""
        told, ended = self.inquiry.told_at, self.inquiry.ended_on
        return f"{told.isoformat()} {self.measure or ended or ''}".strip() if told else ""


class EvidenceKind(models.TextChoices):
    """Where a piece of evidence comes from."""

    CLOCK = "clock", _("期限记录")
    AUDIT = "audit", _("操作日志")
    PAPER = "paper", _("文件材料")


class InquiryEvidence(models.Model):
    """A fact as it stood when it was taken: it does not change when the case does."""

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("责任追究"), on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(_("种类"), max_length=8, choices=EvidenceKind.choices)
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    text = models.TextField(_("内容"))
    source = models.CharField(_("出处"), max_length=200)
    content_hash = models.CharField(_("哈希"), max_length=64)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提取人"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    taken_at = models.DateTimeField(_("提取时间"))
    told_at = models.DateTimeField(_("告知时间"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()
    #: Whether the reader may read it: set by `EvidenceQuerySet.listed_for`.
    readable: bool

    class Meta:
        verbose_name = _("证据")
        verbose_name_plural = _("证据")
        ordering = ["inquiry", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "source"],
                name="inquiry_evidence_once",
                violation_error_message=_("该证据已提取。"),
            ),
            models.CheckConstraint(
                condition=Q(kind="paper") | Q(case__isnull=False),
                name="inquiry_evidence_of_the_log_names_its_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.source}"

    @property
    def words(self) -> str:
        """The text as a screen shows it."""
        return entry_in_words(self.text) if self.kind == EvidenceKind.AUDIT else self.text
