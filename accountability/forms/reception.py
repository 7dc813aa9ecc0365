"""Forms of reception days."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.models import OnSiteReception, ReceptionKind
from accountability.services.reception import DayFacts
from accountability.services.reception_visits import Promise, Visitor
from core.forms import DateInput, field_of
from organizations.authority import Authority
from organizations.enums import OVER_PERSONS, UnitKind
from petitions.forms.acts import UnitOf, UserOf
from petitions.models import Case
from petitions.selectors import choices

SENDERS = ("township", "department", "petition_office")
DEFAULT_PLACE = _("县信访局接待大厅")


def _time(label: Any, initial: time) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, initial=initial)


def _text(
    label: Any, *, rows: int = 3, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


class HoursForm(forms.Form):
    """Where and when, for one day or for all days of a month."""

    place = forms.CharField(label=_("地点"), max_length=120, initial=DEFAULT_PLACE)
    begins = _time(_("开始时间"), time(9))
    ends = _time(_("结束时间"), time(11, 30))
    seats = forms.IntegerField(label=_("预约名额"), min_value=1, max_value=99, initial=10)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("结束时间须晚于开始时间。"))
        return data


class DayForm(HoursForm):
    """One reception day."""

    leader = UserOf(label=_("接访领导"))
    on = forms.DateField(label=_("接访日期"), widget=DateInput())
    kind = forms.ChoiceField(
        label=_("方式"), choices=ReceptionKind.choices, initial=ReceptionKind.OFFICE
    )
    day_off = forms.BooleanField(label=_("安排在休息日"), required=False, help_text=_("平时不勾选"))
    field_order = ("leader", "on", "kind", "place", "begins", "ends", "seats", "day_off")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = choices.staff(on=today, kinds=("county_leader",))
        field_of(self, "leader", UserOf).offer_users(users)

    def facts(self) -> DayFacts:
        """What the service takes."""
        data = self.cleaned_data
        names = ("on", "kind", "place", "begins", "ends", "seats", "day_off")
        return DayFacts(**{name: data[name] for name in names})


class MoveForm(DayForm):
    """Change a planned day, with the reason."""

    reason = _text(_("调整原因"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["leader"]


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(_("原因"), rows=2)


class SummaryForm(forms.Form):
    """How the day went."""

    note = _text(_("小结"), required=False)


class CaseNumberField(forms.CharField):
    """The number of a matter the user may see; the cleaned value is the matter or None."""

    def __init__(self, *, authority: Authority, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.authority = authority

    def clean(self, value: Any) -> Case | None:
        number = super().clean(value).strip()
        if not number:
            return None
        case = Case.objects.visible_to(self.authority).filter(number=number).first()
        if case is None:
            raise forms.ValidationError(_("没有这个编号的信访事项，或者您无权查看。"))
        return case


class BookForm(forms.Form):
    """A number for a visitor."""

    name = forms.CharField(label=_("来访人"), max_length=60)
    phone = forms.CharField(label=_("电话"), max_length=30, required=False)
    head_count = forms.IntegerField(label=_("人数"), min_value=1, max_value=999, initial=1)
    topic = forms.CharField(label=_("反映事项"), max_length=200)
    is_secret = forms.BooleanField(
        label=_("涉及检举控告，保密"),
        required=False,
        help_text=_("只有接访领导、登记人和信访局局长能看到（条例第三十条第三款）"),
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"] = CaseNumberField(
            authority=authority,
            label=_("信访事项编号"),
            help_text=_("已登记的填写；新反映的请另行登记"),
        )

    def visitor(self) -> Visitor:
        """What the service takes."""
        return Visitor(**self.cleaned_data)


class HearForm(forms.Form):
    """What was heard and promised."""

    heard = _text(_("接谈情况"), rows=4)
    promised = _text(
        _("承诺事项"),
        rows=2,
        required=False,
        help_text=_("没有承诺的留空；有承诺的填写落实单位和期限"),
    )
    promise_unit = UnitOf(label=_("落实单位"), required=False)
    promise_due_on = forms.DateField(label=_("落实期限"), required=False, widget=DateInput())
    is_secret = forms.BooleanField(
        label=_("接谈中涉及检举控告，保密"),
        required=False,
        help_text=_("勾选后不再关联普通信访事项，落实单位限于纪检监察、组织（人事）部门和信访局"),
    )

    def __init__(self, *args: Any, on: date, is_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = choices.unit_choices(on=on, kinds=SENDERS)
        if is_secret:
            del self.fields["is_secret"]
            units = [
                unit
                for unit in units
                if unit.competence in OVER_PERSONS or unit.kind == UnitKind.PETITION_OFFICE
            ]
        field_of(self, "promise_unit", UnitOf).offer(units)

    def promise(self) -> Promise:
        """What the service takes."""
        data = self.cleaned_data
        return Promise(data["promised"], data["promise_unit"], data["promise_due_on"])


class KeptForm(forms.Form):
    """How a promise was carried out."""

    result = _text(_("落实情况"))
    done_on = forms.DateField(label=_("落实日期"), widget=DateInput())


class OnSiteForm(forms.Form):
    """Staff heard petitioners at a higher office."""

    level = forms.ChoiceField(
        label=_("层级"), choices=OnSiteReception._meta.get_field("level").choices or []
    )
    place = forms.CharField(label=_("接待场所"), max_length=120)
    on = forms.DateField(label=_("接访日期"), widget=DateInput())
    unit = UnitOf(label=_("派出单位"))
    staff = forms.CharField(label=_("接访人员"), max_length=200)
    head_count = forms.IntegerField(label=_("接谈人数"), min_value=1, max_value=9999, initial=1)
    topic = forms.CharField(label=_("反映事项"), max_length=200)
    is_secret = forms.BooleanField(
        label=_("涉及检举控告，保密"),
        required=False,
        help_text=_("只有登记人和信访局局长能看到（条例第三十条第三款）"),
    )
    heard = _text(_("接谈情况"))
    result = _text(
        _("处理结果和后续安排"),
        help_text=_(
            "写明解答了什么、由谁办理、何时答复；信访人自行决定去留，不得劝返、接回或者限制。"
        ),
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = choices.unit_choices(on=authority.on, kinds=SENDERS)
        if not authority.is_office_staff:
            units = [unit for unit in units if unit.id in authority.unit_ids]
        field_of(self, "unit", UnitOf).offer(units)
        self.fields["case"] = CaseNumberField(authority=authority, label=_("信访事项编号"))
        self.order_fields(
            ("level", "on", "head_count", "place", "unit", "staff", "topic", "is_secret", "case")
        )

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        facts = {**self.cleaned_data}
        return {"case": facts.pop("case"), "facts": facts}
