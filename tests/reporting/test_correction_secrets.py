"""Corrections never name a matter that is a report now, and what it moved is stated by the head's decision only (条例第三十条)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.errors import Invalid, Unlawful
from petitions.models import Case
from reporting.models import Bulletin, BulletinLedger, Correction
from reporting.services.correction_publication import finish_correction
from reporting.services.corrections import approve_correction, edit_correction, make_correction
from tests.factories.petitions import at
from tests.reporting.conftest import MONTH, published

pytestmark = pytest.mark.django_db
LATER = at(date(2026, 11, 10))


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(LATER, tick=False):
        yield


def accuse(case, unit) -> Case:
    """The matter becomes a report against the unit."""
    case = Case.objects.get(pk=case.pk)
    case.purpose, case.legal_class = "accusation", "report"
    case.save(update_fields=["purpose", "legal_class"])
    case.accused_units.add(unit)
    return case


@pytest.fixture
def county(october):
    """October published; one more matter of the first township stands in it with a deduction."""
    published(october)
    return october


@pytest.fixture
def secret(county):
    """A matter of the first township that cost it points is a report against it now."""
    town = county.townships[0]
    return accuse(Case.objects.filter(place=town, received_on=date(2026, 10, 1)).get(), town)


def make(county):
    return make_correction(
        paper=Bulletin.objects.get(period=MONTH),
        reason="经核查有误",
        authority=county.authority(county.clerk),
        now=LATER,
    )


def choose_all(county, correction, **more):
    edit_correction(
        correction=correction,
        reason=more.get("reason", "经核查有误"),
        keys=[one["key"] for one in correction.changes],
        texts=more.get("texts", ()),
        authority=county.authority(county.clerk),
        now=LATER,
    )
    correction.refresh_from_db()


def approve(county, correction, **more):
    approve_correction(
        correction=correction, authority=county.authority(county.head), now=LATER, **more
    )
    return finish_correction(correction_id=correction.pk, now=LATER)


def test_neither_draft_nor_paper_names_it(county, secret):
    correction = make(county)
    rows = {(one["row"], one["column"]): one for one in correction.changes}
    town = str(county.townships[0])
    assert (rows[town, "起数"]["old"], rows[town, "起数"]["new"]) == ("3", "2")
    assert rows[town, "得分"]["held"]
    choose_all(county, correction)
    paper = approve(county, correction, with_secrets=True)
    assert secret.number not in f"{correction.changes}{paper.changes}{paper.content}"


def test_what_it_alone_moved_is_left_to_the_head(county, secret):
    correction = make(county)
    assert correction.changes
    assert all(one["held"] and not one["chosen"] for one in correction.changes)
    choose_all(county, correction)
    with pytest.raises(Unlawful, match="依法保密"):
        approve(county, correction)
    assert approve(county, correction, with_secrets=True).status == "published"


def test_what_others_moved_stays_chosen_and_named(county, secret):
    other = Case.objects.get(closed_on=date(2026, 10, 30))
    Case.objects.filter(pk=other.pk).update(head_count=other.head_count + 4)
    rows = {(one["row"], one["column"]): one for one in make(county).changes}
    theirs = rows[str(county.townships[1]), "人次"]
    assert (tuple(theirs["cases"]), theirs["chosen"], theirs["held"]) == (
        (other.number,),
        True,
        False,
    )
    mixed = rows["全县", "人次"]
    assert (tuple(mixed["cases"]), mixed["chosen"], mixed["held"]) == ((other.number,), False, True)


def test_turned_into_a_report_after_the_draft_it_stops_the_approval(county):
    other = Case.objects.get(closed_on=date(2026, 10, 30))
    Case.objects.filter(pk=other.pk).update(place=county.townships[0])
    correction = make(county)
    assert other.number in str(correction.changes)
    accuse(other, county.departments[0])
    with pytest.raises(Unlawful, match="重新比对"):
        approve(county, correction, with_secrets=True)


def test_turned_into_a_report_before_the_printing_its_number_is_dropped(county):
    other = Case.objects.get(closed_on=date(2026, 10, 30))
    Case.objects.filter(pk=other.pk).update(place=county.townships[0])
    correction = make(county)
    approve_correction(correction=correction, authority=county.authority(county.head), now=LATER)
    accuse(other, county.departments[0])
    paper = finish_correction(correction_id=correction.pk, now=LATER)
    assert paper.status == "published"
    assert other.number not in f"{paper.changes}{paper.content}"


def test_without_a_kept_ledger_everything_is_left_to_the_head(county, secret):
    BulletinLedger.objects.all().delete()
    assert all(one["held"] and not one["cases"] for one in make(county).changes)


@pytest.mark.parametrize("field", ["reason", "texts"])
def test_no_number_is_written_by_hand(county, secret, field):
    texts = {"reason": "990101202630008599有误"} if field == "reason" else {
        "texts": [("共3起", "990101202630008599不计")]
    }  # fmt: skip
    correction = make(county)
    with pytest.raises(Invalid, match="编号"):
        choose_all(county, correction, **texts)


class TestPages:
    def test_the_drafter_is_warned_and_no_number_shown(self, county, secret, client):
        correction = make(county)
        client.force_login(county.clerk)
        page = client.get(reverse("reporting:correction", args=[MONTH, correction.pk]))
        shown = page.content.decode()
        assert "涉及依法保密事项，是否更正由信访局局长决定" in shown
        assert secret.number not in shown

    def test_a_number_that_became_secret_since_is_not_shown(self, county, client):
        other = Case.objects.get(closed_on=date(2026, 10, 30))
        Case.objects.filter(pk=other.pk).update(place=county.townships[0])
        correction = make(county)
        accuse(other, county.departments[0])
        client.force_login(county.leader)
        page = client.get(reverse("reporting:correction", args=[MONTH, correction.pk]))
        assert other.number not in page.content.decode()

    def test_the_head_decides_with_a_tick(self, county, secret, client):
        correction = make(county)
        choose_all(county, correction)
        client.force_login(county.head)
        url = reverse("reporting:correction_approve", args=[MONTH, correction.pk])
        client.post(url)
        assert Correction.objects.get().status == "draft"
        client.post(url, {"with_secrets": "on"})
        assert Correction.objects.get().status == "approved"
