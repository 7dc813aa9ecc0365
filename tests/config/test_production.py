"""Production settings: no start without the secrets, and each one named at once."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.required import PURPOSE, check_environment, faults

COMPLETE = {
    "SECRET_KEY": "a-Long-enough-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "PETITION_FIELD_KEY": "another-key-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "petitions.county.example",
    "SITE_URL": "https://petitions.county.example",
    "DATABASE_URL": "postgres://petitions:invented@database.example:5432/petitions",
    "CELERY_BROKER_URL": "redis://broker.example:6379/0",
    "EMAIL_HOST": "mail.county.example",
    "DEFAULT_FROM_EMAIL": "office@county.example",
}
STATE = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in (
    "DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
    "MAIL_TRANSPORT", "SMS_GATEWAY", "SESSION_COOKIE_HTTPONLY", "ALLOWED_HOSTS", "CELERY_BROKER_URL", "FIELD_KEY",
)}))
"""


@pytest.fixture
def start(tmp_path) -> Callable[..., subprocess.CompletedProcess]:
    """Load the production settings in a process of its own, with only the given variables."""

    def run(variables: dict[str, str], code: str = STATE) -> subprocess.CompletedProcess:
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "PETITION_VAR_DIR": str(tmp_path),
            **variables,
        }
        return subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_starts_closed_with_everything_set(start):
    done = start(COMPLETE)
    assert done.returncode == 0, done.stderr
    import json

    state = json.loads(done.stdout)
    assert state == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 60 * 60,
        "MAIL_TRANSPORT": "smtp",
        "SMS_GATEWAY": "off",
        "SESSION_COOKIE_HTTPONLY": True,
        "ALLOWED_HOSTS": ["petitions.county.example"],
        "CELERY_BROKER_URL": "redis://broker.example:6379/0",
        "FIELD_KEY": COMPLETE["PETITION_FIELD_KEY"],
    }


def test_refuses_with_nothing_set_and_names_every_setting(start):
    done = start({})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert [name for name in PURPOSE if f"- {name} is not set" not in done.stderr] == []


def test_debug_cannot_be_switched_on_from_outside(start):
    done = start(
        {**COMPLETE, "DEBUG": "true"}, "from django.conf import settings; print(settings.DEBUG)"
    )
    assert done.stdout.strip() == "False", done.stderr


@pytest.mark.parametrize("name", PURPOSE)
def test_each_missing_value_is_refused(name):
    lacking = {key: value for key, value in COMPLETE.items() if key != name}
    with pytest.raises(ImproperlyConfigured, match=f"- {name} is not set"):
        check_environment(lacking)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SECRET_KEY", "short", "too short"),
        ("SECRET_KEY", "a" * 60, "repeats"),
        ("PETITION_FIELD_KEY", "x" * 31, "too short"),
        ("ALLOWED_HOSTS", "*", "accept any"),
        ("ALLOWED_HOSTS", "petitions.county.example, *", "accept any"),
        ("SITE_URL", "http://petitions.county.example", "https://"),
        ("DATABASE_URL", "sqlite:////srv/petitions.sqlite3", "postgres://"),
        ("DATABASE_URL", "postgres:", "postgres://"),
        ("CELERY_BROKER_URL", "filesystem://", "redis://"),
        ("DEFAULT_FROM_EMAIL", "office", "mail address"),
        ("EMAIL_HOST", "   ", "is not set"),
    ],
)
def test_each_unfit_value_is_refused_with_its_fault(name, value, fault):
    found = faults({**COMPLETE, name: value})
    assert len(found) == 1
    assert found[0].startswith(name)
    assert fault in found[0]


def test_a_fit_environment_has_no_faults():
    assert faults(COMPLETE) == []


HTTP = {
    "PETITION_SMS_GATEWAY": "http",
    "PETITION_SMS_URL": "https://sms.county.example/send",
    "PETITION_SMS_APP_ID": "county",
    "PETITION_SMS_SECRET": "invented",
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({}, "", id="whole"),
        pytest.param({"PETITION_SMS_GATEWAY": "off", "PETITION_SMS_URL": ""}, "", id="off"),
        pytest.param({"PETITION_SMS_SECRET": ""}, "PETITION_SMS_SECRET is not set", id="no-key"),
        pytest.param({"PETITION_SMS_URL": "http://x/"}, "must begin with https://", id="open-line"),
        pytest.param(
            {"PETITION_SMS_GATEWAY": "file"}, "PETITION_SMS_GATEWAY is file", id="pretence"
        ),
    ],
)
def test_a_text_message_gateway_is_whole_or_off(change, fault):
    found = faults({**COMPLETE, **HTTP, **change})
    assert (fault in "".join(found)) if fault else found == []
