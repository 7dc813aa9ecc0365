"""Building blocks of the pages: fields, icons, badges, deadlines, paging."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

SPRITE = "vendor/tabler-icons/icons.svg"
SOON_DAYS = 3
NEAR_DAYS = 7
ROW_OF_CHOICES = 40
SHORT_CHOICE = 10

# Colour of a status by its code; the word always stands beside it.
TONES = {
    "registered": "secondary",
    "dispatched": "azure",
    "objected": "orange",
    "accepted": "blue",
    "concluded": "green",
    "not_accepted": "secondary",
    "no_longer_accepted": "secondary",
    "filed": "secondary",
    "withdrawn": "secondary",
    "open": "blue",
    "met": "green",
    "proposed": "orange",
    "arranged": "azure",
    "held": "blue",
    "planned": "azure",
    "told": "azure",
    "submitted": "orange",
    "decided": "green",
    "booked": "azure",
    "heard": "green",
    "reported": "azure",
    "confirmed": "green",
    "cancelled": "secondary",
    "sent": "green",
    "returned": "orange",
    "closed": "secondary",
    "pending": "orange",
    "approved": "green",
    "refused": "red",
    "uploaded": "secondary",
    "checked": "azure",
    "queued": "azure",
    "running": "blue",
    "done": "green",
    "failed": "red",
    "imported": "green",
    "repeat": "azure",
    "existing": "secondary",
    "rejected": "red",
    "removed": "secondary",
    "draft": "secondary",
    "published": "green",
    "answered": "azure",
    "dismissed": "secondary",
    "issued": "azure",
    "dropped": "secondary",
    "full": "green",
    "part": "yellow",
    "yes": "green",
    "no": "red",
    "none": "secondary",
    "owed": "azure",
    "claimed": "blue",
    "sending": "blue",
    "unknown": "orange",
    "delivered": "green",
    "countersigned": "yellow",
    "upheld": "secondary",
    "changed": "azure",
    "struck": "green",
    "entered": "orange",
}


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless `label` is given."""
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            css,
            label,
            href,
        )
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        css,
        href,
    )


def _kind(widget: forms.Widget) -> str:
    kinds: tuple[tuple[Any, str], ...] = (
        (forms.CheckboxSelectMultiple, "choices"),
        (forms.RadioSelect, "choices"),
        (forms.CheckboxInput, "check"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "input")


def _fits_one_row(bound: BoundField) -> bool:
    """Whether the words of the choices stand side by side in a narrow form."""
    return sum(len(str(choice.choice_label)) + 3 for choice in bound) <= ROW_OF_CHOICES


def _is_short(bound: BoundField) -> bool:
    """Whether a plain list of choices needs little room."""
    choices = getattr(bound.field, "choices", ())
    searched = "data-search" in bound.field.widget.attrs
    return not searched and all(len(str(label)) <= SHORT_CHOICE for _value, label in choices)


CLASSES = {"choices": "form-check-input", "check": "form-check-input", "select": "form-select"}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, col: str = "", label: str = "", inline: bool | None = None, **attrs: Any
) -> dict:
    """One form field with label, required mark, help and errors next to it.

    ``col``: grid class of the wrapper; ``label``: another label; ``inline``: choices in one row, by default where they are short;
    further arguments become attributes of the control (``data_x`` is written ``data-x``).
    """
    widget = bound.field.widget
    kind = _kind(widget)
    css = f"{CLASSES.get(kind, 'form-control')} {widget.attrs.get('class', '')}".strip()
    if bound.errors:
        css += " is-invalid"
    given = {name.replace("_", "-"): value for name, value in attrs.items()}
    given["class"] = f"{css} {given.pop('class', '')}".strip()
    if kind == "choices":
        widget.attrs["class"] = css  # the options take theirs from the widget
    if isinstance(widget, forms.DateInput) and widget.input_type == "text":
        # A plain date field would show the format of the language; the browser's own wants ISO.
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    return {
        "field": bound,
        "control": "" if kind == "choices" else bound.as_widget(attrs=given),
        "control_id": given.get("id", bound.id_for_label),
        "kind": kind,
        "col": col,
        "label": label or bound.label,
        "is_short": kind == "select" and _is_short(bound),
        "inline": _fits_one_row(bound) if inline is None and kind == "choices" else inline,
        "required": bound.field.required and not bound.field.disabled,
    }


@register.simple_tag
def option_id(option: Any) -> str:
    """The id of one radio button or check box."""
    return option.id_for_label or ""


@register.simple_tag
def status_badge(value: Any, attribute: str = "status") -> SafeString:
    """The status of an object in its own words, coloured by its code."""
    code = str(getattr(value, attribute))
    words = getattr(value, f"get_{attribute}_display", None)
    return badge(words() if words else code, TONES.get(code, "secondary"))


@register.simple_tag
def badge(text: str, tone: str = "secondary", icon_name: str = "") -> SafeString:
    """A small coloured label; tones: secondary, blue, azure, green, yellow, orange, red."""
    mark = icon(icon_name, "icon-inline") if icon_name else ""
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, mark, text)


@register.simple_tag
def deadline(due: date | None, on: date, closed: bool = False) -> SafeString:
    """How far a due date is from `on`: days left, due today, or days overdue; never by colour alone."""
    if due is None:
        return format_html('<span class="text-secondary">{}</span>', "—")
    left = (due - on).days
    if closed:
        return format_html('<span class="text-nowrap">{}</span>', due.isoformat())
    if left < 0:
        text = ngettext("超期 %(days)s 天", "超期 %(days)s 天", -left) % {"days": -left}
        mark = badge(text, "red", "alert-triangle")
    elif left == 0:
        mark = badge(_("今日到期"), "orange", "clock-exclamation")
    else:
        tone = "orange" if left <= SOON_DAYS else "yellow" if left <= NEAR_DAYS else "secondary"
        mark = badge(ngettext("剩 %(days)s 天", "剩 %(days)s 天", left) % {"days": left}, tone)
    return format_html('<span class="deadline"><span>{}</span> {}</span>', due.isoformat(), mark)


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Any, page: Any, key: str = "page", note: str = "") -> dict:
    """Previous and next of a `core.pagination.KeysetPage`, keeping the other query parameters."""

    def link(cursor: str) -> str:
        query = context["request"].GET.copy()
        query[key] = cursor
        return f"?{query.urlencode()}"

    return {
        "previous": link(page.previous) if page.previous else "",
        "next": link(page.next) if page.next else "",
        "note": note,
    }


@register.inclusion_tag("components/progress.html")
def progress(value: int, total: int, label: str = "") -> dict:
    """A progress bar with its number beside it."""
    percent = min(100, round(100 * value / total)) if total else 0
    return {"value": value, "total": total, "percent": percent, "label": label or _("进度")}


@register.filter
def unbroken(day: date | None) -> SafeString:
    """A date in ISO form that never breaks at the end of a line."""
    text = day.isoformat() if day else "—"
    return format_html('<span class="text-nowrap tabular">{}</span>', text)


@register.filter
def masked_phone(phone: str) -> str:
    """A telephone number without its middle: 138****0001."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else phone


@register.filter
def grouped(number: Any) -> str:
    """1234567 as 1,234,567."""
    return "—" if number is None else f"{number:,}"
