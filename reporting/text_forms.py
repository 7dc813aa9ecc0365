"""The form of what is written by hand in a draft; shape only, the services decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.domain.period_words import words
from reporting.domain.spans import Period
from reporting.models import Bulletin
from reporting.services.bulletin_texts import SECTIONS

HINT = _(
    "每行一段；“（一）……。”开头为小标题，**文字** 为加粗，“1.”开头为编号。可以从 Word 直接粘贴。"
)


class PaperTextsForm(forms.Form):
    """A field for each part that is written by hand; `edition` is the one it was begun with.

    Attributes:
        names: part → name in the reader's language, in their order.
        first: the part shown first and open; the others are additions to generated sections.
        rows: height of the first field.
    """

    names: ClassVar[Mapping[str, Any]]
    first: ClassVar[str]
    rows: ClassVar[int] = 6
    is_required: ClassVar[bool] = False

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, kept: Mapping[str, str], edition: int, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {**kept, "edition": edition})
        super().__init__(*args, **kwargs)
        for code, name in self.names.items():
            is_first = code == self.first
            self.fields[code] = forms.CharField(
                label=name,
                required=is_first and self.is_required,
                widget=forms.Textarea(attrs={"rows": self.rows if is_first else 3}),
                help_text=HINT if is_first else "",
            )

    def leading(self) -> list[forms.BoundField]:
        """The part shown first."""
        return [self[self.first]]

    def sections(self) -> list[forms.BoundField]:
        """The additions, in their order."""
        return [self[code] for code in self.names if code != self.first]

    def has_sections(self) -> bool:
        """True when an addition is kept already."""
        return any(self.initial.get(code) for code in self.names if code != self.first)

    def texts(self) -> dict[str, str]:
        """Part → text typed."""
        return {code: self.cleaned_data[code] for code in self.names}


class BulletinTextsForm(PaperTextsForm):
    """Requirements for the next period, and additions to the sections."""

    names: ClassVar[Mapping[str, Any]] = {"requirements": _("下月要求"), **SECTIONS}
    first = "requirements"
    rows = 8
    is_required = True

    def __init__(self, *args: Any, paper: Bulletin, **kwargs: Any) -> None:
        kept = {"requirements": paper.requirements, **paper.additions}
        super().__init__(*args, kept=kept, edition=paper.edition, **kwargs)
        self.fields["requirements"].label = words(Period.parse(paper.period)).next

    def written(self) -> dict[str, Any]:
        """What was typed, in the words of the services."""
        typed = self.texts()
        return {"requirements": typed.pop("requirements"), "additions": typed}
