"""Words for reading rules, notices, reminders and escalations."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accountability.domain.channels import OWN_MESSAGE

if TYPE_CHECKING:
    from organizations.authority import Authority


def case_visible_to(authority: Authority, path: str = "case_id") -> Exists:
    """Asked for each row found, so that its cost does not grow with the number of cases."""
    cases = apps.get_model("petitions", "Case").objects.visible_to(authority)
    return Exists(cases.filter(pk=OuterRef(path)).order_by())


class InForceQuerySet(models.QuerySet):
    """Rows with a validity (`valid_from`, `valid_to`, both included)."""

    def in_force(self, *, on: date) -> InForceQuerySet:
        """Rows in force on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


class RuleSetQuerySet(InForceQuerySet):
    """Reads of rule sets."""

    def approved(self) -> RuleSetQuerySet:
        """Approved by a second person."""
        return self.filter(approved_at__isnull=False)


class NoticeQuerySet(models.QuerySet):
    """Reads of the inbox."""

    def shown_to(self, authority: Authority) -> NoticeQuerySet:
        """One's own notices, without those about a case one may not (or no longer) see."""
        about = Q(case__isnull=True) | case_visible_to(authority)
        return self.filter(about, user=authority.user)

    def uncarried(self, *, since: datetime) -> NoticeQuerySet:
        """Not yet taken along by a message, written since then, of the kinds that a digest takes along."""
        return self.filter(carried_at__isnull=True, at__gte=since).exclude(kind__in=OWN_MESSAGE)

    def unread(self) -> NoticeQuerySet:
        """Not yet read."""
        return self.filter(read_at__isnull=True)


class OfCasesQuerySet(models.QuerySet):
    """Reads of rows that belong to a case."""

    def of_visible_cases(self, authority: Authority) -> Self:
        """Rows of cases the user may see."""
        return self.filter(case_visible_to(authority))


class EscalationQuerySet(OfCasesQuerySet):
    """Reads of escalation steps."""

    def active(self) -> EscalationQuerySet:
        """Steps that still count: the level has not fallen since, and nobody else was asked instead."""
        return self.filter(fall__isnull=True, replaced_at__isnull=True)

    def waiting(self) -> EscalationQuerySet:
        """Not signed by the person asked, or nobody could be asked."""
        return self.active().filter(acknowledged_at__isnull=True)


class FirstContactQuerySet(models.QuerySet):
    """Reads of first-contact duties."""

    def current(self) -> FirstContactQuerySet:
        """Not handed over: the person a matter's first contact rests with."""
        return self.filter(ended_at__isnull=True)

    def open(self) -> FirstContactQuerySet:
        """Current, and the matter is still open."""
        return self.current().filter(case__closed_on__isnull=True)

    def of_visible_cases(self, authority: Authority) -> FirstContactQuerySet:
        """Duties of matters the user may see."""
        return self.filter(case_visible_to(authority))


class HandOverQuerySet(models.QuerySet):
    """Reads of offers to take over first contact."""

    def waiting(self) -> HandOverQuerySet:
        """Not answered; the matter is still open."""
        return self.filter(status="offered", duty__case__closed_on__isnull=True)


class TaskReminderQuerySet(models.QuerySet):
    """Reads of the reminders of tasks that are no clock."""

    def of_case(self, case_id: int) -> TaskReminderQuerySet:
        """Those of one matter, whatever the task."""
        return self.filter(Q(co_handling__case=case_id) | Q(execution__case=case_id))


class ReceptionQuerySet(models.QuerySet):
    """Reads of reception days."""

    def standing(self) -> ReceptionQuerySet:
        """Not called off."""
        return self.exclude(status="cancelled")

    def between(self, first: date, last: date) -> ReceptionQuerySet:
        """Days from `first` to `last`, both included."""
        return self.filter(on__gte=first, on__lte=last)

    def public(self) -> ReceptionQuerySet:
        """Published and not called off."""
        return self.standing().filter(published_at__isnull=False)


class ReceptionVisitQuerySet(models.QuerySet):
    """Reads of appointments and visits."""

    def visible_to(self, authority: Authority) -> ReceptionVisitQuerySet:
        """The office's staff see all that is not secret, a leader the own days, a unit what it has to carry out.

        What concerns a report is for the leader, who entered it, the office's head, and the competent organ that
        carries out what was promised (条例第三十条); a visit about a matter that the reader may not see is not shown.
        """
        organs = [post.unit_id for post in authority.posts if post.competence]
        own = Q(day__leader=authority.user) | Q(booked_by=authority.user)
        own |= Q(is_secret=True, promise_unit__in=organs)
        if authority.is_office_head:
            shown = Q()
        elif authority.is_office_staff or authority.is_supervisor:
            shown = own | Q(is_secret=False)
        else:
            shown = own | Q(is_secret=False, promise_unit__in=authority.unit_ids)
        return self.filter(shown).filter(Q(case__isnull=True) | case_visible_to(authority))

    def promises(self) -> ReceptionVisitQuerySet:
        """Visits at which something was promised."""
        return self.exclude(promised="")

    def unkept(self) -> ReceptionVisitQuerySet:
        """Promised and not yet carried out."""
        return self.promises().filter(promise_done_on__isnull=True)


class OnSiteQuerySet(models.QuerySet):
    """Reads of receptions at a higher office."""

    def visible_to(self, authority: Authority) -> OnSiteQuerySet:
        """The office and county leaders see all, others those of their unit; none about a matter kept from them.

        What concerns a report is for who entered it and the office's head (条例第三十条).
        """
        rows = self.filter(Q(case__isnull=True) | case_visible_to(authority))
        if authority.is_office_head:
            return rows
        shown = Q(is_secret=False)
        if not authority.sees_all_cases:
            shown &= Q(unit__in=authority.unit_ids)
        return rows.filter(shown | Q(recorded_by=authority.user))


class MarkQuerySet(models.QuerySet):
    """Reads of marks of hard and major matters."""

    def current(self) -> MarkQuerySet:
        """Not cleared."""
        return self.filter(cleared_at__isnull=True)


class LeaderCaseQuerySet(models.QuerySet):
    """Reads of cases of leaders."""

    def open(self) -> LeaderCaseQuerySet:
        """Neither closed nor cancelled."""
        return self.filter(status="open")

    def of_visible_cases(self, authority: Authority) -> LeaderCaseQuerySet:
        """Those of matters the user may see."""
        return self.filter(case_visible_to(authority))

    def public(self) -> LeaderCaseQuerySet:
        """Those that may be told of in public: no report against anybody (条例第三十条第三款), none begun by mistake."""
        return self.exclude(case__legal_class="report").exclude(status="cancelled")


class StepQuerySet(models.QuerySet):
    """Reads of steps of plans."""

    def in_force(self) -> StepQuerySet:
        """Of the plans that are being carried out."""
        return self.filter(plan__status="confirmed", plan__leader_case__status="open")

    def overdue(self, *, on: date) -> StepQuerySet:
        """Of these, not done although the day has passed."""
        return self.in_force().filter(done_on__isnull=True, due_on__lt=on)

    def of_visible_cases(self, authority: Authority) -> StepQuerySet:
        """Of matters the user may see."""
        return self.filter(case_visible_to(authority, "plan__leader_case__case_id"))
