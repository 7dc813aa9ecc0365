"""A draft over many matters is counted outside the request: once for two clicks, told on a page, never lost with a worker."""

from dataclasses import replace

import pytest
import time_machine
from django.urls import reverse

from core import jobs
from core.models import OwedEffect
from organizations.models import Term
from reporting.models import AnnualReport, Bulletin
from reporting.services import draft_counts
from reporting.tasks import COUNT
from tests.reporting.conftest import MONTH, NOW, run_owed

pytestmark = pytest.mark.django_db
PAGE = reverse("reporting:counting", args=["bulletin", MONTH])
REBUILD = reverse("reporting:rebuild", args=[MONTH])
DRAFT = reverse("reporting:bulletin", args=[MONTH])


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """A county whose drafts nobody waits for."""
    for name, kind in list(draft_counts.PAPERS.items()):
        monkeypatch.setitem(draft_counts.PAPERS, name, replace(kind, at_once=0))


@pytest.fixture
def clerk(october, client):
    with time_machine.travel(NOW, tick=False):
        client.force_login(october.clerk)
        yield client


@pytest.fixture
def build(clerk):
    return lambda: clerk.post(reverse("reporting:build"), {"period": MONTH})


def text(clerk, url=PAGE, **more):
    answer = clerk.get(url, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_two_clicks_are_one_count_and_the_page_leads_to_the_draft(
    clerk, build, django_assert_max_num_queries
):
    first, second = build(), build()
    assert first.url == second.url == PAGE
    assert not Bulletin.objects.exists()
    assert OwedEffect.objects.filter(kind=COUNT).count() == 1
    with django_assert_max_num_queries(5):
        assert "等待后台统计" in text(clerk)
    run_owed(COUNT)
    assert Bulletin.objects.get().status == "draft"
    assert clerk.get(PAGE).url == DRAFT
    asked_by_the_page = clerk.get(PAGE, headers={"HX-Request": "true"})
    assert asked_by_the_page["HX-Redirect"] == DRAFT


def test_who_asked_is_who_counted(october, clerk, build):
    build()
    run_owed(COUNT)
    assert Bulletin.objects.get().built_by == october.clerk


def test_a_draft_is_counted_anew_with_what_was_written_or_without(clerk, build):
    build()
    run_owed(COUNT)
    Bulletin.objects.update(requirements="手写的。", edition=2)
    assert clerk.post(REBUILD).url == PAGE
    again = clerk.post(REBUILD, {"fresh": "1"}, follow=True).content.decode()
    assert "正在统计，请等统计完成后再办理" in again
    run_owed(COUNT)
    assert Bulletin.objects.get().requirements == "手写的。"
    assert clerk.post(REBUILD, {"fresh": "1"}).url == PAGE
    run_owed(COUNT)
    assert Bulletin.objects.get().requirements != "手写的。"


def test_what_can_be_refused_at_once_is(clerk, october):
    answer = clerk.post(reverse("reporting:build"), {"period": "2026-Q3"})
    assert answer.status_code == 422
    assert not OwedEffect.objects.filter(kind=COUNT).exists()


def test_a_refusal_of_the_worker_stands_on_the_page(clerk, october, build):
    build()
    Term.objects.filter(user=october.clerk).update(ends_on="2026-10-31")
    run_owed(COUNT)
    assert OwedEffect.objects.get(kind=COUNT).state == "done"
    assert not Bulletin.objects.exists()
    clerk.force_login(october.head)
    shown = text(clerk)
    assert "alert-danger" in shown
    assert "等待后台统计" not in shown
    assert clerk.post(PAGE).url == PAGE
    run_owed(COUNT)
    assert Bulletin.objects.get().built_by == october.head


def test_a_failure_is_told_with_a_way_to_try_again(clerk, build, monkeypatch):
    build()
    with monkeypatch.context() as broken:
        broken.setitem(
            draft_counts.PAPERS,
            "bulletin",
            replace(draft_counts.PAPERS["bulletin"], build=lambda *_a, **_k: 1 / 0),
        )
        run_owed(COUNT)
    assert "统计没有成功" in text(clerk)
    assert clerk.post(PAGE).url == PAGE
    assert "等待后台统计" in text(clerk)
    run_owed(COUNT)
    assert Bulletin.objects.count() == 1


def test_a_killed_worker_is_followed_by_another(clerk, build):
    build()
    effect = OwedEffect.objects.get(kind=COUNT)
    assert jobs.claim(effect.pk, now=NOW) is not None  # and dies
    assert "正在统计，已用 0 秒" in text(clerk)
    assert build().url == PAGE
    assert jobs.sweep(now=NOW) == []
    later = NOW + jobs.LEASE
    assert jobs.sweep(now=later) == [effect.pk]
    assert jobs.run(effect.pk, now=later)
    assert Bulletin.objects.count() == 1


def test_a_year_is_counted_the_same_way(clerk, october):
    answer = clerk.post(reverse("reporting:annual_build"), {"year": "2026"})
    assert answer.url == reverse("reporting:counting", args=["annual", "2026"])
    run_owed(COUNT)
    assert AnnualReport.objects.get().built_by == october.clerk
    assert clerk.get(answer.url).url == reverse("reporting:annual_report", args=[2026])


def test_nobody_else_sees_how_far_it_is(clerk, october, build, client):
    build()
    for user in (october.principals[0], october.leader):
        client.force_login(user)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE).status_code == 404


@pytest.mark.parametrize("paper", ["bulletin", "annual", "other"])
def test_what_nobody_asked_for_is_not_there(clerk, paper):
    assert clerk.get(reverse("reporting:counting", args=[paper, "2020"])).status_code == 404


def test_a_small_county_waits_for_no_worker(clerk, build, monkeypatch):
    monkeypatch.setitem(
        draft_counts.PAPERS, "bulletin", replace(draft_counts.PAPERS["bulletin"], at_once=1_000)
    )
    assert build().url == DRAFT
    assert not OwedEffect.objects.filter(kind=COUNT).exists()
