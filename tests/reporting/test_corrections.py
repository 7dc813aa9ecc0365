"""Corrections: recounted, chosen, approved by another person, numbered, frozen, delivered; the bulletin stays as it is."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import Mail, OwedEffect
from petitions.models import Case
from reporting.domain.spans import Period
from reporting.models import Bulletin, Correction, DeliveryMessage
from reporting.selectors.bulletins import last_ranks
from reporting.services.correction_publication import finish_correction
from reporting.services.corrections import approve_correction, edit_correction, make_correction
from tests.factories.petitions import at
from tests.reporting.conftest import MONTH, build_county, published

pytestmark = pytest.mark.django_db
LATER = at(date(2026, 11, 10))


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def wrong(october):
    """October published; afterwards a matter turns out to lie in the other township."""
    bulletin = published(october)
    moved = Case.objects.get(closed_on=date(2026, 10, 30))
    moved.place = october.townships[0]
    moved.save(update_fields=["place"])
    return october, bulletin, moved


def make(county, bulletin, reason="属地登记有误"):
    authority = county.authority(county.clerk)
    return make_correction(paper=bulletin, reason=reason, authority=authority, now=LATER)


def edit(county, correction, keys=(), texts=(), reason="属地登记有误"):
    edit_correction(
        correction=correction,
        reason=reason,
        keys=keys,
        texts=texts,
        authority=county.authority(county.clerk),
        now=LATER,
    )


def publish(county, correction):
    approve_correction(correction=correction, authority=county.authority(county.head), now=LATER)
    return finish_correction(correction_id=correction.pk, now=LATER)


class TestRecount:
    def test_cells_old_and_new_with_the_matter_behind_them(self, wrong):
        county, bulletin, moved = wrong
        found = {
            (one["row"], one["column"]): (one["old"], one["new"], list(one["cases"]))
            for one in make(county, bulletin).changes
            if "排名表" in one["table"]
        }
        town, other = map(str, county.townships)
        assert found[town, "起数"] == ("3", "4", [moved.number])
        assert found[other, "起数"] == ("1", "0", [moved.number])
        assert found[other, "占人口比例·每万人"] == ("0.50", "0.00", [moved.number])
        assert (town, "得分") not in found

    def test_the_ordinary_course_of_a_matter_is_no_change(self, october):
        bulletin = published(october)
        late = Case.objects.filter(closed_on__isnull=True).first()
        Case.objects.filter(pk=late.pk).update(
            closed_on=date(2026, 11, 5), concluded_on=date(2026, 11, 5), status="concluded"
        )
        assert make(october, bulletin).changes == []

    def test_a_secret_matter_is_never_named(self, wrong):
        county, bulletin, moved = wrong
        county.case(place=county.townships[0], purpose="accusation")
        numbers = {number for one in make(county, bulletin).changes for number in one["cases"]}
        assert numbers == {moved.number}

    def test_a_draft_is_counted_anew_in_place(self, wrong):
        county, bulletin, _moved = wrong
        first = make(county, bulletin)
        county.case(place=county.townships[1])
        again = make(county, bulletin, reason="又有补录")
        assert (again.pk, again.reason) == (first.pk, "又有补录")
        assert Correction.objects.count() == 1

    def test_only_published_bulletins_and_only_the_office(self, wrong):
        county, bulletin, _moved = wrong
        with pytest.raises(NotAllowed):
            make_correction(
                paper=bulletin, reason="误",
                authority=county.authority(county.principals[0]), now=LATER,
            )  # fmt: skip
        with pytest.raises(Invalid):
            make(county, bulletin, reason=" ")
        bulletin.status = "draft"
        with pytest.raises(Unlawful, match="已印发"):
            make(county, bulletin)


class TestChoice:
    def test_only_what_is_chosen_is_printed(self, wrong):
        county, bulletin, _moved = wrong
        correction = make(county, bulletin)
        key = next(one["key"] for one in correction.changes if one["column"] == "起数")
        edit(county, correction, keys=[key], texts=[("共登记4起", "共登记5起")])
        tables = [b for b in correction.content["blocks"] if b["type"] == "table"]
        assert [len(table["rows"]) for table in tables] == [1]
        assert "原文“共登记4起”，更正为“共登记5起”。" in str(correction.content)

    @pytest.mark.parametrize("texts", [[("原", "")], [("", "新")], [("长" * 1001, "新")]])
    def test_half_a_pair_and_too_much_text_are_refused(self, wrong, texts):
        county, bulletin, _moved = wrong
        with pytest.raises(Invalid):
            edit(county, make(county, bulletin), texts=texts)

    def test_another_person_approves_and_something_must_be_stated(self, wrong):
        county, bulletin, _moved = wrong
        correction = make(county, bulletin)
        edit(county, correction)
        with pytest.raises(Unlawful, match="没有选中"):
            publish(county, correction)
        mine = make_correction(
            paper=bulletin, reason="误", authority=county.authority(county.head), now=LATER
        )
        with pytest.raises(Unlawful, match="另一人"):
            publish(county, mine)
        with pytest.raises(NotAllowed):
            approve_correction(
                correction=correction, authority=county.authority(county.clerk), now=LATER
            )

    def test_who_ever_changed_it_does_not_approve_it(self, wrong):
        county, bulletin, _moved = wrong
        correction = make(county, bulletin)
        keys = [one["key"] for one in correction.changes]
        head = county.authority(county.head)
        edit_correction(
            correction=correction, reason="属地登记有误", keys=keys[:1], texts=[("四起", "五起")],
            authority=head, now=LATER,
        )  # fmt: skip
        edit(
            county, correction, keys=keys[:1], texts=[("四起", "五起")]
        )  # the same words are no edit
        for _again in range(2):
            with pytest.raises(Unlawful, match="另一人"):
                publish(county, correction)
            correction = make(county, bulletin)  # the sentence of the head is still there
        edit(county, correction, keys=keys, texts=[])
        publish(county, make(county, bulletin))
        assert Correction.objects.get().status == "published"

    def test_an_approved_correction_is_not_changed_any_more(self, wrong):
        county, bulletin, _moved = wrong
        correction = make(county, bulletin)
        approve_correction(
            correction=correction, authority=county.authority(county.head), now=LATER
        )
        for act in (lambda: edit(county, correction), lambda: make(county, bulletin)):
            with pytest.raises(StaleState):
                act()


class TestPublication:
    def test_numbered_frozen_and_sent_as_a_further_message(self, wrong):
        county, bulletin, _moved = wrong
        path = Path(settings.MEDIA_ROOT) / str(bulletin.pdf)
        before = (path.read_bytes(), Bulletin.objects.values("figures", "content").get())
        correction = publish(county, make(county, bulletin))
        assert correction.number == 1
        assert correction.serial == bulletin.serial + 1
        assert len(correction.pdf_sha256) == 64
        sent = Mail.objects.filter(key__startswith="correction:")
        assert sent.count() == bulletin.deliveries.filter(mail__isnull=False).count() > 0
        assert "更正" in sent.first().subject
        assert DeliveryMessage.objects.filter(reason="更正第1号").count() == sent.count()
        assert before == (path.read_bytes(), Bulletin.objects.values("figures", "content").get())
        assert "有更正" in county.principals[0].notices.latest("pk").text

    def test_done_twice_it_is_sent_once(self, wrong):
        county, bulletin, _moved = wrong
        correction = publish(county, make(county, bulletin))
        sent = Mail.objects.filter(key__startswith="correction:").count()
        finish_correction(correction_id=correction.pk, now=LATER)
        assert Mail.objects.filter(key__startswith="correction:").count() == sent > 0
        assert OwedEffect.objects.filter(kind="reporting.correct").count() == 1

    def test_the_next_correction_starts_from_the_last(self, wrong):
        county, bulletin, moved = wrong
        publish(county, make(county, bulletin))
        assert make(county, bulletin).changes == []
        moved.place = county.townships[1]
        moved.save(update_fields=["place"])
        found = {
            one["column"]: (one["old"], one["new"])
            for one in make(county, bulletin).changes
            if one["row"] == str(county.townships[0])
        }
        assert found["起数"] == ("4", "3")

    def test_a_corrected_place_is_last_months_place(self, wrong):
        county, bulletin, _moved = wrong
        town = county.townships[0].pk
        assert last_ranks(Period.parse("2026-11"))[town] == 2
        correction = make(county, bulletin)
        row = {
            "key": "k",
            "table": "2026年10月乡镇（街道）信访工作情况排名表",
            "row": "甲",
            "column": "名次",
            "old": "2",
            "new": "1",
            "unit_id": town,
            "cases": [],
            "chosen": True,
        }
        Correction.objects.filter(pk=correction.pk).update(changes=[row])
        correction.refresh_from_db()
        publish(county, correction)
        assert "名次变动" in str(Correction.objects.get().content)
        assert last_ranks(Period.parse("2026-11"))[town] == 1

    def test_it_is_printed_for_real(self, wrong, typeset):
        county, bulletin, _moved = wrong
        correction = publish(county, make(county, bulletin))
        assert (Path(settings.MEDIA_ROOT) / str(correction.pdf)).read_bytes().startswith(b"%PDF")


class TestPages:
    def open(self, client, user, name, *args):
        client.force_login(user)
        return client.get(reverse(f"reporting:{name}", args=args))

    def test_from_the_button_to_the_approval(self, wrong, client):
        county, _bulletin, _moved = wrong
        client.force_login(county.clerk)
        made = client.post(
            reverse("reporting:correction_make", args=[MONTH]), {"reason": "属地有误"}
        )
        correction = Correction.objects.get()
        url = reverse("reporting:correction", args=[MONTH, correction.pk])
        assert made.url == url
        page = client.get(url).content.decode()
        assert "选用" in page
        keys = [correction.changes[0]["key"]]
        bad = client.post(f"{url}edit/", {"reason": "属地有误", "keys": keys, "texts": "没有箭头"})
        assert bad.status_code == 422
        assert "没有箭头" in bad.content.decode()
        client.post(f"{url}edit/", {"reason": "属地有误", "keys": keys, "texts": "四起 => 五起"})
        assert (
            self.open(client, county.principals[0], "correction", MONTH, correction.pk).status_code
            == 404
        )
        client.force_login(county.head)
        client.post(f"{url}approve/")
        finish_correction(correction_id=correction.pk, now=LATER)
        for name in ("bulletin", "bulletins", "verify"):
            args = () if name == "bulletins" else (MONTH,)
            assert "有更正" in self.open(client, county.principals[0], name, *args).content.decode()
        shown = self.open(client, county.principals[0], "correction", MONTH, correction.pk)
        assert "更正第1号" in shown.content.decode()
        file = self.open(client, county.principals[0], "correction_pdf", MONTH, correction.pk)
        assert file["Content-Type"] == "application/pdf"

    def test_printed_sentences_with_an_old_figure_are_offered(self, wrong, client):
        county, bulletin, _moved = wrong
        county.case(place=county.townships[0])
        correction = make(county, bulletin)
        client.force_login(county.clerk)
        url = reverse("reporting:correction", args=[MONTH, correction.pk])
        offered = client.get(url).context["offers"]
        assert ("共登记信访事项4起" in offered[0][0], "共登记信访事项5起" in offered[0][1]) == (
            True,
            True,
        )
        keys = [one["key"] for one in correction.changes]
        line = " => ".join(offered[0])
        client.post(f"{url}edit/", {"reason": "有误", "keys": keys, "texts": "", "offers": [line]})
        correction.refresh_from_db()
        assert correction.texts == [{"old": offered[0][0], "new": offered[0][1]}]
        assert offered[0] not in client.get(url).context["offers"]

    def test_the_day_is_that_of_the_county_and_the_digest_can_be_verified(self, wrong, client):
        county, bulletin, _moved = wrong
        authority = county.authority(county.clerk)
        early = at(date(2026, 11, 10), 3)  # still the 9th in Greenwich
        correction = make_correction(paper=bulletin, reason="误", authority=authority, now=early)
        assert correction.content["issued_on"] == "2026-11-10"
        publish(county, correction)
        page = self.open(client, county.head, "correction", MONTH, correction.pk)
        assert reverse("reporting:verify", args=[MONTH]) in page.content.decode()

    @pytest.mark.parametrize("towns", [2, 20])
    def test_pages_cost_the_same_queries(
        self, rule_set, towns, client, django_assert_max_num_queries
    ):
        county = build_county(townships=towns)
        bulletin = published(county)
        for town in county.townships:
            county.case(place=town)
        correction = make(county, bulletin)
        client.force_login(county.head)
        for name, args in (("corrections", (MONTH,)), ("correction", (MONTH, correction.pk))):
            with django_assert_max_num_queries(7):
                assert client.get(reverse(f"reporting:{name}", args=args)).status_code == 200
