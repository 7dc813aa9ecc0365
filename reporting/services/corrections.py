"""Corrections of a published paper: recounted, chosen, approved by another person, numbered, frozen, delivered (ADR 0032, 0033)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, counters, jobs, transitions
from core.errors import Invalid, StaleState, Unlawful
from organizations.authority import Authority
from reporting.domain.corrections import Change, choose, has_long_number
from reporting.models import (
    AnnualReport,
    Bulletin,
    BulletinStatus,
    Correction,
    CorrectionStatus,
)
from reporting.permissions import can_draft, can_sign, require
from reporting.selectors.correction_facts import correction_writers, secret_among
from reporting.selectors.corrections import of_paper
from reporting.services.correction_kinds import kind_of
from reporting.services.correction_publication import draft_document

EFFECT = "reporting.correct"
MAX_REASON, MAX_TEXT, MAX_TEXTS = 500, 1000, 20
# Whether a number is that of a secret matter must not show in the answer: none may be written.
NO_NUMBERS = gettext_noop("手写的文字中不写信访事项编号、证件号码，所涉事项由系统列出。")


def make_correction(
    *, paper: Bulletin | AnnualReport, reason: str, authority: Authority, now: datetime
) -> Correction:
    """Count a published paper anew and draft a correction of what differs; a draft there is counted anew.

    Args:
        paper: published.
        reason: why it is corrected, printed.
        authority: staff of the petition office.
        now: aware time; the figures are those known now.

    Raises:
        NotAllowed: not of the office. Invalid: no reason. Unlawful: the paper is not published.
        StaleState: a correction was approved and waits for its publication.
    """
    require(can_draft(authority))
    reason = _reason(reason)
    if paper.status != BulletinStatus.PUBLISHED:
        raise Unlawful(_("只有已印发的文件可以更正；草稿请直接修改。"))
    kind = kind_of(paper)
    found = [one.to_json() for one in kind.changes(paper)]
    drafts = of_paper(paper).exclude(status=CorrectionStatus.PUBLISHED)
    fields = {"reason": reason, "changes": found, "made_at": now, "made_by": authority.user}
    with transaction.atomic():
        waiting = drafts.select_for_update().first()
        if waiting is not None:
            if drafts.filter(pk=waiting.pk, number__isnull=True).update(**fields) != 1:
                raise StaleState(_("上一份更正已经批准，正在印发，请稍后再办理。"))
            waiting.refresh_from_db()
        correction = waiting or _create({kind.prefix: paper, **fields})
        _write(correction)
        audit.record(
            paper,
            f"{kind.prefix}.correct",
            actor=authority.user,
            at=now,
            reason=reason,
            found=len(found),
            fresh=not correction.texts,
        )
    return correction


def _create(fields: dict[str, Any]) -> Correction:
    try:
        with transaction.atomic():
            return Correction.objects.create(**fields)
    except IntegrityError as error:
        raise StaleState(_("该文件刚刚有人拟了更正，请刷新后再办理。")) from error


def edit_correction(
    *,
    correction: Correction,
    reason: str,
    keys: Collection[str],
    texts: Sequence[tuple[str, str]],
    authority: Authority,
    now: datetime,
) -> None:
    """Choose which changes a draft states, and write the sentences it corrects.

    Raises:
        NotAllowed: not of the office. Invalid: no reason, half a pair of texts, too much of them, or a number of a
            matter in them.
        StaleState: the correction is no draft any more, or was counted anew.
    """
    require(can_draft(authority))
    reason = _reason(reason)
    pairs = _texts(texts)
    chosen = choose(map(Change.from_json, correction.changes), keys)
    kept = Correction.objects.filter(
        pk=correction.pk, number__isnull=True, made_at=correction.made_at, reason=reason
    ).first()
    if kept is not None and _same(kept, chosen, pairs):
        return  # the same saved again is nobody's work
    with transaction.atomic():
        drafts = Correction.objects.filter(
            pk=correction.pk, number__isnull=True, made_at=correction.made_at
        )
        fields = {"reason": reason, "changes": [one.to_json() for one in chosen], "texts": pairs}
        if drafts.update(**fields) != 1:
            raise StaleState(_("该更正刚刚被重新比对或批准，请刷新后再办理。"))
        correction.refresh_from_db()
        _write(correction)
        audit.record(
            correction.paper,
            f"{kind_of(correction.paper).prefix}.edit_correction",
            actor=authority.user,
            at=now,
            chosen=sum(one.chosen for one in chosen),
            texts=len(pairs),
        )


def _same(kept: Correction, chosen: Sequence[Change], pairs: Sequence[dict[str, str]]) -> bool:
    before = {one["key"] for one in kept.changes if one["chosen"]}
    return before == {one.key for one in chosen if one.chosen} and kept.texts == list(pairs)


def approve_correction(
    *, correction: Correction, authority: Authority, now: datetime, with_secrets: bool = False
) -> None:
    """The office's head approves a correction somebody else drafted: it gets its numbers and is owed.

    Args:
        correction: a draft.
        authority: head of the petition office.
        now: aware time.
        with_secrets: the head has decided that figures moved by secret matters are stated all the same.

    Raises:
        NotAllowed: not the head. Unlawful: the head drafted it, it states nothing, a matter it names is a report now,
            or figures that were held back are stated without the head's decision.
        StaleState: it was changed or approved a moment ago.
    """
    require(can_sign(authority))
    correction.refresh_from_db(fields=["changes", "texts", "reason", "made_by", "made_at"])
    if authority.user.pk in {correction.made_by_id, *correction_writers(correction)}:
        raise Unlawful(
            _(
                "更正由另一人批准，拟过稿、改过稿的人不能批准。由其他工作人员删去文字更正，重新比对后可以批准。"
            )
        )
    if not correction.texts and not any(one["chosen"] for one in correction.changes):
        raise Unlawful(_("没有选中任何更正内容，不能批准。"))
    _refuse_secrets(correction.changes, with_secrets=with_secrets)
    year, prefix = timezone.localdate(now).year, kind_of(correction.paper).prefix
    with transaction.atomic():
        transitions.apply(
            correction,
            sources=[CorrectionStatus.DRAFT],
            target=CorrectionStatus.APPROVED,
            verb="correction.approve",
            actor=authority.user,
            at=now,
            number=counters.take(_counter(correction)),
            serial=counters.take(f"{prefix}:{year}"),
            serial_year=year,
            approved_at=now,
            approved_by=authority.user,
        )
        audit.record(
            correction.paper,
            f"{prefix}.approve_correction",
            actor=authority.user,
            at=now,
            number=correction.number,
            serial=correction.serial,
        )
        jobs.owe(EFFECT, key=correction.pk, now=now, payload={"correction": correction.pk})


def _counter(correction: Correction) -> str:
    """Name of the counter of 更正第N号, which counts within a paper."""
    if correction.annual_id is not None:
        return f"correction:annual:{correction.annual_id}"
    return f"correction:{correction.bulletin_id}"


def _refuse_secrets(found: Iterable[dict[str, Any]], *, with_secrets: bool) -> None:
    rows = [Change.from_json(one) for one in found]
    if secret_among({number for one in rows for number in one.cases}):
        raise Unlawful(_("比对之后，所列事项中有的已依法保密，请重新比对后再批准。"))
    held = sum(one.chosen and one.held for one in rows)
    if held and not with_secrets:
        raise Unlawful(
            _("选用的更正中有%(count)s处涉及依法保密事项，请确认仍予更正后再批准。")
            % {"count": held}
        )


def _write(correction: Correction) -> None:
    """The draft's document, marked as a draft."""
    correction.content = draft_document(correction)
    correction.save(update_fields=["content"])


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("请填写更正原因。"), field="reason")
    if len(text) > MAX_REASON:
        raise Invalid(_("更正原因不能超过500字。"), field="reason")
    if has_long_number(text):
        raise Invalid(_(NO_NUMBERS), field="reason")
    return text


def _texts(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    found = [(" ".join(old.split()), " ".join(new.split())) for old, new in pairs]
    found = [pair for pair in found if any(pair)]
    if any(not old or not new for old, new in found):
        raise Invalid(_("文字更正须同时写明原文和更正后的文字。"), field="texts")
    if len(found) > MAX_TEXTS or any(len(text) > MAX_TEXT for pair in found for text in pair):
        raise Invalid(_("文字更正不能超过20处，每处不能超过1000字。"), field="texts")
    if any(has_long_number(text) for pair in found for text in pair):
        raise Invalid(_(NO_NUMBERS), field="texts")
    return [{"old": old, "new": new} for old, new in found]
