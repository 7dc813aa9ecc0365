"""What editors write into a draft by hand: the requirements, and additions to the generated sections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.errors import Invalid, StaleState
from organizations.authority import Authority
from reporting.domain.results import BulletinData
from reporting.models import Bulletin, BulletinStatus
from reporting.permissions import can_draft, require
from reporting.services.bulletin_document import bulletin_content
from reporting.services.paper_document import draft_document
from reporting.services.paper_texts import is_same, overtaken, tidy_sections
from reporting.services.previews import Preview, ask_for

#: Sections that take additions, in their order.
SECTIONS = {
    "overview": gettext_lazy("一、总体情况"),
    "problems": gettext_lazy("二、群众反映的主要问题"),
    "units": gettext_lazy("三、各乡镇（街道）、县直部门情况"),
    "left": gettext_lazy("四、存在的问题"),
    "named": gettext_lazy("五、点名与整改"),
}


def edit_texts(
    *,
    bulletin: Bulletin,
    requirements: str,
    authority: Authority,
    now: datetime,
    additions: Mapping[str, str] | None = None,
    edition: int | None = None,
) -> None:
    """Keep what was written by hand in a draft; the generated parts stay those of the newest count.

    Args:
        bulletin: a draft.
        requirements: 下月要求.
        additions: section → text; those left out stay as they are.
        edition: the one the editor began with; that of `bulletin` when None.

    Raises:
        NotAllowed: the actor does not work in the petition office.
        Invalid: nothing is left of the requirements, or a text is too long.
        StaleState: the bulletin is no draft any more, or somebody saved another text meanwhile.
    """
    require(can_draft(authority))
    texts = tidied(requirements, additions or {})
    began = bulletin.edition if edition is None else edition
    with transaction.atomic():
        kept = Bulletin.objects.get(pk=bulletin.pk)
        more = {**kept.additions, **texts["additions"]}
        written = {"requirements": texts["requirements"], "additions": more}
        if is_same(kept, written, edition=began):
            return  # the same words saved again are nobody's work
        content = content_with(kept, requirements=texts["requirements"], additions=more)
        draft = Bulletin.objects.filter(
            pk=kept.pk, status=BulletinStatus.DRAFT, built_at=kept.built_at, edition=began
        )
        by = {"edited_at": now, "edited_by": authority.user, "edition": F("edition") + 1}
        if draft.update(**written, content=content, **by) != 1:
            raise StaleState(overtaken(kept))
        audit.record(bulletin, "bulletin.edit", actor=authority.user, at=now, **written)
    bulletin.refresh_from_db()


def tidied(requirements: str, additions: Mapping[str, str]) -> dict[str, Any]:
    """The texts as they are kept.

    Raises:
        Invalid: nothing is left of the requirements, a text is too long, or a section is unknown.
    """
    found = tidy_sections(
        {**additions, "requirements": requirements}, known=(*SECTIONS, "requirements")
    )
    text = found.pop("requirements")
    if not text:
        raise Invalid(_("请填写下月要求。"), field="requirements")
    return {"requirements": text, "additions": found}


def content_with(
    bulletin: Bulletin, *, requirements: str, additions: Mapping[str, str]
) -> dict[str, Any]:
    """The document of a draft with other texts; nothing is written."""
    return bulletin_content(
        BulletinData.from_json(bulletin.figures),
        requirements=requirements,
        additions=additions,
        built_at=bulletin.built_at,
    )


def preview(
    *, bulletin: Bulletin, requirements: str, additions: Mapping[str, str], now: datetime
) -> Preview:
    """Have a draft printed with texts that may not be saved yet; the draft itself is not touched.

    Args:
        bulletin: a draft.
        requirements, additions: the texts as they stand in the form.
        now: aware time.

    Raises:
        Invalid: a text cannot be kept as it is.
    """
    texts = tidied(requirements, additions)
    more = {**bulletin.additions, **texts["additions"]}
    content = content_with(bulletin, requirements=texts["requirements"], additions=more)
    return ask_for(bulletin, draft_document(content, on=timezone.localdate(now)), now=now)
