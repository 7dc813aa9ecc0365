"""Log-in, session state, duties of an account before anything else, one-time codes."""

import time

import pytest
from django.conf import settings
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.login import LoginMiddleware
from core.qr import qr_svg

PASSWORD = "Right-horse-2026"


@pytest.fixture
def clerk(county):
    county.clerk.set_password(PASSWORD)
    county.clerk.save()
    return county.clerk


def _log_in(client, user, password=PASSWORD, **query):
    url = reverse("login") + ("?embedded=1" if query.get("embedded") else "")
    return client.post(url, {"username": user.username, "password": password}, follow=True)


def test_log_in_shows_when_the_account_was_used_before(clerk, client):
    first = _log_in(client, clerk)
    assert first.redirect_chain[-1][0] == reverse("home")
    assert "上次登录时间" not in first.content.decode()
    client.post(reverse("logout"))
    assert "上次登录时间" in _log_in(client, clerk).content.decode()


def test_a_wrong_password_does_not_say_what_was_wrong(clerk, client):
    text = _log_in(client, clerk, "wrong").content.decode()
    assert "账号或密码不正确" in text
    other = client.post(reverse("login"), {"username": "nobody-there", "password": "x"})
    assert "账号或密码不正确" in other.content.decode()


def test_too_many_wrong_passwords_lock_the_account(clerk, client, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = _log_in(client, clerk, "wrong")
    assert answer.status_code == 429
    assert "登录已暂停" in answer.content.decode()
    assert _log_in(client, clerk).status_code == 429


def test_in_the_dialog_the_log_in_ends_with_a_word_to_the_page_around_it(clerk, client):
    answer = _log_in(client, clerk, embedded=True)
    assert answer.redirect_chain[-1][0] == reverse("session-restored")
    assert "session-restored" in answer.content.decode()


def test_the_session_state_tells_whose_it_is(clerk, client):
    assert client.get(reverse("session-state")).json()["user"] is None
    client.force_login(clerk)
    answer = client.get(reverse("session-state"))
    assert answer.json()["user"] == clerk.pk
    assert "no-store" in answer["Cache-Control"]


def test_htmx_is_told_401_and_a_browser_is_led_to_the_log_in(clerk, client):
    url = reverse("calendar")
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 401
    assert client.get(url).status_code == 302
    assert f"{LoginMiddleware.__module__}.LoginMiddleware" in settings.MIDDLEWARE


def test_who_got_a_password_must_choose_one_first(clerk, client):
    clerk.must_change_password = True
    clerk.save()
    client.force_login(clerk)
    assert client.get(reverse("calendar")).url == reverse("password_change")
    new = "Chosen-by-me-2026"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = client.post(reverse("password_change"), data, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("home")
    assert client.get(reverse("calendar")).status_code == 200


@pytest.mark.parametrize("bad", ["1234567890", "short-1", "password123"])
def test_weak_passwords_are_refused(clerk, client, bad):
    client.force_login(clerk)
    data = {"old_password": PASSWORD, "new_password1": bad, "new_password2": bad}
    answer = client.post(reverse("password_change"), data)
    assert "new_password2" in answer.context["form"].errors
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def _code(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06d}"


def test_administrators_confirm_with_a_code_when_the_county_asks_for_it(county, client, settings):
    settings.REQUIRE_OTP = True
    verify = f"{reverse('otp-verify')}?next=%2Funits%2F"
    client.force_login(county.admin)
    assert client.get(reverse("unit-list")).url == verify
    assert client.get(reverse("otp-verify")).url == reverse("otp-setup")
    client.post(reverse("otp-setup"), {"begin": "1"})
    device = TOTPDevice.objects.get(user=county.admin)
    page = client.get(reverse("otp-setup")).content.decode()
    code = qr_svg(device.config_url, border=4, sized=True)
    assert code in page
    assert "style" not in code
    wrong = client.post(reverse("otp-setup"), {"token": "000000"})
    assert "token" in wrong.context["form"].errors
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post(reverse("otp-setup"), {"token": _code(device)})
    assert client.get(reverse("unit-list")).status_code == 200
    # the next log-in asks for a code, and the used one is not taken again
    client.force_login(county.admin)
    client.session.flush()
    client.force_login(county.admin)
    assert client.get(reverse("unit-list")).url == verify
    again = client.post(reverse("otp-verify"), {"token": _code(device)})
    assert "token" in again.context["form"].errors


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/units/", "/units/"), ("https://elsewhere.example/", "/"), ("", "/")],
    ids=["where one was going", "never to another site", "home"],
)
def test_after_the_code_one_goes_on(county, client, settings, wanted, leads_to):
    settings.REQUIRE_OTP = True
    device = TOTPDevice.objects.create(user=county.admin, confirmed=True, name="app")
    client.force_login(county.admin)
    url = f"{reverse('otp-verify')}?next={wanted}"
    assert client.post(url, {"token": _code(device)}).url == leads_to


def test_clerks_are_not_asked_for_a_code(clerk, client, settings):
    settings.REQUIRE_OTP = True
    client.force_login(clerk)
    assert client.get(reverse("calendar")).status_code == 200


def test_opening_the_set_up_page_writes_nothing(county, client):
    client.force_login(county.admin)
    assert client.get(reverse("otp-setup")).status_code == 200
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize(
    ("language", "word"), [("en", "English"), ("zh-hans", "中文")], ids=["en", "zh"]
)
def test_the_language_is_changed_by_a_form(clerk, client, language, word):
    client.force_login(clerk)
    answer = client.post(reverse("set_language"), {"language": language, "next": "/"}, follow=True)
    assert answer.status_code == 200
    offered = {"en": "中文", "zh-hans": "English"}[language]
    assert offered in answer.content.decode()
