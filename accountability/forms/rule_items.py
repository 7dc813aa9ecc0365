"""One card for each item of a rule set: what its kind uses, checked next to each field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accountability.domain.rule_items import ABOVE_KINDS, Direction, Formula, RuleItem
from accountability.domain.score_terms import Attribution, EventKind, RateMetric, UnitGroup
from accountability.domain.score_words import plain

PREFIX = "items"
MOST = 60
METRICS = [
    ("", _("—（人工计分不填）")),
    (_("比率"), RateMetric.choices()),
    (_("件（次）数"), EventKind.choices()),
]
#: Which fields an item of each kind uses; the others are neither shown nor stored.
USED: dict[Formula, tuple[str, ...]] = {
    Formula.RATE: ("metric", "cap", "min_n", "spread_n", "attribution"),
    Formula.PER_EVENT: (
        "metric", "cap", "by_level", "only_after_breach", "double_repeats", "attribution",
    ),
    Formula.PER_POINT: ("metric", "cap", "bonus_cap", "mark", "direction", "min_n", "attribution"),
    Formula.THRESHOLD: ("metric", "mark", "direction", "only_after_breach", "min_n", "attribution"),
    Formula.MANUAL: ("bonus_cap",),
}  # fmt: skip
LEVEL_FIELDS = {"national": "points_national", "province": "points_province", "city": "points_city"}


def points_field(label: Any, *, help_text: Any = "", required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=Decimal(0),
        max_value=Decimal(1000),
        max_digits=7,
        decimal_places=2,
    )


class RuleItemForm(forms.Form):
    """One item; what its kind does not use is left out of account."""

    code = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=_("项目名称"), max_length=60)
    formula = forms.ChoiceField(label=_("计分方式"), choices=Formula.choices())
    metric = forms.ChoiceField(label=_("计什么"), choices=METRICS, required=False)
    points = points_field(_("分值"), required=True)
    points_national = points_field(_("进京每批次"))
    points_province = points_field(_("到省每批次"))
    points_city = points_field(_("到市每批次"))
    cap = points_field(_("最多扣"), help_text=_("空为不封顶；比率以分值为限"))
    bonus_cap = points_field(_("最多加"), help_text=_("空或0：不加分"))
    mark = points_field(_("标准（基准）"), help_text=_("比率填百分数，件数填件"))
    direction = forms.ChoiceField(label=_("怎样扣分"), choices=Direction.choices(), required=False)
    min_n = forms.IntegerField(
        label=_("最少件数"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("不足的不计分"),
    )
    spread_n = forms.IntegerField(
        label=_("分摊件数"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("应计不足此数的按此数分摊，免得一件扣尽"),
    )
    only_after_breach = forms.BooleanField(
        label=_("只计此前承办单位违反职责的（限到县级以上走访）"), required=False
    )
    double_repeats = forms.BooleanField(label=_("重复信访加倍"), required=False)
    attribution = forms.ChoiceField(
        label=_("计入哪个单位"), choices=Attribution.choices(), required=False
    )
    groups = forms.MultipleChoiceField(
        label=_("适用单位（不选为全部）"),
        choices=UnitGroup.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    clause = forms.CharField(label=_("依据"), max_length=120, help_text=_("条款或者文件"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    @staticmethod
    def initial_of(item: RuleItem) -> dict[str, Any]:
        """A stored item as the page shows it; levels without points of their own cost the item's points."""
        by_level = dict(item.level_points) or dict.fromkeys(item.levels, item.points)
        shown = {
            name: getattr(item, name)
            for name in ("code", "name", "metric", "only_after_breach", "double_repeats", "min_n",
                         "spread_n", "clause", "note")
        }  # fmt: skip
        return {
            **shown,
            **{LEVEL_FIELDS[level]: plain(points) for level, points in by_level.items()},
            "formula": item.formula.value,
            "points": plain(item.points),
            "cap": "" if item.cap is None else plain(item.cap),
            "bonus_cap": plain(item.bonus_cap) if item.bonus_cap else "",
            "mark": plain(item.mark) if item.mark else "",
            "direction": item.direction.value,
            "attribution": item.attribution.value,
            "groups": list(item.groups),
        }

    def clean(self) -> dict[str, Any]:
        """What fits the kind of the item; each refusal stands next to its field."""
        data = super().clean() or {}
        if "formula" not in data:
            return data
        formula = Formula(data["formula"])
        self._check_metric(formula, data.get("metric", ""))
        self._check_mark(formula, data)
        limited = data.get("only_after_breach") and self._uses("only_after_breach")
        if limited and data.get("metric") not in ABOVE_KINDS:
            self.add_error("only_after_breach", _("只有到县级以上走访（集体访）可以这样限定。"))
        costs = [data.get("points"), *(data.get(name) for name in LEVEL_FIELDS.values())]
        if not any(costs) and not (formula is Formula.MANUAL and data.get("bonus_cap")):
            self.add_error("points", _("分值须大于0。"))
        return data

    def _uses(self, name: str) -> bool:
        return name in USED[Formula(self.cleaned_data["formula"])]

    def _check_metric(self, formula: Formula, metric: str) -> None:
        if formula is Formula.MANUAL:
            return
        rate, event = metric in set(RateMetric), metric in set(EventKind)
        if formula in (Formula.RATE, Formula.PER_POINT) and not rate:
            self.add_error("metric", _("按比率、按百分点计分的，请选择一个比率。"))
        elif formula is Formula.PER_EVENT and not event:
            self.add_error("metric", _("按件（次）扣分的，请选择一种件（次）数。"))
        elif not (rate or event):
            self.add_error("metric", _("请选择计什么。"))

    def _check_mark(self, formula: Formula, data: Mapping[str, Any]) -> None:
        if not self._uses("mark") or "mark" not in data:
            return
        if data["mark"] is None:
            self.add_error("mark", _("请填写标准（基准）。"))
        elif data.get("metric") in set(RateMetric) and data["mark"] > 100:
            self.add_error("mark", _("百分数不能大于100。"))

    def item(self, code: str) -> dict[str, Any]:
        """The item as it is stored."""
        data = self.cleaned_data
        kept = {name: data[name] for name in USED[Formula(data["formula"])] if name in data}
        by_level = {level: data[name] for level, name in LEVEL_FIELDS.items()}
        wanted = self._uses("by_level") and kept.get("metric") in ABOVE_KINDS
        item = RuleItem(
            code=code,
            name=data["name"],
            formula=Formula(data["formula"]),
            points=data["points"],
            clause=data["clause"],
            metric=kept.get("metric", ""),
            cap=kept.get("cap"),
            bonus_cap=kept.get("bonus_cap") or Decimal(0),
            mark=kept.get("mark") or Decimal(0),
            direction=Direction(kept.get("direction") or Direction.BELOW),
            only_after_breach=kept.get("only_after_breach", False),
            double_repeats=kept.get("double_repeats", False),
            min_n=kept.get("min_n") or 1,
            spread_n=kept.get("spread_n") or 1,
            note=data["note"],
            level_points=tuple((k, v) for k, v in by_level.items() if v is not None and wanted),
            groups=tuple(data["groups"]),
            attribution=Attribution(kept.get("attribution") or Attribution.DEFAULT),
        )
        return item.to_json()


class RuleItemsBase(forms.BaseFormSet):
    """The cards in the order they stand on the page; a card left blank is no item."""

    def clean(self) -> None:
        """At least one item, and no two of one name."""
        names = [form.cleaned_data["name"] for form in self._filled()]
        if not names:
            raise forms.ValidationError(_("请至少保留一个计分项。"))
        double = sorted({name for name in names if names.count(name) > 1})
        if double:
            raise forms.ValidationError(_("项目名称重复：%(names)s") % {"names": "、".join(double)})

    def _filled(self) -> list[RuleItemForm]:
        return [form for form in self.forms if form.has_changed() and form.is_valid()]

    def items(self) -> list[dict[str, Any]]:
        """The items as they are stored; a new one gets a code nobody has."""
        filled = self._filled()
        taken = {form.cleaned_data["code"] for form in filled}
        used: set[str] = set()
        found = []
        for form in filled:
            code = form.cleaned_data["code"]
            if not code or code in used:
                code = next(c for n in range(1, 2 * MOST) if (c := f"item{n}") not in taken | used)
            used.add(code)
            found.append(form.item(code))
        return found


RuleItems = forms.formset_factory(
    RuleItemForm, formset=RuleItemsBase, extra=0, max_num=MOST, absolute_max=MOST
)


def typed_rows(data: QueryDict, act: str) -> list[dict[str, Any]]:
    """The cards as typed, not checked, after one of the acts "add", "remove:2", "up:2" or "down:2"."""
    count = max(0, min(_whole(data.get(f"{PREFIX}-TOTAL_FORMS", "")), MOST))
    rows = [_typed_row(data, f"{PREFIX}-{index}-") for index in range(count)]
    verb, _colon, place = act.partition(":")
    index = _whole(place)
    if verb == "add" and len(rows) < MOST:
        rows.append({})
    elif verb == "remove" and 0 <= index < len(rows):
        del rows[index]
    elif verb in {"up", "down"}:
        other = index + (1 if verb == "down" else -1)
        if min(index, other) >= 0 and max(index, other) < len(rows):
            rows[index], rows[other] = rows[other], rows[index]
    return rows


def _typed_row(data: QueryDict, prefix: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, field in RuleItemForm.base_fields.items():
        many = isinstance(field, forms.MultipleChoiceField)
        row[name] = data.getlist(prefix + name) if many else data.get(prefix + name, "")
    return row


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
