"""Words for the organization pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import AuditEntry

register = template.Library()

VERBS = {
    "unit.create": gettext_lazy("设立机构"),
    "unit.edit": gettext_lazy("修改机构信息"),
    "unit.close": gettext_lazy("撤销机构"),
    "post.create": gettext_lazy("新设职务"),
    "post.edit": gettext_lazy("修改职务"),
    "term.start": gettext_lazy("任命"),
    "term.end": gettext_lazy("免职"),
    "population.set": gettext_lazy("录入人口"),
}


@register.filter
def audit_line(entry: AuditEntry) -> str:
    """One audit row of a unit in words."""
    data = entry.data
    words = [str(VERBS.get(entry.verb, entry.verb))]
    if entry.verb.startswith(("post.", "term.")):
        words.append(data.get("title", ""))
    if entry.verb.startswith("term."):
        words.append(data.get("name", ""))
        words.append(data.get("starts_on") or data.get("ends_on") or "")
    if entry.verb == "population.set":
        words += [str(data["year"]), f"{data['residents']:,}"]
    if entry.verb == "unit.close":
        words.append(data.get("last_day", ""))
    return " ".join(word for word in words if word)


@register.filter
def item(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key, or the key itself."""
    return mapping.get(key, key)


@register.filter
def words(text: str) -> list[str]:
    """A text split at its blanks."""
    return text.split()


@register.filter
def setting_value(value: Any) -> str:
    """A setting's value as people read it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float):
        return f"{value:.0%}"
    return str(value)
