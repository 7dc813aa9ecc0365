"""Causes of the demonstration county's answered matters: most of them recorded, as the texts of each topic suggest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from random import Random

from django.utils import timezone

from organizations.authority import authority_of
from organizations.models import User
from petitions.models import Case, Cause
from petitions.services.causes import record_cause
from reporting.demo.history import months_back

MONTHS = 13
SHARE = 0.86
#: First two digits of the class → causes, the likelier ones more often.
BY_CLASS: dict[str, str] = {
    "01": "0802 0801 0205 0201",
    "05": "0103 0301 0401 0303 0303",
    "06": "0601 0104 0101",
    "07": "0501 0501 0501 0103 0104",
    "08": "0502 0502 0303 0301 0602",
    "09": "0304 0103 0103 0701 0602",
    "10": "0603 0203 0104",
    "11": "0602 0201 0204",
    "12": "0601 0602 0204",
    "13": "0103 0803 0102",
}
OTHER = "0201 0203 0104 0602 0401"
Say = Callable[[str], object]


def play_causes(*, seed: int, now: datetime, say: Say) -> int:
    """Record causes of the matters answered in the last thirteen months; returns of how many."""
    causes = {cause.code: cause for cause in Cause.objects.filter(parent__isnull=False)}
    since = months_back(timezone.localdate(now), MONTHS)
    cases = Case.objects.filter(
        status__in=("concluded", "settled"), closed_on__gte=since, cause__isnull=True
    ).exclude(legal_class="report")
    mine = authority_of(User.objects.get(username="clerk1"), on=timezone.localdate(now))
    recorded = 0
    for case in cases.select_related("content_class", "responsible_unit").order_by(
        "closed_on", "pk"
    ):
        rng = Random(f"{seed}:cause:{case.number}")
        if rng.random() > SHARE or case.closed_on is None:
            continue
        listed = BY_CLASS.get(case.content_class.code[:2] if case.content_class else "", OTHER)
        on = min(case.closed_on, timezone.localdate(now))
        record_cause(
            authority=replace(mine, on=on),
            case=case,
            cause=causes.get(rng.choice(listed.split()), causes["0201"]),
            now=min(_evening(on), now),
        )
        recorded += 1
    say(f"demo county: causes of {recorded} matters")
    return recorded


def _evening(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(17, 30)))
