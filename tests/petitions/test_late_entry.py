"""Article 21 asks for a true record: a day written down long after the limit does not make it good."""

from datetime import timedelta

import pytest

from petitions.services import handling
from tests.factories.petitions import at
from tests.petitions.conftest import DAY
from tests.petitions.test_lifecycle import LETTER, transfer

pytestmark = pytest.mark.django_db


class TestLateEntry:
    """Article 21 asks for a true record: a day written down long after the limit does not make it good."""

    @pytest.mark.parametrize(
        ("stated", "entered", "counted", "on_time"),
        [
            (14, 14, 14, True),
            (14, 15, 14, True),
            (14, 21, 14, True),
            (14, 22, 22, False),
            (5, 15, 5, True),
            (16, 40, 16, False),
        ],
        ids=[
            "art21-same-day", "art21-before-the-limit", "art21-within-the-seven-days", "art21-on-the-eighth-day",
            "art21-entered-on-the-last-day", "art21-late-by-its-own-day",
        ],
    )  # fmt: skip
    def test_the_day_that_counts(self, county, registered, stated, entered, counted, on_time):
        transfer(county, registered, day=DAY)
        start = registered.clocks.get(code="C4").started_on
        now = start + timedelta(days=entered)
        handling.accept_case(
            authority=county.who(county.officer, on=now),
            case=registered,
            body=LETTER,
            accepted_on=start + timedelta(days=stated),
            served_how="in_person",
            now=at(now),
        )
        clock = registered.clocks.get(code="C4")
        assert clock.due_on == start + timedelta(days=15)
        assert (clock.stopped_on, clock.on_time) == (start + timedelta(days=counted), on_time)
        assert ("entry" in clock.explanation) is (counted != stated)
        assert registered.accepted_on == start + timedelta(days=stated)  # what the paper says

    def test_the_page_says_why(self, county, registered, client):
        transfer(county, registered, day=DAY)
        now = DAY + timedelta(days=30)
        handling.accept_case(
            authority=county.who(county.officer, on=now), case=registered, body=LETTER,
            accepted_on=DAY + timedelta(days=14), served_how="in_person", now=at(now),
        )  # fmt: skip
        client.force_login(county.clerk)
        page = client.get(f"/cases/{registered.pk}/").content.decode()
        assert f"期限届满后的{now.isoformat()}才录入，迟于7天，按录入日期判定" in page
