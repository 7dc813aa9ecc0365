"""Forms of the register import and of the places: they validate, services decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, field_of
from organizations.models import Unit
from petitions.domain.import_fields import FIELDS
from petitions.domain.import_plan import AUTO, BACKLOG, CLOSED, OPEN
from petitions.enums import Form, LevelVisited, Purpose
from petitions.forms.fields import OneOf
from petitions.models import ContentClass
from petitions.selectors.choices import PLACE_KINDS, unit_choices

HANDLING = (
    (AUTO, _("自动：90 天以内为在办件，更早为历史未结件")),
    (OPEN, _("在办件：按收到日期时施行的规定计时、提醒")),
    (BACKLOG, _("历史未结件：保留原期限备查，不计时、不提醒")),
    (CLOSED, _("历史办结件：按下面的日期办结")),
)
RESPONSIBLE = (("", _("信访局（接收单位）")), ("place", _("问题属地的乡镇（街道）")))
IGNORE = ("", _("— 不导入 —"))


class UploadForm(forms.Form):
    """The file and where it comes from."""

    source = forms.CharField(
        label=_("来源名称"),
        max_length=80,
        help_text=_("例如“县长信箱”“来访登记簿”。同一来源的列对应会记住，下次自动套用。"),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("登记簿文件"),
        help_text=_("支持 .xlsx、.xls、.csv；表头上方可以有标题行。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


class HeaderForm(forms.Form):
    """Another sheet or header row."""

    sheet = forms.ChoiceField(label=_("工作表"), required=False)
    header_row = forms.IntegerField(label=_("表头在第几行"), min_value=1, max_value=10_000)

    def __init__(self, *args: Any, sheets: list[list[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "sheet", forms.ChoiceField).choices = [
            (name, _("%(name)s（%(rows)s 行）") % {"name": name, "rows": rows})
            for name, rows in sheets
        ]


class MappingForm(forms.Form):
    """Which column fills which field, and what stands in for columns the file lacks."""

    form = forms.ChoiceField(label=_("信访形式"), choices=Form.choices)
    purpose = forms.ChoiceField(label=_("信访目的"), choices=Purpose.choices)
    level = forms.ChoiceField(label=_("信访层级"), choices=LevelVisited.choices)
    handling = forms.ChoiceField(label=_("没有答复或办结日期的行"), choices=HANDLING)
    received = forms.DateField(
        label=_("没有信访日期的行，按此日期"), required=False, widget=DateInput
    )
    closed_on = forms.DateField(
        label=_("已办结而没有日期的行，按此日期办结"), required=False, widget=DateInput
    )
    content_class = forms.ChoiceField(label=_("没有分类的行"), required=False)
    place = forms.ChoiceField(label=_("文中没有地名的行，属地为"), required=False)
    responsible = forms.ChoiceField(
        label=_("已办结件没有办理单位时，责任单位为"), required=False, choices=RESPONSIBLE
    )

    def __init__(
        self, *args: Any, headers: list[str], samples: list[list[str]], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.column_rows: list[tuple[int, str, list[str]]] = []
        choices = [IGNORE, *((field.name, field.name_zh) for field in FIELDS)]
        for index, header in enumerate(headers):
            shown = [row[index] for row in samples if index < len(row) and row[index].strip()]
            if not header.strip() and not shown:
                continue
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=header.strip() or _("第 %(n)s 列") % {"n": index + 1},
                choices=choices,
                required=False,
            )
            self.column_rows.append((index, header, shown[:3]))
        self._offer(on)

    def _offer(self, on: date) -> None:
        classes = ContentClass.objects.filter(is_active=True).order_by("code")
        self._choose("content_class", [(c.code, c.name) for c in classes if c.parent_id is None])
        townships = Unit.objects.active(on=on).townships()
        self._choose("place", [(unit.code, str(unit)) for unit in townships])

    def _choose(self, name: str, found: list[tuple[str, str]]) -> None:
        empty = _("属地待定") if name == "place" else _("留空")
        field_of(self, name, forms.ChoiceField).choices = [("", empty), *found]

    def columns_with_fields(self) -> list[tuple[Any, str, list[str]]]:
        """(bound field, header, sample values) of each column, for the page."""
        return [(self[f"column_{index}"], head, shown) for index, head, shown in self.column_rows]

    def columns(self) -> dict[int, str]:
        """Chosen fields by column."""
        return {
            index: self.cleaned_data[f"column_{index}"]
            for index, _header, _shown in self.column_rows
        }

    def defaults(self) -> dict[str, Any]:
        """Chosen defaults, as `parse_defaults` takes them."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("column_")
        }


def mapping_initial(columns: Mapping[str, str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Initial values of the mapping form from what the batch holds."""
    base = {
        "form": Form.ONLINE,
        "purpose": Purpose.REQUEST,
        "level": LevelVisited.COUNTY,
        "handling": AUTO,
    }
    return {**base, **defaults, **{f"column_{index}": name for index, name in columns.items()}}


class PlaceManyForm(forms.Form):
    """One place for many matters, and a rule for those to come."""

    place = OneOf(label=_("问题属地"))
    reason = forms.CharField(label=_("理由"), max_length=200, initial=_("属地待定批量确定"))
    pattern = forms.CharField(
        label=_("同时建立规则：文中出现"),
        max_length=120,
        required=False,
        help_text=_("以后导入的件出现这些字，自动归到此属地。留空则不建。"),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "place", OneOf).offer(unit_choices(on=on, kinds=PLACE_KINDS))


class RuleForm(forms.Form):
    """One rule: words or an expression → unit."""

    pattern = forms.CharField(label=_("匹配文字"), max_length=120)
    unit = OneOf(label=_("属地"))
    is_regex = forms.BooleanField(label=_("正则表达式"), required=False)
    priority = forms.IntegerField(
        label=_("优先级"), initial=0, min_value=-1000, max_value=1000, help_text=_("大的先用")
    )
    source = forms.CharField(
        label=_("只用于来源"), max_length=80, required=False, help_text=_("留空则用于所有来源")
    )
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "unit", OneOf).offer(unit_choices(on=on, kinds=PLACE_KINDS))


class PlaceTestForm(forms.Form):
    """A text to try the rules on."""

    text = forms.CharField(
        label=_("试一段文字"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(label=_("来源"), max_length=80, required=False)
