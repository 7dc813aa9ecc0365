"""Forms of the bulletin and query pages; they validate shape only, the services decide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accountability.domain.describe import describe_item
from accountability.domain.rule_items import RuleSetData
from accountability.domain.score_words import plain
from core.forms import DateInput, KeywordSelect, field_of
from reporting.domain.asking import FREE, Asked, AskError
from reporting.domain.indicators import AREAS, INDICATORS, Indicator
from reporting.domain.periods import Month, PeriodError
from reporting.domain.relative import RELATIVE
from reporting.domain.spans import DAYS, HALF, MONTH, QUARTER, YEAR, Period
from reporting.filters import KIND_NAMES, MOVING, period_name
from reporting.models import Audience, BulletinKind, MailTo
from reporting.selectors.dimensions import DIMENSIONS
from reporting.services.saved_views import ViewDraft

MONTHS_OFFERED = 24
#: How many past periods of each kind can be chosen.
OFFERED = {MONTH: MONTHS_OFFERED, QUARTER: 8, HALF: 4, YEAR: 3}
SPAN_DAY = {"data-when": f"period={DAYS}"}


class PeriodForm(forms.Form):
    """Chooses a month, quarter, half-year or year that is over, or any days (情况通报)."""

    period = forms.ChoiceField(label=_("期间"))
    first_day = forms.DateField(label=_("起始日"), required=False, widget=DateInput(SPAN_DAY))
    last_day = forms.DateField(label=_("截止日"), required=False, widget=DateInput(SPAN_DAY))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*_periods(today), (DAYS, _("自定期间（情况通报）"))]
        field_of(self, "period", forms.ChoiceField).choices = offered

    def clean(self) -> dict[str, Any]:
        """Both days of a free span; `days` is the chosen period as a value."""
        found = super().clean() or self.cleaned_data
        code = found.get("period", "")
        if code == DAYS:
            for name in ("first_day", "last_day"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("自定期间须填写起始日和截止日。"))
            if self.errors:
                return found
            code = f"{found['first_day'].isoformat()}_{found['last_day'].isoformat()}"
        try:
            found["days"] = Period.parse(code) if code else None
        except PeriodError as error:
            self.add_error("last_day" if found["period"] == DAYS else "period", str(error))
        return found


def _periods(today: date) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The periods offered, newest first, under their kinds."""
    found = []
    for kind, number in OFFERED.items():
        one, choices = Period.around(today, kind), []
        for _step in range(number):
            one = one.previous
            choices.append((one.code, one.label))
        found.append((BulletinKind(kind).label, choices))
    return found


class ReasonForm(forms.Form):
    """Why an approval is taken back."""

    reason = forms.CharField(label=_("退回原因"), max_length=200)


class DeliveryReasonForm(forms.Form):
    """Why a message is sent again, or what a returned message says."""

    reason = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label


class DistributionForm(forms.Form):
    """Somebody to add to, or leave out of, the distribution list."""

    user = forms.ChoiceField(label=_("人员"), widget=KeywordSelect())
    reason = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "user", forms.ChoiceField).choices = [("", ""), *people]


#: How many months in a row a trial may cover.
SPANS = (1, 3, 6)


class WhatIfForm(forms.Form):
    """Which months under which rules, and other points for their items."""

    month = forms.ChoiceField(label=_("月份"))
    months = forms.TypedChoiceField(
        label=_("连续月数"),
        choices=[
            (n, _("仅该月") if n == 1 else _("至该月的%(count)s个月") % {"count": n}) for n in SPANS
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    rule_set = forms.ChoiceField(label=_("考核办法"))

    def __init__(
        self,
        *args: Any,
        today: date,
        rule_sets: list[tuple[str, str]],
        rules: RuleSetData | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        months = reversed(Month.of(today).previous.trailing(MONTHS_OFFERED))
        field_of(self, "month", forms.ChoiceField).choices = [(m.code, m.label) for m in months]
        field_of(self, "rule_set", forms.ChoiceField).choices = rule_sets
        self.codes = {f"p_{item.code}": item.code for item in rules.items} if rules else {}
        for item in rules.items if rules else ():
            self.fields[f"p_{item.code}"] = forms.DecimalField(
                label=item.name,
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(1000),
                max_digits=7,
                decimal_places=2,
                help_text=describe_item(item),
                widget=forms.TextInput(attrs={"placeholder": plain(item.points)}),
            )

    def point_fields(self) -> list[forms.BoundField]:
        """The fields of the points, in the order of the items."""
        return [self[name] for name in self.codes]

    def points(self) -> dict[str, Decimal]:
        """Item → points typed; items left empty keep theirs."""
        typed = ((code, self.cleaned_data[name]) for name, code in self.codes.items())
        return {code: value for code, value in typed if value is not None}


def _options(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Periods offered: those that move with the day, then the latest of each kind."""
    groups: list[tuple[str, list[tuple[str, str]]]] = [
        (str(_("随日期变动")), [(code, str(MOVING[code])) for code in RELATIVE])
    ]
    for kind, count in ((MONTH, MONTHS_OFFERED), (QUARTER, 8), (HALF, 4), (YEAR, 4)):
        period = Period.around(today, kind)
        found = []
        for _number in range(count):
            found.append((period.code, period_name(period)))
            period = period.previous
        groups.append((str(KIND_NAMES[kind]), found))
    groups.append((str(KIND_NAMES[DAYS]), [(FREE, str(_("自定起止日")))]))
    return groups


class QueryForm(forms.Form):
    """A question to the figures; `reporting.domain.asking` decides whether it makes sense.

    ``asked``: the question, once the form is valid.
    """

    i = forms.Field(label=_("指标"), required=False, widget=forms.CheckboxSelectMultiple)
    by = forms.Field(label=_("划分"), required=False, widget=forms.Select)
    then = forms.Field(label=_("再划分"), required=False, widget=forms.Select)
    period = forms.Field(label=_("期间"), required=False, widget=forms.Select)
    compared = forms.BooleanField(label=_("列出同比、环比"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, today: date, sees_county: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.today, self.sees_county = today, sees_county
        self.asked: Asked | None = None
        for name, label in (("from", _("起始日")), ("to", _("截止日"))):
            free = DateInput(attrs={"data-free": ""})
            self.fields[name] = forms.Field(label=label, required=False, widget=free)
        splits = [(one.code, one.name) for one in DIMENSIONS.values()]
        for name in ("by", "then"):
            self.fields[name].widget.choices = [("", _("不划分")), *splits]
        self.fields["i"].widget.choices = [(one.code, one.name) for one in INDICATORS]
        self.fields["period"].widget.choices = self._periods()

    def _periods(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Those offered, and the one asked for where it is older."""
        groups = _options(self.today)
        asked = str(self.data.get("period", "")) if self.is_bound else ""
        if asked and asked not in {code for _name, rows in groups for code, _label in rows}:
            try:
                groups.insert(0, (str(_("本次查询")), [(asked, period_name(Period.parse(asked)))]))
            except PeriodError:
                return groups
        return groups

    def clean(self) -> dict[str, Any]:
        """Read the question."""
        try:
            lists = dict(cast("QueryDict", self.data).lists())
            self.asked = Asked.read(lists, sees_county=self.sees_county)
            self.asked.period_on(self.today)
        except AskError as error:
            self.asked = None
            for name, text in error.errors.items():
                self.add_error(name, text)
        return self.cleaned_data

    def chapters(self) -> list[tuple[str, list[tuple[Indicator, bool]]]]:
        """The figures by chapter, with those that are chosen."""
        chosen = set(self["i"].value() or ())
        return [
            (name, [(one, one.code in chosen) for one in INDICATORS if one.area == area])
            for area, name in AREAS.items()
        ]


class ViewForm(forms.Form):
    """Name, sharing and monthly mail of a saved view."""

    name = forms.CharField(label=_("名称"), max_length=60)
    audiences = forms.MultipleChoiceField(
        label=_("共享给"),
        required=False,
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就只有您自己能看到。打开的人按他自己的权限统计。"),
    )
    mail_to = forms.ChoiceField(
        label=_("每月邮件"),
        required=False,
        choices=MailTo.choices,
        widget=forms.RadioSelect,
        initial=MailTo.NOBODY,
    )
    mail_day = forms.IntegerField(
        label=_("每月几日发送"),
        required=False,
        help_text=_(
            "2 至 28 日；邮件里有表格，并附 Excel。期间选“上月”等随日期变动的，每月都是新数。"
        ),
    )

    def draft(self) -> ViewDraft:
        """What was filled in."""
        data = self.cleaned_data
        return ViewDraft(
            name=data["name"],
            audiences=tuple(data["audiences"]),
            mail_to=data["mail_to"],
            mail_day=data["mail_day"],
        )
