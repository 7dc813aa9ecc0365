"""Form fields as every page writes them."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms

AnyField = TypeVar("AnyField", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[AnyField]) -> AnyField:
    """A field of a form as what it was declared to be, so that its own settings can be reached.

    Args:
        form: being made for this request.
        name: of the field.
        kind: class it was declared with, or one above it.

    Raises:
        TypeError: the field is of another kind.
    """
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return field


class DateInput(forms.DateInput):
    """The browser's own date field; its value is ISO whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class KeywordSelect(forms.Select):
    """A select that is searched by more words than it shows: ``keywords`` maps a value to them.

    `static/js/selects.js` turns it into a search field; without scripts it stays a plain list.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(attrs={"data-search": "", **(attrs or {})}, choices=choices)
        self.keywords: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if words := self.keywords.get(str(value)):
            option["attrs"]["data-keywords"] = words
        return option


class KeywordSelectMultiple(KeywordSelect, forms.SelectMultiple):
    """The same for several values."""
