"""Templates: they compile, keep to the content security policy and name what they expect."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import get_template
from django.urls import get_resolver

from tests.architecture.source import ROOT, files, name_of, product_modules, require_none

TEMPLATES = ROOT / "templates"
ALL = [path for path in files(".html", ".txt", ".css") if path.is_relative_to(TEMPLATES)]
PAGES = [path for path in ALL if path.suffix == ".html"]
SCREENS = [path for path in PAGES if not path.is_relative_to(TEMPLATES / "pdf")]
INLINE = {
    "a script in the page": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    "an event handler": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
    "an htmx handler": r"\bhx-on\b|\bhx-on:",
    "a script from elsewhere": r"<(script|link|img|iframe)[^>]*(src|href)=\"(https?:)?//",
}
UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|{%\s*autoescape\s+off")


def _relative(path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def _found(pattern: re.Pattern, paths) -> list[str]:
    return [
        f"{name_of(path)}:{path.read_text()[: match.start()].count(chr(10)) + 1}: {match.group()[:80]}"
        for path in paths
        for match in pattern.finditer(path.read_text())
    ]


@pytest.mark.parametrize("path", ALL, ids=_relative)
def test_it_compiles(path):
    assert get_template(_relative(path))


@pytest.mark.parametrize("what", INLINE)
def test_screens_contain_nothing_the_content_security_policy_refuses(what):
    require_none(_found(re.compile(INLINE[what], re.I), SCREENS))


def test_nothing_is_marked_safe_by_hand():
    """What may hold markup is built with format_html or as a chart; templates never decide it."""
    require_none(_found(UNESCAPED, SCREENS))


def test_every_component_lists_its_variables_in_a_comment():
    comment = re.compile(r"\A\s*({%\s*load[^%]*%}\s*)?{(#|%\s*comment)")
    wrong = [
        name_of(path)
        for path in sorted((TEMPLATES / "components").rglob("*.html"))
        if not comment.match(path.read_text())
    ]
    require_none(wrong)


def test_every_posting_form_carries_its_token():
    wrong = [
        f"{name_of(path)}: {form[:60]}"
        for path in SCREENS
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.S | re.I)
        if re.search(r"method=\"post\"", form[:400], re.I) and "csrf_token" not in form
    ]
    require_none(wrong)


def _names(patterns, prefix="") -> set[str]:
    found = set()
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= _names(pattern.url_patterns, inner)
        elif pattern.name:
            found.add(f"{prefix}{pattern.name}")
    return found


def test_every_address_a_template_or_view_names_exists():
    known = _names(get_resolver().url_patterns)
    in_templates = re.compile(r"{%\s*url\s+[\"']([\w:.-]+)[\"']")
    in_code = re.compile(r"\b(?:reverse|reverse_lazy|redirect)\(\s*\"([\w:]+)\"")
    wrong = [
        f"{name_of(path)}: {name}"
        for paths, pattern in ((ALL, in_templates), (product_modules(), in_code))
        for path in paths
        for name in pattern.findall(path.read_text())
        if name not in known
    ]
    require_none(wrong)


def test_no_address_name_is_given_twice():
    names: list[str] = []
    for pattern in get_resolver().url_patterns:
        inner = getattr(pattern, "url_patterns", [pattern])
        if not getattr(pattern, "namespace", None):
            names += [p.name for p in inner if getattr(p, "name", None)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_static_file_a_template_names_exists():
    named = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")
    wrong = [
        f"{name_of(path)}: {name}"
        for path in PAGES
        for name in named.findall(path.read_text())
        if finders.find(name) is None
    ]
    require_none(wrong)


def test_every_icon_a_template_names_is_in_the_sprite():
    sprite = (ROOT / "static/vendor/tabler-icons/icons.svg").read_text()
    known = set(re.findall(r"<symbol id=\"([\w-]+)\"", sprite))
    named = re.compile(r"icons\.svg['\"]\s*%}#([\w-]+)|{%\s*icon\s+[\"']([\w-]+)[\"']")
    wrong = [
        f"{name_of(path)}: {name}"
        for path in PAGES
        for match in named.finditer(path.read_text())
        if (name := match.group(1) or match.group(2)) not in known
    ]
    require_none(wrong)


def test_templates_of_the_product_come_from_one_folder():
    assert engines["django"].dirs == (TEMPLATES,) or list(engines["django"].dirs) == [TEMPLATES]
