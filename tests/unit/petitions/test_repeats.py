"""同人 + 同事: both halves or no proposal; an agent is nobody, of an anonymous report the accused count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.repeats import Facts, Person, days_between, why_repeat

DAY = date(2026, 3, 2)
ZHANG = Person(1, "张小明", "13800000001", "柳河村")


def facts(*people, on=DAY, **fields):
    return Facts(received_on=on, people=people, **fields)


THIS = facts(ZHANG, on=DAY + timedelta(days=35), place="柳河镇", content="城乡建设")


@pytest.mark.parametrize(
    ("earlier", "alike", "tests"),
    [
        (facts(ZHANG), 0.8, "同人 同事"),
        (facts(Person(9, "张小明", "13800000001")), 0.8, "同人 同事"),
        (facts(Person(9, "张小明", "", "柳河村")), 0.8, "同人 同事"),
        (facts(Person(9, "张小明", "13900000009")), 0.8, ""),
        (facts(Person(9, "李四", "13800000001")), 0.8, ""),
        (facts(ZHANG), 0.4, ""),
        (facts(ZHANG, place="柳河镇"), 0.4, ""),
        (facts(ZHANG, place="柳河镇", content="城乡建设"), 0.4, "同人 同事 同事 同事"),
        (facts(ZHANG, place="柳河镇", content="城乡建设"), 0.1, ""),
        (facts(Person(2, "王五"), ZHANG), 1.0, "同人 同事"),
        (facts(), 1.0, ""),
        (facts(ZHANG, on=DAY + timedelta(days=36)), 1.0, ""),
    ],
    ids=[
        "same-record",
        "same-name-and-phone",
        "same-name-and-address",
        "same-name-only",
        "same-phone-only",
        "another-matter",
        "same-place-only",
        "same-place-and-contents",
        "same-place-but-another-text",
        "one-of-the-co-signers",
        "nobody-known",
        "received-later",
    ],
)
def test_both_halves_or_nothing(earlier, alike, tests):
    found = why_repeat(THIS, earlier, alike)
    assert " ".join(reason.test for reason in found if reason.test) == tests


def test_a_county_may_ask_for_more():
    assert why_repeat(THIS, facts(ZHANG), 0.6)
    assert not why_repeat(THIS, facts(ZHANG), 0.6, threshold=0.7)


def test_art30_of_anonymous_reports_the_accused_are_compared():
    one = facts(on=DAY, accused=frozenset({"柳河镇"}), is_anonymous=True)
    two = facts(on=DAY, accused=frozenset({"柳河镇", "县住建局"}), is_anonymous=True)
    signed = facts(ZHANG, on=DAY, accused=frozenset({"柳河镇"}))
    assert "被检举控告的对象相同：柳河镇" in why_repeat(two, one, 0.9)[0].text
    assert not why_repeat(two, signed, 0.9)


def test_the_reasons_tell_what_was_found():
    texts = [reason.text for reason in why_repeat(THIS, facts(ZHANG), 1.0)]
    assert texts == ["信访人相同：张小明（同一登记记录）", "诉求文本相同", "距前件收到 35 天"]


@given(st.lists(st.dates(DAY, DAY + timedelta(days=900)), max_size=9).map(sorted))
def test_days_between_add_up(days):
    gaps = days_between(days)
    assert len(gaps) == len(days)
    assert sum(gap or 0 for gap in gaps) == ((days[-1] - days[0]).days if days else 0)
