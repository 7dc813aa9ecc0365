"""The acts beside the main way: routes, agreements, claims, co-handling, disputes, recusal, urgency, withdrawal."""

from datetime import timedelta

import pytest

from core.errors import Invalid, NotAllowed, Unlawful
from organizations.enums import PostKind
from petitions.models import Case
from petitions.services import (
    claims,
    co_handling,
    concluding,
    disputes,
    executing,
    handling,
    recording,
    recusals,
    referring,
    simple,
    urgent,
    withdrawing,
)
from petitions.services.claims import ClaimAnswer
from petitions.services.drafts import PersonDraft
from petitions.services.referring import ReferralDraft
from petitions.services.urgent import UrgentDraft
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, register
from tests.petitions.steps import (
    ACCEPTED,
    CONCLUDED,
    LETTER,
    SENT,
    accepted,
    conclude,
    running,
    transfer,
)

pytestmark = pytest.mark.django_db


class TestRoutes:
    def refer(self, county, case, **fields):
        values = {
            "route": "1",
            "organ": "县人民法院",
            "referred_on": ACCEPTED,
            "basis": "《民事诉讼法》第一百二十二条",
            "own_clock": "法院应当在七日内立案",
            "guidance": "您反映的合同纠纷应当通过诉讼解决，请持起诉状向县人民法院提出。",
            "served_how": "in_person",
        }
        return referring.refer_case(
            authority=county.who(county.officer, on=ACCEPTED),
            case=case,
            draft=ReferralDraft(**{**values, **fields}),
            now=at(ACCEPTED),
        )

    @pytest.mark.parametrize("route", list("12345"), ids=lambda r: f"art31-{r}")
    def test_five_routes_lead_out_of_the_sixty_days(self, county, route):
        case = accepted(county)
        assert "C8" in running(case)
        self.refer(county, case, route=route)
        case.refresh_from_db()
        assert (case.status, case.route, running(case)) == ("routed", route, {})
        assert case.documents.get(kind="referral").served_on == ACCEPTED

    def test_the_sixth_is_no_referral(self, county):
        with pytest.raises(Invalid, match="第一至五项"):
            self.refer(county, accepted(county), route="6")

    @pytest.mark.parametrize("field", ["organ", "basis", "own_clock", "guidance"])
    def test_where_when_and_on_which_clock_are_recorded(self, county, field):
        with pytest.raises(Invalid) as refused:
            self.refer(county, accepted(county), **{field: " "})
        assert refused.value.field == field

    def test_a_suggestion_has_no_routes(self, county):
        with pytest.raises(Unlawful, match="申诉求决"):
            self.refer(county, accepted(county, purpose="suggestion"))


class TestClaims:
    @pytest.fixture
    def case(self, county):
        case = accepted(county)
        claims.list_claims(
            authority=county.who(county.officer, on=ACCEPTED),
            case=case,
            texts=["恢复路灯照明", "赔偿摔伤医药费"],
            now=at(ACCEPTED),
        )
        return case

    def answer(self, claim, outcome="supported"):
        return ClaimAnswer(claim.pk, outcome, "经查属实，已委托供电所更换线路。", "《条例》")

    def test_every_claim_is_answered(self, county, case):
        first, _second = case.claims.all()
        with pytest.raises(Invalid, match="第2项诉求尚未答复"):
            conclude(county, case, answers=[self.answer(first)])
        case.refresh_from_db()
        assert case.status == "accepted"

    @pytest.mark.parametrize(
        ("outcomes", "whole"),
        [
            (["supported", "supported"], "supported"),
            (["supported", "rejected"], "partly"),
            (["explained", "rejected"], "explained"),
            (["rejected", "rejected"], "rejected"),
        ],
        ids=["art32-all", "art32-part", "art32-explained", "art32-none"],
    )
    def test_the_whole_follows_from_its_parts(self, county, case, outcomes, whole):
        answers = [self.answer(c, o) for c, o in zip(case.claims.all(), outcomes, strict=True)]
        conclude(county, case, answers=answers, outcome="")
        case.refresh_from_db()
        assert case.outcome == whole

    def test_a_hollow_answer_to_one_claim_is_refused(self, county, case):
        first, second = case.claims.all()
        hollow = ClaimAnswer(second.pk, "supported", "已收悉。")
        with pytest.raises(Invalid) as refused:
            conclude(county, case, answers=[self.answer(first), hollow])
        assert refused.value.field == "claim-2"


def test_what_was_promised_is_followed_up(county):
    case = accepted(county)
    due = CONCLUDED + timedelta(days=20)
    conclude(county, case, outcome="supported", promise="更换路灯", promise_due_on=due)
    done = due - timedelta(days=2)
    row = executing.finish_execution(
        authority=county.who(county.officer, on=done),
        case=case,
        done_on=done,
        result="路灯已全部更换。",
        now=at(done),
    )
    assert (row.due_on, row.done_on) == (due, done)


@pytest.mark.parametrize(
    "outcome", ["adopted", "part_adopted", "not_adopted"], ids=lambda o: f"art29-{o}"
)
def test_a_suggestion_is_adopted_wholly_partly_or_not(county, outcome):
    case = accepted(county, purpose="suggestion")
    concluding.reply_directly(
        authority=county.who(county.officer, on=CONCLUDED),
        case=case,
        reply=SOUND,
        replied_on=CONCLUDED,
        served_how="post",
        outcome=outcome,
        now=at(CONCLUDED),
    )
    case.refresh_from_db()
    assert case.outcome == outcome


def test_an_agreement_closes_the_claim(county):
    case = accepted(county)
    recording.settle_case(
        authority=county.who(county.officer, on=CONCLUDED),
        case=case,
        kind="mediation",
        parties="张小明、清河镇供电所",
        terms="供电所十日内修复路灯。",
        agreed_on=CONCLUDED,
        now=at(CONCLUDED),
    )
    case.refresh_from_db()
    assert (case.status, case.clocks.get(code="C8").on_time) == ("settled", True)
    assert case.documents.filter(kind="agreement").exists()


def test_a_co_handling_unit_sees_the_matter_and_answers(county):
    case = accepted(county)
    helper = make_user_with_post(PostKind.PETITION_OFFICER, county.bureau)
    assert not Case.objects.visible_to(county.who(helper)).exists()
    request = co_handling.ask_unit(
        authority=county.who(county.officer, on=ACCEPTED),
        case=case,
        unit=county.bureau,
        task="提供管养分界资料",
        due_on=ACCEPTED + timedelta(days=10),
        now=at(ACCEPTED),
    )
    assert Case.objects.visible_to(county.who(helper)).exists()
    with pytest.raises(NotAllowed):
        handling.inform_petitioner(
            authority=county.who(helper, on=ACCEPTED),
            case=case,
            body=LETTER,
            informed_on=ACCEPTED,
            served_how="post",
            now=at(ACCEPTED),
        )
    co_handling.answer_request(
        authority=county.who(helper, on=ACCEPTED),
        request=request,
        answer="资料已送达。",
        now=at(ACCEPTED),
    )
    with pytest.raises(Unlawful, match="已经答复"):
        co_handling.answer_request(
            authority=county.who(helper, on=ACCEPTED),
            request=request,
            answer="再答",
            now=at(ACCEPTED),
        )


def test_a_dispute_is_decided_above_and_the_matter_moves(county, registered):
    transfer(county, registered)
    dispute = disputes.raise_dispute(
        authority=county.who(county.officer, on=SENT),
        case=registered,
        parties=[county.town, county.bureau],
        reason="路段管养分界不清",
        now=at(SENT),
    )
    with pytest.raises(NotAllowed):
        disputes.decide_dispute(
            authority=county.who(county.officer, on=SENT),
            dispute=dispute,
            unit=county.bureau,
            decider="superior",
            reason="路段属县道",
            now=at(SENT),
        )
    case = disputes.decide_dispute(
        authority=county.who(county.head, on=SENT),
        dispute=dispute,
        unit=county.bureau,
        decider="joint_meeting",
        reason="路段属县道，由该局管养",
        now=at(SENT),
    )
    case.refresh_from_db()
    assert (case.status, case.responsible_unit) == ("dispatched", county.bureau)
    assert [d.status for d in case.dispatches.order_by("id")] == ["returned", "sent"]


class TestRecusal:
    def ask(self, county, case, user):
        return recusals.ask_recusal(
            authority=county.who(county.clerk, on=ACCEPTED),
            case=case,
            user=user,
            reason="与信访人系近亲属",
            now=at(ACCEPTED),
        )

    def decide(self, county, row, user):
        return recusals.decide_recusal(
            authority=county.who(user, on=ACCEPTED),
            recusal=row,
            approve=True,
            reason="情况属实",
            now=at(ACCEPTED),
        )

    def test_who_must_step_back_can_act_no_more(self, county):
        case = accepted(county)
        row = self.ask(county, case, county.officer)
        with pytest.raises(NotAllowed):
            self.decide(county, row, county.officer)
        self.decide(county, row, county.principal)
        with pytest.raises(NotAllowed):
            conclude(county, case)

    def test_a_head_is_decided_on_by_a_county_leader(self, county):
        case = accepted(county)
        row = self.ask(county, case, county.principal)
        with pytest.raises(NotAllowed):
            self.decide(county, row, county.principal)
        leader = make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent)
        assert self.decide(county, row, leader).status == "approved"


class TestUrgent:
    def report(self, county, case, user, recipients):
        return urgent.report_urgent(
            authority=county.who(user),
            case=case,
            draft=UrgentDraft(
                recipients, at(DAY, 9), "桥梁出现险情，群众聚集反映。", sent_at=at(DAY, 10)
            ),
            now=at(DAY, 11),
        )

    def test_discovery_and_report_are_kept(self, county, registered):
        row = self.report(county, registered, county.clerk, ["party_government", "national"])
        assert (row.reported_at - row.discovered_at) == timedelta(hours=1)
        registered.refresh_from_db()
        assert registered.is_urgent

    def test_only_the_office_reports_to_the_national_bureau(self, county):
        case = register(county, user=county.officer)
        with pytest.raises(Invalid, match="由信访局提出"):
            self.report(county, case, county.officer, ["national"])

    def test_putting_it_to_the_county_ends_the_fifteen_days(self, county, registered):
        urgent.report_up(
            authority=county.who(county.clerk),
            case=registered,
            proposal="建议由县政府牵头处置。",
            now=at(DAY),
        )
        assert registered.clocks.get(code="C1").on_time is True


class TestSimple:
    def accept(self, county, case, *, day=SENT):
        return simple.accept_simply(
            authority=county.who(county.officer, on=day),
            case=case,
            body=LETTER,
            accepted_on=day,
            served_how="electronic",
            now=at(day),
        )

    def test_ten_working_days_beside_the_sixty(self, county, registered):
        transfer(county, registered)  # Thursday 5 March
        self.accept(county, registered)
        clocks = running(registered)
        assert clocks["S2"] == SENT + timedelta(days=14)
        assert set(clocks) == {"C8", "S2"}

    def test_falling_back_keeps_the_sixty_days(self, county, registered):
        transfer(county, registered)
        self.accept(county, registered)
        before = running(registered)["C8"]
        simple.fall_back(
            authority=county.who(county.officer, on=SENT),
            case=registered,
            reason="事实有争议",
            now=at(SENT),
        )
        assert running(registered) == {"C8": before}
        registered.refresh_from_db()
        assert registered.procedure == "ordinary"

    def test_after_three_working_days_only_the_ordinary_way(self, county, registered):
        transfer(county, registered)
        with pytest.raises(Invalid, match="三个工作日已过"):
            self.accept(county, registered, day=SENT + timedelta(days=6))

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"from_superior": True}, "上级交办"),
            ({"form": "visit", "head_count": 5}, "集体"),
        ],
        ids=["from-above", "collective"],
    )
    def test_exclusions(self, county, fields, words):
        case = register(county, **fields)
        transfer(county, case)
        with pytest.raises(Unlawful, match=words):
            self.accept(county, case)

    def test_a_repeat_is_excluded(self, county, registered):
        case = register(county, repeat_of_id=registered.pk)
        transfer(county, case)
        with pytest.raises(Unlawful, match="重复"):
            self.accept(county, case)


def test_a_withdrawal_counts_as_nobodys_success(county):
    case = accepted(county)
    withdrawing.withdraw_case(
        authority=county.who(county.officer, on=CONCLUDED),
        case=case,
        reason="信访人书面撤回，见附件",
        withdrawn_on=CONCLUDED,
        now=at(CONCLUDED),
    )
    clock = case.clocks.get(code="C8")
    assert (clock.status, clock.on_time) == ("cancelled", None)


def test_anonymous_matters_are_accepted_without_a_letter(county):
    case = register(county, people=(), is_anonymous=True)
    transfer(county, case)
    handling.accept_case(
        authority=county.who(county.officer, on=SENT),
        case=case,
        body="",
        accepted_on=SENT,
        served_how="",
        now=at(SENT),
    )
    assert not case.documents.filter(kind="acceptance").exists()


def test_a_letter_names_its_addressee(county):
    case = accepted(county, people=(PersonDraft(name="䶮𬱖明"),))
    assert case.documents.get(kind="acceptance").addressee == "䶮𬱖明"
