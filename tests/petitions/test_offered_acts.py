"""What the page of a matter offers is what the service does: the same people, the same file."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed
from organizations.authority import authority_of
from organizations.enums import PostKind
from petitions import permissions
from petitions.models import Case
from petitions.selectors.acts import case_file
from petitions.services import (
    concluding,
    disputes,
    handling,
    objections,
    recusals,
    reviews,
    withdrawing,
)
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, register
from tests.petitions.steps import CONCLUDED, LETTER, accepted, concluded, transfer

pytestmark = pytest.mark.django_db


def offered(case, who):
    case = Case.objects.get(pk=case.pk)
    return {o.act.code for o in permissions.acts_for(who, case, case_file(case), on=who.on)}


def test_a_county_leader_decides_who_has_the_matter(county, registered):
    transfer(county, registered, day=DAY)
    dispute = disputes.raise_dispute(
        authority=county.who(county.officer),
        case=registered,
        parties=[county.town, county.bureau],
        reason="管养分界不清",
        now=at(DAY),
    )
    leader = make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent, "陈副县长")
    who = authority_of(leader, on=DAY)
    assert "decide_dispute" in offered(registered, who)
    case = disputes.decide_dispute(
        authority=who,
        dispute=dispute,
        unit=county.bureau,
        decider="joint_meeting",
        reason="由该局管养",
        now=at(DAY),
    )
    assert case.responsible_unit == county.bureau


def test_a_notice_posted_before_the_end_is_still_served(county, registered):
    handling.inform_petitioner(
        authority=county.who(county.clerk),
        case=registered,
        body=LETTER,
        informed_on=DAY,
        served_how="",
        now=at(DAY),
    )
    who = county.who(county.clerk)
    assert "serve" in offered(registered, who)
    withdrawing.withdraw_case(
        authority=who, case=registered, reason="书面撤回", withdrawn_on=DAY, now=at(DAY)
    )
    assert offered(registered, who) == {"serve", "correct_registration"}


def test_no_review_of_a_direct_reply_and_no_evaluation_before_it_is_served(county):
    case = register(county, purpose="suggestion")
    who = county.who(county.clerk)
    concluding.reply_directly(
        authority=who, case=case, reply=SOUND, replied_on=DAY, served_how="", now=at(DAY)
    )
    assert not {"request_review", "evaluate"} & offered(case, who)


def test_the_listing_of_claims_is_for_those_who_hold_the_matter(county, registered):
    transfer(county, registered, day=DAY)
    assert not {"claims", "merge", "withdraw"} & offered(registered, county.who(county.clerk))
    assert {"claims", "merge", "withdraw"} <= offered(registered, county.who(county.officer))


def test_the_organ_of_a_review_decides_it(county):
    case = concluded(county)
    reviews.request_review(
        authority=county.who(county.clerk, on=CONCLUDED),
        case=case,
        level="review",
        grounds="不服",
        organ=county.bureau,
        requested_on=CONCLUDED,
        now=at(CONCLUDED),
    )
    helper = make_user_with_post(PostKind.PETITION_OFFICER, county.bureau, "冯专干")
    assert "decide_review" in offered(case, authority_of(helper, on=CONCLUDED))


def test_a_recusal_is_offered_to_those_who_decide_it(county):
    case = accepted(county)
    on = DAY + timedelta(days=10)
    for user in (county.deputy, county.principal):
        recusals.ask_recusal(
            authority=county.who(county.clerk, on=on),
            case=case,
            user=user,
            reason="近亲属",
            now=at(on),
        )
    principal = county.who(county.principal, on=on)
    assert "decide_recusal" in offered(case, principal)
    recusals.decide_recusal(
        authority=principal,
        recusal=case.recusals.get(user=county.deputy),
        approve=True,
        reason="属实",
        now=at(on),
    )
    assert "decide_recusal" not in offered(case, principal), "their own is a leader's to decide"


def test_a_recused_head_does_not_extend(county):
    case = accepted(county)
    on = DAY + timedelta(days=10)
    assert "extend" in offered(case, county.who(county.principal, on=on))
    case.recusals.create(
        user=county.principal,
        reason="近亲属",
        asked_by=county.clerk,
        asked_at=at(on),
        status="approved",
        decided_by=county.head,
        decided_at=at(on),
    )
    assert "extend" not in offered(case, county.who(county.principal, on=on))
    assert not permissions.can_approve_extension(county.who(county.principal, on=on), case)


def stepped_back(county, case, user, *, day=DAY):
    """The recusal of somebody of the petition office, granted by a county leader."""
    leader = make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent, "陈副县长")
    case.recusals.create(
        user=user,
        reason="信访人为其近亲属",
        asked_by=county.clerk,
        asked_at=at(day),
        status="approved",
        decided_by=leader,
        decided_at=at(day),
    )


def test_art28_a_recused_clerk_neither_sends_nor_ends_a_matter(county, registered):
    who = county.who(county.clerk, on=DAY)
    assert {"transfer", "file", "withdraw", "link_repeat"} <= offered(registered, who)
    stepped_back(county, registered, county.clerk)
    assert offered(registered, who) == set()
    with pytest.raises(NotAllowed):
        transfer(county, registered, day=DAY)
    assert not Case.objects.get(pk=registered.pk).dispatches.exists()


def test_art28_a_recused_head_decides_no_objection(county, registered):
    transfer(county, registered, day=DAY)
    objection = objections.raise_objection(
        authority=county.who(county.officer, on=DAY),
        case=registered,
        reason="该路段由县交通运输局管养，不属本镇职权",
        suggested_unit=None,
        now=at(DAY),
    )
    head = county.who(county.head, on=DAY)
    assert "decide_objection" in offered(registered, head)
    stepped_back(county, registered, county.head)
    assert offered(registered, head) == set()
    with pytest.raises(NotAllowed):
        objections.decide_objection(
            authority=head, objection=objection, approve=True, reason="属实", now=at(DAY)
        )


def test_art28_a_recused_clerk_takes_no_review_of_a_concluded_matter(county):
    case = concluded(county)
    who = county.who(county.clerk, on=CONCLUDED)
    assert "request_review" in offered(case, who)
    stepped_back(county, case, county.clerk, day=CONCLUDED)
    assert offered(case, who) == set()
