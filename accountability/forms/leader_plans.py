"""The plan with its steps, and the decisions of a conference, which are steps too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.models import LeaderCase, LeaderPlan, PlanStatus, PlanStep
from accountability.selectors import leader_choices
from accountability.services.leader_plans import PlanDraft, StepDraft
from core.forms import DateInput, field_of
from organizations.models import User
from petitions.forms.acts import TextField, UnitOf, UserOf
from petitions.selectors.choices import Choice

BLANK_ROWS = 2
MOST_STEPS = 40


class StepForm(forms.Form):
    """One step; a row without text is left out."""

    before = forms.IntegerField(required=False, widget=forms.HiddenInput())
    text = TextField(label=_("步骤"), rows=2, required=False)
    unit = UnitOf(label=_("责任单位"), required=False)
    person = UserOf(label=_("责任人"), required=False)
    due_on = forms.DateField(label=_("完成期限"), required=False, widget=DateInput())

    def __init__(
        self, *args: Any, units: Iterable[Choice], people: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "unit", UnitOf).offer(units)
        field_of(self, "person", UserOf).offer_users(people)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text"):
            return data
        if not data.get("unit") and not data.get("person"):
            self.add_error("unit", _("请填写责任单位或者责任人。"))
        if not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("请填写完成期限。"))
        return data


class BaseStepSet(forms.BaseFormSet):
    """The rows of steps; `known` maps the steps of the plan in force by id."""

    def __init__(self, *args: Any, known: dict[int, PlanStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def done(self) -> list[PlanStep]:
        """Steps of the plan in force that are done: they are shown, not edited, and stay."""
        return [step for step in self.known.values() if step.done_on]

    def plan_drafts(self) -> tuple[StepDraft, ...]:
        """The steps of a plan: what is done, then the rows."""
        kept = tuple(
            StepDraft(step.text, step.due_on, step.unit, step.person, before=step)
            for step in self.done()
        )
        going_on = (row for row in self.drafts() if not (row.before and row.before.done_on))
        return (*kept, *going_on)

    def drafts(self) -> tuple[StepDraft, ...]:
        """What the service takes, in the order of the rows."""
        return tuple(
            StepDraft(
                text=data["text"],
                due_on=data["due_on"],
                unit=data.get("unit"),
                person=data.get("person"),
                before=self.known.get(data.get("before") or 0),
            )
            for data in self.cleaned_data
            if data.get("text")
        )


StepSet = forms.formset_factory(
    StepForm,
    formset=BaseStepSet,
    extra=BLANK_ROWS,
    max_num=MOST_STEPS,
    absolute_max=MOST_STEPS,
    validate_max=True,
)


def step_set(
    data: Any, *, leader_case: LeaderCase, on: date, plan: LeaderPlan | None = None
) -> BaseStepSet:
    """The rows for a plan (its steps that are not done, and blank ones) or for decisions (blank ones).

    Six queries: units with a part in the matter, their names, their staff, and the steps.
    """
    units = leader_choices.owner_units(leader_case)
    shared = {
        "units": leader_choices.unit_choices(units, on=on),
        "people": leader_choices.owner_people(units, leader_case, on=on),
    }
    in_force = PlanStep.objects.in_force().filter(plan__leader_case=leader_case)
    known = {step.pk: step for step in in_force.select_related("unit", "person").order_by("order")}
    done = {pk for pk, step in known.items() if step.done_on}
    rows: list[PlanStep] = list(plan.steps.order_by("order")) if plan else []
    going_on = [step for step in rows if step.done_on is None and step.before_id not in done]
    found = StepSet(
        more_rows(data),
        initial=[_row(step, plan) for step in going_on],
        form_kwargs=shared,
        known=known,  # type: ignore[call-arg]  # the stubs of formset_factory hide the argument
        prefix="steps",
    )
    return cast("BaseStepSet", found)


def _row(step: PlanStep, plan: LeaderPlan | None) -> dict[str, Any]:
    going_on = plan is not None and plan.status == PlanStatus.CONFIRMED
    return {
        "before": step.pk if going_on else step.before_id,
        "text": step.text,
        "unit": step.unit_id,
        "person": step.person_id,
        "due_on": step.due_on,
    }


def more_rows(data: Any) -> Any:
    """With the button for further rows the posted data holds blank ones more."""
    if not data or data.get("do") != "add":
        return data
    data = data.copy()
    total = str(data.get("steps-TOTAL_FORMS", ""))
    count = int(total) if total.isdecimal() and len(total) < 4 else 0
    data["steps-TOTAL_FORMS"] = str(min(count + BLANK_ROWS, MOST_STEPS))
    return data


class PlanForm(forms.Form):
    """The plan beside its steps."""

    problem = TextField(label=_("问题症结"), rows=4)
    measures = TextField(label=_("化解目标和措施"), rows=4)
    reason = TextField(label=_("修订理由"), rows=2)

    def __init__(self, *args: Any, plan: LeaderPlan | None, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]
        if plan is not None:
            self.initial = {"problem": plan.problem, "measures": plan.measures}
            if plan.status == PlanStatus.DRAFT:
                self.initial["reason"] = plan.reason

    def draft(self, steps: tuple[StepDraft, ...]) -> PlanDraft:
        """What the service takes."""
        data = self.cleaned_data
        return PlanDraft(
            problem=data["problem"],
            measures=data["measures"],
            reason=data.get("reason", ""),
            steps=steps,
        )
