"""Lines a test wants read at the end of the run: what it counted, not only that it passed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

NAME = "told"


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say a line in the summary of the run (also with several workers, where `print` is lost)."""
    return lambda line: record_property(NAME, line)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the lines under one heading."""
    lines = [
        f"{report.nodeid}: {line}"
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        if report.when == "call"
        for name, line in report.user_properties
        if name == NAME
    ]
    if lines:
        terminalreporter.section("what the tests counted")
        for line in lines:
            terminalreporter.write_line(line)
