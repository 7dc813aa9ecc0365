"""Words for reading supervision items and suggestions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accountability.querysets import case_visible_to

if TYPE_CHECKING:
    from organizations.authority import Authority


class SupervisionQuerySet(models.QuerySet):
    """Reads of supervision items."""

    def visible_to(self, authority: Authority) -> SupervisionQuerySet:
        """Items this user may see.

        Whoever sees all cases reads them all; a unit reads those against it once they were opened, and a lead department
        those it leads. An item about a report shows only to who may see the report (条例第三十条第三款).
        """
        if not authority.posts:
            return self.none()
        cases = apps.get_model("petitions", "Case").objects
        ordinary = cases.exclude(legal_class="report").hidden_from_accused(authority)
        known = (
            Q(case__isnull=True)
            | Exists(ordinary.filter(pk=OuterRef("case_id")).order_by())
            | case_visible_to(authority)
        )
        if authority.sees_all_cases:
            return self.filter(known)
        mine = Q(pk__in=[])
        for post in authority.handling_units:
            mine |= Q(unit__path__startswith=post.unit_path) | Q(lead_unit=post.unit_id)
        return self.filter(known, mine).exclude(status__in=["proposed", "dismissed"])

    def under_way(self) -> SupervisionQuerySet:
        """Opened and not closed."""
        return self.filter(status__in=["open", "answered", "returned"])

    def owed(self) -> SupervisionQuerySet:
        """The unit owes an answer."""
        return self.filter(status__in=["open", "returned"])

    def overdue(self, *, on: date) -> SupervisionQuerySet:
        """The unit owes an answer and its day has passed."""
        return self.owed().filter(due_on__lt=on)

    def listed(self) -> SupervisionQuerySet:
        """Listed (挂牌) and not taken off the list."""
        return self.filter(listings__removed_on__isnull=True, listings__isnull=False)

    def against(self, authority: Authority) -> SupervisionQuerySet:
        """Items against the user's own units (督办我单位的), once they were opened."""
        mine = Q(pk__in=[])
        for post in authority.handling_units:
            mine |= Q(unit__path__startswith=post.unit_path)
        return self.filter(mine).exclude(status__in=["proposed", "dismissed"])


class SuggestionQuerySet(models.QuerySet):
    """Reads of suggestions."""

    def visible_to(self, authority: Authority) -> SuggestionQuerySet:
        """Suggestions this user may see.

        Liability is known to the head of the office, to who drafted or signed it, and to the organ it goes to, never to the
        unit or the people it is about; the others also to whoever reads all matters. Drafts stay with the supervisors, and
        one about a report with those who may see the report (条例第三十条第三款).
        """
        if not authority.posts:
            return self.none()
        me = authority.user
        addressed = Q(addressee__in=[p.unit_id for p in authority.posts]) & Q(
            status__in=["issued", "answered"]
        )
        own = Q(drafted_by=me) | Q(issued_by=me)
        liability = Q(kind="liability") & (addressed | own)
        other = ~Q(kind="liability") & (addressed | own)
        if authority.is_office_head:
            liability = Q(kind="liability")
        if authority.is_office_head or authority.holds("supervisor", unit_kind="petition_office"):
            other = ~Q(kind="liability")
        elif authority.sees_all_cases:
            other |= ~Q(kind="liability") & Q(status__in=["issued", "answered"])
        known = Q(case__isnull=True) | ~Q(case__legal_class="report") | case_visible_to(authority)
        return self.filter(liability | other, known).hidden_from_concerned(authority)

    def hidden_from_concerned(self, authority: Authority) -> SuggestionQuerySet:
        """Leave out what asks for the liability of the user, the user's units, or a unit above them."""
        units = apps.get_model("organizations", "Unit").objects.filter(pk__in=authority.unit_ids)
        above = Exists(units.filter(path__startswith=OuterRef("about_unit__path")))
        people = apps.get_model("accountability", "Suggestion").about_people.through.objects.filter(
            suggestion=OuterRef("pk"), user=authority.user
        )
        concerned = Q(kind="liability") & (Q(above) | Q(Exists(people)))
        return self.exclude(concerned)

    def owed(self) -> SuggestionQuerySet:
        """Issued, and not answered yet."""
        return self.filter(status="issued")

    def overdue(self, *, on: date) -> SuggestionQuerySet:
        """Not answered within its days."""
        return self.owed().filter(due_on__lt=on)
