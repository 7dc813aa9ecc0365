"""Pages of scores: a unit sees its own lines only, objects in time, and nothing of what became secret."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accountability.models import (
    RuleSet,
    ScoreEntry,
    ScoreFile,
    ScoreFinding,
    ScoreObjection,
    ScorePeriod,
)
from accountability.services.defaults import load_defaults
from organizations.enums import PostKind
from petitions.enums import LegalClass, Purpose
from petitions.models import Case
from tests.factories.organizations import make_user_with_post

PERIOD = "2026-03"


@pytest.fixture
def county(world):
    """A draft of March in which the town lost points for its case; objections are open for some days yet."""
    world.add_leaders()
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查员")
    now = timezone.now()
    load_defaults(now=now)
    world.rules = RuleSet.objects.get(code="duty")
    world.month = ScorePeriod.objects.create(
        period=PERIOD, rule_set=world.rules, computed_at=now,
        closes_on=timezone.localdate(now) + timedelta(days=2),
    )  # fmt: skip
    world.line = add_line(world, world.town, case=world.case, reason=f"{world.case.number}逾期")
    add_line(world, world.other_town, key="b")
    return world


def add_line(world, unit, *, key="a", points="-2", **more):
    return ScoreEntry.objects.create(
        period=PERIOD, unit=unit, rule_set=world.rules, item="inform", clause="条例第二十三条", key=key,
        points=points, **{"reason": "逾期", **more},
    )  # fmt: skip


def get(client, name, *args, **query):
    return client.get(reverse(f"accountability:{name}", args=args), query)


def post(client, name, *args, **data):
    return client.post(reverse(f"accountability:{name}", args=args), data)


def enter(client, user):
    client.force_login(user)
    return client


def test_a_unit_sees_its_own_months_and_lines_only(county, client, django_assert_max_num_queries):
    enter(client, county.deputy)
    with django_assert_max_num_queries(8):
        page = get(client, "score_list")
    rows = [row.unit for _month, _open, _waiting, units in page.context["rows"] for row in units]
    assert rows == [county.town]
    with django_assert_max_num_queries(9):
        page = get(client, "score_unit", PERIOD, county.town.pk)
    assert (page.context["score"], page.context["can_object"]) == (98, True)
    assert county.case.number in page.content.decode()
    assert get(client, "score_unit", PERIOD, county.other_town.pk).status_code == 404
    assert get(client, "score_period", PERIOD).status_code == 403
    assert get(client, "score_unit", PERIOD, 2**63).status_code == 404


@pytest.mark.parametrize("count", [2, 20])
def test_budget_of_a_unit_page_is_the_same_for_few_and_many_lines(
    county, client, count, django_assert_num_queries
):
    for number in range(count):
        add_line(county, county.town, key=f"x{number}", case=county.add_case())
    enter(client, county.deputy)
    with django_assert_num_queries(8):
        get(client, "score_unit", PERIOD, county.town.pk)


@pytest.mark.parametrize("count", [2, 20])
def test_budget_of_the_lists(county, client, count, django_assert_max_num_queries):
    for number in range(count):
        add_objection(county, key=f"k{number}", number=number + 1)
        ScoreFinding.objects.create(
            period=PERIOD, unit=county.town, rule_set=county.rules, item="x", item_name="接访", points=-1,
            text="未接访", document="记录", entered_by=county.clerk, entered_at=timezone.now(),
        )  # fmt: skip
    enter(client, county.head)
    for name in ("score_objections", "findings"):
        with django_assert_max_num_queries(6):
            page = get(client, name)
        assert len(page.context["page"].rows) == count
    with django_assert_max_num_queries(8):
        assert len(get(client, "score_period", PERIOD).context["rows"]) == 2


def test_scores_stand_with_two_decimals(county, client):
    """Their sum comes from the database, which may hand it over with more."""
    for number, points in enumerate(("-4.83", "-0.17", "-1.1")):
        add_line(county, county.town, key=f"p{number}", points=points)
    enter(client, county.head)
    page = get(client, "score_period", PERIOD).content.decode()
    assert "<strong>91.90</strong>" in page
    assert not re.search(r">-?\d+\.\d{3}", page)


def add_objection(county, *, key="a", number=1, unit=None, **more):
    return ScoreObjection.objects.create(
        period=PERIOD, number=number, unit=unit or county.town, item="inform", item_name="按期书面告知",
        key=key, line=f"{county.case.number}逾期", points=-2, text="期限有误", raised_by=county.officer,
        raised_at=timezone.now(), **more,
    )  # fmt: skip


def test_a_unit_objects_with_evidence_which_the_office_reads(county, client):
    enter(client, county.officer)
    empty = post(client, "score_object", county.line.pk, text="")
    assert empty.status_code == 422
    file = SimpleUploadedFile("回执.pdf", b"%PDF-1.7", "application/pdf")
    post(client, "score_object", county.line.pk, text="已按期告知，见回执", evidence=file)
    objection = ScoreObjection.objects.get()
    stored = ScoreFile.objects.get()
    enter(client, county.head)
    page = get(client, "score_objection", objection.pk)
    assert "已按期告知，见回执" in page.content.decode()
    assert b"".join(get(client, "score_file", stored.pk).streaming_content) == b"%PDF-1.7"
    enter(client, make_user_with_post(PostKind.PRINCIPAL, county.other_town))
    assert get(client, "score_objection", objection.pk).status_code == 404
    assert get(client, "score_file", stored.pk).status_code == 404
    assert get(client, "score_object", county.line.pk).status_code == 404


def test_after_the_last_day_there_is_no_button_and_no_way_around(county, client):
    ScorePeriod.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    enter(client, county.officer)
    assert not get(client, "score_unit", PERIOD, county.town.pk).context["can_object"]
    answer = post(client, "score_object", county.line.pk, text="迟了")
    assert answer.status_code == 422
    assert "期限已过" in answer.content.decode()


def test_the_decision_is_shown_with_its_correction(county, client):
    objection = add_objection(county)
    enter(client, county.head)
    assert (
        post(
            client, "score_objection_decide", objection.pk, outcome="changed", reason="x"
        ).status_code
        == 422
    )
    post(client, "score_objection_decide", objection.pk, outcome="struck", reason="延期手续齐全")
    enter(client, county.deputy)
    page = get(client, "score_unit", PERIOD, county.town.pk)
    assert page.context["score"] == 100
    text = page.content.decode()
    assert "更正" in text
    assert "异议1：撤销扣分，理由：延期手续齐全" in text


def pages_of_the_line(county, client, objection):
    """What the unit's deputy reads of the line."""
    enter(client, county.deputy)
    pages = (
        get(client, "score_unit", PERIOD, county.town.pk),
        get(client, "score_objection", objection.pk),
        get(client, "score_object", county.line.pk),
    )
    return [words_of(page) for page in pages]


def words_of(page):
    """What stands on a page, without the link to the matter."""
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(text.replace("查看事项", "").split())


def to_report(county):
    Case.objects.filter(pk=county.case.pk).update(
        purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT
    )
    county.case.accused_units.add(county.town)


def move_on(county):
    """The matter lies with another unit now: an ordinary reason for a matter that cannot be opened."""
    Case.objects.filter(pk=county.case.pk).update(responsible_unit=county.other_town)


def test_art30_a_line_about_what_became_a_report_reads_as_one_about_what_was_moved_on(
    county, client
):
    objection = add_objection(county, case=county.case)
    move_on(county)
    moved = pages_of_the_line(county, client, objection)
    to_report(county)
    assert pages_of_the_line(county, client, objection) == moved
    for page in moved:
        assert county.case.number not in page
        assert "（编号略）" in page
        assert "保密" not in page
    enter(client, county.head)
    page = get(client, "score_objection", objection.pk)
    assert county.case.number in page.content.decode()


def test_art30_after_the_publication_the_line_stays_as_it_was_printed(county, client):
    objection = add_objection(county, case=county.case)
    ScorePeriod.objects.update(frozen_at=timezone.now())
    before = pages_of_the_line(county, client, objection)
    to_report(county)
    assert pages_of_the_line(county, client, objection) == before
    assert county.case.number in before[0]


def test_a_unit_takes_its_objection_back_with_a_reason(county, client):
    objection = add_objection(county)
    enter(client, county.officer)
    assert post(client, "score_objection_withdraw", objection.pk, reason="").status_code == 422
    post(client, "score_objection_withdraw", objection.pk, reason="核实无误")
    objection.refresh_from_db()
    assert objection.status == "withdrawn"


# --- findings --------------------------------------------------------------------------------------
@pytest.fixture
def by_hand(county):
    items = [*county.rules.items, {
        "code": "reception", "name": "领导接访", "formula": "manual", "points": "3",
        "clause": "条例第十八条第二款",
    }]  # fmt: skip
    RuleSet.objects.filter(pk=county.rules.pk).update(items=items)
    return county


def test_a_finding_is_entered_with_its_document_and_confirmed_by_another(by_hand, client):
    period = f"{date.today():%Y-%m}"
    enter(client, by_hand.clerk)
    file = SimpleUploadedFile("记录.pdf", b"%PDF-1.7", "application/pdf")
    data = {
        "period": period, "unit": by_hand.town.pk, "item": "reception", "way": "lost", "points": "9",
        "text": "未接访", "document": "检查记录第3号", "evidence": file,
    }  # fmt: skip
    refused = post(client, "finding_new", **data)
    assert refused.status_code == 422
    assert "分值不在本项范围内" in str(refused.context["form"].errors["points"])
    file.seek(0)
    post(client, "finding_new", **{**data, "points": "2"})
    finding = ScoreFinding.objects.get()
    assert (finding.points, finding.status) == (-2, "entered")
    assert not get(client, "finding", finding.pk).context["can_decide"]
    enter(client, by_hand.head)
    assert post(client, "finding_decide", finding.pk, confirm="no").status_code == 422
    post(client, "finding_decide", finding.pk, confirm="yes")
    finding.refresh_from_db()
    assert (finding.status, finding.decided_by) == ("confirmed", by_hand.head)
    enter(client, by_hand.deputy)
    assert get(client, "finding", finding.pk).status_code == 200


def test_a_month_without_items_by_hand_says_where_to_make_one(county, client):
    enter(client, county.clerk)
    assert "没有人工计分项" in get(client, "finding_new").content.decode()
