"""Forms that pick evidence: first what to look among, then what to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.selectors.inquiries import Days
from core.forms import DateInput, field_of
from core.models import AuditEntry
from petitions.domain.case_verbs import verb_name
from petitions.models import Clock


class DaysForm(forms.Form):
    """Between which days to look."""

    first = forms.DateField(label=_("从"), required=False, widget=DateInput())
    last = forms.DateField(label=_("到"), required=False, widget=DateInput())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("结束日期不能早于开始日期。"))
        return data

    def days(self) -> Days:
        """The days asked for; all when the form says nothing."""
        if not self.is_bound or not self.is_valid():
            return Days()
        return Days(self.cleaned_data["first"], self.cleaned_data["last"])


class LogSearchForm(DaysForm):
    """Whose log, and between which days."""

    number = forms.CharField(label=_("信访件编号"), max_length=20)

    field_order = ("number", "first", "last")


class ClocksForm(forms.Form):
    """Missed clocks to put on file."""

    clocks = forms.TypedMultipleChoiceField(
        label=_("逾期的期限"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, clocks: Sequence[Clock], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {clock.pk: clock for clock in clocks}
        field_of(self, "clocks", forms.ChoiceField).choices = [
            (c.pk, f"{c.case.number} {c.name} {c.due_on:%Y-%m-%d}") for c in clocks
        ]

    @property
    def chosen(self) -> list[Clock]:
        """The clocks that were ticked."""
        return [self.by_id[pk] for pk in self.cleaned_data["clocks"]]


class EntriesForm(forms.Form):
    """Entries of a matter's log to put on file."""

    entries = forms.TypedMultipleChoiceField(
        label=_("日志"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, entries: Sequence[AuditEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {entry.pk: entry for entry in entries}
        field_of(self, "entries", forms.ChoiceField).choices = [
            (entry.pk, self._label(entry)) for entry in entries
        ]

    @staticmethod
    def _label(entry: AuditEntry) -> str:
        at = timezone.localtime(entry.at)
        return f"{at:%Y-%m-%d %H:%M} {entry.actor_label} {verb_name(entry.verb)}"

    @property
    def chosen(self) -> list[AuditEntry]:
        """The entries that were ticked."""
        return [self.by_id[pk] for pk in self.cleaned_data["entries"]]
