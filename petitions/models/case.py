"""The petition matter itself and what hangs on it for its whole life."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from petitions.enums import (
    CaseStatus,
    EscalationLevel,
    Form,
    LegalClass,
    LevelVisited,
    Outcome,
    Procedure,
    Purpose,
    RouteChoice,
)
from petitions.models.content import ContentClass
from petitions.querysets import CaseQuerySet


class Case(models.Model):
    """One petition matter (信访事项)."""

    number = models.CharField(_("信访件编号"), max_length=20, unique=True)
    superior_number = models.CharField(_("上级系统编号"), max_length=40, blank=True, db_index=True)
    lookup_code = models.CharField(_("查询码"), max_length=16, unique=True)
    idempotency_key = models.CharField(
        _("防重标识"), max_length=64, unique=True, null=True, blank=True, editable=False
    )

    form = models.CharField(_("信访形式"), max_length=10, choices=Form.choices)
    level_visited = models.CharField(
        _("信访层级"), max_length=10, choices=LevelVisited.choices, default=LevelVisited.COUNTY
    )
    head_count = models.PositiveIntegerField(_("信访人数"), default=1)
    is_collective = models.BooleanField(_("集体访"), default=False)
    is_anonymous = models.BooleanField(_("匿名"), default=False)
    purpose = models.CharField(_("信访目的"), max_length=12, choices=Purpose.choices)
    legal_class = models.CharField(_("事项类别"), max_length=12, choices=LegalClass.choices)
    content_class = models.ForeignKey(
        ContentClass,
        verbose_name=_("内容分类"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="cases",
    )
    place = models.ForeignKey(
        Unit,
        verbose_name=_("问题属地"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="placed_cases",
    )
    place_detail = models.CharField(_("问题发生地"), max_length=200, blank=True)
    title = models.CharField(_("主题"), max_length=200)
    summary = models.TextField(_("概况"), blank=True)
    statement = models.TextField(_("诉求内容"))
    text_fingerprint = models.CharField(_("文本指纹"), max_length=64, blank=True, db_index=True)
    is_urgent = models.BooleanField(_("重大紧急"), default=False)

    received_on = models.DateField(_("收到日期"))
    registered_at = models.DateTimeField(_("登记时间"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.RESTRICT,
        related_name="registered_cases",
    )
    receiving_unit = models.ForeignKey(
        Unit,
        verbose_name=_("接收单位"),
        on_delete=models.RESTRICT,
        related_name="received_cases",
    )
    from_superior = models.BooleanField(_("上级转来"), default=False)
    repeat_of = models.ForeignKey(
        "self",
        verbose_name=_("重复信访的前件"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="repeats",
    )

    first_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("首接责任人"),
        on_delete=models.RESTRICT,
        related_name="first_contact_cases",
    )
    first_contact_unit = models.ForeignKey(
        Unit, verbose_name=_("首接单位"), on_delete=models.RESTRICT, related_name="+"
    )
    responsible_unit = models.ForeignKey(
        Unit,
        verbose_name=_("责任单位"),
        on_delete=models.RESTRICT,
        related_name="responsible_cases",
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("包案领导"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="led_cases",
    )
    escalation_level = models.PositiveSmallIntegerField(
        _("督办层级"), choices=EscalationLevel.choices, default=EscalationLevel.FIRST_CONTACT
    )

    status = models.CharField(
        _("状态"), max_length=20, choices=CaseStatus.choices, default=CaseStatus.REGISTERED
    )
    dispatched_at = models.DateTimeField(_("首次转办时间"), null=True, blank=True)
    informed_on = models.DateField(_("告知日期"), null=True, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    concluded_on = models.DateField(_("办结日期"), null=True, blank=True)
    closed_on = models.DateField(_("了结日期"), null=True, blank=True)
    outcome = models.CharField(_("办理结果"), max_length=12, choices=Outcome.choices, blank=True)
    next_due_on = models.DateField(_("最近到期日"), null=True, blank=True)
    cause = models.ForeignKey(
        "petitions.Cause",
        verbose_name=_("成因"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="cases",
    )

    route = models.CharField(_("办理途径"), max_length=1, choices=RouteChoice.choices, blank=True)
    procedure = models.CharField(
        _("办理程序"), max_length=10, choices=Procedure.choices, default=Procedure.ORDINARY
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("并入的事项"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="merged_cases",
    )
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("分出自"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="split_cases",
    )
    terminated_on = models.DateField(_("三级终结日期"), null=True, blank=True)

    accused_units = models.ManyToManyField(
        Unit, verbose_name=_("被检举控告单位"), blank=True, related_name="+"
    )
    accused_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("被检举控告人员"), blank=True, related_name="+"
    )
    import_row = models.CharField(_("导入行指纹"), max_length=64, blank=True, db_index=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("信访事项")
        verbose_name_plural = _("信访事项")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(head_count__gte=1),
                name="case_head_count_positive",
                violation_error_message=_("信访人数至少为 1 人。"),
            ),
            models.CheckConstraint(
                condition=~Q(is_collective=True) | Q(form="visit"),
                name="case_collective_is_visit",
                violation_error_message=_("只有来访才计为集体访。"),
            ),
            models.CheckConstraint(
                condition=Q(purpose="accusation", legal_class="report")
                | Q(purpose="suggestion", legal_class="suggestion")
                | Q(purpose__in=["appeal", "request", "other"], legal_class="claim"),
                name="case_class_follows_purpose",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(accepted_on__isnull=False),
                name="case_accepted_has_date",
                violation_error_message=_("受理后须有受理日期。"),
            ),
            models.CheckConstraint(
                condition=Q(status="concluded", concluded_on__isnull=False)
                | (~Q(status="concluded") & Q(concluded_on__isnull=True)),
                name="case_concluded_iff_date",
                violation_error_message=_("办结与办结日期须同时具备。"),
            ),
            models.CheckConstraint(
                condition=(
                    Q(status__in=["registered", "dispatched", "objected", "accepted"])
                    & Q(closed_on__isnull=True)
                )
                | (
                    ~Q(status__in=["registered", "dispatched", "objected", "accepted"])
                    & Q(closed_on__isnull=False)
                ),
                name="case_closed_iff_date",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="case_closed_after_received",
                violation_error_message=_("了结日期不能早于收到日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["dispatched", "objected"])
                | Q(dispatched_at__isnull=False),
                name="case_dispatched_has_time",
                violation_error_message=_("转办后须有转办时间。"),
            ),
            models.CheckConstraint(
                condition=Q(repeat_of__isnull=True) | ~Q(repeat_of=F("id")),
                name="case_not_repeat_of_itself",
                violation_error_message=_("不能与自身关联为重复信访。"),
            ),
            models.CheckConstraint(condition=Q(escalation_level__lte=4), name="case_level_0_to_4"),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="case_merged_names_the_other",
                violation_error_message=_("并案须指明并入的事项。"),
            ),
            models.CheckConstraint(
                condition=Q(terminated_on__isnull=True) | Q(status="concluded"),
                name="case_terminated_is_concluded",
            ),
            models.CheckConstraint(
                condition=Q(cause__isnull=True)
                | (Q(status__in=["concluded", "settled"]) & ~Q(legal_class="report")),
                name="case_cause_of_answered",
                violation_error_message=_("办结的事项才登记成因；检举控告类事项不登记。"),
            ),
            models.UniqueConstraint(
                fields=["import_row"], condition=~Q(import_row=""), name="case_import_row_once"
            ),
        ]
        indexes = [
            models.Index(fields=["received_on", "id"], name="case_received"),
            models.Index(fields=["status", "next_due_on"], name="case_status_due"),
            models.Index(fields=["responsible_unit", "status"], name="case_unit_status"),
            models.Index(fields=["place", "received_on"], name="case_place_received"),
            models.Index(fields=["closed_on"], name="case_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        """True until the matter is closed in any way."""
        return self.closed_on is None

    @property
    def registered_on(self) -> date:
        """Local day of registration, which decides the rules that govern the matter (条例第五十条)."""
        return timezone.localdate(self.registered_at)

    @property
    def is_secret(self) -> bool:
        """Reports against persons or units are kept from all but a few (条例第三十条)."""
        return self.legal_class == LegalClass.REPORT
