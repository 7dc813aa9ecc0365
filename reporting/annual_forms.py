"""Forms of the annual report; they validate shape only, the services decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import field_of
from reporting.models import AnnualReport
from reporting.text_forms import PaperTextsForm

#: How many years back can be chosen.
YEARS_OFFERED = 5

#: The sections in the reader's language; the document has them in Chinese (ADR 0011).
NAMES = {
    "statistics": _("一、信访事项数据统计"),
    "fields": _("二、信访事项涉及领域"),
    "organs": _("三、被投诉较多的机关、单位"),
    "sending": _("四、转送、交办、督办情况"),
    "suggestions": _("五、三项建议及采纳情况"),
    "other": _("六、其他应当报告的事项"),
}


class YearForm(forms.Form):
    """Chooses a year: the one before first, then the running one, which can only be looked at, then earlier ones."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        past = [(year, _("%(year)s年") % {"year": year}) for year in _past(today)]
        running = (today.year, _("%(year)s年（尚未结束，只能预览）") % {"year": today.year})
        field_of(self, "year", forms.ChoiceField).choices = [past[0], running, *past[1:]]


def _past(today: date) -> range:
    return range(today.year - 1, today.year - 1 - YEARS_OFFERED, -1)


class AnnualTextsForm(PaperTextsForm):
    """What is written by hand: all of 六、其他, and the end of each other section."""

    names: ClassVar[Mapping[str, Any]] = NAMES
    first = "other"

    def __init__(self, *args: Any, paper: AnnualReport, **kwargs: Any) -> None:
        super().__init__(*args, kept=paper.texts, edition=paper.edition, **kwargs)
