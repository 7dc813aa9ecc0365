"""What is done with a list of cases: the export and the transfer of several."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.models import AccessLog, AuditEntry
from organizations.enums import PostKind
from petitions.models import Case, Dispatch, Document
from petitions.services.drafts import PersonDraft
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of, transferred

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(DAY + timedelta(days=1)), tick=False):
        yield


class TestExport:
    def rows(self, user, **query) -> list[list[str]]:
        answer = client_of(user).post(reverse("petitions:case_export"), query)
        assert answer.status_code == 200
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_all_rows_and_their_number_and_a_note_in_the_log(self, county):
        for n in range(70):
            register(county, people=(PersonDraft(name=f"信访人{n}"),))
        rows = self.rows(county.clerk)
        assert len(rows) == 72, "head, 70 rows, total: more than a page of the list"
        assert rows[-1] == ["共 70 件"]
        log = AccessLog.objects.get()
        assert (log.user, log.action) == (county.clerk, "export:70")

    def test_only_what_the_list_shows(self, county, registered):
        other = register(county, form="visit")
        assert len(self.rows(county.clerk, form="visit")) == 3
        assert other.number in self.rows(county.clerk, form="visit")[1][0]
        assert len(self.rows(county.officer)) == 2, "nothing of another unit"

    def test_text_never_becomes_a_formula(self, county):
        register(county, title="=HYPERLINK(1)")
        assert self.rows(county.clerk)[1][2] == "'=HYPERLINK(1)"

    def test_never_by_get(self, county):
        assert client_of(county.clerk).get(reverse("petitions:case_export")).status_code == 405


class TestBatch:
    def send(self, user, cases, unit, **fields):
        data = {"case": [c.pk for c in cases], "to_unit": unit.pk, "note": "", "confirm": "1"}
        return client_of(user).post(reverse("petitions:batch_transfer"), {**data, **fields})

    def test_each_row_has_its_own_result(self, county):
        first, second = register(county), register(county, title="第二件")
        done = transferred(county, register(county, title="已转送的"))
        answer = self.send(county.clerk, [first, second, done], county.town)
        assert [bool(r.problem) for r in answer.context["results"]] == [False, False, True]
        assert "已转办" in answer.context["results"][2].problem
        assert set(Case.objects.values_list("status", flat=True)) == {"dispatched"}

    def test_asks_first(self, county, registered):
        client = client_of(county.clerk)
        answer = client.post(reverse("petitions:batch_transfer"), {"case": [registered.pk]})
        assert registered.number in answer.content.decode()
        assert Case.objects.get().status == "registered"

    def preview(self, user, cases, unit, **fields):
        data = {"case": [c.pk for c in cases], "to_unit": unit.pk, "note": "请急办", "preview": "1"}
        return client_of(user).post(reverse("petitions:batch_transfer"), {**data, **fields})

    def test_the_preview_says_who_goes_where_and_who_does_not_and_changes_nothing(self, county):
        first = register(county)
        done = transferred(county, register(county, title="已转送的"))
        written = (Dispatch.objects.count(), Document.objects.count(), AuditEntry.objects.count())
        answer = self.preview(county.clerk, [first, done], county.town)
        assert answer.status_code == 200
        assert [r.problem == "" for r in answer.context["rows"]] == [True, False]
        assert (answer.context["going"], answer.context["staying"]) == (1, 1)
        text = answer.content.decode()
        assert "已转办" in text, "why it is refused"
        assert "确认转送 1 件" in text
        assert {row.case.status for row in answer.context["rows"]} == {"registered", "dispatched"}
        assert Case.objects.get(pk=first.pk).status == "registered"
        now = (Dispatch.objects.count(), Document.objects.count(), AuditEntry.objects.count())
        assert now == written

    def test_what_the_preview_shows_is_what_is_confirmed(self, county):
        cases = [register(county), register(county, title="第二件")]
        text = self.preview(county.clerk, cases, county.town).content.decode()
        for case in cases:
            assert f'name="case" value="{case.pk}"' in text
        assert f'name="to_unit" value="{county.town.pk}"' in text
        assert 'name="note" value="请急办"' in text
        self.send(county.clerk, cases, county.town, note="请急办")
        assert set(Dispatch.objects.values_list("to_unit", "note")) == {(county.town.pk, "请急办")}

    def test_nothing_typed_is_lost_on_the_way_back(self, county, registered):
        answer = client_of(county.clerk).post(
            reverse("petitions:batch_transfer"),
            {"case": [registered.pk], "to_unit": county.town.pk, "note": "请急办", "change": "1"},
        )
        form = answer.context["form"]
        assert form["note"].value() == "请急办"
        assert str(form["to_unit"].value()) == str(county.town.pk)
        assert Case.objects.get().status == "registered"

    def test_nothing_to_confirm_when_none_can_go(self, county):
        done = transferred(county, register(county))
        text = self.preview(county.clerk, [done], county.town).content.decode()
        assert 'name="confirm"' not in text

    @pytest.mark.parametrize("step", ["preview", "confirm"])
    def test_a_unit_is_needed(self, county, registered, step):
        answer = client_of(county.clerk).post(
            reverse("petitions:batch_transfer"), {"case": [registered.pk], step: "1"}
        )
        assert answer.status_code == 422

    def test_the_preview_is_not_for_units(self, county, registered):
        assert self.preview(county.officer, [registered], county.town).status_code == 403

    @pytest.mark.parametrize("ids", [[], list(range(1, 52))], ids=["none", "fifty-one"])
    def test_one_to_fifty(self, county, ids):
        answer = client_of(county.clerk).post(reverse("petitions:batch_transfer"), {"case": ids})
        assert answer.status_code == 302

    def test_not_for_units(self, county, registered):
        assert self.send(county.officer, [registered], county.town).status_code == 403

    def test_hidden_matters_are_left_out(self, county):
        report = register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
        colleague = make_user_with_post(PostKind.RECEPTION, county.office, "同事")
        answer = self.send(colleague, [report], county.discipline)
        assert answer.context["results"] == []
        assert report.number not in answer.content.decode()
