"""Words for reading inquiries into liability and their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from accountability.querysets import case_visible_to
from organizations.querysets import unit_or_successor

if TYPE_CHECKING:
    from organizations.authority import Authority


class InquiryQuerySet(models.QuerySet):
    """Reads of inquiries into liability."""

    def visible_to(self, authority: Authority) -> InquiryQuerySet:
        """The office's head and supervisors, county leaders, the organ it was submitted to, and whom it is about.

        Nobody it is about sees it before being told; the unit's other staff, and that of a unit which went on with its powers,
        never do, whatever post they hold.
        """
        people = apps.get_model("accountability", "InquiryPerson").objects.filter(
            user=authority.user
        )
        about = Q(pk__in=people.values("inquiry"))
        mine = about & Q(told_at__isnull=False)
        colleague = unit_or_successor("unit", authority.own_and_upper_paths)
        inquires = authority.is_office_head or authority.is_county_leader
        if inquires or authority.holds("supervisor", unit_kind="petition_office"):
            return self.filter((~about & ~colleague) | mine)
        organs = [post.unit_id for post in authority.posts if post.competence]
        submitted = Q(competent__in=organs, submitted_at__isnull=False)
        return self.filter((submitted & ~about) | mine)


class EvidenceQuerySet(models.QuerySet):
    """Reads of evidence."""

    def listed_for(self, authority: Authority) -> EvidenceQuerySet:
        """Evidence as this reader may learn of it: each row says by `readable` whether its content may be shown.

        A report is read by who may see the report, other readers learn only that a secret paper is on file; whom a
        matter accuses does not learn even that (条例第三十条第三款).
        """
        cases = apps.get_model("petitions", "Case").objects
        known = cases.hidden_from_accused(authority).filter(pk=OuterRef("case_id")).order_by()
        paper = Q(case__isnull=True)
        readable = paper | ~Q(case__legal_class="report") | case_visible_to(authority)
        rows = self.filter(paper | Exists(known))
        return rows.annotate(readable=ExpressionWrapper(readable, output_field=BooleanField()))
