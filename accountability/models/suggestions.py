"""The three kinds of suggestion (三项建议, 条例第四十条): to whom, on what facts, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability.models.papers import DutyLetter
from accountability.models.supervision import Supervision
from accountability.models.supervision_answers import StoredFile
from accountability.supervision_querysets import SuggestionQuerySet
from organizations.models import Unit
from petitions.models import Case
from petitions.models.procedure import acted_by


class SuggestionKind(models.TextChoices):
    """What is suggested."""

    IMPROVE = "improve", _("改进工作")
    POLICY = "policy", _("完善政策")
    LIABILITY = "liability", _("追究责任")


class SuggestionStatus(models.TextChoices):
    """Life of a suggestion."""

    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("待反馈")
    ANSWERED = "answered", _("已反馈")
    DROPPED = "dropped", _("已撤销")


class Adoption(models.TextChoices):
    """What the addressee made of it."""

    FULL = "full", _("采纳")
    PART = "part", _("部分采纳")
    NONE = "none", _("不采纳")


class Suggestion(models.Model):
    """One suggestion to one organ, answered in writing (条例第四十条第四款)."""

    kind = models.CharField(_("种类"), max_length=10, choices=SuggestionKind.choices)
    addressee = models.ForeignKey(
        Unit, verbose_name=_("主送单位"), on_delete=models.RESTRICT, related_name="suggestions"
    )
    about_unit = models.ForeignKey(
        Unit,
        verbose_name=_("涉及单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text=_("追究责任建议所涉及的机关、单位"),
    )
    about_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("涉及人员"), blank=True, related_name="+"
    )
    supervision = models.ForeignKey(
        Supervision,
        verbose_name=_("督办件"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="suggestions",
    )
    case = models.ForeignKey(
        Case,
        verbose_name=_("信访事项"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="suggestions",
    )
    title = models.CharField(_("标题"), max_length=120)
    facts = models.TextField(_("问题和事实"))
    consequence = models.TextField(_("造成的严重后果"), blank=True)
    text = models.TextField(_("建议内容"))
    basis = models.CharField(_("依据"), max_length=200)
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=SuggestionStatus.choices,
        default=SuggestionStatus.DRAFT,
    )
    drafted_by = acted_by(_("起草人"))
    drafted_at = models.DateTimeField(_("起草时间"))
    letter = models.OneToOneField(
        DutyLetter,
        verbose_name=_("建议书"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="suggestion",
    )
    issued_by = acted_by(_("签发人"), optional=True)
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    due_on = models.DateField(_("反馈期限"), null=True, blank=True)
    adoption = models.CharField(_("采纳情况"), max_length=6, choices=Adoption.choices, blank=True)
    feedback = models.TextField(_("书面反馈"), blank=True)
    source = models.CharField(
        _("反馈来源"), max_length=120, blank=True, help_text=_("信访局代录书面反馈时填写文号、日期")
    )
    answered_by = acted_by(_("反馈登记人"), optional=True)
    answered_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)
    on_time = models.BooleanField(_("是否按期反馈"), null=True, blank=True)
    dropped_because = models.TextField(_("撤销理由"), blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("三项建议")
        verbose_name_plural = _("三项建议")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="liability") | (Q(about_unit__isnull=False) & ~Q(consequence="")),
                name="suggestion_liability_has_ground",
                violation_error_message=_(
                    "追究责任的建议须写明涉及单位和造成的严重后果（条例第四十条第三款）。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["issued", "answered"],
                    letter__isnull=False,
                    due_on__isnull=False,
                    issued_at__isnull=False,
                    issued_by__isnull=False,
                )
                | Q(
                    status__in=["draft", "dropped"],
                    letter__isnull=True,
                    due_on__isnull=True,
                    issued_at__isnull=True,
                    issued_by__isnull=True,
                ),
                name="suggestion_issued_with_letter",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="answered", answered_at__isnull=False, answered_by__isnull=False)
                    & Q(on_time__isnull=False)
                    & ~Q(adoption="")
                )
                | (
                    ~Q(status="answered")
                    & Q(answered_at__isnull=True, answered_by__isnull=True)
                    & Q(on_time__isnull=True, adoption="")
                ),
                name="suggestion_answered_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(adoption__in=["", "full"]) | ~Q(feedback=""),
                name="suggestion_not_adopted_with_reason",
                violation_error_message=_("部分采纳、不采纳的，须说明理由。"),
            ),
            models.CheckConstraint(
                condition=Q(status="dropped") & ~Q(dropped_because="")
                | (~Q(status="dropped") & Q(dropped_because="")),
                name="suggestion_dropped_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="suggestion_status_due")]

    def __str__(self) -> str:
        return self.title


class FeedbackFile(StoredFile):
    """A file of the addressee's feedback."""

    suggestion = models.ForeignKey(
        Suggestion, verbose_name=_("建议"), on_delete=models.CASCADE, related_name="files"
    )

    class Meta:
        verbose_name = _("反馈附件")
        verbose_name_plural = _("反馈附件")
        ordering = ["suggestion", "id"]


class SuggestionChase(models.Model):
    """The addressee was told that its feedback is due or overdue; unique, so each step happens once."""

    suggestion = models.ForeignKey(
        Suggestion, verbose_name=_("建议"), on_delete=models.CASCADE, related_name="chases"
    )
    step = models.PositiveSmallIntegerField(_("步骤"), help_text=_("0 为到期前提醒"))
    recipients = models.CharField(_("通知对象"), max_length=200, blank=True)
    at = models.DateTimeField(_("通知时间"))

    class Meta:
        verbose_name = _("建议反馈催办记录")
        verbose_name_plural = _("建议反馈催办记录")
        ordering = ["suggestion", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "step"], name="suggestion_chased_once")
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.step}"
