"""What may be typed for a setting."""

import pytest

from organizations.domain.numbers import BY_CODE, NumberSpec, parse

SHARE = NumberSpec("share", "percent", 0.8, 50, 100)


@pytest.mark.parametrize(
    ("spec", "text", "value"),
    [
        pytest.param(BY_CODE["collective_threshold"], " 8 ", 8, id="number"),
        pytest.param(BY_CODE["clock.roll_over"], "false", False, id="no"),
        pytest.param(BY_CODE["digest.at"], "08：30", "08:30", id="time of day"),
        pytest.param(BY_CODE["quiet.to"], "00:00", "00:00", id="midnight"),
        pytest.param(SHARE, "85%", 0.85, id="share"),
    ],
)
def test_values(spec, text, value):
    assert parse(spec, text) == value


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        pytest.param(BY_CODE["representatives_max"], "6", id="条例第二十条: at most five"),
        pytest.param(BY_CODE["collective_threshold"], "五", id="a word"),
        pytest.param(BY_CODE["clock.roll_over"], "maybe", id="neither yes nor no"),
        pytest.param(BY_CODE["digest.at"], "05:59", id="too early"),
        pytest.param(BY_CODE["digest.at"], "20:01", id="too late"),
        pytest.param(BY_CODE["digest.at"], "25:00", id="no time"),
        pytest.param(SHARE, "49", id="a share out of bounds"),
        pytest.param(SHARE, "", id="nothing"),
    ],
)
def test_refused(spec, text):
    with pytest.raises(ValueError):
        parse(spec, text)
