"""Annual reports (信访情况年度报告, 条例第四十一条) with their frozen figures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.models.papers import Paper, paper_constraints


class AnnualReport(Paper):
    """The report of a calendar year to the county's Party committee and government and to the upper petition office.

    `texts` are the parts written by hand (section → text, see `reporting.domain.rich_text`); `counted_until` is the last day
    the figures hold: a year that still runs can be looked at, not approved.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    counted_until = models.DateField(_("统计截止日"))
    texts = models.JSONField(_("手写的部分"), default=dict, blank=True)

    class Meta:
        verbose_name = _("年度报告")
        verbose_name_plural = _("年度报告")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                name="annual_once_per_year",
                violation_error_message=_("该年度的报告已经生成。"),
            ),
            *paper_constraints("annual"),
        ]
