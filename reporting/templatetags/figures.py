"""The link 口径 beside a figure, and the column a cell stands in."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting.domain.indicators import DEFINED
from reporting.domain.periods import Month

register = template.Library()


@register.simple_tag
def definition(code: str) -> SafeString:
    """A small link to what the figure means; KeyError for an unknown code."""
    one = DEFINED[code]
    return format_html(
        '<a class="definition-link" href="{}#{}" title="{}" aria-label="{}">{}</a>',
        reverse("reporting:definitions"),
        one.code,
        one.formula,
        _("“%(name)s”的口径") % {"name": one.name},
        _("口径"),
    )


@register.filter
def at(values: Sequence[object], index: int) -> object:
    """The value at that place; IndexError when there is none."""
    return values[index]


@register.filter
def named(month: Month) -> str:
    """A month in the reader's language: "2026年10月", "October 2026"."""
    if (get_language() or "zh").startswith("zh"):
        return month.label
    return date_format(month.first_day, "F Y")
