"""The case page: what it shows to whom, what it costs, what it logs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.models import AccessLog
from petitions.services.drafts import PersonDraft
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import accepted, client_of, transferred

pytestmark = pytest.mark.django_db
ID_NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(DAY + timedelta(days=1)), tick=False):
        yield


def page(user, case, name="case_detail", *args):
    return client_of(user).get(reverse(f"petitions:{name}", args=[case.pk, *args]))


def test_the_four_names_and_the_due_day_are_shown(county, registered):
    text = page(county.clerk, registered).content.decode()
    for word in ("首接责任人", "李接访", "责任单位", "包案领导", "王局长", "督办层级"):
        assert word in text
    assert registered.number in text
    assert "2026-03-17" in text, "fifteen days after receipt"
    assert "条例第二十二条" in text
    assert "怎样算出来的" in text


def test_each_sees_the_acts_that_are_theirs(county, registered):
    def acts(user):
        text = page(user, registered).content.decode()
        return {
            code
            for code in ("transfer", "accept", "object", "extend", "conclude", "inform")
            if reverse("petitions:case_act", args=[registered.pk, code]) in text
        }

    assert acts(county.clerk) == {"transfer", "accept", "inform"}
    transferred(county, registered)
    assert acts(county.officer) == {"accept", "object", "inform"}
    assert acts(county.clerk) == set()


def test_looking_is_logged(county, registered):
    page(county.clerk, registered)
    log = AccessLog.objects.get()
    assert (log.user, log.chain, log.action) == (county.clerk, f"case:{registered.pk}", "view")


def test_unseen_is_missing_and_nobody_is_let_in_without_log_in(county, registered, client):
    assert page(county.officer, registered).status_code == 404
    assert page(county.officer, registered, "case_timeline").status_code == 404
    assert not AccessLog.objects.exists()
    answer = client.get(reverse("petitions:case_detail", args=[registered.pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


class TestIdentity:
    @pytest.fixture
    def case(self, county):
        return register(county, people=(PersonDraft(name="张小明", id_number=ID_NUMBER),))

    def show(self, user, case):
        part = case.participants.get()
        return client_of(user).post(reverse("petitions:case_identity", args=[case.pk, part.pk]))

    def test_masked_until_asked_for_and_asking_is_logged(self, county, case):
        assert ID_NUMBER not in page(county.clerk, case).content.decode()
        assert "002X" in page(county.clerk, case).content.decode()
        assert ID_NUMBER in self.show(county.clerk, case).content.decode()
        assert AccessLog.objects.filter(action="identity", user=county.clerk).count() == 1

    def test_not_for_those_who_do_not_act(self, county, case):
        transferred(county, case)
        assert self.show(county.deputy, case).status_code == 200
        assert self.show(county.other_officer, case).status_code == 404
        colleague = county.head
        assert self.show(colleague, case).status_code == 403

    def test_never_by_get(self, county, case):
        part = case.participants.get()
        assert page(county.clerk, case, "case_identity", part.pk).status_code == 405


class TestReport:
    """条例第三十条: nothing of a report reaches the accused."""

    def test_the_accused_unit_finds_nothing(self, county):
        case = register(
            county, purpose="accusation", accused_unit_ids=(county.town.pk,), title="举报镇干部"
        )
        assert page(county.clerk, case).status_code == 200
        assert "不得将检举控告材料" in page(county.clerk, case).content.decode()
        for user in (county.officer, county.principal, county.other_officer):
            for name in ("case_detail", "case_timeline"):
                assert page(user, case, name).status_code == 404


@pytest.mark.parametrize("people", [1, 20], ids=["one", "twenty"])
def test_query_budget(county, people, django_assert_max_num_queries):
    names = tuple(PersonDraft(name=f"信访人{n}", role="member") for n in range(people))
    case = register(county, people=names, head_count=people)
    accepted(county, case)
    client = client_of(county.officer)
    with django_assert_max_num_queries(16):
        assert client.get(reverse("petitions:case_detail", args=[case.pk])).status_code == 200


def test_a_right_that_lapsed_is_not_called_overdue(county, registered):
    transferred(county, registered)
    registered.clocks.filter(code="C5").update(started_on=date(2026, 1, 1), due_on=date(2026, 1, 5))
    registered.clocks.filter(code="C4").update(due_on=date(2030, 1, 4))
    text = client_of(county.officer).get(f"/cases/{registered.pk}/").content.decode()
    clocks = text[text.index(">期限</h2>") : text.index('id="timeline"')]
    assert "已届满" in clocks
    assert "超期" not in clocks
