"""How the draft of every paper begins, is counted anew and keeps what was written by hand (ADR 0030, 0035)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core import audit
from core.errors import StaleState, Unlawful
from organizations.authority import Authority
from reporting.models import BulletinStatus, Paper
from reporting.permissions import can_draft, require
from reporting.selectors.bulletins import office_heads
from reporting.services.paper_texts import is_same, overtaken, tidy_sections

P = TypeVar("P", bound=Paper)
#: A draft nobody has written in.
UNWRITTEN = {"edited_by": None, "edited_at": None, "edition": F("edition") + 1}


def refuse_unless_draft(paper: Paper | None) -> None:
    """Raise Unlawful for a paper that was approved already: its figures stand."""
    if paper is not None and paper.status != BulletinStatus.DRAFT:
        raise Unlawful(
            _("《%(title)s》%(status)s，不能重新统计。")
            % {"title": paper.title, "status": paper.get_status_display()}
        )


def claim_draft(
    model: type[P],
    of: Mapping[str, Any],
    fields: Mapping[str, Any],
    *,
    begun: Mapping[str, Any],
    fresh: bool,
) -> P:
    """The draft's row with new columns, created when missing; whoever approves meanwhile wins.

    Args:
        model: a kind of paper.
        of: what there is one paper of.
        fields: columns of each count.
        begun: columns a new draft begins with; with `fresh` one begun again, without any words of before.

    Raises:
        StaleState: the paper is no draft any more.
    """
    rows = model._default_manager
    paper, created = rows.get_or_create(**of, defaults={**begun, **fields})
    if not created:
        draft = rows.filter(pk=paper.pk, status=BulletinStatus.DRAFT)
        if draft.update(**fields, **({**begun, **UNWRITTEN} if fresh else {})) != 1:
            raise StaleState(_("该文件刚刚被批准，请刷新后再办理。"))
        paper.refresh_from_db()
    return paper


def tell_the_head(paper: Paper, *, text: str, link: str, now: datetime) -> None:
    """A notice to the head of the office that the system has counted a draft."""
    for term in office_heads(timezone.localdate(now)):
        notify(
            user=term.user,
            kind=NoticeKind.BULLETIN,
            title=_("%(title)s草稿已生成") % {"title": paper.title},
            text=text,
            link=link,
            now=now,
        )


def edit_sections(
    *,
    paper: Any,
    texts: Mapping[str, str],
    known: Collection[str],
    content: Callable[[Any, Mapping[str, str]], dict[str, Any]],
    prefix: str,
    authority: Authority,
    now: datetime,
    edition: int | None = None,
) -> None:
    """Keep what was written by hand in a draft with a column ``texts``; the figures stay those of the newest count.

    Args:
        paper: a draft.
        texts: section → text; those left out stay as they are.
        known: the sections there are.
        content: makes the document of the row as it is kept, with these texts.
        prefix: begins the verb of the log.
        edition: the one the editor began with; that of `paper` when None.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Invalid: a text is too long, or a section is unknown.
        StaleState: the paper is no draft any more, or somebody saved another text meanwhile.
    """
    require(can_draft(authority))
    tidied = tidy_sections(texts, known=known)
    began = paper.edition if edition is None else edition
    rows = type(paper)._default_manager
    with transaction.atomic():
        kept = rows.get(pk=paper.pk)
        more = {**kept.texts, **tidied}
        if is_same(kept, {"texts": more}, edition=began):
            return  # the same words saved again are nobody's work
        draft = rows.filter(
            pk=kept.pk, status=BulletinStatus.DRAFT, built_at=kept.built_at, edition=began
        )
        by = {"edited_at": now, "edited_by": authority.user, "edition": F("edition") + 1}
        if draft.update(texts=more, content=content(kept, more), **by) != 1:
            raise StaleState(overtaken(kept))
        audit.record(paper, f"{prefix}.edit", actor=authority.user, at=now, **tidied)
    paper.refresh_from_db()
