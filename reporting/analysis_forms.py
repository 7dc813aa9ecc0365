"""Forms of the monthly analysis; they validate shape only, the services decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import field_of
from reporting.domain.periods import Month
from reporting.models import AnalysisReport
from reporting.text_forms import PaperTextsForm

MONTHS_OFFERED = 24
#: The sections in the reader's language; the document has them in Chinese (ADR 0011).
NAMES = {
    "overview": _("一、总体情况"),
    "rise": _("二、上升情况和原因"),
    "hot": _("三、热点情况"),
    "repeat": _("四、重复信访情况"),
    "cause": _("五、成因分析"),
    "speed": _("六、办理环节用时和质量"),
    "task": _("七、问题和整改"),
    "advice": _("八、下步工作建议"),
}


class AnalysisMonthForm(forms.Form):
    """Chooses a month that is over, the last one first."""

    month = forms.TypedChoiceField(label=_("月份"), coerce=Month.parse)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = reversed(Month.of(today).previous.trailing(MONTHS_OFFERED))
        field_of(self, "month", forms.ChoiceField).choices = [(m.code, m.label) for m in months]


class AnalysisTextsForm(PaperTextsForm):
    """What is written by hand: all of 八、下步工作建议, and the end of each other section."""

    names: ClassVar[Mapping[str, Any]] = NAMES
    first = "advice"

    def __init__(self, *args: Any, paper: AnalysisReport, **kwargs: Any) -> None:
        super().__init__(*args, kept=paper.texts, edition=paper.edition, **kwargs)
