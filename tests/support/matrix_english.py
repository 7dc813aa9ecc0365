"""What of an English page is still Chinese: every text and label that is neither data of the county nor people's own words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField

HAN = re.compile(r"[\u4e00-\u9fff]")
RUN = re.compile(r"[\u4e00-\u9fff]+")
#: Number of a paper: 澄信通〔2026〕1号.
NUMBER = re.compile(r"\S+〔\d{4}〕\d+号")
SHOWN = {"title", "placeholder", "aria-label", "alt", "hx-confirm", "data-confirm", "data-label"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "path"}
SILENT = {"script", "style", "textarea", "pre"}
#: The button that leads back to Chinese is named in Chinese; two words have to be typed so.
OWN_NAMES = {"中文", "放假", "上班", settings.COUNTY_NAME}


def stored_texts() -> set[str]:
    """All that the rows of the database say, other than fixed choices."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, (CharField, TextField, JSONField)) and not field.choices:
                rows = model._base_manager.values_list(field.attname, flat=True)
                found.update(str(value) for value in rows if value)
    return found


class _Reader(HTMLParser):
    """Collects the Chinese that a reader meets, outside fields, papers and people's words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._kept: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if self._kept:
            self._kept += [] if tag in VOID else [tag]
            return
        self.found += [
            value for name, value in attrs if name in SHOWN and value and HAN.search(value)
        ]
        if (given.get("translate") == "no" or tag in SILENT) and tag not in VOID:
            self._kept = [tag]

    def handle_endtag(self, tag):
        if tag in self._kept:
            while self._kept.pop() != tag:
                pass

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_data(self, data):
        if not self._kept and HAN.search(data):
            self.found.append(data.strip())


def chinese_left(page: str, data: str) -> list[str]:
    """Texts of the page with Chinese that the data do not hold, in their order."""
    reader = _Reader()
    reader.feed(page)
    return [text for text in reader.found if not _is_data(text, data)]


def _is_data(text: str, data: str) -> bool:
    return all(run in data for run in RUN.findall(NUMBER.sub("", text)))
