"""The daily run over leaders' cases: successors, overdue steps, plans not made, convenors without a case."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from accountability.models import LeaderCase, Notice, PlanStep
from accountability.selectors import leading as selectors
from accountability.services import leader_plans
from accountability.services.leader_plans import StepDraft
from accountability.services.leader_run import run_leader_cases
from organizations.enums import PostKind
from organizations.models import Post, Term
from petitions.enums import LegalClass, Purpose
from petitions.models import Case, Recusal
from tests.accountability.conftest import DUE, as_
from tests.accountability.leaders import NOW, SOON, draft, finish, fresh, furnish, plan, take_up
from tests.factories.organizations import make_term, make_user, make_user_with_post
from tests.factories.petitions import at

LATER = SOON + timedelta(days=2)  # Monday


@pytest.fixture
def county(world):
    return furnish(world)


def run(on=LATER, **change):
    return run_leader_cases(on=on, now=at(on), **change)


class TestSuccession:
    def leave(self, county):
        Term.objects.filter(user=county.vice).update(ends_on=DUE)

    def succeed(self, county, name="新副县长"):
        user = make_user(name, unit=county.county)
        make_term(user, county.county, PostKind.COUNTY_LEADER, title="副县长", starts_on=DUE)
        return user

    def test_the_successor_takes_the_open_cases_with_their_history(self, county):
        taken = take_up(county)
        plan(county, taken)
        self.leave(county)
        new = self.succeed(county)
        for dry_run, leader in ((True, county.vice), (False, new), (False, new)):
            run(dry_run=dry_run)
            assert fresh(taken).leader == leader
        before, after = taken.charges.all()
        assert (before.ended_at, after.kind, after.by) == (at(LATER), "succession", None)
        assert after.reason == "副县长不再担任副县长，由接任者继续包案"
        assert fresh(taken).case.leader == new
        assert taken.plans.get().status == "confirmed"
        assert Notice.objects.filter(user=new, title__endswith="由您包案").count() == 1

    def test_closed_cases_stay_with_whom_they_were(self, county):
        taken = take_up(county)
        LeaderCase.objects.filter(pk=taken.pk).update(
            status="closed", outcome="resolved", outcome_text="好", closed_at=NOW,
            closed_by=county.vice,
        )  # fmt: skip
        self.leave(county)
        self.succeed(county)
        run()
        assert fresh(taken).leader == county.vice
        assert taken.charges.count() == 1

    @pytest.mark.parametrize("successors", [0, 2])
    def test_without_one_clear_successor_the_overseers_are_told_once_a_week(
        self, county, successors
    ):
        taken = take_up(county)
        self.leave(county)
        for n in range(successors):
            self.succeed(county, f"新副县长{n}")
        for day, told in ((0, 1), (1, 1), (8, 2)):
            report = run(LATER + timedelta(days=day))
            assert len(report.problems) == 1
            assert Notice.objects.filter(user=county.supervisor, kind="escalation").count() == told
        assert fresh(taken).leader == county.vice

    def test_art30_3_an_accused_successor_is_passed_over(self, county):
        report = county.add_case(
            purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT, content_class=county.land
        )
        taken = take_up(county, authority=as_(county.head), case=report)
        self.leave(county)
        report.accused_people.add(self.succeed(county))
        run()
        assert fresh(taken).leader == county.vice
        told = Notice.objects.filter(kind="escalation")
        assert [n.user for n in told] == [county.head], "a supervisor does not see reports"
        assert report.number not in told.get().title

    def test_two_names_are_put_right(self, county):
        taken = take_up(county)
        Case.objects.filter(pk=taken.case_id).update(leader=county.deputy)
        run()
        assert fresh(taken).case.leader == county.vice


class TestNamesOnOrdinaryMatters:
    """Matters without a leader's case carry the name of somebody in post, too."""

    @pytest.fixture
    def left(self, county):
        Case.objects.update(leader=county.deputy, content_class=None)
        Term.objects.filter(user=county.deputy).update(ends_on=DUE)
        new = make_user("新副镇长", unit=county.town)
        make_term(new, county.town, PostKind.DEPUTY, starts_on=DUE + timedelta(days=1))
        return new

    def test_the_successor_is_named_once_with_history(self, county, left):
        for dry_run, leader in ((True, county.deputy), (False, left), (False, left)):
            run(dry_run=dry_run)
            county.case.refresh_from_db()
            assert county.case.leader == leader
        change = county.case.responsibility_changes.get(what="leader")
        assert (change.old, change.new, change.by) == ("镇分管领导", "新副镇长", None)

    def test_art28_3_not_who_stepped_back(self, county, left):
        Recusal.objects.create(
            case=county.case, user=left, reason="亲属", asked_by=left, asked_at=NOW,
            status="approved", decided_by=county.head, decided_at=NOW,
        )  # fmt: skip
        run()
        county.case.refresh_from_db()
        assert county.case.leader == county.principal

    def test_closed_matters_and_vacant_units_are_left_alone(self, county, left):
        Term.objects.filter(user=left).delete()
        Term.objects.filter(post__unit=county.town).update(ends_on=DUE)
        closed = county.add_case(closed_on=DUE, status="filed", leader=county.deputy)
        run()
        county.case.refresh_from_db()
        assert county.case.leader == closed.leader == county.deputy

    def test_a_county_leader_who_is_in_post_stays(self, county, left):
        Case.objects.update(leader=county.leader)
        assert not run().done


class TestOverdue:
    def test_an_overdue_step_is_told_once_to_the_leader_and_its_owner(self, county):
        taken = take_up(county)
        plan(county, taken, "核实面积")
        Notice.objects.all().delete()
        assert not run(SOON).done, "the day itself is not overdue"
        for on in (LATER, LATER, LATER + timedelta(days=1)):
            run(on)
        told = Notice.objects.filter(kind="overdue")
        assert {n.user for n in told} == {county.vice, county.officer}
        assert told.count() == 2
        assert told.first().title == f"{county.case.number}包案方案第1步已逾期"

    def test_a_new_day_is_told_of_anew(self, county):
        taken = take_up(county)
        first = plan(county, taken, "核实面积")
        run()
        step = first.steps.get()
        for change, told in ((0, 2), (5, 4)):
            day = SOON + timedelta(days=change)
            again = StepDraft("核实面积", day, unit=county.town, before=step)
            written = leader_plans.write_plan(
                authority=as_(county.vice, LATER), leader_case=taken, now=at(LATER),
                draft=draft(county, steps=(again,), reason="情况变化"),
            )  # fmt: skip
            leader_plans.confirm_plan(
                authority=as_(county.vice, LATER), plan=written, now=at(LATER)
            )
            step = written.steps.get()
            run(LATER + timedelta(days=7))
            assert Notice.objects.filter(kind="overdue").count() == told

    def test_not_on_a_day_off_not_when_done_not_when_replaced(self, county):
        taken = take_up(county)
        plan(county, taken)
        assert not run(LATER - timedelta(days=1)).done, "a Sunday"
        finish(county, taken, on=SOON, now=at(SOON))
        assert not run().done

    def test_a_draft_is_not_overdue(self, county):
        taken = take_up(county)
        leader_plans.write_plan(
            authority=as_(county.vice), leader_case=taken, draft=draft(county), now=NOW
        )
        assert not PlanStep.objects.overdue(on=LATER).exists()

    def test_a_plan_not_made_in_time_is_asked_for_once(self, county):
        take_up(county)
        late = DUE + timedelta(days=16)
        for on in (DUE + timedelta(days=15), late, late + timedelta(days=3)):
            run(on)
        assert [n.user for n in Notice.objects.filter(kind="overdue")] == [county.vice]

    def test_art30_3_a_secret_matter_s_notice_tells_nothing(self, county):
        report = county.add_case(
            purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT,
            content_class=county.land, title="举报某某",
        )  # fmt: skip
        take_up(county, authority=as_(county.head), case=report)
        run(DUE + timedelta(days=16))
        notice = Notice.objects.get(kind="overdue")
        assert report.number not in notice.title + notice.text


class TestConvenor:
    def test_art13_the_convenor_leads_at_least_one(self, county):
        Post.objects.filter(title="县委副书记").update(is_convenor=True)
        assert selectors.convenors_without_case(on=DUE) == [], "no case in the county yet"
        taken = take_up(county)
        assert selectors.convenors_without_case(on=DUE) == [county.leader]
        for day, told in ((0, 1), (1, 1), (29, 2)):
            run(DUE + timedelta(days=day))
            assert Notice.objects.filter(title="联席会议召集人尚未包案").count() == told
        Case.objects.filter(pk=taken.case_id).update(leader=county.leader)
        LeaderCase.objects.update(leader=county.leader)
        assert selectors.convenors_without_case(on=DUE) == []

    def test_loads_show_the_convenor_first(self, county):
        Post.objects.filter(title="县委副书记").update(is_convenor=True)
        plan(county, take_up(county), due_on=SOON)
        first, second = selectors.loads(as_(county.head, LATER))
        assert (first.leader, first.is_convenor, first.open) == (county.leader, True, 0)
        assert (second.leader, second.open, second.late) == (county.vice, 1, 1)


def test_the_command_says_what_it_would_do(county, capsys):
    make_user_with_post(PostKind.PETITION_OFFICER, county.office)
    plan(county, take_up(county))
    call_command("run_leader_cases", "--on", LATER.isoformat(), "--dry-run")
    assert "step 1 overdue" in capsys.readouterr().out
    assert not Notice.objects.filter(kind="overdue").exists()
