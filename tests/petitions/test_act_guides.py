"""What the page of an act says beforehand is what the act then does: every act is done and compared."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from petitions.domain.act_effects import EFFECTS, effect_of
from petitions.domain.clock_rules import ClockCode
from petitions.domain.workflow import ACTS
from petitions.enums import DocumentKind
from petitions.forms.act_words import WORDS
from petitions.selectors.acts import case_file
from petitions.services.drafts import PersonDraft
from petitions.services.foreseeing import foresee
from petitions.services.serving import NEXT_RIGHT
from petitions.views.act_pages import CHANGES, SCREENS
from tests.factories.petitions import at
from tests.petitions.conftest import register
from tests.petitions.pages import client_of
from tests.petitions.procedure_table import completed
from tests.petitions.steps import running
from tests.petitions.test_act_forms import TODAY, act, cases_of_acts, person, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def test_every_act_is_explained_in_words():
    assert set(WORDS) == set(SCREENS) | set(CHANGES)
    assert set(EFFECTS) <= set(ACTS)
    for effect in EFFECTS.values():
        for code in (*effect.stops, *effect.starts, *effect.on_service):
            ClockCode(code)


@pytest.mark.parametrize("code", SCREENS)
def test_an_act_does_what_its_page_says(county, code):
    name, who, _other, data, _after = cases_of_acts(county)[code]
    case = step(county, name)
    before = running(case)
    papers = set(case.documents.values_list("pk", flat=True))
    told = foresee(case=case, file=case_file(case), code=code, on=TODAY)
    assert act(person(county, who), case, code, **completed(case, code, data)).status_code == 302
    after = running(case)
    effect = effect_of(code)
    # both dates of C4 and C5 begin again when another unit is named
    ended = {c for c in before if c not in after or (c in effect.starts and c in effect.stops)}
    assert ended == (set(before) if effect.closes else set(before) & set(effect.stops))
    begun = {c: day for c, day in after.items() if c not in before or c in effect.starts}
    served = NEXT_RIGHT.values() if code == "serve" else effect.on_service
    assert set(begun) <= {*effect.starts, *served}
    assert set(effect.starts) <= set(begun)
    days = {limit.due_on for limit in (*told.begins, *told.begins_on_service)}
    assert {day for c, day in begun.items() if c != "C2"} <= days
    assert len(told.ends) == len(ended)
    written = case.documents.exclude(pk__in=papers).exclude(kind=DocumentKind.REPORT)
    titles = [paper.title for paper in written]
    assert len(titles) == len(effect.letters)
    assert all(t in e.split("/") for t, e in zip(titles, effect.letters, strict=True))


def test_the_furthest_day_of_an_extension_is_told(county):
    case = step(county, "accepted")
    told = foresee(case=case, file=case_file(case), code="extend", on=TODAY)
    act(county.principal, case, "extend", days="30", approved_on=TODAY.isoformat(), reason="复杂")
    assert told.longest == running(case)["C8"]
    assert told.extended.due_on < told.longest - timedelta(days=27)


def test_a_suggestion_begins_no_sixty_days(county):
    case = step(county, "suggestion")
    told = foresee(case=case, file=case_file(case), code="accept", on=TODAY)
    assert told.begins == ()


def test_the_page_tells_limits_papers_and_the_matter(county):
    case = step(county, "sent")
    text = client_of(county.officer).get(url(case, "accept")).content.decode()
    for words in ("“办结”期限开始计算", ">2026-05-04<", "《信访事项受理告知书》", case.statement):
        assert words in text


def test_no_paper_is_promised_for_the_anonymous(county):
    case = register(county, user=county.officer, people=(), is_anonymous=True)
    assert "告知书" not in client_of(county.officer).get(url(case, "accept")).content.decode()


@pytest.mark.parametrize("code", ["merge", "link_repeat"])
def test_other_matters_of_the_petitioner_are_offered_but_no_report(county, code):
    case = register(county)
    same = (PersonDraft(name="", petitioner_id=case.participants.get().petitioner_id),)
    other = register(county, title="楼道漏水", people=same)
    accused = {"purpose": "accusation", "accused_unit_ids": (county.town.pk,)}
    report = register(county, people=same, **accused)
    text = client_of(county.clerk).get(url(case, code)).content.decode()
    assert other.number in text
    assert report.number not in text


def test_nothing_linked_cannot_be_taken_back(county):
    case = register(county)
    answer = act(county.clerk, case, "link_repeat", earlier="", reason="核实")
    assert answer.status_code == 422
    assert "请填写前件的编号" in answer.content.decode()


def test_query_budget(county, django_assert_max_num_queries):
    case = step(county, "sent")
    client = client_of(county.officer)
    client.get(url(case, "accept"))
    with django_assert_max_num_queries(17):
        client.get(url(case, "accept"))


def url(case, code) -> str:
    return reverse("petitions:case_act", args=[case.pk, code])
