"""The queue 属地待定 and its rules."""

import pytest
from django.urls import reverse

from core import audit, jobs
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry, OwedEffect
from organizations.authority import authority_of
from organizations.enums import PostKind
from petitions.models import Case, PlaceRule
from petitions.selectors.places import waiting_for_place, word_groups
from petitions.services.importing import placing
from tests.factories.organizations import make_user_with_post
from tests.petitions.importing_support import NOW, TODAY, make_import_county, run
from tests.petitions.pages import client_of
from tests.support.registers import HEADERS, messages, xlsx

pytestmark = pytest.mark.django_db
QUEUE = "petitions:place_queue"


@pytest.fixture
def county():
    return make_import_county()


def import_texts(county, *texts):
    rows = [[n, f"U{n}", f"事{n}", "2026/10/2", text, 0] for n, text in enumerate(texts, 1)]
    run(county, xlsx([HEADERS, *rows]))
    return list(Case.objects.order_by("superior_number"))


def test_a_clerk_empties_the_queue_in_one_go_and_makes_a_rule(county):
    cases = import_texts(county, "B7区的道路坏了", "B7区的路灯不亮", "水渠堵塞多日")
    client = client_of(county.clerk)
    page = client.get(reverse(QUEUE)).content.decode()
    assert "B7区" in page
    answer = client.post(
        f"{reverse(QUEUE)}?word=B7区",
        {
            "case": [cases[0].pk, cases[1].pk],
            "place": county.townships[1].pk,
            "reason": "按地名核对",
            "pattern": "B7区",
        },
    )
    assert answer.status_code == 302
    for case in cases[:2]:
        case.refresh_from_db()
        assert case.place == county.townships[1]
        assert case.responsibility_changes.get(what="place").reason == "按地名核对"
        assert audit.verify(audit.chain_of(case)) == []
    assert list(waiting_for_place(county.authority)) == [cases[2]]
    assert PlaceRule.objects.get().pattern == "B7区"


def test_a_place_somebody_else_has_set_is_not_overwritten(county):
    case, other = import_texts(county, "道路坏了一个月", "路灯不亮一个月")
    Case.objects.filter(pk=case.pk).update(place=county.townships[0])
    placed = placing.place_cases(
        authority=county.authority,
        case_ids=[case.pk, other.pk],
        place=county.townships[1],
        reason="核对",
        now=NOW,
    )
    assert (placed.count, placed.skipped) == (1, 1)
    case.refresh_from_db()
    assert case.place == county.townships[0]


def test_a_bad_pattern_leaves_everything_as_it_was(county):
    (case,) = import_texts(county, "道路坏了一个月")
    with pytest.raises(Invalid):
        placing.place_cases(
            authority=county.authority,
            case_ids=[case.pk],
            place=county.townships[1],
            reason="核对",
            pattern="  ",
            now=NOW,
        )
    case.refresh_from_db()
    assert case.place is None


def test_rules_applied_again_say_why(county):
    cases = import_texts(county, "C9区道路", "河堤损毁")
    PlaceRule.objects.create(pattern=r"C\d区", is_regex=True, unit=county.townships[2])
    placed = placing.apply_rules(authority=county.authority, now=NOW)
    assert (placed.count, placed.skipped) == (1, 0)
    cases[0].refresh_from_db()
    assert cases[0].place == county.townships[2]
    assert "C\\d区" in cases[0].responsibility_changes.get(what="place").reason


def test_what_one_request_cannot_place_a_worker_does(county, monkeypatch):
    monkeypatch.setattr(placing, "AT_ONCE", 2)
    import_texts(county, *[f"D5区第{n}号院排水不畅" for n in range(5)])
    PlaceRule.objects.create(pattern="D5区", unit=county.townships[2])
    client_of(county.clerk).post(reverse("petitions:place_apply"))
    assert Case.objects.placed_nowhere().count() == 3
    effect = OwedEffect.objects.get(kind="places.apply")
    assert jobs.run(effect.pk, now=effect.due_at)
    assert Case.objects.placed_nowhere().count() == 0


def test_rules_are_kept_and_tried_on_a_page(county):
    client = client_of(county.clerk)
    values = {"pattern": "Ａ３区", "unit": county.townships[0].pk, "priority": 5, "is_active": "on"}
    assert client.post(reverse("petitions:place_rules"), values).status_code == 302
    rule = PlaceRule.objects.get()
    assert rule.pattern == "A3区"
    assert AuditEntry.objects.filter(verb="place_rule.save").exists()
    twice = client.post(reverse("petitions:place_rules"), values)
    assert "已有相同" in twice.content.decode()
    tried = client.post(reverse("petitions:place_test"), {"text": "家住A3区二组", "source": ""})
    assert "青石镇" in tried.content.decode()
    url = reverse("petitions:place_rule", args=[rule.pk])
    client.post(url, {**values, "is_active": ""})
    tried = client.post(reverse("petitions:place_test"), {"text": "家住A3区二组", "source": ""})
    assert "属地待定" in tried.content.decode()


def test_only_the_petition_office_places(county):
    officer = make_user_with_post(PostKind.PETITION_OFFICER, county.townships[0], "专干")
    client = client_of(officer)
    for name in ("place_queue", "place_rules"):
        assert client.get(reverse(f"petitions:{name}")).status_code == 403
    for name in ("place_queue", "place_apply", "place_rules", "place_test"):
        assert client.post(reverse(f"petitions:{name}")).status_code == 403
    with pytest.raises(NotAllowed):
        placing.apply_rules(authority=authority_of(officer, on=TODAY), now=NOW)


def test_a_secret_report_stays_out_of_the_queue_of_those_it_names(county):
    head = [*HEADERS[:5], "信访目的", "被反映单位"]
    row = [1, "U1", "举报", "2026/10/2", "E4区的人收受好处", "揭发控告", county.office.name]
    run(county, xlsx([head, row]))
    assert word_groups(county.authority) == []
    assert not waiting_for_place(county.authority).exists()


@pytest.mark.parametrize("rows", [2, 20])
def test_query_budgets(county, rows, django_assert_max_num_queries):
    run(county, xlsx([HEADERS, *messages(rows)]))
    PlaceRule.objects.create(pattern="A3区", unit=county.townships[0])
    client = client_of(county.clerk)
    with django_assert_max_num_queries(11):
        client.get(reverse(QUEUE))
    with django_assert_max_num_queries(9):
        client.get(reverse("petitions:place_rules"))
