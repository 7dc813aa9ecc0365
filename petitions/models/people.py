"""People: contact and identity only, nothing that judges them (个人信息保护法第六条)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import crypto
from petitions.enums import ParticipantRole
from petitions.querysets import PetitionerQuerySet


class Petitioner(models.Model):
    """A person or organization that petitions (信访人)."""

    name = models.CharField(_("姓名（名称）"), max_length=80)
    initials = models.CharField(_("拼音首字母"), max_length=40, blank=True, db_index=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True, db_index=True)
    id_number_encrypted = models.TextField(_("证件号码（加密）"), blank=True, editable=False)
    id_fingerprint = models.CharField(
        _("证件号码指纹"), max_length=64, blank=True, db_index=True, editable=False
    )
    id_last4 = models.CharField(_("证件号码后四位"), max_length=4, blank=True, editable=False)
    address = models.CharField(_("住址"), max_length=200, blank=True)
    source_key = models.CharField(_("来源系统用户标识"), max_length=80, blank=True, db_index=True)
    created_at = models.DateTimeField(_("登记时间"))

    objects = PetitionerQuerySet.as_manager()

    class Meta:
        verbose_name = _("信访人")
        verbose_name_plural = _("信访人")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_fingerprint"],
                condition=~models.Q(id_fingerprint=""),
                name="petitioner_id_unique",
                violation_error_message=_("该证件号码已登记。"),
            ),
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~models.Q(source_key=""),
                name="petitioner_source_key_unique",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="petitioner_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def id_number(self) -> str:
        """The identity number in clear; never put it in a list."""
        return crypto.decrypt(self.id_number_encrypted)

    def set_id_number(self, number: str) -> None:
        """Store an identity number: encrypted, with its fingerprint and last four characters."""
        self.id_number_encrypted = crypto.encrypt(number)
        self.id_fingerprint = crypto.fingerprint(number)
        self.id_last4 = number[-4:]


class Participant(models.Model):
    """A person's part in one matter; order 1 is the main petitioner."""

    case = models.ForeignKey(
        "petitions.Case",
        verbose_name=_("信访事项"),
        on_delete=models.CASCADE,
        related_name="participants",
    )
    petitioner = models.ForeignKey(
        Petitioner,
        verbose_name=_("信访人"),
        on_delete=models.RESTRICT,
        related_name="participations",
    )
    role = models.CharField(
        _("身份"), max_length=20, choices=ParticipantRole.choices, default=ParticipantRole.MAIN
    )
    order = models.PositiveSmallIntegerField(_("序号"), default=1)

    class Meta:
        verbose_name = _("参与人")
        verbose_name_plural = _("参与人")
        ordering = ["case_id", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "petitioner"],
                name="participant_once_per_case",
                violation_error_message=_("同一信访人在一件事项中只登记一次。"),
            ),
            models.UniqueConstraint(fields=["case", "order"], name="participant_order_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.petitioner} ({self.get_role_display()})"
