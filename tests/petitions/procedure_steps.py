"""Matters at the steps beside the main way: disputed, in a hearing, under review …"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from petitions.models import Case, Cause
from petitions.services import (
    causes,
    co_handling,
    concluding,
    disputes,
    recording,
    recusals,
    reviews,
    simple,
    urgent,
)
from petitions.services.urgent import UrgentDraft
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, County
from tests.petitions.pages import LETTER, accepted, transferred


def _disputed(county: County, case: Case) -> None:
    transferred(county, case)
    disputes.raise_dispute(
        authority=county.who(county.officer),
        case=case,
        parties=[county.town, county.bureau],
        reason="管养分界不清",
        now=at(DAY),
    )


def _simple(county: County, case: Case) -> None:
    transferred(county, case)
    simple.accept_simply(
        authority=county.who(county.officer),
        case=case,
        body=LETTER,
        accepted_on=DAY,
        served_how="in_person",
        now=at(DAY),
    )


def _asked(county: County, case: Case) -> None:
    accepted(county, case)
    co_handling.ask_unit(
        authority=county.who(county.officer),
        case=case,
        unit=county.bureau,
        task="提供资料",
        due_on=DAY + timedelta(days=9),
        now=at(DAY),
    )


def _urgent(county: County, case: Case) -> None:
    urgent.report_urgent(
        authority=county.who(county.clerk),
        case=case,
        draft=UrgentDraft(["party_government"], at(DAY, 9), "桥梁险情", sent_at=at(DAY, 9)),
        now=at(DAY),
    )


def _hearing(county: County, case: Case) -> None:
    accepted(county, case)
    recording.open_hearing(
        authority=county.who(county.officer),
        case=case,
        starts_on=DAY,
        place="听证室",
        members="三人",
        now=at(DAY),
    )


def _recusal(county: County, case: Case) -> None:
    accepted(county, case)
    recusals.ask_recusal(
        authority=county.who(county.clerk),
        case=case,
        user=county.officer,
        reason="近亲属",
        now=at(DAY),
    )


def _conclude(county: County, case: Case, **fields: Any) -> None:
    accepted(county, case)
    values = {"served_on": DAY, "served_how": "in_person", **fields}
    concluding.conclude_case(
        authority=county.who(county.officer),
        case=case,
        outcome="supported",
        opinion=SOUND,
        legal_basis="《城市道路管理条例》第二十三条",
        issued_on=DAY,
        now=at(DAY),
        **values,
    )


def _caused(county: County, case: Case) -> None:
    _conclude(county, case)
    causes.record_cause(
        authority=county.who(county.officer),
        case=case,
        cause=Cause.objects.get(code="0201"),
        now=at(DAY),
    )


def _request(county: County, case: Case, level: str) -> None:
    reviews.request_review(
        authority=county.who(county.clerk),
        case=case,
        level=level,
        grounds="不服",
        organ=county.office.parent,
        requested_on=DAY,
        now=at(DAY),
    )


def _decide(county: County, case: Case, **fields: Any) -> None:
    reviews.decide_review(
        authority=county.who(county.head),
        review=case.reviews.get(status="open"),
        opinion=SOUND,
        legal_basis="条例",
        decided_on=DAY,
        served_on=DAY,
        served_how="in_person",
        now=at(DAY),
        **{"outcome": "upheld", **fields},
    )


def _redo(county: County, case: Case) -> None:
    _conclude(county, case)
    _request(county, case, "review")
    _decide(county, case, outcome="redo", redo_due_on=DAY + timedelta(days=30))


def _through(*levels: str, decided: bool) -> Callable[[County, Case], None]:
    def run(county: County, case: Case) -> None:
        _conclude(county, case)
        for index, level in enumerate(levels):
            _request(county, case, level)
            if decided or index < len(levels) - 1:
                _decide(county, case)

    return run


STEPS: dict[str, Callable[[County, Case], None]] = {
    "disputed": _disputed,
    "simple": _simple,
    "asked": _asked,
    "hearing": _hearing,
    "urgent": _urgent,
    "recusal": _recusal,
    "unserved": lambda county, case: _conclude(county, case, served_on=None, served_how=""),
    "promised": lambda county, case: _conclude(
        county, case, promise="更换路灯", promise_due_on=DAY + timedelta(days=20)
    ),
    "concluded": _conclude,
    "caused": _caused,
    "review asked": _through("review", decided=False),
    "ordered anew": _redo,
    "reviewed": _through("review", decided=True),
    "recheck asked": _through("review", "recheck", decided=False),
    "rechecked": _through("review", "recheck", decided=True),
}
