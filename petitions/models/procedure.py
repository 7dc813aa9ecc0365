"""What happens between acceptance and opinion: claims, notes, hearings, agreements, co-handling, referrals."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.enums import AgreementKind, NoteKind, Outcome, RouteChoice
from petitions.models.case import Case


def acted_by(label: Any, *, optional: bool = False) -> models.ForeignKey:
    """A reference to who did something; an account with a history cannot be deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=optional,
        blank=optional,
        on_delete=models.RESTRICT,
        related_name="+",
    )


class Claim(models.Model):
    """One demand of a petition (诉求); an opinion answers every one of them (条例第三十二条)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="claims"
    )
    order = models.PositiveSmallIntegerField(_("序号"), default=1)
    text = models.TextField(_("诉求"))
    outcome = models.CharField(_("处理结果"), max_length=12, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("处理意见"), blank=True)
    legal_basis = models.TextField(_("依据"), blank=True)

    class Meta:
        verbose_name = _("诉求")
        verbose_name_plural = _("诉求")
        ordering = ["case_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="claim_order_unique"),
            models.CheckConstraint(
                condition=Q(outcome="", answer="") | (~Q(outcome="") & ~Q(answer="")),
                name="claim_answer_all_or_nothing",
                violation_error_message=_("处理结果与处理意见须同时填写。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text[:30]}"


class Referral(models.Model):
    """A matter led into the procedure that is its own (条例第三十一条第一至五项; 诉访分离 第二十八条)."""

    case = models.OneToOneField(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="referral"
    )
    route = models.CharField(_("途径"), max_length=1, choices=RouteChoice.choices)
    procedure = models.CharField(_("程序名称"), max_length=60, blank=True, default="")
    organ = models.CharField(_("受理机关"), max_length=120)
    referred_on = models.DateField(_("导入日期"))
    basis = models.CharField(_("依据"), max_length=300)
    own_clock = models.CharField(_("该程序的法定期限"), max_length=200)
    guidance = models.TextField(_("释法说明"))
    by = acted_by(_("经办人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("导入法定程序")
        verbose_name_plural = _("导入法定程序")
        constraints = [
            models.CheckConstraint(
                condition=Q(route__in=["1", "2", "3", "4", "5"]), name="referral_route_1_to_5"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.referred_on}"


class CaseNote(models.Model):
    """A record of work: statement heard, investigation, persuasion, help, contact (条例第三十一条第六项、第三十七条)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="notes"
    )
    kind = models.CharField(_("种类"), max_length=16, choices=NoteKind.choices)
    on = models.DateField(_("日期"))
    people = models.CharField(_("参加人员"), max_length=200, blank=True)
    text = models.TextField(_("内容"))
    by = acted_by(_("记录人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["case_id", "on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Agreement(models.Model):
    """Mediation or settlement reached (条例第三十三条): the parties, the terms, the day."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="agreements"
    )
    kind = models.CharField(_("种类"), max_length=12, choices=AgreementKind.choices)
    parties = models.CharField(_("当事人"), max_length=300)
    terms = models.TextField(_("协议内容"))
    agreed_on = models.DateField(_("达成日期"))
    by = acted_by(_("经办人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("调解和解协议")
        verbose_name_plural = _("调解和解协议")
        ordering = ["case_id", "agreed_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.agreed_on}"


class CoHandling(models.Model):
    """Another unit's part in a matter, with its own day (条例第二十四条第一款)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="co_handlings"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("协办单位"), on_delete=models.RESTRICT, related_name="co_handlings"
    )
    task = models.TextField(_("协办内容"))
    due_on = models.DateField(_("协办期限"))
    asked_by = acted_by(_("提出人"))
    asked_at = models.DateTimeField(_("提出时间"))
    answer = models.TextField(_("协办意见"), blank=True)
    answered_by = acted_by(_("答复人"), optional=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("协办")
        verbose_name_plural = _("协办")
        ordering = ["case_id", "due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=Q(answered_at__isnull=True),
                name="co_handling_one_open_per_unit",
                violation_error_message=_("该单位已有未答复的协办。"),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="co_handling_answer_all_or_nothing",
            ),
        ]
        indexes = [models.Index(fields=["unit", "due_on"], name="co_handling_unit_due")]

    def __str__(self) -> str:
        return f"{self.unit} {self.due_on}"


class Hearing(models.Model):
    """A hearing (听证): in handling it stops no clock, in 复核 its days are not counted (条例第三十六条第二款)."""

    case = models.ForeignKey(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="hearings"
    )
    review = models.ForeignKey(
        "petitions.Review",
        verbose_name=_("复查复核"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="hearings",
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=120)
    members = models.CharField(_("听证人员"), max_length=300)
    record = models.TextField(_("听证结论"), blank=True)
    by = acted_by(_("经办人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("听证")
        verbose_name_plural = _("听证")
        ordering = ["case_id", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="hearing_dates_in_order",
                violation_error_message=_("听证结束日期不能早于开始日期。"),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ends_on__isnull=True),
                name="hearing_one_open",
                violation_error_message=_("该事项已有正在进行的听证。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on or ''}"


class Execution(models.Model):
    """Carrying out what a supporting opinion promised (条例第三十二条第二款)."""

    case = models.OneToOneField(
        Case, verbose_name=_("信访事项"), on_delete=models.CASCADE, related_name="execution"
    )
    promise = models.TextField(_("应执行事项"))
    due_on = models.DateField(_("执行期限"))
    done_on = models.DateField(_("执行完毕日期"), null=True, blank=True)
    result = models.TextField(_("执行情况"), blank=True)
    by = acted_by(_("经办人"))
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("意见执行")
        verbose_name_plural = _("意见执行")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, result="")
                | (Q(done_on__isnull=False) & ~Q(result="")),
                name="execution_result_all_or_nothing",
                violation_error_message=_("执行完毕日期与执行情况须同时填写。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on}"
