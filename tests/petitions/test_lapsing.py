"""A right that lapses ends without anybody having missed a duty."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from tests.petitions.steps import SENT, running, transfer

pytestmark = pytest.mark.django_db
LAST = SENT + timedelta(days=7)  # the fifth working day


def lapse(on, *flags) -> str:
    out = StringIO()
    call_command("lapse_rights", "--on", on.isoformat(), *flags, stdout=out)
    return out.getvalue()


def test_an_objection_not_made_lapses_the_day_after(county, registered):
    transfer(county, registered)
    assert lapse(LAST) == "0 periods ended\n"
    assert "C5" in lapse(LAST + timedelta(days=1), "--dry-run")
    assert "C5" in running(registered), "a dry run changes nothing"
    assert lapse(LAST + timedelta(days=1)) == "1 periods ended\n"
    clock = registered.clocks.get(code="C5")
    assert (clock.status, clock.on_time) == ("cancelled", None)
    assert "C4" in running(registered), "duties run on"
    assert lapse(LAST + timedelta(days=1)) == "0 periods ended\n"
