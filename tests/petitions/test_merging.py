"""Merging, splitting and linking: both histories stay, nobody loses an answer."""

from datetime import timedelta

import pytest

from core.audit import chain_of
from core.errors import Invalid
from core.models import AuditEntry
from petitions.models import Case
from petitions.services import merging
from petitions.services.drafts import PersonDraft
from petitions.services.merging import Part
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.steps import running

pytestmark = pytest.mark.django_db


def test_merged_petitioners_become_parties_of_the_other(county, registered):
    second = register(county, people=(PersonDraft(name="李四", phone="13700000000"),))
    merging.merge_case(
        authority=county.who(county.clerk),
        case=second,
        into=registered,
        reason="反映同一路灯",
        now=at(DAY),
    )
    second.refresh_from_db()
    registered.refresh_from_db()
    assert (second.status, second.merged_into, running(second)) == ("merged", registered, {})
    assert {p.petitioner.name for p in registered.participants.all()} == {"张小明", "李四"}
    assert registered.head_count == 2


def test_a_report_never_merges_with_an_ordinary_matter(county, registered):
    report = register(county, purpose="accusation")
    with pytest.raises(Invalid, match="第三十条"):
        merging.merge_case(
            authority=county.who(county.clerk),
            case=report,
            into=registered,
            reason="同一人",
            now=at(DAY),
        )


def test_merged_reports_stay_hidden_from_everybody_they_accuse(county):
    into = register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
    report = register(county, purpose="accusation", accused_user_ids=(county.inspector.pk,))
    assert into in Case.objects.visible_to(county.who(county.inspector))
    merging.merge_case(
        authority=county.who(county.clerk), case=report, into=into, reason="同一人", now=at(DAY)
    )
    assert not Case.objects.visible_to(county.who(county.inspector)).exists()
    assert not Case.objects.visible_to(county.who(county.officer)).exists()


@pytest.mark.parametrize("whom", ["unit", "person"])
def test_art30_a_report_does_not_come_into_the_hands_of_whom_it_accuses(county, whom):
    """It would tell them that there is one; the people of the report would become parties of their matter."""
    into = register(county, purpose="accusation", accused_user_ids=(county.inspector.pk,))
    if whom == "unit":
        Case.objects.filter(pk=into.pk).update(responsible_unit=county.town)
        into.refresh_from_db()
        report = register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
    else:
        report = register(county, purpose="accusation", accused_user_ids=(county.head.pk,))
    with pytest.raises(Invalid, match="第三十条"):
        merging.merge_case(
            authority=county.who(county.clerk), case=report, into=into, reason="同", now=at(DAY)
        )
    into.refresh_from_db()
    assert not into.accused_units.exists()


def split(county, case, purpose):
    (part,) = merging.split_case(
        authority=county.who(county.clerk),
        case=case,
        parts=[Part("另一事", "另一件事的诉求", purpose)],
        reason="信中另举报镇干部",
        now=at(DAY),
    )
    return part


def test_what_is_split_out_of_a_report_stays_hidden_from_the_accused(county):
    report = register(county, purpose="accusation", accused_user_ids=(county.inspector.pk,))
    part = split(county, report, "accusation")
    assert not Case.objects.visible_to(county.who(county.inspector)).exists()
    assert list(part.accused_people.all()) == [county.inspector]


def test_an_ordinary_part_does_not_tell_that_there_is_a_report(county):
    report = register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
    part = split(county, report, "request")
    entry = AuditEntry.objects.get(chain=chain_of(part), verb="case.split_from")
    assert entry.data == {}


def test_a_report_is_not_split_out_of_an_ordinary_matter(county, registered):
    with pytest.raises(Invalid, match=r"另行登记.*第三十条"):
        split(county, registered, "accusation")


def test_a_split_counts_from_the_same_day_of_receipt(county):
    case = register(county, received_on=DAY - timedelta(days=3))
    made = merging.split_case(
        authority=county.who(county.clerk),
        case=case,
        parts=[Part("低保申请", "母亲的低保申请两年未批。", "request")],
        reason="一信两事",
        now=at(DAY),
    )
    (other,) = made
    assert other.split_from == case
    assert running(other) == running(case)
    assert other.participants.get().petitioner == case.participants.get().petitioner
    assert Case.objects.count() == 2


def test_links_never_run_in_a_circle(county, registered):
    later = register(county, title="再次反映")
    authority = county.who(county.clerk)
    merging.link_repeat(
        authority=authority, case=later, earlier=registered, reason="同人同事", now=at(DAY)
    )
    with pytest.raises(Invalid, match="不能互为前件"):
        merging.link_repeat(
            authority=authority, case=registered, earlier=later, reason="同人同事", now=at(DAY)
        )
    merging.link_repeat(
        authority=authority, case=later, earlier=None, reason="核实为不同事项", now=at(DAY)
    )
    later.refresh_from_db()
    assert later.repeat_of is None
