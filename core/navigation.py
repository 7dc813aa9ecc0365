"""The side navigation and the banners of every page: apps contribute, this module only keeps order.

An app writes a module `navigation.py` that calls `add()` (found and imported at start-up). An entry
whose address does not exist, or which the user may not open, is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.http import authority_of

Text = str | Promise
Allowed = Callable[[Any], bool]

WORK = "work"
REGISTERS = "registers"
CHARGE = "charge"
DUTY = "duty"
FIGURES = "figures"
BASICS = "basics"
SYSTEM = "system"
GROUPS: dict[str, Text] = {
    WORK: _("办理"),
    REGISTERS: _("登记簿"),
    CHARGE: _("首接与包案"),
    DUTY: _("督办与责任"),
    FIGURES: _("考核与通报"),
    BASICS: _("机构与人员"),
    SYSTEM: _("系统"),
}


def anyone(authority: Any) -> bool:
    """Condition of an entry that every user who is logged in may open."""
    return True


@dataclass(frozen=True)
class Entry:
    """One line of the navigation, or one shortcut on the home page.

    Args:
        label: what the screen shows.
        url_name: name of the address; left out while it does not exist.
        icon: name of a symbol in the icon sprite.
        group: key of `GROUPS`.
        order: place within the group.
        allowed: asked with the user's authority.
        query: appended to the address, without the question mark.
        hint: one line under the label on the home page; entries without one are not shortcuts.
        featured: who sees it as a shortcut there, among those who may open it.
    """

    label: Text
    url_name: str
    icon: str
    group: str
    order: int = 50
    allowed: Allowed = anyone
    query: str = ""
    hint: Text = ""
    featured: Allowed = anyone


@dataclass(frozen=True)
class Panel:
    """A part of the home page that another app fills: a fragment loaded by htmx.

    Args:
        url_name: address of the fragment, which checks its own permission.
        order: place on the page.
        allowed: asked with the user's authority.
    """

    url_name: str
    order: int = 50
    allowed: Allowed = anyone


@dataclass(frozen=True)
class Link:
    """An entry resolved for one request."""

    label: Text
    url: str
    icon: str
    hint: Text
    active: bool


@dataclass(frozen=True)
class Section:
    """A group of links under its title; shown folded unless it is the daily work or holds the page on screen."""

    title: Text
    links: list[Link]
    open: bool


@dataclass(frozen=True)
class Banner:
    """A warning at the head of every page until its cause is removed."""

    text: str
    url: str
    link: str


_ENTRIES: dict[tuple[str, str], Entry] = {}
_PANELS: dict[str, Panel] = {}
_BANNERS: list[Callable[[HttpRequest], Banner | None]] = []


def add(*entries: Entry) -> None:
    """Contribute entries; the same address and query given again replaces the former one."""
    for entry in entries:
        _ENTRIES[entry.url_name, entry.query] = entry


def add_panel(*panels: Panel) -> None:
    """Contribute parts of the home page."""
    for panel in panels:
        _PANELS[panel.url_name] = panel


def add_banner(banner: Callable[[HttpRequest], Banner | None]) -> Callable:
    """Register the decorated function; it is asked once per page and must be cheap."""
    _BANNERS.append(banner)
    return banner


def address(url_name: str) -> str:
    """The address of that name, or "" while it does not exist."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _allowed_entries(authority: Any) -> list[tuple[Entry, str]]:
    found = []
    for entry in _ENTRIES.values():
        url = address(entry.url_name)
        if url and entry.allowed(authority):
            found.append((entry, f"{url}?{entry.query}" if entry.query else url))
    return sorted(found, key=lambda pair: (list(GROUPS).index(pair[0].group), pair[0].order))


def _current(request: HttpRequest, urls: list[str]) -> str:
    """The entry the page belongs to: same address and query, else the longest leading part."""
    here = request.get_full_path()
    if here in urls:
        return here
    plain = [u for u in urls if "?" not in u and (u != "/" or request.path == "/")]
    return max((u for u in plain if request.path.startswith(u)), key=len, default="")


def groups(request: HttpRequest) -> list[Section]:
    """The navigation of this request's user by groups (no query of its own)."""
    pairs = _allowed_entries(authority_of(request))
    current = _current(request, [url for _entry, url in pairs])
    grouped: dict[str, list[Link]] = {}
    for entry, url in pairs:
        link = Link(entry.label, url, entry.icon, entry.hint, active=url == current)
        grouped.setdefault(entry.group, []).append(link)
    return [
        Section(GROUPS[group], links, group == WORK or any(link.active for link in links))
        for group, links in grouped.items()
    ]


def shortcuts(request: HttpRequest) -> list[Link]:
    """Entries with a hint, for the home page."""
    return [
        Link(entry.label, url, entry.icon, entry.hint, active=False)
        for entry, url in _allowed_entries(authority_of(request))
        if entry.hint and entry.featured(authority_of(request))
    ]


def panels(request: HttpRequest) -> list[str]:
    """Addresses of the fragments of the home page that this user may load."""
    chosen = [p for p in _PANELS.values() if p.allowed(authority_of(request))]
    urls = [address(p.url_name) for p in sorted(chosen, key=lambda p: p.order)]
    return [url for url in urls if url]


def banners(request: HttpRequest) -> list[Banner]:
    """Warnings this user has to see on every page."""
    return [banner for banner in (ask(request) for ask in _BANNERS) if banner]
