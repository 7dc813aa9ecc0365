"""Pages of a draft are printed outside the request: once for each text, again after a failure, never lost with a worker."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core import jobs
from core.models import OwedEffect
from reporting.domain.spans import Period
from reporting.models import Bulletin
from reporting.services import previews
from reporting.services.bulletins import build_bulletin
from reporting.tasks import PREVIEW, PREVIEW_LEASE
from tests.reporting.conftest import MONTH, NOW, run_owed

pytestmark = pytest.mark.django_db
ASK = reverse("reporting:preview", args=[MONTH])
BODY = {"requirements": "要求。", "edition": 1}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "previews"


@pytest.fixture(autouse=True)
def printed(monkeypatch):
    """How often a draft was laid out; its pages are two pictures."""
    found = []

    def lay_out(document):
        found.append(document)
        return b"%PDF"

    monkeypatch.setattr(previews, "pdf_of", lay_out)
    monkeypatch.setattr(previews, "page_pictures", lambda _pdf: [b"one", b"two"])
    return found


@pytest.fixture
def draft(october) -> Bulletin:
    return build_bulletin(period=Period.parse(MONTH), now=NOW)


@pytest.fixture
def clerk(october, draft, client):
    with time_machine.travel(NOW, tick=False):
        client.force_login(october.clerk)
        yield client


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def state(clerk, answer):
    return clerk.get(answer.context["state_url"])


def test_two_clicks_are_one_printing(clerk, printed):
    first, second = clerk.post(ASK, BODY), clerk.post(ASK, BODY)
    assert "等待后台排版" in text(first)
    assert text(first) == text(second)
    run_owed(PREVIEW)
    assert len(printed) == 1
    assert [number for number, _url in state(clerk, first).context["pages"]] == [1, 2]
    assert [number for number, _url in clerk.post(ASK, BODY).context["pages"]] == [1, 2]
    run_owed(PREVIEW)
    assert len(printed) == 1
    assert OwedEffect.objects.filter(kind=PREVIEW).count() == 1


def test_the_file_of_the_draft_is_that_of_the_preview(clerk, draft, printed):
    clerk.post(ASK, {"requirements": draft.requirements, "edition": 1})
    run_owed(PREVIEW)
    assert clerk.get(reverse("reporting:pdf", args=[MONTH])).content == b"%PDF"
    assert len(printed) == 1


def test_a_failure_is_told_with_a_way_to_try_again(clerk, printed, monkeypatch):
    asked = clerk.post(ASK, BODY)
    with monkeypatch.context() as broken:
        broken.setattr(previews, "page_pictures", lambda _pdf: 1 / 0)
        run_owed(PREVIEW)
    shown = text(state(clerk, asked))
    assert "预览没有生成成功" in shown
    assert f'hx-post="{ASK}"' in shown
    assert "hx-trigger" not in shown
    assert "等待后台排版" in text(clerk.post(ASK, BODY))
    run_owed(PREVIEW)
    assert len(state(clerk, asked).context["pages"]) == 2


def test_a_killed_worker_is_followed_by_another(clerk, printed):
    asked = clerk.post(ASK, BODY)
    effect = OwedEffect.objects.get(kind=PREVIEW)
    assert jobs.claim(effect.pk, now=NOW) is not None  # and dies
    assert "正在排版" in text(state(clerk, asked))
    clerk.post(ASK, BODY)
    assert jobs.sweep(now=NOW) == []
    later = NOW + PREVIEW_LEASE
    assert jobs.sweep(now=later) == [effect.pk]
    assert jobs.run(effect.pk, now=later)
    assert len(printed) == 1
    assert len(state(clerk, asked).context["pages"]) == 2


def test_two_workers_leave_one_set_of_pages(clerk, folder, monkeypatch):
    clerk.post(ASK, BODY)
    effect = OwedEffect.objects.get(kind=PREVIEW)

    def overtaken(_pdf):
        monkeypatch.setattr(previews, "page_pictures", lambda _pdf: [b"one", b"two"])
        previews.print_pages(name=effect.key, now=NOW)
        return [b"late"]

    monkeypatch.setattr(previews, "page_pictures", overtaken)
    previews.print_pages(name=effect.key, now=NOW)
    assert [path.name for path in folder.iterdir()] == [effect.key]
    assert (folder / effect.key / "1.png").read_bytes() == b"one"


def test_what_is_old_is_cleared_away_and_may_be_asked_for_again(clerk, folder, printed):
    asked = clerk.post(ASK, BODY)
    run_owed(PREVIEW)
    yesterday = (NOW - timedelta(days=1, minutes=1)).timestamp()
    for path in folder.iterdir():
        os.utime(path, (yesterday, yesterday))
    clerk.post(ASK, {**BODY, "requirements": "另一份。"})
    run_owed(PREVIEW)
    assert "已经清除" in text(state(clerk, asked))
    assert "等待后台排版" in text(clerk.post(ASK, BODY))
    run_owed(PREVIEW)
    assert len(state(clerk, asked).context["pages"]) == 2
    assert len(printed) == 3


def test_a_long_wait_says_where_to_look(clerk):
    asked = clerk.post(ASK, BODY)
    with time_machine.travel(NOW + timedelta(seconds=75), tick=False):
        shown = text(state(clerk, asked))
    assert "已等 75 秒" in shown
    assert "后台任务" in shown


@pytest.mark.parametrize("digest", ["0", "..", "A" * 64, "f" * 64])
def test_a_digest_nobody_asked_for_shows_nothing(clerk, digest):
    url = reverse("reporting:preview_state", args=[MONTH, digest])
    assert "已经清除" in text(clerk.get(url))
    assert clerk.get(f"{url}1.png").status_code == 404


def test_the_state_costs_few_queries(clerk, django_assert_max_num_queries):
    asked = clerk.post(ASK, BODY)
    with django_assert_max_num_queries(5):
        state(clerk, asked)


def test_a_unit_sees_no_page_of_a_draft(october, clerk, client):
    asked = clerk.post(ASK, BODY)
    run_owed(PREVIEW)
    pages = state(clerk, asked).context["pages"]
    client.force_login(october.principals[0])
    assert client.get(asked.context["state_url"]).status_code == 404
    assert client.get(pages[0][1]).status_code == 404
