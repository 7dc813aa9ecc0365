"""The monthly public table of leaders' cases: what stands in it, and that it is frozen."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from accountability.domain.leader_table import TableRow, grouped, parse_period, totals
from accountability.models import LeaderCase, Notice
from accountability.selectors.leader_tables import bounds, rows_of
from accountability.services import leader_tables
from accountability.services.leader_plans import finish_step
from accountability.services.leader_work import write_progress
from accountability.services.leading import reassign
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from petitions.enums import LegalClass, Purpose
from petitions.models import Case
from tests.accountability.conftest import DUE, as_
from tests.accountability.leaders import NOW, furnish, plan, take_up, visit
from tests.factories.petitions import at

PERIOD, LAST = "2026-03", date(2026, 3, 31)
AFTER = date(2026, 4, 2)


@pytest.fixture
def county(world):
    return furnish(world)


@pytest.fixture
def taken(county):
    """A plan of two steps, the first done in the month, the second due then and done only after it."""
    taken = take_up(county)
    found = plan(county, taken, "核实面积", "发放补偿")
    first, second = found.steps.all()
    finish_step(authority=as_(county.officer), step=first, done_on=DUE, result="属实", now=NOW)
    finish_step(
        authority=as_(county.officer, AFTER),
        step=second,
        done_on=AFTER,
        result="已发",
        now=at(AFTER),
    )
    visit(county, taken)
    for on, text in ((DUE, "已核实"), (AFTER, "四月的进展")):
        write_progress(
            authority=as_(county.vice, on), leader_case=taken, on=on, text=text, now=at(on)
        )
    return taken


def march():
    return rows_of(*bounds(PERIOD))


def test_a_row_is_the_case_as_it_stood_at_the_end_of_the_month(county, taken):
    (row,) = march()
    assert row == TableRow(
        leader_case_id=taken.pk, leader_id=county.vice.pk, leader_name="副县长",
        leader_title="副县长", kind="hard", subject="国土资源", unit_name=str(county.town),
        steps_total=2, steps_due=2, steps_done=1, steps_overdue=1, visits=1, progress="已核实",
        outcome="",
    )  # fmt: skip
    assert row.steps == "1/2，逾期1"


def test_the_leader_of_the_month_and_the_outcome_of_the_month(county, taken):
    reassign(
        authority=as_(county.head, AFTER), leader_case=taken, leader=county.leader,
        reason="调整", now=at(AFTER),
    )  # fmt: skip
    LeaderCase.objects.filter(pk=taken.pk).update(
        status="closed", outcome="resolved", outcome_text="好", closed_at=at(AFTER),
        closed_by=county.leader,
    )  # fmt: skip
    (row,) = march()
    assert (row.leader_name, row.outcome) == ("副县长", "")
    (row,) = rows_of(*bounds("2026-04"))
    assert (row.leader_name, row.outcome) == ("县委副书记", "resolved")
    assert rows_of(*bounds("2026-05")) == []
    assert rows_of(*bounds("2026-02")) == []


def test_art30_3_secret_and_cancelled_ones_are_left_out(county, taken):
    report = county.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
    take_up(county, authority=as_(county.head), case=report)
    mistaken = take_up(county, case=county.add_case())
    LeaderCase.objects.filter(pk=mistaken.pk).update(
        status="cancelled", outcome_text="误列", closed_at=NOW, closed_by=county.head
    )
    assert [row.leader_case_id for row in march()] == [taken.pk]


def test_published_once_by_the_head_after_the_month_and_frozen(county, taken):
    publish = {"authority": as_(county.head, AFTER), "period": PERIOD, "now": at(AFTER)}
    with pytest.raises(NotAllowed):
        leader_tables.publish(**{**publish, "authority": as_(county.supervisor, AFTER)})
    with pytest.raises(Invalid):
        leader_tables.publish(**{**publish, "period": "2026-13"})
    with pytest.raises(Unlawful):
        leader_tables.publish(**{**publish, "now": at(LAST)})
    with pytest.raises(Unlawful):
        leader_tables.publish(**{**publish, "period": "2026-01"})
    table = leader_tables.publish(**publish)
    assert (table.serial_year, table.serial) == (2026, 1)
    with pytest.raises(StaleState):
        leader_tables.publish(**publish)
    Case.objects.filter(pk=county.case.pk).update(content_class=None)
    assert table.rows.get().subject == "国土资源"
    assert leader_tables.number_of(2026, 1).endswith("信联办〔2026〕1号")
    told = Notice.objects.filter(kind="task", link=f"accountability:leader_table {PERIOD}")
    assert {notice.user for notice in told} == {county.vice, county.leader}
    assert "逾期步骤1个" in told.get(user=county.vice).text


@pytest.mark.parametrize("count", [2, 20])
class TestPages:
    def test_budgets_and_files(self, county, taken, client, count, django_assert_max_num_queries):
        for _n in range(count):
            plan(county, take_up(county, case=county.add_case(content_class=county.land)))
        name = "accountability:leader_table"
        with time_machine.travel(at(AFTER, 11), tick=False):
            client.force_login(county.head)
            with django_assert_max_num_queries(14):
                assert client.get(reverse(name, args=[PERIOD])).status_code == 200
            client.post(reverse(f"{name}_publish", args=[PERIOD]))
            client.force_login(county.officer)
            with django_assert_max_num_queries(8):
                page = client.get(reverse(name, args=[PERIOD])).content.decode()
            assert county.case.title not in page
            assert county.case.number not in page
            with django_assert_max_num_queries(6):
                assert PERIOD in client.get(reverse(f"{name}s")).content.decode()
            assert client.get(reverse(name, args=["2026-04"])).status_code == 404
            book = client.get(reverse(f"{name}_xlsx", args=[PERIOD]))
        sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
        assert sheet.max_row == count + 2
        assert sheet["I2"].value == "已核实"


def test_the_document_prints_the_same_bytes_and_names_no_petitioner(county, taken, client):
    table = leader_tables.publish(authority=as_(county.head, AFTER), period=PERIOD, now=at(AFTER))
    address = reverse("accountability:leader_table_pdf", args=[PERIOD])
    with time_machine.travel(at(AFTER + timedelta(days=1), 11), tick=False):
        client.force_login(county.officer)
        content = client.get(address).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    for words in (
        "关于2026年3月领导包案化解信访问题进展情况的通报",
        "信联办〔2026〕1号",
        "国土资源",
    ):
        assert words.replace(" ", "") in text.replace("\n", "").replace(" ", "")
    assert county.case.title not in text
    assert table.content["number"]


@pytest.mark.parametrize(
    ("text", "found"), [("2026-10", (2026, 10)), ("2026-13", None), ("x", None), ("2026-1", None)]
)
def test_periods(text, found):
    assert parse_period(text) == found


def test_rows_under_their_leaders_and_summed_up():
    rows = [
        TableRow(n, leader, f"领导{leader}", "", "hard", "土地", "镇", n, 0, 0, n, 0, "", outcome)
        for n, (leader, outcome) in enumerate([(1, ""), (1, "resolved"), (2, "other")])
    ]
    first, second = grouped(rows)
    assert (first.count, first.done, second.done) == (2, 1, 1)
    assert totals(rows).words == (
        "县级和各单位领导2人包案3件，已了结2件（化解1件、转入其他程序1件），1件尚未制定方案，逾期未完成的步骤3个。"
    )
    assert totals([]).words.endswith("尚无了结。")
