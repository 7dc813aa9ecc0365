"""Steps of the procedure as tests take them, each with sound words unless told otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from petitions.models import Case, Dispatch, Document, Review
from petitions.services import concluding, dispatching, handling, reviews
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, County, register

SENT = DAY + timedelta(days=3)
ACCEPTED = SENT + timedelta(days=4)
CONCLUDED = ACCEPTED + timedelta(days=30)
LETTER = "您反映的事项已由我镇受理，将依照《信访工作条例》在六十日内办结并书面答复。"


def transfer(county: County, case: Case, *, to=None, day: date = SENT) -> Dispatch:
    """The clerk sends the matter to the town (or another unit)."""
    return dispatching.transfer_case(
        authority=county.who(county.clerk, on=day),
        case=case,
        to_unit=to or county.town,
        note="请依法处理",
        now=at(day),
    )


def accept(county: County, case: Case, *, day: date = ACCEPTED) -> Case:
    """The town's officer accepts and hands over the letter."""
    return handling.accept_case(
        authority=county.who(county.officer, on=day),
        case=case,
        body=LETTER,
        accepted_on=day,
        served_how="in_person",
        now=at(day),
    )


def conclude(county: County, case: Case, *, day: date = CONCLUDED, **fields) -> Document:
    """The town's officer issues the opinion and serves it the same day."""
    values = {
        "outcome": "rejected",
        "opinion": SOUND,
        "legal_basis": "《城市道路管理条例》第二十三条",
        "issued_on": day,
        "served_on": day,
        "served_how": "in_person",
    }
    return concluding.conclude_case(
        authority=county.who(county.officer, on=day), case=case, now=at(day), **{**values, **fields}
    )


def accepted(county: County, **fields) -> Case:
    """A matter the town has accepted."""
    case = register(county, **fields)
    transfer(county, case)
    return accept(county, case)


def concluded(county: County, **fields) -> Case:
    """A matter with a served opinion."""
    case = accepted(county)
    conclude(county, case, **fields)
    return case


def ask(county: County, case: Case, level: str, day: date, **fields) -> Review:
    """The office records the petitioner's request for a review."""
    values = {"grounds": "对处理意见认定的事实不服", "organ": county.office.parent}
    return reviews.request_review(
        authority=county.who(county.clerk, on=day),
        case=case,
        level=level,
        requested_on=day,
        now=at(day),
        **{**values, **fields},
    )


def decide(county: County, review: Review, day: date, **fields) -> Document:
    """The reviewing organ decides and serves its opinion the same day."""
    values = {
        "outcome": "upheld",
        "opinion": SOUND,
        "legal_basis": "条例第三十五条",
        "decided_on": day,
        "served_on": day,
        "served_how": "in_person",
    }
    return reviews.decide_review(
        authority=county.who(county.head, on=day),
        review=review,
        now=at(day),
        **{**values, **fields},
    )


def running(case: Case) -> dict[str, date]:
    """Running clocks by code."""
    return dict(case.clocks.running().values_list("code", "due_on"))


def noon(day: date) -> datetime:
    """Noon of a day in the county."""
    return at(day, 12)
