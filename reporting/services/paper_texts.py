"""What editors write into a draft by hand: how each part is kept, and what is said to who saves second."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Invalid
from reporting.domain import rich_text
from reporting.models import BulletinStatus, Paper

MAX_TEXT = 4000


def tidy_sections(texts: Mapping[str, str], *, known: Collection[str]) -> dict[str, str]:
    """The texts as they are kept, by section.

    Raises:
        Invalid: a section is unknown, or its text is too long.
    """
    found = {code: rich_text.tidy(value) for code, value in texts.items()}
    for code, value in found.items():
        if code not in known:
            raise Invalid(_("没有这一部分。"), field=code)
        if len(value) > MAX_TEXT:
            message = _("文字不能超过%(limit)s字。") % {"limit": MAX_TEXT}
            raise Invalid(message, field=code)
    return found


def overtaken(kept: Paper) -> str:
    """Why a text was not saved: the draft was counted anew or approved, or somebody else saved first."""
    if kept.status != BulletinStatus.DRAFT or kept.edited_at is None:
        return _("该文件刚刚被重新生成或批准，请刷新后再办理。")
    return _(
        "%(who)s已于%(at)s保存了另一份文字，您的文字没有保存，仍在下方；请与现有文字核对后再保存。"
    ) % {
        "who": kept.edited_by,
        "at": f"{timezone.localtime(kept.edited_at):%m-%d %H:%M}",
    }


def is_same(kept: Paper, written: Mapping[str, Any], *, edition: int) -> bool:
    """True when a save of these columns would change nothing in a draft that nobody overtook; "" and missing are the same."""
    if kept.status != BulletinStatus.DRAFT or kept.edition != edition:
        return False
    return all(_bare(getattr(kept, name)) == _bare(value) for name, value in written.items())


def _bare(value: Any) -> Any:
    return {k: v for k, v in value.items() if v} if isinstance(value, dict) else value
