"""Fields the forms of the petitions app share: several files, units and people to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KeywordSelect, KeywordSelectMultiple
from core.text import initials
from petitions.selectors.choices import Choice
from petitions.services.drafts import Upload


class FilesInput(forms.ClearableFileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files as a list; empty when none was chosen."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


def as_uploads(files: Iterable[Any]) -> tuple[Upload, ...]:
    """Django's uploaded files as a service takes them."""
    return tuple(Upload(file.name, file.content_type or "", file) for file in files)


class OneOf(forms.TypedChoiceField):
    """One of a list of choices by id; the cleaned value is an int, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = KeywordSelect(attrs={"data-placeholder": _("名称或拼音首字母")})
        super().__init__(coerce=int, empty_value=None, widget=widget, **kwargs)

    def offer(self, choices: Iterable[Choice], *, empty: str = "") -> None:
        """Set what may be chosen."""
        found = list(choices)
        self.choices = [("", empty), *((str(c.id), c.label) for c in found)]
        self.widget.keywords = {str(c.id): f"{c.keywords} {initials(c.label)}" for c in found}


class SeveralOf(forms.TypedMultipleChoiceField):
    """Several of a list of choices by id; the cleaned value is a list of ints."""

    def __init__(self, **kwargs: Any) -> None:
        widget = KeywordSelectMultiple(attrs={"data-placeholder": _("名称或拼音首字母")})
        super().__init__(coerce=int, empty_value=[], widget=widget, **kwargs)

    def offer(self, choices: Iterable[Choice]) -> None:
        """Set what may be chosen."""
        found = list(choices)
        self.choices = [(str(c.id), c.label) for c in found]
        self.widget.keywords = {str(c.id): f"{c.keywords} {initials(c.label)}" for c in found}
