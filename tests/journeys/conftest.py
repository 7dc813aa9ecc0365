"""A real browser against a live server: pages as a clerk uses them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.desk import LOST
from tests.journeys.traffic import TRAFFIC, Traffic

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Long, because two workers, two browsers and two servers may share two processors.
TIMEOUT_MS = 30_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey; `-m "not journey"` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; each test gets a context of its own."""
    # Playwright's synchronous interface runs an event loop in this thread, in which Django would
    # refuse to touch the database although no asynchronous code is involved.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def context(
    browser: Browser, live_server, traffic: Traffic, django_db_serialized_rollback, transactional_db
) -> Iterator[BrowserContext]:
    """A fresh browser profile, 1440 wide, in Chinese; rows made by migrations survive the test.

    The database is emptied only after the last answer: on PostgreSQL a request still read would deadlock with it.
    """
    context = browser.new_context(
        base_url=live_server.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1440, "height": 900},
        accept_downloads=True,
    )
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()
    traffic.wait_until_quiet()


@pytest.fixture(autouse=True)
def _sessions_outlive_the_story(settings):
    """Between two days of a story the clock is that of today: a session of then must not look ended, or its cookie is taken away."""
    settings.SESSION_COOKIE_AGE = 20 * 366 * 24 * 3600


@pytest.fixture(scope="session")
def traffic() -> Traffic:
    """Counts the live server's requests from now on."""
    return TRAFFIC


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test on any script error, console error or broken request."""
    expect.set_options(timeout=TIMEOUT_MS)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on(
        "console",
        # 422 is how a refused form is answered; Chromium writes every such answer to the console.
        lambda message: (
            message.type == "error"
            and "status of 422" not in message.text
            and complaints.append(f"console: {message.text}")
        ),
    )
    page.on(
        "response",
        lambda response: (
            response.status >= 500 and complaints.append(f"{response.status}: {response.url}")
        ),
    )
    yield page
    if page in LOST:
        complaints[:] = [one for one in complaints if " 401 " not in one]
    assert not complaints, complaints
