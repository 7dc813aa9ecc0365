"""Who may import whom; the contracts themselves stand in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import (
    APPS,
    ROOT,
    at,
    calls,
    imports,
    name_of,
    product_modules,
    require_none,
)

RULES = ("services", "selectors", "permissions", "models", "querysets", "domain")
WEB = ("django.http", "django.shortcuts", "django.urls", "django.contrib.messages")
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "date.today",
    "datetime.date.today",
    "time.time",
}
# With an argument these turn a time into local time; without, they read the clock.
CONVERSIONS = {"timezone.localdate", "timezone.localtime"}


def test_the_import_contracts_hold():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_domains_import_the_standard_library_and_lower_domains_only():
    """A rule of the law can be read, tested and moved without a web framework."""
    wrong = []
    for path in product_modules("domain"):
        app = path.relative_to(ROOT).parts[0]
        below = [f"{name}.domain" for name in APPS[: APPS.index(app) + 1]]
        for module in imports(path):
            standard = module.partition(".")[0] in sys.stdlib_module_names
            if not standard and not any(f"{module}.".startswith(f"{name}.") for name in below):
                wrong.append(f"{name_of(path)}: {module}")
    require_none(wrong)


def test_rules_and_use_cases_know_no_web_request():
    wrong = [
        f"{name_of(path)}: {module}"
        for path in product_modules(*RULES)
        for module in imports(path)
        if f"{module}.".startswith(tuple(f"{name}." for name in WEB))
        and not (module == "django.urls" and "models" in name_of(path))
    ]
    require_none(wrong)


def test_only_views_tasks_and_commands_read_the_clock():
    """Every deadline can be tested, and a month rebuilt, because `now` and `on` are parameters."""
    wrong = [
        f"{at(path, call)}: {name}()"
        for path in product_modules(*RULES)
        for name, call in calls(path)
        if name in CLOCKS and not (name in CONVERSIONS and call.args)
    ]
    require_none(wrong)


@pytest.mark.parametrize("app", APPS[1:])
def test_every_app_has_its_layers_where_the_contracts_look(app):
    """A contract about a module that was renamed would hold for ever."""
    for layer in ("domain", "models", "services", "selectors", "urls"):
        assert (ROOT / app / layer).is_dir() or (ROOT / app / f"{layer}.py").is_file(), layer
