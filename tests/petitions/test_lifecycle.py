"""A matter from registration to its end: states, clocks, names and papers at each step."""

from datetime import date, timedelta

import pytest

from core import audit
from core.errors import Invalid, InvalidMany, NotAllowed, StaleState, Unlawful
from core.models import TransitionLog
from petitions.enums import CaseStatus, DispatchStatus, Responsibility
from petitions.models import Case, Clock, Document
from petitions.services import concluding, dispatching, handling, objections
from petitions.services.drafts import PersonDraft
from petitions.services.registration import register_case
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, draft, register

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=3)
LETTER = "您反映的事项已由我镇受理，将依照《信访工作条例》在六十日内办结并书面答复。"


def transfer(county, case, *, to=None, day=LATER):
    return dispatching.transfer_case(
        authority=county.who(county.clerk, on=day),
        case=case,
        to_unit=to or county.town,
        note="请依法处理",
        now=at(day),
    )


def accept(county, case, *, day=LATER + timedelta(days=4)):
    return handling.accept_case(
        authority=county.who(county.officer, on=day),
        case=case,
        body=LETTER,
        accepted_on=day,
        served_how="in_person",
        now=at(day),
    )


def conclude(county, case, *, day, **fields):
    values = {
        "outcome": "supported",
        "opinion": SOUND,
        "legal_basis": "《城市道路管理条例》第二十三条",
        "issued_on": day,
        "served_on": day,
        "served_how": "in_person",
    }
    return concluding.conclude_case(
        authority=county.who(county.officer, on=day), case=case, now=at(day), **{**values, **fields}
    )


def open_clocks(case) -> dict[str, date]:
    return dict(case.clocks.running().values_list("code", "due_on"))


def test_registration_names_who_answers_and_starts_the_fifteen_days(county):
    case = register(county)
    assert case.status == CaseStatus.REGISTERED
    assert (case.first_contact, case.first_contact_unit) == (county.clerk, county.office)
    assert (case.responsible_unit, case.leader) == (county.office, county.head)
    assert case.escalation_level == 0
    assert open_clocks(case) == {"C1": DAY + timedelta(days=15)}
    assert case.next_due_on == DAY + timedelta(days=15)
    assert {c.what for c in case.responsibility_changes.all()} == {
        Responsibility.FIRST_CONTACT,
        Responsibility.UNIT,
    }
    assert audit.verify(audit.chain_of(case)) == []


def test_a_matter_from_above_has_the_county_share_of_four_days(county):
    case = register(county, from_superior=True, superior_number="2026000123")
    assert open_clocks(case) == {"C1S": DAY + timedelta(days=4)}


def test_a_township_that_receives_directly_owes_notice_in_fifteen_days(county):
    case = register(county, user=county.officer)
    assert case.receiving_unit == county.town
    assert open_clocks(case) == {"C3": DAY + timedelta(days=15)}


def test_the_whole_way_of_a_claim(county):
    case = register(county)
    dispatch = transfer(county, case)
    case.refresh_from_db()
    assert case.status == CaseStatus.DISPATCHED
    assert (case.responsible_unit, case.leader) == (county.town, county.deputy)
    assert case.first_contact == county.clerk, "first contact stays for life"
    assert open_clocks(case) == {
        "C4": LATER + timedelta(days=15),
        "C5": date(2026, 3, 12),  # five working days after Thursday 5 March
    }
    assert case.next_due_on == LATER + timedelta(days=15), "a right that lapses is no duty"

    accepted_on = LATER + timedelta(days=4)
    accept(county, case)
    case.refresh_from_db()
    dispatch.refresh_from_db()
    assert (case.status, case.accepted_on, case.informed_on) == (
        "accepted",
        accepted_on,
        accepted_on,
    )
    assert dispatch.status == DispatchStatus.ACCEPTED
    assert open_clocks(case) == {"C8": accepted_on + timedelta(days=60)}

    end = accepted_on + timedelta(days=30)
    conclude(county, case, day=end)
    case.refresh_from_db()
    dispatch.refresh_from_db()
    assert (case.status, case.concluded_on, case.closed_on) == ("concluded", end, end)
    assert (case.outcome, case.next_due_on, dispatch.status) == ("supported", None, "closed")
    assert open_clocks(case) == {"C10": end + timedelta(days=30)}, "the right to ask for a review"
    assert list(case.clocks.order_by("code").values_list("code", "status", "on_time")) == [
        ("C1", "met", True),
        ("C10", "open", None),
        ("C4", "met", True),
        ("C5", "cancelled", None),
        ("C8", "met", True),
    ]
    steps = TransitionLog.objects.filter(model="petitions.case", object_id=case.pk)
    assert [s.target for s in steps] == ["dispatched", "accepted", "concluded"]
    assert audit.verify(audit.chain_of(case)) == []
    assert [d.kind for d in case.documents.order_by("id")] == ["transfer", "acceptance", "opinion"]


def test_late_acts_are_recorded_as_late_and_stay_so(county):
    case = register(county)
    transfer(county, case, day=DAY + timedelta(days=16))
    clock = case.clocks.get(code="C1")
    assert (clock.status, clock.on_time) == ("met", False)


def test_an_assignment_owes_a_report_by_the_day_set(county):
    case = register(county)
    due = DAY + timedelta(days=40)
    dispatching.assign_case(
        authority=county.who(county.clerk),
        case=case,
        to_unit=county.town,
        note="",
        report_due_on=due,
        now=at(DAY),
    )
    assert open_clocks(case)["C2"] == due, "a day that was set does not roll over"
    accept(county, case, day=DAY + timedelta(days=2))
    with pytest.raises(Invalid, match="办结报告"):
        conclude(county, case, day=DAY + timedelta(days=20))
    conclude(county, case, day=DAY + timedelta(days=20), report="已按要求办结，群众满意。")
    paper = case.documents.get(kind="report")
    assert paper.addressee == county.office.name
    assert paper.content["addressee"].startswith(county.office.name)
    assert case.clocks.get(code="C2").on_time is True
    assert case.documents.filter(kind="report").count() == 1


class TestObjection:
    def objected(self, county, case, *, day=LATER + timedelta(days=1)):
        return objections.raise_objection(
            authority=county.who(county.officer, on=day),
            case=case,
            reason="该路段由县交通局管养，不属本镇职权。",
            suggested_unit=county.bureau,
            now=at(day),
        )

    def decide(self, county, objection, *, approve):
        return objections.decide_objection(
            authority=county.who(county.clerk, on=LATER + timedelta(days=2)),
            objection=objection,
            approve=approve,
            reason="经核实属实" if approve else "该路段在镇区，由镇管养",
            now=at(LATER + timedelta(days=2)),
        )

    def test_agreed_the_matter_comes_back_with_a_new_clock(self, county, registered):
        transfer(county, registered)
        objection = self.objected(county, registered)
        assert "C4" in open_clocks(registered), "the fifteen days run on until the sender agrees"
        case = self.decide(county, objection, approve=True)
        case.refresh_from_db()
        assert (case.status, case.responsible_unit) == ("registered", county.office)
        assert open_clocks(case) == {"C1": date(2026, 3, 23)}, "Sunday the 22nd rolls over"
        transfer(county, case, to=county.bureau, day=LATER + timedelta(days=3))
        assert case.dispatches.count() == 2

    def test_refused_the_unit_goes_on_and_may_not_object_again(self, county, registered):
        transfer(county, registered)
        case = self.decide(county, self.objected(county, registered), approve=False)
        case.refresh_from_db()
        assert (case.status, case.responsible_unit) == ("dispatched", county.town)
        assert "C4" in open_clocks(case)
        with pytest.raises(Unlawful, match="第二十三条第三款"):
            self.objected(county, case, day=LATER + timedelta(days=3))

    @pytest.mark.parametrize(
        ("days", "lawful"), [(7, True), (8, False)], ids=["art23-fifth-day", "art23-sixth-day"]
    )
    def test_five_working_days(self, county, registered, days, lawful):
        transfer(county, registered)  # Thursday; the fifth working day is the next Thursday
        if lawful:
            assert self.objected(county, registered, day=LATER + timedelta(days=days))
        else:
            with pytest.raises(Unlawful, match="五个工作日已过"):
                self.objected(county, registered, day=LATER + timedelta(days=days))


class TestExtension:
    def extend(
        self,
        county,
        case,
        *,
        user=None,
        days=30,
        day=LATER + timedelta(days=50),
        approved_on=None,
    ):
        return handling.extend_handling(
            authority=county.who(user or county.principal, on=day),
            case=case,
            days=days,
            reason="涉及多个部门，情况复杂",
            approved_on=approved_on or day,
            served_how="post",
            now=at(day),
        )

    @pytest.fixture
    def accepted(self, county, registered):
        transfer(county, registered)
        return accept(county, registered)

    def test_moves_the_due_day_and_tells_the_petitioner(self, county, accepted):
        self.extend(county, accepted)
        clock = accepted.clocks.get(code="C8")
        assert clock.raw_due_on == accepted.accepted_on + timedelta(days=90)
        assert accepted.documents.filter(kind="extension").exists()
        accepted.refresh_from_db()
        assert accepted.next_due_on == clock.due_on

    def test_only_the_units_head_approves(self, county, accepted):
        with pytest.raises(NotAllowed, match="第三十四条"):
            self.extend(county, accepted, user=county.officer)

    def test_once_only(self, county, accepted):
        self.extend(county, accepted, days=10)
        with pytest.raises(Unlawful, match="只能延长一次"):
            self.extend(county, accepted, days=10, day=LATER + timedelta(days=55))

    @pytest.mark.parametrize("days", [0, 31], ids=["art34-none", "art34-more-than-30"])
    def test_one_to_thirty_days(self, county, accepted, days):
        with pytest.raises(Invalid, match="1 至 30"):
            self.extend(county, accepted, days=days)

    def test_not_after_the_sixtieth_day(self, county, accepted):
        with pytest.raises(Unlawful, match="届满前批准"):
            self.extend(county, accepted, day=accepted.accepted_on + timedelta(days=64))

    def test_an_approval_written_back_makes_no_missed_limit_good(self, county, accepted):
        today = accepted.accepted_on + timedelta(days=64)
        due = accepted.clocks.get(code="C8").due_on
        with pytest.raises(Unlawful, match="届满前批准"):
            self.extend(
                county, accepted, day=today, approved_on=accepted.accepted_on + timedelta(days=50)
            )
        assert accepted.clocks.get(code="C8").due_on == due


class TestConclusion:
    @pytest.fixture
    def accepted(self, county, registered):
        transfer(county, registered)
        return accept(county, registered)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"opinion": "您的留言已收悉，感谢您的支持。"}, "opinion"),
            ({"opinion": "  "}, "opinion"),
            ({"legal_basis": ""}, "legal_basis"),
            ({"outcome": "replied"}, "outcome"),
            ({"served_how": ""}, "served_on"),
            ({"issued_on": DAY}, "issued_on"),
        ],
        ids=["hollow", "empty", "art32-basis", "art32-outcome", "service", "before-acceptance"],
    )
    def test_an_opinion_must_say_something_on_a_legal_basis(self, county, accepted, fields, field):
        with pytest.raises(Invalid) as refused:
            conclude(county, accepted, day=LATER + timedelta(days=20), **fields)
        assert refused.value.field == field
        assert not Document.objects.filter(kind="opinion").exists()

    def test_a_claim_in_hand_needs_an_opinion_not_a_reply(self, county, accepted):
        with pytest.raises(Unlawful, match="处理意见书"):
            concluding.reply_directly(
                authority=county.who(county.officer),
                case=accepted,
                reply=SOUND,
                replied_on=LATER + timedelta(days=10),
                served_how="post",
                now=at(LATER + timedelta(days=10)),
            )

    def test_a_suggestion_is_answered_by_a_reply(self, county):
        case = register(county, purpose="suggestion")
        concluding.reply_directly(
            authority=county.who(county.head),
            case=case,
            reply=SOUND,
            replied_on=LATER,
            served_how="electronic",
            now=at(LATER),
        )
        case.refresh_from_db()
        assert (case.status, case.outcome, case.next_due_on) == ("concluded", "replied", None)


def test_acts_out_of_turn_are_refused_with_their_article(county, registered):
    with pytest.raises(Unlawful, match="第三十四条"):
        handling.extend_handling(
            authority=county.who(county.head),
            case=registered,
            days=5,
            reason="x",
            approved_on=DAY,
            served_how="post",
            now=at(DAY),
        )


def test_somebody_elses_unit_may_not_act(county, registered):
    transfer(county, registered)
    with pytest.raises(NotAllowed):
        handling.accept_case(
            authority=county.who(county.other_officer),
            case=registered,
            body=LETTER,
            accepted_on=LATER,
            served_how="post",
            now=at(LATER),
        )


def test_two_clerks_cannot_send_the_same_matter_on(county, registered):
    stale = Case.objects.get(pk=registered.pk)
    transfer(county, registered)
    with pytest.raises(StaleState):
        transfer(county, stale, to=county.other_town)
    assert registered.dispatches.count() == 1


def test_refusal_closes_in_writing(county, registered):
    transfer(county, registered)
    case = handling.refuse_case(
        authority=county.who(county.officer, on=LATER),
        case=registered,
        ground="已向人民法院起诉，依照条例第三十一条第一项处理",
        body="请向县人民法院提出。",
        refused_on=LATER,
        served_how="in_person",
        now=at(LATER),
    )
    case.refresh_from_db()
    assert (case.status, case.closed_on, case.next_due_on) == ("not_accepted", LATER, None)
    assert case.clocks.get(code="C4").on_time is True
    assert Clock.objects.running().filter(case=case).count() == 0


def test_filing_needs_a_reason(county, registered):
    with pytest.raises(Invalid):
        dispatching.file_case(
            authority=county.who(county.clerk), case=registered, reason=" ", now=at(DAY)
        )
    case = dispatching.file_case(
        authority=county.who(county.clerk), case=registered, reason="咨询已当场解答", now=at(DAY)
    )
    assert case.status == CaseStatus.FILED


class TestReports:
    """条例第三十条: a report is never routed to, or seen by, the accused."""

    @pytest.fixture
    def report(self, county):
        return register(
            county, purpose="accusation", accused_unit_ids=(county.town.pk,), title="举报某镇干部"
        )

    @pytest.mark.parametrize("unit", ["town", "other_town", "bureau"], ids=lambda u: f"art30-{u}")
    def test_goes_only_to_competent_organs(self, county, report, unit):
        with pytest.raises(Invalid) as refused:
            transfer(county, report, to=getattr(county, unit))
        assert refused.value.field == "to_unit"

    def test_who_sees_it(self, county, report):
        transfer(county, report, to=county.discipline)
        seen = {
            name: Case.objects.visible_to(county.who(getattr(county, name))).exists()
            for name in ("clerk", "head", "inspector", "officer", "principal", "other_officer")
        }
        assert seen == {
            "clerk": True,  # registered it
            "head": True,
            "inspector": True,
            "officer": False,
            "principal": False,
            "other_officer": False,
        }


class TestDrafts:
    def refused(self, county, **fields) -> dict:
        with pytest.raises(InvalidMany) as found:
            register_case(authority=county.who(county.clerk), draft=draft(**fields), now=at(DAY))
        assert not Case.objects.exists()
        return found.value.errors

    def test_every_wrong_field_is_named_at_once(self, county):
        errors = self.refused(
            county, title="", statement=" ", form="dream", received_on=DAY + timedelta(days=1)
        )
        assert set(errors) == {"title", "statement", "form", "received_on"}

    @pytest.mark.parametrize(
        "day", [date(1, 1, 1), DAY - timedelta(days=731)], ids=["year-1", "old"]
    )
    def test_a_day_of_receipt_long_ago_is_a_slip(self, county, day):
        assert "登记簿导入" in self.refused(county, received_on=day)["received_on"]

    @pytest.mark.parametrize(
        ("number", "message"),
        [
            ("11010519491231002", "十八位"),
            ("110105194912310021", "校验位"),
            ("110105194913310029", "出生日期"),
            ("11010520991231002X", "出生日期"),
        ],
        ids=["length", "check-digit", "month-13", "future"],
    )
    def test_identity_number(self, county, number, message):
        errors = self.refused(county, people=(PersonDraft(name="张三", id_number=number),))
        assert message in errors["people-0-id_number"]

    def test_six_representatives_are_too_many(self, county):
        people = tuple(
            PersonDraft(name=f"代表{i}", role="main" if i == 0 else "representative")
            for i in range(6)
        )
        errors = self.refused(county, form="visit", head_count=8, people=people)
        assert "第二十条第三款" in errors["people"]

    def test_nobody_named_needs_anonymous(self, county):
        assert "people" in self.refused(county, people=())
        assert register(county, people=(), is_anonymous=True).is_anonymous

    @pytest.mark.parametrize(("heads", "collective"), [(4, False), (5, True)], ids=["4", "5"])
    def test_collective_from_five(self, county, heads, collective):
        assert register(county, form="visit", head_count=heads).is_collective is collective


def test_the_same_form_twice_makes_one_case(county):
    first = register_case(
        authority=county.who(county.clerk), draft=draft(idempotency_key="k" * 32), now=at(DAY)
    )
    second = register_case(
        authority=county.who(county.clerk), draft=draft(idempotency_key="k" * 32), now=at(DAY)
    )
    assert (first.created, second.created) == (True, False)
    assert first.case == second.case


def test_a_known_person_is_recognised_and_completed(county):
    one = register(county, people=(PersonDraft(name="张三", id_number="11010519491231002X"),))
    two = register(
        county,
        people=(PersonDraft(name="张三", id_number="11010519491231002x", phone="13900000000"),),
        title="另一件事",
    )
    first, second = (c.participants.get().petitioner for c in (one, two))
    assert first == second
    assert (second.phone, second.id_number, second.id_last4) == (
        "13900000000",
        "11010519491231002X",
        "002X",
    )
    assert "11010519491231002X" not in second.id_number_encrypted


def test_numbers_run_without_gaps_over_all_forms(county):
    serials = [
        int(register(county, form=form).number[11:17]) for form in ("letter", "visit", "call")
    ]
    assert serials == [1, 2, 3]
