"""What the rows of a register become in the database; every row is accounted for."""

from datetime import date

import pytest

from core import audit
from organizations.authority import authority_of
from organizations.enums import PostKind
from petitions.enums import CaseStatus, ImportStatus
from petitions.models import Case, Clock, Document, Participant, Petitioner, PlaceRule
from petitions.services import handling
from petitions.services.importing import running
from tests.factories.organizations import make_user_with_post
from tests.petitions.importing_support import (
    NOW,
    TODAY,
    counts,
    make_import_county,
    map_batch,
    queued,
    reasons,
    run,
    upload,
)
from tests.support.registers import HEADERS, REPLY_HEADERS, csv_file, messages, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_import_county()


def test_rows_in_are_rows_accounted_for(county):
    rows = messages(12)
    rows.append(list(rows[3]))  # an exact copy
    rows.append([9999, "U09999", "没有日期", "明天", "内容", 0])
    batch = run(county, xlsx([HEADERS, *rows], title="某县网上留言登记表"))
    assert counts(batch) == {"imported": 12, "existing": 1, "rejected": 1}
    assert batch.status == ImportStatus.DONE
    assert batch.total_rows == 14 == batch.rows.count()
    assert "与本文件第 6 行完全相同" in reasons(batch, 15)
    assert "不是日期" in reasons(batch, 16)


def test_a_second_run_adds_nothing_whatever_the_padding(county):
    rows = messages(5)
    run(county, xlsx([HEADERS, *rows]))
    again = [[*row[:4], str(row[4]).strip(), row[5] + 7] for row in rows]
    batch = run(county, csv_file([HEADERS, *again]), source="另一个来源")
    assert counts(batch) == {"existing": 5}
    assert Case.objects.count() == 5


def test_a_case_has_all_a_registration_gives(county):
    run(
        county,
        xlsx([HEADERS, [1, "U1", "青石镇一组断路", "2026/11/3 9:05:03", "请求修复青石镇道路", 0]]),
    )
    case = Case.objects.get()
    assert case.number.startswith("9901012026")
    assert (case.superior_number, case.form, case.purpose) == ("1", "online", "request")
    assert case.received_on == date(2026, 11, 3)
    assert case.registered_on == date(2026, 11, 3)
    assert case.place == county.townships[0]
    assert case.first_contact == county.clerk
    assert case.responsible_unit == county.office
    assert case.status == CaseStatus.REGISTERED
    clock = case.clocks.get()
    assert (clock.code, clock.status, clock.due_on) == ("C1", "open", case.next_due_on)
    assert Participant.objects.get(case=case).petitioner.source_key == "网上留言:U1"
    whats = set(case.responsibility_changes.values_list("what", flat=True))
    assert whats == {"first_contact", "unit", "place"}
    assert audit.verify(audit.chain_of(case)) == []


def test_an_old_open_row_is_a_backlog_without_reminders(county):
    run(county, xlsx([HEADERS, [1, "U1", "主题", "2019/2/8 9:05:03", "道路失修", 0]]))
    case = Case.objects.get()
    assert case.is_open
    assert case.next_due_on is None
    clock = case.clocks.get()
    assert (clock.status, clock.stopped_on) == ("cancelled", TODAY)
    assert "信访条例" in clock.article


@pytest.mark.parametrize(
    ("replied", "on_time"),
    [("2019/4/8 8:00:00", True), ("2019-04-10", False)],
    ids=["2005-Art33-within-60-days", "2005-Art33-after-60-days"],
)
def test_a_reply_is_served_and_judged_once(county, replied, on_time):
    # 60 days after 8 February 2019 end on 9 April
    answer = "已安排施工队进场，四月底前恢复通行，请绕行北环路，如有疑问请联系镇交通站。"
    row = [1, "U1", "主题", "2019/2/8 9:05:03", "道路失修", answer, replied]
    run(county, xlsx([REPLY_HEADERS, row]))
    case = Case.objects.get()
    assert case.status == CaseStatus.CONCLUDED
    paper = Document.objects.get(case=case)
    assert paper.served_on == paper.issued_on == case.concluded_on == case.closed_on
    assert (paper.kind, paper.body) == ("opinion", answer)
    clock = Clock.objects.get(case=case)
    assert (clock.code, clock.status, clock.on_time) == ("C8", "met", on_time)


def test_a_reply_before_its_message_is_refused(county):
    row = [1, "U1", "主题", "2019/2/8 9:05:03", "道路失修", "已修复", "2019/2/7"]
    batch = run(county, xlsx([REPLY_HEADERS, row]))
    assert counts(batch) == {"rejected": 1}
    assert "早于信访日期" in reasons(batch, 2)


def test_same_person_and_same_matter_is_a_repeat_of_the_earlier_one(county):
    text = "三组水渠垮塌二十余米，影响四十户春灌，请求尽快安排资金修复。"
    rows = [
        [2, "U1", "再次反映", "2026/10/9", f"{text}此前已经反映过一次。", 0],
        [1, "U1", "反映", "2026/10/2", text, 0],
        [3, "U2", "另一人", "2026/10/9", text, 0],
    ]
    batch = run(county, xlsx([HEADERS, *rows]))
    assert counts(batch) == {"imported": 2, "repeat": 1}
    first, again, other = (Case.objects.get(superior_number=n) for n in "123")
    assert again.repeat_of == first
    assert other.repeat_of is None
    assert "信访人不同" in reasons(batch, 4)
    assert first.number < again.number  # numbers follow the order of receipt


def test_a_repeat_of_a_matter_already_on_record(county):
    text = "三组水渠垮塌二十余米，影响四十户春灌，请求尽快安排资金修复。"
    run(county, xlsx([HEADERS, [1, "U1", "反映", "2026/10/2", text, 0]]))
    batch = run(county, xlsx([HEADERS, [2, "U1", "又反映", "2026/11/2", text, 0]]))
    assert counts(batch) == {"repeat": 1}
    assert Case.objects.get(superior_number="2").repeat_of.superior_number == "1"
    assert Petitioner.objects.count() == 1


def test_the_same_number_and_day_with_changed_words_is_the_same_matter(county):
    run(county, xlsx([HEADERS, [1, "U1", "反映", "2026/10/2", "原来的文字内容", 0]]))
    batch = run(county, xlsx([HEADERS, [1, "U1", "反映", "2026/10/2", "改过的文字内容。", 0]]))
    assert counts(batch) == {"existing": 1}
    assert "文字有改动" in reasons(batch, 2)


def test_a_county_register_of_visits(county):
    head = [
        "序号",
        "登记日期",
        "来访时间",
        "姓名",
        "人数",
        "联系电话",
        "身份证号",
        "形式",
        "反映的主要问题",
        "诉求",
        "办理单位",
        "办结情况",
        "办结日期",
    ]
    rows = [
        [1, "2026-11-03", "2026-11-02", "张三、李四等8人", "", "13800000000", "110101199003070038", "集体访", "征地补偿未到位", "尽快发放", "县住房局", "办理中", ""],
        [2, "2026-11-03", "2026-11-03", "王五", "1", "", "110101199003070039", "来信", "青石镇危房", "", "县住房局", "已办结", "2026-11-10"],
        ["合计", "", "", "", 9, "", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    batch = run(county, xlsx([head, *rows], title="某县来访登记表"), source="来访登记")
    assert counts(batch) == {"imported": 2, "rejected": 1}
    visit = Case.objects.get(form="visit")
    assert (visit.head_count, visit.is_collective) == (8, True)
    assert "诉求：尽快发放" in visit.statement
    assert [p.petitioner.name for p in visit.participants.all()] == ["张三", "李四"]
    main = visit.participants.first().petitioner
    assert main.id_number == "110101199003070038"
    letter = Case.objects.get(form="letter")
    assert letter.concluded_on == date(2026, 11, 10)
    assert letter.responsible_unit == county.department
    assert "身份证号码" in reasons(batch, 4)
    assert letter.participants.get().petitioner.id_fingerprint == ""
    assert "合计" in reasons(batch, 5)


IN_HAND = ["信访日期", "姓名", "反映问题", "办理单位", "转办日期", "受理日期", "信访目的"]


@pytest.mark.parametrize(
    ("cells", "status", "codes"),
    [
        (("县住房局", "2026-11-05", None), "dispatched", {"C1": "met", "C4": "open", "C5": "open"}),
        (
            ("县住房局", "2026-11-05", "2026-11-12"),
            "accepted",
            {"C1": "met", "C4": "met", "C8": "open"},
        ),
        (("县住房局", None, None), "registered", {"C1": "open"}),
        ((None, "2026-11-05", None), "registered", {"C1": "open"}),
        (("县住房局", "2026-11-05", None, "举报"), "registered", {"C1": "open"}),
    ],
    ids=["sent-Art22-23", "accepted-Art34", "no-day", "no-unit", "report-Art30"],
)
def test_a_matter_in_hand_goes_on_where_the_register_left_it(county, cells, status, codes):
    row = ["2026-11-02", "张三", "危房修缮", *cells, *[None] * (4 - len(cells))]
    run(county, xlsx([IN_HAND, row]), source="来访登记")
    case = Case.objects.get()
    assert case.status == status
    assert dict(case.clocks.values_list("code", "status")) == codes
    sent = status in ("dispatched", "accepted")
    assert case.responsible_unit == (county.department if sent else county.office)
    assert case.dispatches.count() == sent
    running = [c.due_on for c in case.clocks.filter(status="open").exclude(code="C5")]
    assert case.next_due_on == min(running)


def test_a_sent_matter_can_be_handled_by_its_unit(county):
    row = ["2026-11-02", "张三", "危房修缮", "县住房局", "2026-11-05", None, None]
    run(county, xlsx([IN_HAND, row]), source="来访登记")
    officer = make_user_with_post(PostKind.PETITION_OFFICER, county.department, "专干")
    case = Case.objects.visible_to(authority_of(officer, on=TODAY)).get()
    handling.accept_case(
        authority=authority_of(officer, on=TODAY),
        case=case,
        body="您反映的事项已受理，将在六十日内办结并书面答复。",
        accepted_on=TODAY,
        served_how="in_person",
        now=NOW,
    )
    case.refresh_from_db()
    assert case.status == CaseStatus.ACCEPTED
    assert case.dispatches.get().status == "accepted"
    assert set(case.clocks.filter(status="open").values_list("code", flat=True)) == {"C8"}


def test_an_unnamed_row_is_anonymous(county):
    run(
        county,
        xlsx([HEADERS, [None, None, None, "2026/10/2", "路灯不亮，夜间出行不便。请修。", 0]]),
    )
    case = Case.objects.get()
    assert case.is_anonymous
    assert case.title == "路灯不亮，夜间出行不便"
    assert not case.participants.exists()


def test_a_place_rule_outranks_a_name_and_says_why(county):
    PlaceRule.objects.create(pattern=r"A3区", is_regex=True, unit=county.townships[1], priority=10)
    batch = run(county, xlsx([HEADERS, [1, "U1", "青石镇旁的A3区道路", "2026/10/2", "失修", 0]]))
    assert Case.objects.get().place == county.townships[1]
    assert "“A3区” → 河东街道" in reasons(batch, 2)
    change = Case.objects.get().responsibility_changes.get(what="place")
    assert "A3区" in change.reason


def test_a_report_against_an_unknown_unit_is_not_let_in(county):
    head = [*HEADERS[:5], "信访目的", "被反映单位"]
    rows = [
        [1, "U1", "举报", "2026/10/2", "收受好处", "揭发控告", "青石镇"],
        [2, "U2", "举报", "2026/10/2", "收受礼金", "举报", "不存在的单位"],
    ]
    batch = run(county, xlsx([head, *rows]))
    assert counts(batch) == {"imported": 1, "rejected": 1}
    case = Case.objects.get()
    assert case.is_secret
    assert list(case.accused_units.all()) == [county.townships[0]]


def test_closed_history_needs_a_day_and_takes_the_stated_one(county):
    run(
        county,
        xlsx([HEADERS, [1, "U1", "主题", "2019/2/8", "道路失修", 0]]),
        handling="closed",
        closed_on="2019-12-31",
    )
    case = Case.objects.get()
    assert (case.status, case.concluded_on) == (CaseStatus.CONCLUDED, date(2019, 12, 31))


def test_the_dry_run_says_what_the_import_does_and_writes_no_matter(county):
    rows = [*messages(6), *messages(1)]
    rows[5] = [*messages(6)[5][:3], "何时", *messages(6)[5][4:]]
    batch = map_batch(county, upload(county, xlsx([HEADERS, *rows])))
    running.check_rows(batch=batch, now=NOW)
    assert Case.objects.count() == Petitioner.objects.count() == 0
    planned = list(batch.rows.values_list("row_number", "outcome"))
    assert running.import_rows(batch=queued(batch), now=NOW)
    assert list(batch.rows.values_list("row_number", "outcome")) == planned
    assert counts(batch) == {"imported": 5, "existing": 1, "rejected": 1}
