"""Words for reading cases, people and clocks; who may see what is decided here, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from petitions.domain.duties import RIGHTS

if TYPE_CHECKING:
    from organizations.authority import Authority
    from petitions.models import Case


class CaseQuerySet(models.QuerySet):
    """Reads of petition matters."""

    def open(self) -> CaseQuerySet:
        """Not yet closed in any way."""
        return self.filter(closed_on__isnull=True)

    def overdue(self, *, on: date) -> CaseQuerySet:
        """With an open clock whose due date has passed."""
        return self.filter(closed_on__isnull=True, next_due_on__lt=on)

    def received_between(self, first: date, last: date) -> CaseQuerySet:
        """Received from `first` to `last`, both included."""
        return self.filter(received_on__gte=first, received_on__lte=last)

    def placed_nowhere(self) -> CaseQuerySet:
        """Waiting in the queue 属地待定."""
        return self.filter(place__isnull=True)

    def visible_to(self, authority: Authority) -> CaseQuerySet:
        """Cases this user may see; a report against a unit is never visible to it (条例第三十条).

        Every list, count, search, export, figure and API answer goes through here.
        """
        if not authority.posts:
            return self.none()
        mine = (
            Q(registered_by=authority.user)
            | Q(first_contact=authority.user)
            | Q(leader=authority.user)
        )
        ordinary = ~Q(legal_class="report")
        if not authority.sees_all_cases:
            ordinary &= mine | self._of_units(authority)
        secret = Q(legal_class="report") & mine
        if authority.is_office_head or authority.has_discipline:
            secret = Q(legal_class="report")
        elif authority.handling_units:
            competent = [p.unit_id for p in authority.posts if p.competence]
            if competent:
                secret |= Q(legal_class="report") & _dispatched_to(Q(to_unit__in=competent))
        return self.filter(ordinary | secret).hidden_from_accused(authority)

    def hidden_from_accused(self, authority: Authority) -> CaseQuerySet:
        """Leave out what is directed against the user, the user's units, or a unit above them."""
        told_on, in_person = self._accusations(authority.own_and_upper_paths, [authority.user.pk])
        return self.exclude(told_on).exclude(in_person)

    def accusing(self, *, paths: Iterable[str], user_ids: Iterable[int]) -> CaseQuerySet:
        """Directed against one of these people, or against a unit of one of these paths."""
        told_on, in_person = self._accusations(paths, user_ids)
        return self.filter(told_on | in_person)

    def _accusations(self, paths: Iterable[str], user_ids: Iterable[int]) -> tuple[Q, Q]:
        case = cast("type[Case]", self.model)
        # an accused unit hides the report from itself and from every unit below it
        told_on = case.accused_units.through.objects.filter(
            case=OuterRef("pk"), unit__path__in=list(paths)
        )
        in_person = case.accused_people.through.objects.filter(
            case=OuterRef("pk"), user__in=list(user_ids)
        )
        return Q(Exists(told_on)), Q(Exists(in_person))

    @staticmethod
    def _of_units(authority: Authority) -> Q:
        paths = [p.unit_path for p in authority.handling_units]
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(responsible_unit__path__startswith=path)
            condition |= Q(receiving_unit__path__startswith=path)
            condition |= _dispatched_to(Q(to_unit__path__startswith=path))
            condition |= _asked_for_help(Q(unit__path__startswith=path))
        return condition


def _dispatched_to(condition: Q) -> Q:
    dispatches = apps.get_model("petitions", "Dispatch").objects.filter(
        condition, case=OuterRef("pk")
    )
    return Q(Exists(dispatches))


def _asked_for_help(condition: Q) -> Q:
    requests = apps.get_model("petitions", "CoHandling").objects.filter(
        condition, case=OuterRef("pk")
    )
    return Q(Exists(requests))


class PetitionerQuerySet(models.QuerySet):
    """Reads of petitioners."""

    def search(self, text: str) -> PetitionerQuerySet:
        """By name, pinyin initials, phone or complete identity number; at least two characters."""
        from core.crypto import fingerprint

        text = text.strip()
        if len(text) < 2:
            return self.none()
        return self.filter(
            Q(name__startswith=text)
            | Q(initials__startswith=text.lower())
            | Q(phone__startswith=text)
            | Q(id_fingerprint=fingerprint(text))
        )


class ClockQuerySet(models.QuerySet):
    """Reads of clocks."""

    def running(self) -> ClockQuerySet:
        """Clocks that still count."""
        return self.filter(status="open")

    def overdue(self, *, on: date) -> ClockQuerySet:
        """Running duties past their due date; a right that lapsed is no breach."""
        return self.duties().filter(status="open", due_on__lt=on)

    def duties(self) -> ClockQuerySet:
        """Clocks before whose end somebody must act (not the periods of a right, e.g. an objection)."""
        return self.exclude(code__in=RIGHTS)

    def of_visible_cases(self, cases: QuerySet) -> ClockQuerySet:
        """Clocks of the given (already permission-filtered) cases."""
        return self.filter(case__in=cases)
