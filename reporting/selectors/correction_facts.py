"""What a correction asks of the matters behind a bulletin (which are secret now, what each cost a unit) and of the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.db.models import Q

from accountability.domain.score_terms import ScoreSheet
from accountability.models import ScoreEntry
from core import audit
from core.models import AuditEntry
from petitions.enums import LegalClass
from petitions.models import Case
from reporting.domain.spans import Period
from reporting.models import Correction

#: Numbers asked for at once, below the limit of parameters of either database.
AT_ONCE = 500


def secret_among(numbers: Collection[str]) -> set[str]:
    """Those of the numbers whose matter is a report (检举控告) now; one query for each 500."""
    asked = sorted(numbers)
    found: set[str] = set()
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        found |= set(
            Case.objects.filter(number__in=some, legal_class=LegalClass.REPORT).values_list(
                "number", flat=True
            )
        )
    return found


def reports_within(period: Period) -> bool:
    """True when the county has a report that may once have been counted in the period (one query)."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=period.first_day)
    reports = Case.objects.filter(legal_class=LegalClass.REPORT, received_on__lte=period.last_day)
    return reports.filter(still).exists()


def printed_points(period: str) -> Mapping[tuple[int, str], Decimal]:
    """(unit id, number of the matter) → points in the stored lines of a month (one query); other periods have none."""
    rows = ScoreEntry.objects.filter(period=period, case__isnull=False)
    found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for unit_id, number, points in rows.values_list("unit_id", "case__number", "points"):
        found[unit_id, number] += points
    return {key: points for key, points in found.items() if points}


def counted_points(sheets: Iterable[ScoreSheet]) -> Mapping[tuple[int, str], Decimal]:
    """The same of fresh sheets (one query for each 500 matters)."""
    found: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for sheet in sheets:
        for line in sheet.lines:
            if line.case_id is not None:
                found[sheet.unit_id, line.case_id] += line.points
    ids = sorted({case_id for _unit_id, case_id in found})
    numbers: dict[int, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = Case.objects.filter(pk__in=ids[start : start + AT_ONCE])
        numbers |= dict(some.values_list("pk", "number"))
    return {(unit, numbers[case_id]): points for (unit, case_id), points in found.items() if points}


def correction_writers(correction: Correction) -> set[int]:
    """Ids of those who drafted the correction or changed it (one query).

    A recount chooses anew and states its own reason; where no sentence was corrected by hand, nothing of the draft
    before is left, and who worked on that has no part in it.
    """
    prefix = "bulletin" if correction.bulletin_id is not None else "annual"
    approved = f"{prefix}.approve_correction"
    rows = AuditEntry.objects.filter(
        chain=audit.chain_of(correction.paper),
        verb__in=[f"{prefix}.correct", f"{prefix}.edit_correction", approved],
    )
    found: set[int] = set()
    for verb, actor, data in rows.order_by("seq").values_list("verb", "actor_id", "data"):
        if verb == approved or data.get("fresh"):
            found.clear()
        if verb != approved and actor is not None:
            found.add(actor)
    return found
