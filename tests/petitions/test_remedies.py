"""复查, 复核 and termination: periods from proven service, hearings, and the care that stays owed."""

from datetime import timedelta

import pytest

from core.errors import Invalid, NotAllowed, Unlawful
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions.services import letters, recording, reviews, serving, terminating
from petitions.services.serving import ServiceDraft
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.steps import CONCLUDED, ask, concluded, decide, running

pytestmark = pytest.mark.django_db
ASKED = CONCLUDED + timedelta(days=20)
REVIEWED = ASKED + timedelta(days=25)
ASKED_AGAIN = REVIEWED + timedelta(days=10)
FINAL = ASKED_AGAIN + timedelta(days=28)


def test_the_way_through_all_three_levels(county):
    case = concluded(county)
    assert set(running(case)) == {"C10"}
    review = ask(county, case, "review", ASKED)
    assert review.in_time
    assert set(running(case)) == {"C11"}
    case.refresh_from_db()
    assert case.next_due_on == running(case)["C11"], "the organ's duty shows on the closed case"
    decide(county, review, REVIEWED)
    assert set(running(case)) == {"C12"}
    recheck = ask(county, case, "recheck", ASKED_AGAIN, organ=None, organ_name="市人民政府")
    assert set(running(case)) == {"C13"}
    decide(county, recheck, FINAL)
    assert running(case) == {}
    theirs = case.documents.get(kind="recheck")
    assert (theirs.number, theirs.content) == ("", {}), (
        "a higher organ's paper is not ours to number"
    )
    assert theirs.title == "信访事项复核意见书（市人民政府）"
    terminating.terminate_case(
        authority=county.who(county.clerk, on=FINAL),
        case=case,
        terminated_on=FINAL,
        plan="由镇村两级落实帮扶，每季度走访一次。",
        now=at(FINAL),
    )
    case.refresh_from_db()
    assert case.terminated_on == FINAL
    assert case.documents.filter(kind="termination").exists()


@pytest.mark.parametrize(
    ("days", "in_time"), [(30, True), (31, False)], ids=["art35-last-day", "art35-too-late"]
)
def test_thirty_days_from_proven_service(county, days, in_time):
    served = CONCLUDED + timedelta(days=5)
    case = concluded(county, served_on=None, served_how="")
    assert running(case) == {}, "no period runs before service"
    serving.record_service(
        authority=county.who(county.officer, on=served),
        document=case.documents.get(kind="opinion"),
        draft=ServiceDraft(method="post", on=served, server="赵专干", note="XA12345678937"),
        now=at(served),
    )
    due = running(case)["C10"]
    day = due if days == 30 else due + timedelta(days=1)
    assert ask(county, case, "review", day).in_time is in_time


def test_a_late_request_may_be_dismissed_in_writing(county):
    case = concluded(county)
    late = CONCLUDED + timedelta(days=50)
    review = ask(county, case, "review", late)
    reviews.dismiss_review(
        authority=county.who(county.head, on=late),
        review=review,
        reason="超过三十日请求复查的期限（条例第三十五条）",
        dismissed_on=late,
        now=at(late),
    )
    assert running(case) == {}
    assert case.documents.filter(kind="dismissal").exists()


def test_no_second_review_and_no_level_skipped(county):
    case = concluded(county)
    with pytest.raises(Unlawful, match="第三十六条"):
        ask(county, case, "recheck", ASKED)
    ask(county, case, "review", ASKED)
    with pytest.raises(Unlawful, match="每一级只"):
        ask(county, case, "review", ASKED)


def test_an_open_matter_has_nothing_to_review(county):
    with pytest.raises(Unlawful, match="第三十五条"):
        ask(county, register(county), "review", ASKED)


class TestHearings:
    def recheck(self, county):
        case = concluded(county)
        decide(county, ask(county, case, "review", ASKED), REVIEWED)
        return case, ask(county, case, "recheck", ASKED_AGAIN)

    def hold(self, county, case, start, *, user=None):
        return recording.open_hearing(
            authority=county.who(user or county.clerk, on=start),
            case=case,
            starts_on=start,
            place="县信访局听证室",
            members="王局长、李律师、陈代表",
            now=at(start),
        )

    def test_days_of_a_hearing_in_recheck_do_not_count(self, county):
        case, _recheck = self.recheck(county)
        before = case.clocks.get(code="C13").raw_due_on
        start, end = ASKED_AGAIN + timedelta(days=5), ASKED_AGAIN + timedelta(days=9)
        hearing = self.hold(county, case, start)
        recording.close_hearing(
            authority=county.who(county.clerk, on=end),
            hearing=hearing,
            ends_on=end,
            record="各方陈述完毕，事实清楚。",
            now=at(end),
        )
        assert case.clocks.get(code="C13").raw_due_on == before + timedelta(days=5)

    def test_no_opinion_while_the_hearing_goes_on(self, county):
        case, recheck = self.recheck(county)
        self.hold(county, case, ASKED_AGAIN + timedelta(days=5))
        with pytest.raises(Unlawful, match="听证尚未结束"):
            decide(county, recheck, ASKED_AGAIN + timedelta(days=6))

    def test_a_hearing_in_handling_stops_no_clock(self, county):
        from tests.petitions.steps import ACCEPTED, accepted

        case = accepted(county)
        before = running(case)
        hearing = self.hold(county, case, ACCEPTED + timedelta(days=5), user=county.officer)
        end = ACCEPTED + timedelta(days=9)
        recording.close_hearing(
            authority=county.who(county.officer, on=end),
            hearing=hearing,
            ends_on=end,
            record="听证完毕。",
            now=at(end),
        )
        assert running(case) == before

    def test_none_in_the_review(self, county):
        case = concluded(county)
        ask(county, case, "review", ASKED)
        with pytest.raises(Unlawful, match="只在复核"):
            self.hold(county, case, ASKED + timedelta(days=1))


def test_redo_gives_the_unit_a_new_day(county):
    case = concluded(county)
    review = ask(county, case, "review", ASKED)
    with pytest.raises(Invalid, match="须指定期限"):
        decide(county, review, REVIEWED, outcome="redo")
    due = REVIEWED + timedelta(days=30)
    decide(county, review, REVIEWED, outcome="redo", redo_due_on=due)
    assert running(case)["R1"] == due
    case.refresh_from_db()
    assert case.next_due_on == due


def test_a_re_review_that_orders_it_again_sets_its_own_day(county):
    case = concluded(county)
    review = ask(county, case, "review", ASKED)
    decide(county, review, REVIEWED, outcome="redo", redo_due_on=REVIEWED + timedelta(days=90))
    recheck = ask(county, case, "recheck", ASKED_AGAIN)
    due = FINAL + timedelta(days=30)
    decide(county, recheck, FINAL, outcome="redo", redo_due_on=due)
    assert running(case)["R1"] == due


def test_no_termination_without_proof_of_service(county):
    case = concluded(county)
    decide(county, ask(county, case, "review", ASKED), REVIEWED)
    recheck = ask(county, case, "recheck", ASKED_AGAIN)
    with pytest.raises(Unlawful, match="复核意见"):
        terminating.terminate_case(
            authority=county.who(county.clerk, on=FINAL),
            case=case,
            terminated_on=FINAL,
            plan="帮扶",
            now=at(FINAL),
        )
    decide(county, recheck, FINAL, served_on=None, served_how="")
    with pytest.raises(Unlawful, match="送达"):
        terminating.terminate_case(
            authority=county.who(county.clerk, on=FINAL),
            case=case,
            terminated_on=FINAL,
            plan="帮扶",
            now=at(FINAL),
        )


def test_care_stays_a_duty_after_the_end(county):
    case = concluded(county)
    note = recording.add_note(
        authority=county.who(county.officer, on=ASKED),
        case=case,
        kind="aid",
        on=ASKED,
        text="协助申请临时救助。",
        now=at(ASKED),
    )
    assert note.pk
    with pytest.raises(Unlawful, match="第三十七条第三款"):
        recording.add_note(
            authority=county.who(county.officer, on=ASKED),
            case=case,
            kind="investigation",
            on=ASKED,
            text="再查。",
            now=at(ASKED),
        )


class TestService:
    def attempt(self, county, case, **fields):
        values = {
            "method": "in_person",
            "on": CONCLUDED,
            "server": "赵专干",
            "receiver": "张小明",
        }
        return serving.record_service(
            authority=county.who(county.officer, on=CONCLUDED),
            document=case.documents.get(kind="opinion"),
            draft=ServiceDraft(**{**values, **fields}),
            now=at(CONCLUDED),
        )

    @pytest.fixture
    def case(self, county):
        return concluded(county, served_on=None, served_how="")

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"method": "pigeon"}, "method"),
            ({"on": CONCLUDED + timedelta(days=1)}, "on"),
            ({"on": DAY}, "on"),
            ({"server": ""}, "server"),
            ({"method": "left", "refusal": "拒收"}, "witness"),
            ({"method": "left", "witness": "村主任"}, "refusal"),
            ({"is_served": False}, "note"),
            ({"receiver": " "}, "receiver"),
            ({"method": "post"}, "note"),
            ({"method": "electronic"}, "place"),
            ({"method": "entrusted"}, "note"),
        ],
        ids=[
            "way",
            "future",
            "before-issue",
            "server",
            "witness",
            "refusal",
            "failed-why",
            "in-person-by-whom",
            "post-number",
            "electronic-address",
            "entrusted-to",
        ],
    )
    def test_what_a_proof_needs(self, county, case, fields, field):
        with pytest.raises(Invalid) as refused:
            self.attempt(county, case, **fields)
        assert refused.value.field == field

    def test_a_failed_attempt_starts_nothing(self, county, case):
        self.attempt(county, case, method="post", is_served=False, note="查无此人，退件")
        assert running(case) == {}
        self.attempt(county, case, method="left", refusal="拒绝签收", witness="村主任")
        assert set(running(case)) == {"C10"}
        with pytest.raises(Unlawful, match="已于"):
            self.attempt(county, case)

    def test_another_unit_cannot_prove_it(self, county, case):
        with pytest.raises(NotAllowed):
            serving.record_service(
                authority=county.who(county.other_officer, on=CONCLUDED),
                document=case.documents.get(kind="opinion"),
                draft=ServiceDraft(method="in_person", on=CONCLUDED, server="周"),
                now=at(CONCLUDED),
            )


def test_a_higher_organs_paper_keeps_its_own_number_and_ours_is_numbered_by_us(county):
    case = concluded(county)
    review = ask(county, case, "review", ASKED, organ=None, organ_name="市自然资源局")
    paper = decide(county, review, REVIEWED, organ_number="市资复〔2026〕8号")
    assert paper.title == "信访事项复查意见书（市自然资源局 市资复〔2026〕8号）"
    assert not paper.number
    assert paper.served_on, (
        "its service is proven as that of any other paper, and starts the next period"
    )
    assert set(running(case)) == {"C12"}


def test_no_number_is_typed_for_an_organ_of_the_county(county):
    review = ask(county, concluded(county), "review", ASKED)
    with pytest.raises(Invalid, match="系统编号") as refusal:
        decide(county, review, REVIEWED, organ_number="县政复1号")
    assert refusal.value.field == "organ_number"


@pytest.mark.parametrize(
    "opinion",
    ["认定事实清楚，程序合法，予以维持。", "原处理意见遗漏诉求，予以撤销，责令柳溪镇重新处理。"],
)
def test_a_short_opinion_that_decides_is_no_hollow_one(county, opinion):
    review = ask(county, concluded(county), "review", ASKED)
    assert opinion.rstrip("。") in decide(county, review, REVIEWED, opinion=opinion).body


def test_an_opinion_that_decides_nothing_is_refused(county):
    review = ask(county, concluded(county), "review", ASKED)
    with pytest.raises(Invalid):
        decide(county, review, REVIEWED, opinion="您好，来信收悉，已转有关部门办理。")


def test_no_two_organs_share_a_symbol(county):
    units = [county.office, Unit(kind=UnitKind.COUNTY, name="县人民政府"), county.town]
    assert len({letters.symbol_of(unit) for unit in units}) == len(units)
