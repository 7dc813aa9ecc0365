"""Refuses records that hold, fetch or watch a petitioner (law: `domain.custody`)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.errors import Invalid
from petitions.domain.custody import custody_words


def custody_error(text: str, *, people: Iterable[str] = ()) -> str:
    """Why a text may not be written, "" when it may.

    Args:
        text: what an official did, promised or noted.
        people: names of the petitioners concerned.
    """
    words = custody_words(text, people=people)
    if not words:
        return ""
    return _(
        "不得有“%(words)s”等劝返、拦阻、看管、限制信访人的内容，信访人自行决定去留（宪法第三十七条；条例第六条、第四十六条第六项）；"
        "请写明解答了什么、由谁办理、何时答复。"
    ) % {"words": "”“".join(words)}


def custody_errors(texts: dict[str, str], *, people: Iterable[str] = ()) -> dict[str, str]:
    """Field → why its text may not be written; empty when all may."""
    names = list(people)
    wrong = {field: custody_error(text, people=names) for field, text in texts.items()}
    return {field: why for field, why in wrong.items() if why}


def refuse_custody(text: str, field: str) -> None:
    """Raises Invalid on `field` when the text may not be written."""
    if why := custody_error(text):
        raise Invalid(why, field=field)
