"""Writes the second half of docs/glossary.md: every model and every list of values with its screen words.

    .venv/bin/python scripts/glossary.py          write it
    .venv/bin/python scripts/glossary.py --check  say whether it is up to date

The first half, where the law's terms are tied to code names, is written by hand.
"""

import importlib
import inspect
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "glossary.md"
MARK = "<!-- Below this line scripts/glossary.py writes. -->\n"
APPS = ("organizations", "petitions", "accountability", "reporting", "core")
LAYERS = ("enums", "models")


def _value_lists(app: str) -> Iterator[tuple[str, type]]:
    """Every list of values that an app stores, with the module it stands in."""
    from django.db.models import Choices

    package = importlib.import_module(app)
    for found in pkgutil.walk_packages(package.__path__, f"{app}."):
        if found.name.split(".")[1] not in LAYERS:
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            is_list = inspect.isclass(value) and issubclass(value, Choices)
            if is_list and value.__module__ == found.name and len(value):
                yield name, value


def _models(app: str) -> Iterator[str]:
    from django.apps import apps

    for model in apps.get_app_config(app).get_models():
        fields = ", ".join(
            f"`{field.name}` {field.verbose_name}"
            for field in model._meta.fields
            if field.name != "id"
        )
        yield f"| `{model.__name__}` | {model._meta.verbose_name} | {fields} |"


def tables() -> str:
    """Return the tables as Markdown, in the order of the apps."""
    from django.utils import translation

    lines = []
    with translation.override("zh-hans"):
        for app in APPS:
            lines += ["", f"## {app}", "", "| Model | On screen | Fields |", "|---|---|---|"]
            lines += _models(app)
            values = sorted(_value_lists(app), key=lambda pair: pair[0])
            if values:
                lines += ["", "| Values of | Code name and screen word |", "|---|---|"]
            for name, value in values:
                words = ", ".join(f"`{member.name}` {member.label}" for member in value)
                lines.append(f"| `{name}` | {words} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check the file; 1 when a check finds it out of date."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    by_hand, mark, written = FILE.read_text().partition(MARK)
    if "--check" in sys.argv:
        if written == tables():
            return 0
        print("docs/glossary.md is not what the code says: make glossary")
        return 1
    FILE.write_text(f"{by_hand}{mark or MARK}{tables()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
