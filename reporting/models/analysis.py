"""Monthly analyses (信访形势分析) with their frozen figures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.models.papers import Paper, paper_constraints


class AnalysisReport(Paper):
    """The analysis of a month to the county's Party committee and government (条例第十四条第四、六项; ADR 0037).

    `month` is its code ("2026-10"); `texts` are the parts written by hand (section → text, see
    `reporting.domain.rich_text`).
    """

    month = models.CharField(_("分析月份"), max_length=7)
    texts = models.JSONField(_("手写的部分"), default=dict, blank=True)

    class Meta:
        verbose_name = _("信访形势分析")
        verbose_name_plural = _("信访形势分析")
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                name="analysis_once_per_month",
                violation_error_message=_("该月的信访形势分析已经生成。"),
            ),
            *paper_constraints("analysis"),
        ]
