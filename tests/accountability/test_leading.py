"""Cases of leaders (领导包案): marked, taken, planned, worked on, and held until the end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accountability.models import CaseMark, LeaderCase, LeaderCharge, Notice, RelatedMatter
from accountability.services import leader_closing, leader_plans, leader_work, leading
from accountability.services.leader_plans import StepDraft
from accountability.services.leader_work import ConferenceDraft
from accountability.services.related_matters import link_matter
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.enums import PostKind
from organizations.models import Setting, Term
from petitions.enums import CaseStatus, LegalClass, Purpose
from petitions.models import Case, Execution, Participant, Petitioner, Recusal
from petitions.services import dispatching, responsibility
from tests.accountability.conftest import DUE, as_
from tests.accountability.leaders import (
    NOW,
    SOON,
    conclude,
    draft,
    finish,
    fresh,
    furnish,
    plan,
    take_up,
    visit,
)
from tests.factories.organizations import make_user_with_post


@pytest.fixture
def county(world):
    return furnish(world)


class TestWhoTakesIt:
    def test_art5_by_portfolio_with_the_reason_in_words(self, county):
        taken = take_up(county)
        assert taken.leader == county.vice
        charge = taken.charges.get()
        assert (charge.kind, charge.by) == ("rule", county.supervisor)
        assert charge.reason == "副县长分管“国土资源”，按一岗双责包案（条例第五条第三项）"
        county.case.refresh_from_db()
        assert county.case.leader == county.vice
        change = county.case.responsibility_changes.get(what="leader")
        assert change.new == "副县长"
        assert Notice.objects.filter(user=county.vice, title__endswith="由您包案").count() == 1

    def test_the_unit_s_own_leader_first_where_the_county_says_so(self, county):
        Setting.objects.create(code="leader_case.county_first", value=False, valid_from=DUE)
        assert take_up(county).leader == county.deputy

    def test_by_decision_with_a_reason(self, county):
        with pytest.raises(Invalid) as refused:
            take_up(county, leader=county.leader)
        assert refused.value.field == "leader_reason"
        taken = take_up(county, leader=county.leader, leader_reason="联席会议确定")
        assert (taken.leader, taken.charges.get().kind) == (county.leader, "decision")

    def test_whoever_the_rule_finds_needs_no_reason(self, county):
        assert take_up(county, leader=county.vice).charges.get().kind == "rule"

    def test_art28_3_who_had_to_step_back_is_passed_over(self, county):
        Recusal.objects.create(
            case=county.case, user=county.vice, reason="亲属", asked_by=county.vice, asked_at=NOW,
            status="approved", decided_by=county.head, decided_at=NOW,
        )  # fmt: skip
        with pytest.raises(Invalid) as refused:
            take_up(county, leader=county.vice, leader_reason="熟悉情况")
        assert refused.value.field == "leader"
        assert take_up(county).leader == county.leader

    def test_art30_3_a_report_is_never_led_by_whom_it_accuses_or_who_may_not_know(self, county):
        report = county.add_case(
            purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT, content_class=county.land
        )
        report.accused_people.add(county.vice)
        for user in (county.vice, county.deputy):
            with pytest.raises(Invalid) as refused:
                take_up(
                    county, authority=as_(county.head), case=report, leader=user, leader_reason="x"
                )
            assert refused.value.field == "leader"
        assert take_up(county, authority=as_(county.head), case=report).leader == county.leader

    def test_nobody_without_a_leading_post(self, county):
        with pytest.raises(Invalid) as refused:
            take_up(county, leader=county.officer, leader_reason="熟悉情况")
        assert refused.value.field == "leader"

    def test_nobody_found_asks_for_a_name(self, county):
        Term.objects.exclude(user=county.supervisor).delete()
        with pytest.raises(Invalid) as refused:
            take_up(county)
        assert refused.value.field == "leader"

    @pytest.mark.parametrize("who", ["clerk", "officer", "deputy", "leader", "vice"])
    def test_only_supervisors_and_the_head_mark_and_assign(self, county, who):
        with pytest.raises(NotAllowed):
            take_up(county, authority=as_(getattr(county, who)))

    @pytest.mark.parametrize(
        ("change", "field"), [({"reason": " "}, "reason"), ({"kind": "odd"}, "kind")]
    )
    def test_a_mark_has_a_kind_and_a_reason(self, county, change, field):
        with pytest.raises(Invalid) as refused:
            take_up(county, **change)
        assert refused.value.field == field

    def test_one_case_at_a_time_and_one_leader_at_a_time(self, county):
        taken = take_up(county)
        with pytest.raises(Invalid):
            take_up(county)
        with pytest.raises(IntegrityError), transaction.atomic():
            LeaderCharge.objects.create(
                leader_case=taken, leader=county.leader, kind="rule", reason="x", began_at=NOW
            )


class TestAnotherLeader:
    def test_reassigned_with_its_history_and_the_name_on_the_matter(self, county):
        taken = take_up(county)
        plan(county, taken)
        with pytest.raises(Invalid):
            leading.reassign(
                authority=as_(county.head), leader_case=taken, leader=county.leader, reason="",
                now=NOW,
            )  # fmt: skip
        leading.reassign(
            authority=as_(county.head), leader_case=taken, leader=county.leader,
            reason="工作调整", now=NOW + timedelta(days=1),
        )  # fmt: skip
        taken = fresh(taken)
        assert [c.leader for c in taken.charges.all()] == [county.vice, county.leader]
        assert taken.case.leader == taken.leader == county.leader
        assert taken.plans.count() == 1, "the work goes with the case"
        assert Notice.objects.filter(user=county.vice, title__contains="由县委副书记包案").exists()

    def test_a_leader_named_on_the_matter_takes_the_case_too(self, county):
        taken = take_up(county)
        responsibility.change_leader(
            authority=as_(county.head), case=taken.case, leader=county.leader,
            reason="常委会决定", now=NOW + timedelta(hours=1),
        )  # fmt: skip
        charge = taken.charges.get(ended_at__isnull=True)
        assert (charge.leader, charge.kind, charge.reason) == (
            county.leader, "decision", "常委会决定",
        )  # fmt: skip
        assert fresh(taken).leader == county.leader

    def test_a_county_leader_keeps_it_when_the_matter_goes_to_another_unit(self, county):
        case = county.add_case(
            status=CaseStatus.REGISTERED, responsible_unit=county.office,
            content_class=county.land,
        )  # fmt: skip
        taken = take_up(county, case=case)
        dispatching.transfer_case(
            authority=as_(county.clerk), case=case, to_unit=county.town, note="", now=NOW
        )
        taken = fresh(taken)
        assert taken.leader == taken.case.leader == county.vice
        last = case.responsibility_changes.filter(what="leader").order_by("-id").first()
        assert last.reason == "责任单位变更，包案领导不变（一抓到底）"

    def test_a_unit_s_leader_hands_it_to_the_next_unit_s(self, county):
        Setting.objects.create(code="leader_case.county_first", value=False, valid_from=DUE)
        case = county.add_case(status=CaseStatus.REGISTERED, responsible_unit=county.office)
        taken = take_up(county, case=case)
        assert taken.leader == county.head
        dispatching.transfer_case(
            authority=as_(county.clerk), case=case, to_unit=county.town, note="", now=NOW
        )
        taken = fresh(taken)
        assert taken.leader == taken.case.leader == county.deputy
        assert taken.charges.count() == 2


class TestPlan:
    def test_written_by_the_unit_and_confirmed_by_the_leader_alone(self, county):
        taken = take_up(county)
        written = leader_plans.write_plan(
            authority=as_(county.officer), leader_case=taken, draft=draft(county), now=NOW
        )
        assert Notice.objects.filter(user=county.vice, title__endswith="方案待您确认").exists()
        for who in (county.officer, county.head, county.leader):
            with pytest.raises(NotAllowed):
                leader_plans.confirm_plan(authority=as_(who), plan=written, now=NOW)
        leader_plans.confirm_plan(authority=as_(county.vice), plan=written, now=NOW)
        assert (written.status, written.confirmed_by) == ("confirmed", county.vice)
        assert Notice.objects.filter(user=county.officer, title__contains="您负责的步骤").exists()

    def test_a_draft_is_written_anew_a_confirmed_one_is_kept_as_a_revision(self, county):
        taken = take_up(county)
        for text in ("先写", "改写"):
            leader_plans.write_plan(
                authority=as_(county.vice), leader_case=taken, draft=draft(county, text), now=NOW
            )
        first = taken.plans.get()
        leader_plans.confirm_plan(authority=as_(county.vice), plan=first, now=NOW)
        step = first.steps.get()
        with pytest.raises(Invalid) as refused:
            plan(county, taken)
        assert refused.value.field == "reason"
        going_on = StepDraft("改写", SOON, unit=county.town, before=step)
        added = StepDraft("再加一步", SOON, person=county.officer)
        revised = leader_plans.write_plan(
            authority=as_(county.vice), leader_case=taken,
            draft=draft(county, reason="情况变化", steps=(going_on, added)), now=NOW,
        )  # fmt: skip
        leader_plans.finish_step(
            authority=as_(county.officer), step=step, done_on=DUE, result="已核实", now=NOW
        )
        leader_plans.confirm_plan(authority=as_(county.vice), plan=revised, now=NOW)
        assert list(taken.plans.values_list("revision", "status")) == [
            (1, "replaced"), (2, "confirmed"),
        ]  # fmt: skip
        kept, new = revised.steps.all()
        assert (kept.done_on, kept.result, new.done_on) == (DUE, "已核实", None)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"problem": ""}, "problem"),
            ({"measures": " "}, "measures"),
            ({"steps": ()}, "steps"),
            ({"measures": "做好稳控工作"}, "measures"),
            ({"due_on": DUE - timedelta(days=1)}, "steps"),
        ],
    )
    def test_what_a_plan_must_say(self, county, change, field):
        with pytest.raises(Invalid) as refused:
            plan(county, take_up(county), **change)
        assert refused.value.field == field

    @pytest.mark.parametrize("text", ["", "安排专人看管信访人"])
    def test_what_a_step_must_say(self, county, text):
        with pytest.raises(Invalid) as refused:
            plan(county, take_up(county), text)
        assert refused.value.field == "steps"

    def test_a_step_s_owner_may_see_the_matter(self, county):
        officer = make_user_with_post(PostKind.PETITION_OFFICER, county.other_town, "外镇干部")
        for owner in ({"unit": county.other_town}, {"person": officer}):
            with pytest.raises(Invalid, match="无权查看本事项"):
                plan(county, take_up_once(county), steps=(StepDraft("配合", SOON, **owner),))

    def test_strangers_write_nothing(self, county):
        taken = take_up(county)
        for who in (county.leader, county.clerk, county.supervisor):
            with pytest.raises(NotAllowed):
                plan(county, taken, by=who)
            with pytest.raises(NotAllowed):
                visit(county, taken, by=who)

    def test_a_step_is_done_once_not_in_the_future_and_with_a_result(self, county):
        taken = take_up(county)
        plan(county, taken, "核实面积")
        step = taken.plans.get().steps.get()
        for day, result, field in (
            (DUE + timedelta(days=1), "完成", "done_on"),
            (DUE - timedelta(days=1), "完成", "done_on"),
            (DUE, " ", "result"),
        ):
            with pytest.raises(Invalid) as refused:
                leader_plans.finish_step(
                    authority=as_(county.officer), step=step, done_on=day, result=result, now=NOW
                )
            assert refused.value.field == field
        with pytest.raises(NotAllowed):
            leader_plans.finish_step(
                authority=as_(county.leader), step=step, done_on=DUE, result="完成", now=NOW
            )
        finish(county, taken)
        assert Notice.objects.filter(user=county.vice, title__endswith="第1步已完成").exists()


def take_up_once(county):
    found = LeaderCase.objects.open().first()
    return fresh(found) if found else take_up(county)


class TestWork:
    def test_what_was_heard_is_written_as_it_was_said_what_is_ordered_is_not(self, county):
        taken = take_up(county)
        visit(county, taken, heard="他们派人看管我")
        for field in ("promised", "next_step"):
            with pytest.raises(Invalid) as refused:
                visit(county, taken, **{field: "劝返并做好稳控"})
            assert refused.value.field == field

    def test_decisions_of_a_conference_go_into_the_plan(self, county):
        taken = take_up(county)
        plan(county, taken, "核实面积")
        held = ConferenceDraft(
            kind="consultation", on=DUE, place="县政府", chair="副县长", participants="镇、局",
            minutes="同意按标准补偿", decisions=(StepDraft("拨付资金", SOON, unit=county.town),),
        )  # fmt: skip
        conference = leader_work.record_conference(
            authority=as_(county.supervisor), leader_case=taken, draft=held, now=NOW
        )
        waiting = taken.plans.get(status="draft")
        assert (waiting.revision, waiting.reason) == (2, "2026-03-11会商决定")
        assert [s.text for s in waiting.steps.all()] == ["核实面积", "拨付资金"]
        assert waiting.steps.last().conference == conference
        leader_work.record_conference(
            authority=as_(county.vice), leader_case=taken, draft=held, now=NOW
        )
        in_force = taken.plans.get(status="confirmed")
        assert in_force.steps.count() == 3, "recorded by the leader it is in force at once"

    def test_pipl_progress_may_be_published_so_it_names_nobody(self, county):
        taken = take_up(county)
        person = Petitioner.objects.create(name="张小明", phone="13800000001", created_at=NOW)
        Participant.objects.create(case=county.case, petitioner=person, role="main", order=1)
        for text in ("与张小明达成一致", "电话13800000001", "", "稳控到位"):
            with pytest.raises(Invalid) as refused:
                leader_work.write_progress(
                    authority=as_(county.vice), leader_case=taken, on=DUE, text=text, now=NOW
                )
            assert refused.value.field == "text"
        leader_work.write_progress(
            authority=as_(county.vice), leader_case=taken, on=DUE, text="补偿方案已公示", now=NOW
        )

    def test_related_matters(self, county):
        taken, other = take_up(county), county.add_case()
        link = {"authority": as_(county.vice), "leader_case": taken, "note": "同一地块", "now": NOW}
        link_matter(case=other, **link)
        report = county.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
        for case in (taken.case, other, report):
            with pytest.raises(Invalid) as refused:
                link_matter(case=case, **link)
            assert refused.value.field == "number"


class TestEnd:
    def close(self, taken, who, **change):
        given = {"outcome": "resolved", "text": "补偿到位，信访人认可", "now": NOW}
        return leader_closing.close(
            authority=as_(who), leader_case=fresh(taken), **{**given, **change}
        )

    def test_art34_not_before_the_matter_is_closed_in_law(self, county):
        taken = take_up(county)
        with pytest.raises(Unlawful, match="尚未依法办结") as refused:
            self.close(taken, county.vice)
        assert "第三十四条" in refused.value.article

    def test_art32_2_not_before_the_opinion_was_carried_out(self, county):
        taken = take_up(county)
        conclude(county.case)
        row = Execution.objects.create(
            case=county.case, promise="补偿", due_on=SOON, by=county.officer, recorded_at=NOW
        )
        with pytest.raises(Unlawful) as refused:
            self.close(taken, county.vice)
        assert refused.value.article == "条例第三十二条第二款"
        row.done_on, row.result = DUE, "已发放"
        row.save()
        assert self.close(taken, county.vice).status == "closed"

    def test_art35_not_while_a_review_or_another_duty_runs(self, county):
        taken = take_up(county)
        conclude(county.case)
        county.add_clock(county.case, "C11", SOON, article="条例第三十五条", name="复查")
        with pytest.raises(Unlawful) as refused:
            self.close(taken, county.vice)
        assert refused.value.article == "条例第三十五条"

    def test_not_with_steps_left(self, county):
        taken = take_up(county)
        plan(county, taken)
        conclude(county.case)
        with pytest.raises(Unlawful, match="2个步骤"):
            self.close(taken, county.vice)
        finish(county, taken)
        self.close(taken, county.vice)

    def test_a_merged_matter_is_done_when_the_other_one_is(self, county):
        other = county.add_case()
        taken = take_up(county)
        conclude(county.case)
        Case.objects.filter(pk=county.case.pk).update(
            status=CaseStatus.MERGED, merged_into=other, concluded_on=None
        )
        with pytest.raises(Unlawful, match=other.number):
            self.close(taken, county.vice)
        conclude(other)
        self.close(taken, county.vice)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"outcome": ""}, "outcome"),
            ({"text": " "}, "text"),
            ({"text": "继续稳控"}, "text"),
            ({"outcome": "other"}, "outcome"),
        ],
    )
    def test_an_outcome_and_words_for_it(self, county, change, field):
        taken = take_up(county)
        conclude(county.case)
        with pytest.raises(Invalid) as refused:
            self.close(taken, county.vice, **change)
        assert refused.value.field == field

    def test_resolved_clears_the_mark_and_unresolved_keeps_it(self, county):
        taken = take_up(county)
        conclude(county.case)
        self.close(taken, county.vice, outcome="unresolved")
        mark = CaseMark.objects.get()
        assert mark.cleared_at is None
        again = take_up(county)
        assert again.mark == mark
        self.close(again, county.supervisor)
        mark.refresh_from_db()
        assert (mark.cleared_by, mark.clear_reason) == (county.supervisor, "领导包案已了结：化解")

    def test_art37_3_an_ended_matter_may_still_be_taken_up(self, county):
        conclude(county.case)
        assert take_up(county).is_open

    def test_the_outcome_is_noted_on_related_matters_one_may_see(self, county):
        taken, other = take_up(county), county.add_case()
        link_matter(
            authority=as_(county.vice), leader_case=taken, case=other, note="同地块", now=NOW
        )
        conclude(county.case)
        self.close(taken, county.vice, apply_to_related=True)
        row = RelatedMatter.objects.get()
        assert (row.result, row.result_by) == ("补偿到位，信访人认可", county.vice)

    def test_only_the_leader_and_those_who_assign_end_it(self, county):
        taken = take_up(county)
        conclude(county.case)
        for who in (county.officer, county.leader, county.clerk):
            with pytest.raises(NotAllowed):
                self.close(taken, who)

    def test_cancelled_only_while_nothing_was_done(self, county):
        taken = take_up(county)
        with pytest.raises(Invalid):
            leader_closing.cancel(authority=as_(county.head), leader_case=taken, reason="", now=NOW)
        visit(county, taken)
        with pytest.raises(Unlawful, match="一抓到底"):
            leader_closing.cancel(
                authority=as_(county.head), leader_case=taken, reason="误列", now=NOW
            )
        taken.visits.all().delete()
        leader_closing.cancel(authority=as_(county.head), leader_case=taken, reason="误列", now=NOW)
        assert CaseMark.objects.get().clear_reason == "误列"
        with pytest.raises(Unlawful):
            visit(county, taken)

    def test_a_mark_stays_while_a_leader_has_the_case(self, county):
        taken = take_up(county)
        clear = {"authority": as_(county.head), "mark": taken.mark, "now": NOW}
        with pytest.raises(Unlawful):
            leader_closing.clear_mark(reason="不再疑难", **clear)
        conclude(county.case)
        self.close(taken, county.vice, outcome="unresolved")
        with pytest.raises(NotAllowed):
            leader_closing.clear_mark(reason="x", **{**clear, "authority": as_(county.officer)})
        with pytest.raises(Invalid):
            leader_closing.clear_mark(reason="", **clear)
        leader_closing.clear_mark(reason="不再疑难", **clear)
        with pytest.raises(Unlawful):
            leader_closing.clear_mark(reason="不再疑难", **clear)
