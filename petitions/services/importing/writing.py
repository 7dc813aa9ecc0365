"""Writing the matters of one chunk in bulk: the same rows a registration writes, a few statements for hundreds of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core import audit
from core.text import initials
from organizations.authority import Authority
from organizations.models import Unit, User
from petitions import events
from petitions.domain.import_plan import RowPlan
from petitions.enums import (
    ParticipantRole,
    Responsibility,
)
from petitions.models import (
    Case,
    Clock,
    Dispatch,
    Document,
    ImportBatch,
    Participant,
    Petitioner,
    ResponsibilityChange,
)
from petitions.services.importing.building import CaseBuilder, open_builder
from petitions.services.importing.decisions import Decision
from petitions.services.numbering import take_numbers


@dataclass
class Writer:
    """Writes chunk after chunk of one run."""

    authority: Authority
    batch: ImportBatch
    now: datetime
    build: CaseBuilder

    def write(self, decisions: Sequence[Decision]) -> None:
        """Make the matters of decisions that import one; fills `ref.pk` and `ref.number` (inside a transaction)."""
        made = [decision for decision in decisions if decision.ref is not None]
        if not made:
            return
        self._save_people(made)
        cases = [self.build.case(decision.plan) for decision in made]
        self._number(cases)
        plans = [decision.plan for decision in made]
        sent = [self.build.dispatch(case, plan) for case, plan in zip(cases, plans, strict=True)]
        clocks = [
            clock
            for case, plan, dispatch in zip(cases, plans, sent, strict=True)
            for clock in self.build.clocks.start(case, plan, dispatch)
        ]
        Case.objects.bulk_create(cases)
        for case, decision in zip(cases, made, strict=True):
            if decision.ref is not None:
                decision.ref.pk, decision.ref.number = case.pk, case.number
        self._link_repeats(made, cases)
        self._save_parts(made, cases)
        Dispatch.objects.bulk_create([dispatch for dispatch in sent if dispatch is not None])
        Clock.objects.bulk_create(clocks)
        Document.objects.bulk_create(
            [
                self.build.document(case, plan)
                for case, plan in zip(cases, plans, strict=True)
                if plan.reply
            ]
        )
        self._record(made, cases)
        events.cases_imported.send(
            Case, batch_id=self.batch.pk, case_ids=[case.pk for case in cases], now=self.now
        )

    # -- people -----------------------------------------------------------------------------------

    def _save_people(self, made: Sequence[Decision]) -> None:
        new: dict[int, Petitioner] = {}
        for decision in made:
            if decision.person is not None and not decision.person.pk:
                new[id(decision.person)] = decision.person
        Petitioner.objects.bulk_create(list(new.values()))
        for decision in made:
            if decision.person is not None and id(decision.person) not in new:
                self._complete(decision.person, decision.plan)

    def _complete(self, person: Petitioner, plan: RowPlan) -> None:
        """Fill what was unknown; an old register never overwrites what a window has typed since."""
        changed = [
            name
            for name in ("phone", "address")
            if getattr(plan, name) and not getattr(person, name)
        ]
        for name in changed:
            setattr(person, name, getattr(plan, name))
        if plan.id_number and not person.id_fingerprint:
            person.set_id_number(plan.id_number)
            changed.append("id_number")
        if changed:
            person.save()
            audit.record(
                person,
                "petitioner.complete",
                actor=self.authority.user,
                at=self.now,
                fields=changed,
            )

    def _save_parts(self, made: Sequence[Decision], cases: Sequence[Case]) -> None:
        others = [
            (case, order, Petitioner(name=name, initials=initials(name), created_at=self.now))
            for case, decision in zip(cases, made, strict=True)
            for order, name in enumerate(decision.plan.names[1:], 2)
        ]
        Petitioner.objects.bulk_create([person for _case, _order, person in others])
        main = [
            Participant(case=case, petitioner=d.person, role=ParticipantRole.MAIN, order=1)
            for case, d in zip(cases, made, strict=True)
            if d.person is not None
        ]
        members = [
            Participant(case=case, petitioner=person, role=ParticipantRole.MEMBER, order=order)
            for case, order, person in others
        ]
        Participant.objects.bulk_create([*main, *members])
        accused = Case.accused_units.through
        accused.objects.bulk_create(
            accused(case_id=case.pk, unit_id=d.plan.accused_id)
            for case, d in zip(cases, made, strict=True)
            if d.plan.accused_id
        )

    # -- numbers and repeats ----------------------------------------------------------------------

    def _number(self, cases: Sequence[Case]) -> None:
        years: dict[int, list[Case]] = {}
        for case in cases:
            years.setdefault(case.registered_on.year, []).append(case)
        for year, group in sorted(years.items()):
            numbers = take_numbers(forms=[case.form for case in group], year=year)
            for case, number in zip(group, numbers, strict=True):
                case.number = number

    def _link_repeats(self, made: Sequence[Decision], cases: Sequence[Case]) -> None:
        linked = []
        for case, decision in zip(cases, made, strict=True):
            if decision.repeat_of is not None:
                case.repeat_of_id = decision.repeat_of.pk
                linked.append(case)
        Case.objects.bulk_update(linked, ["repeat_of"], batch_size=100)

    # -- history ----------------------------------------------------------------------------------

    def _record(self, made: Sequence[Decision], cases: Sequence[Case]) -> None:
        user = self.authority.user
        ResponsibilityChange.objects.bulk_create(
            ResponsibilityChange(
                case=case,
                what=what,
                new=str(new),
                new_id=new.pk,
                reason=reason,
                by=user,
                at=self.now,
            )
            for case, decision in zip(cases, made, strict=True)
            for what, new, reason in self._names(case, decision.plan)
        )
        audit.record_new(
            audit.Fact(
                chain=audit.chain_of(case),
                verb="case.import",
                at=self.now,
                actor=user,
                data={
                    "batch": self.batch.pk,
                    "row": decision.plan.row.number,
                    "number": case.number,
                    "form": case.form,
                    "purpose": case.purpose,
                    "repeat_of": case.repeat_of_id,
                    "handling": decision.plan.handling,
                },
            )
            for case, decision in zip(cases, made, strict=True)
        )

    def _names(self, case: Case, plan: RowPlan) -> list[tuple[str, User | Unit, str]]:
        reason = _("登记簿导入")
        named: list[tuple[str, User | Unit, str]] = [
            (Responsibility.FIRST_CONTACT, case.first_contact, reason),
            (Responsibility.UNIT, case.responsible_unit, reason),
        ]
        if plan.place_id in self.build.units:
            why = plan.place_match.reason_zh if plan.place_match else reason
            named.append((Responsibility.PLACE, self.build.units[plan.place_id], why))
        return named


def open_writer(*, authority: Authority, batch: ImportBatch, now: datetime) -> Writer:
    """A writer for one run."""
    return Writer(authority, batch, now, open_builder(authority=authority, now=now))
