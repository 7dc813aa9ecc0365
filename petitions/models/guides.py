"""Guidance for matters led into procedures of their own, as the office words it, in dated versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.domain.guides import Guide, GuideVersion
from petitions.enums import RouteChoice
from petitions.models.procedure import acted_by


class ProcedureGuide(models.Model):
    """One version of a guide (条例第二十八条第二款、第三十一条): earlier versions stay, the latest begun one counts."""

    code = models.CharField(_("代码"), max_length=20)
    route = models.CharField(_("途径"), max_length=1, choices=RouteChoice.choices)
    name = models.CharField(_("程序名称"), max_length=60)
    organ = models.CharField(_("受理机关"), max_length=120)
    basis = models.CharField(_("依据"), max_length=300)
    limit = models.CharField(_("一般期限"), max_length=200)
    text = models.TextField(_("释法说明"))
    is_active = models.BooleanField(_("使用"), default=True)
    valid_from = models.DateField(_("生效日期"))
    set_by = acted_by(_("制定人"))
    set_at = models.DateTimeField(_("制定时间"))

    class Meta:
        verbose_name = _("法定程序指引")
        verbose_name_plural = _("法定程序指引")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="procedure_guide_version",
                violation_error_message=_("该指引已有同日生效的版本。"),
            ),
            models.CheckConstraint(
                condition=Q(route__in=["1", "2", "3", "4", "5"]), name="procedure_guide_route"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"

    def as_version(self) -> GuideVersion:
        """The row as the rules read it."""
        guide = Guide(
            self.code, self.route, self.name, self.organ, self.basis, self.limit, self.text
        )
        return GuideVersion(guide, self.valid_from, self.is_active)
