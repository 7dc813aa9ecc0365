"""听证通知书: issued before the hearing, to the petitioner, with what he must know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import Invalid, NotAllowed, Unlawful
from petitions.enums import DocumentKind, HearingForm
from petitions.services import hearings, recording
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import accepted

pytestmark = pytest.mark.django_db


def announce(county, case, user=None, **more):
    values = {
        "held_at": at(DAY + timedelta(days=10), 9),
        "place": "县信访局听证室",
        "subject": "路灯损坏的赔偿",
        "form": HearingForm.OPEN,
        "members": "主持人李某，听证员王某、赵某",
        "asked": "村民代表",
        "served_how": "",
        "now": at(DAY),
        **more,
    }
    who = county.who(user or county.officer)
    return hearings.announce_hearing(authority=who, case=case, **values)


@pytest.fixture
def case(county):
    found = register(county)
    accepted(county, found)
    return found


def test_says_when_where_on_what_before_whom_and_the_rights(county, case):
    paper = announce(county, case)
    assert paper.kind == DocumentKind.HEARING
    assert paper.issued_on == DAY
    assert paper.served_on is None
    for words in (
        "张小明：",
        "2026年3月12日9时，县信访局听证室",
        "路灯损坏的赔偿。",
        "公开听证。听证人员：主持人李某",
        "通知参加的其他人员：村民代表",
        "申请其回避",
        "委托代理人",
        "依照《信访工作条例》第三十一条第六项的规定",
    ):
        assert words in paper.body
    assert "听" in paper.number


def test_may_be_handed_over_at_once_and_sent_again_for_another_day(county, case):
    first = announce(county, case, served_how="in_person")
    assert first.served_on == DAY
    again = announce(county, case, held_at=at(DAY + timedelta(days=20), 14))
    assert "14时" in again.body
    assert case.documents.filter(kind=DocumentKind.HEARING).count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"held_at": at(DAY, 23)}, "held_at", id="the-same-day"),
        pytest.param({"held_at": at(DAY - timedelta(days=1), 9)}, "held_at", id="the-past"),
        pytest.param({"place": " "}, "place", id="no-place"),
        pytest.param({"subject": ""}, "subject", id="no-subject"),
        pytest.param({"members": ""}, "members", id="nobody-hears"),
        pytest.param({"form": "secret"}, "form", id="no-such-form"),
    ],
)
def test_what_is_missing_or_too_late_is_named(county, case, change, field):
    with pytest.raises(Invalid) as refused:
        announce(county, case, **change)
    assert refused.value.field == field
    assert not case.documents.filter(kind=DocumentKind.HEARING).exists()


def test_not_while_a_hearing_goes_on(county, case):
    recording.open_hearing(
        authority=county.who(county.officer),
        case=case,
        starts_on=DAY,
        place="听证室",
        members="三人",
        now=at(DAY),
    )
    with pytest.raises(Unlawful, match="正在进行"):
        announce(county, case)


def test_only_by_who_handles_the_matter(county, case):
    with pytest.raises(NotAllowed):
        announce(county, case, user=county.clerk)


def test_nobody_can_write_to_the_anonymous(county):
    case = register(county, people=(), is_anonymous=True)
    accepted(county, case)
    with pytest.raises(Unlawful, match="匿名"):
        announce(county, case)
