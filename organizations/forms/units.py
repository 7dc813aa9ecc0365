"""Forms of units, posts, terms and population."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, KeywordSelect, field_of
from organizations import portfolio
from organizations.enums import Competence, PostKind, TownshipType, UnitKind
from organizations.models import Post, Unit, User
from organizations.services.posts import PostFacts
from organizations.services.units import UnitFacts

EMPTY = [("", "—")]


def unit_choices(on: date) -> list[tuple[str, str]]:
    """Units that exist on a day, for selects (one query)."""
    rows = Unit.objects.active(on=on).order_by("kind", "order", "code").values_list("pk", "name")
    return [("", "—"), *((str(pk), name) for pk, name in rows)]


class UnitForm(forms.Form):
    """A unit's names, kind, place in the tree and contact."""

    code = forms.CharField(
        label=_("机构代码"), max_length=20, help_text=_("设立后不能更改；建议用行政区划代码。")
    )
    name = forms.CharField(label=_("全称"), max_length=80)
    short_name = forms.CharField(label=_("简称"), max_length=40)
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    township_type = forms.ChoiceField(
        label=_("乡镇类型"),
        choices=[*EMPTY, *TownshipType.choices],
        required=False,
        help_text=_("只有乡镇（街道）填写。"),
    )
    competence = forms.ChoiceField(
        label=_("专门职权"),
        choices=Competence.choices,
        required=False,
        help_text=_("检举控告类事项只转有职权的单位。"),
    )
    parent_id = forms.TypedChoiceField(
        label=_("上级"), required=False, coerce=int, empty_value=None, widget=KeywordSelect
    )
    order = forms.IntegerField(label=_("排序"), min_value=0, initial=0)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    valid_from = forms.DateField(label=_("设立日期"), widget=DateInput)

    def __init__(self, *args: Any, on: date, unit: Unit | None = None, **kwargs: Any) -> None:
        if unit is not None:
            names = tuple(UnitFacts.__dataclass_fields__)
            kwargs["initial"] = {name: getattr(unit, name) for name in names}
        super().__init__(*args, **kwargs)
        field_of(self, "parent_id", forms.ChoiceField).choices = unit_choices(on)
        if unit is not None:
            del self.fields["code"], self.fields["valid_from"]

    def facts(self) -> UnitFacts:
        """What the service takes."""
        names = UnitFacts.__dataclass_fields__
        return UnitFacts(**{name: self.cleaned_data[name] for name in names})


class CloseUnitForm(forms.Form):
    """The last day of a unit and who goes on with its powers."""

    last_day = forms.DateField(label=_("撤销日期（最后一日）"), widget=DateInput)
    succeeded_by = forms.ModelChoiceField(
        Unit.objects.none(), label=_("继续行使职权的单位"), required=False, widget=KeywordSelect
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "succeeded_by", forms.ModelChoiceField).queryset = Unit.objects.active(on=on)


class PostForm(forms.Form):
    """A post: kind, title and what it answers for (一岗双责)."""

    kind = forms.ChoiceField(label=_("职务类别"), choices=PostKind.choices)
    title = forms.CharField(label=_("职务名称"), max_length=60)
    order = forms.IntegerField(label=_("排序"), min_value=0, initial=0)
    portfolio = forms.MultipleChoiceField(
        label=_("分管内容分类"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选表示不限；包案领导按分管分类推定。"),
    )
    portfolio_units = forms.TypedMultipleChoiceField(
        label=_("联系单位"),
        required=False,
        coerce=int,
        widget=forms.SelectMultiple(attrs={"data-search": ""}),
    )
    is_convenor = forms.BooleanField(
        label=_("信访工作联席会议召集人"),
        required=False,
        help_text=_("只有县领导职务可以勾选；召集人须带头包案。"),
    )

    def __init__(self, *args: Any, on: date, post: Post | None = None, **kwargs: Any) -> None:
        if post is not None:
            kwargs["initial"] = {
                "kind": post.kind,
                "title": post.title,
                "order": post.order,
                "portfolio": post.portfolio,
                "portfolio_units": [unit.pk for unit in post.portfolio_units.all()],
                "is_convenor": post.is_convenor,
            }
        super().__init__(*args, **kwargs)
        classes = portfolio.choices()
        if classes:
            field_of(self, "portfolio", forms.ChoiceField).choices = classes
        else:
            del self.fields["portfolio"]
        field_of(self, "portfolio_units", forms.ChoiceField).choices = unit_choices(on)[1:]

    def facts(self) -> PostFacts:
        """What the service takes."""
        data = self.cleaned_data
        return PostFacts(
            kind=data["kind"],
            title=data["title"],
            order=data["order"],
            portfolio=tuple(data.get("portfolio", ())),
            portfolio_unit_ids=tuple(data["portfolio_units"]),
            is_convenor=data["is_convenor"],
        )


class AppointForm(forms.Form):
    """Who holds a post from which day on."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("任职人"), widget=KeywordSelect, empty_label=""
    )
    starts_on = forms.DateField(label=_("任职日期"), widget=DateInput)
    ends_on = forms.DateField(label=_("免职日期"), widget=DateInput, required=False)
    replace = forms.BooleanField(label=_("免去现任（任职日期的前一日）"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).select_related("unit").order_by("name", "pk")
        field: Any = self.fields["user"]
        field.queryset = people
        field.label_from_instance = lambda user: (
            f"{user.name}（{user.unit or '—'}，{user.username}）"
        )


class EndTermForm(forms.Form):
    """The last day of a term."""

    ends_on = forms.DateField(label=_("免职日期（最后一日）"), widget=DateInput)


class PopulationForm(forms.Form):
    """Residents of a unit in a year."""

    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100)
    residents = forms.IntegerField(label=_("常住人口（人）"), min_value=1)
    source = forms.CharField(label=_("来源"), max_length=120, help_text=_("例如：某年统计年鉴。"))


class PopulationImportForm(forms.Form):
    """A file of residents."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(".csv 或 .xlsx，三列：机构代码或名称、年份、常住人口；首行可为表头。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    source = forms.CharField(label=_("来源"), max_length=120)
