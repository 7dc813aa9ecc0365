"""The acts every paper shares: approved by a second person, sent back, numbered once, frozen (ADR 0030).

Each is guarded by the state it starts from and leaves a row in the log; who may do it is asked by the caller.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, counters, jobs, transitions
from core.errors import Invalid, StaleState, Unlawful
from core.models import AuditEntry
from reporting.models import BulletinStatus, Paper


def require_second_person(paper: Paper, *, prefix: str, by: Any) -> None:
    """Two named people stand behind each paper before it is printed (ADR 0035).

    Raises:
        Unlawful: the actor counted the draft, or ever wrote in it; or nobody but the system did either.
    """
    paper.refresh_from_db(fields=["built_by", "edition", "built_at"])
    wrote = writers(paper, prefix=prefix)
    if by.pk == paper.built_by_id or by.pk in wrote:
        raise Unlawful(
            _(
                "草稿由您本人生成或修改过，须由另一人批准（两人审核）。没有另一位负责人的，由其他工作人员"
                "“清除手写文字，重新起草”后再批准。"
            )
        )
    if paper.built_by_id is None and not wrote:
        raise Unlawful(
            _(
                "草稿由系统生成，还没有人核稿，须由另一名工作人员核对并重新统计（或者修改文字）后再批准。"
            )
        )


def writers(paper: Paper, *, prefix: str) -> set[int]:
    """Ids of those who ever saved words in the draft since it was last begun without any (one query)."""
    rows = AuditEntry.objects.filter(
        chain=audit.chain_of(paper), verb__in=[f"{prefix}.build", f"{prefix}.edit"]
    )
    found: set[int] = set()
    for verb, actor, data in rows.order_by("seq").values_list("verb", "actor_id", "data"):
        if verb.endswith(".edit") and actor is not None:
            found.add(actor)
        elif data.get("fresh"):
            found.clear()
    return found


def approve(paper: Paper, *, prefix: str, by: Any, now: datetime) -> None:
    """Move a draft to "approved"; `prefix` begins the verb of the log ("bulletin").

    Raises:
        StaleState: the paper is no draft any more.
    """
    with transaction.atomic():
        transitions.apply(
            paper,
            sources=[BulletinStatus.DRAFT],
            target=BulletinStatus.APPROVED,
            verb=f"{prefix}.approve",
            actor=by,
            at=now,
            approved_at=now,
            approved_by=by,
        )
        audit.record(paper, f"{prefix}.approve", actor=by, at=now)


def send_back(paper: Paper, *, prefix: str, reason: str, by: Any, now: datetime) -> None:
    """Take an approval back, so that the draft can be changed.

    Raises:
        Invalid: no reason is given.
        Unlawful: the paper was signed; its number is taken.
        StaleState: somebody else changed the paper first.
    """
    why = reason.strip()
    if not why:
        raise Invalid(_("请写明退回修改的原因。"), field="reason")
    if paper.serial is not None:
        raise Unlawful(_("该文件已经签发，不能退回修改。"))
    with transaction.atomic():
        transitions.apply(
            paper,
            sources=[BulletinStatus.APPROVED],
            target=BulletinStatus.DRAFT,
            verb=f"{prefix}.send_back",
            actor=by,
            at=now,
            reason=why,
            approved_at=None,
            approved_by=None,
        )
        audit.record(paper, f"{prefix}.send_back", actor=by, at=now, reason=why)


def take_number(paper: Paper, *, prefix: str, effect: str, by: Any, now: datetime) -> None:
    """Give an approved paper its number of the year and owe its printing, in one transaction.

    Args:
        prefix: begins the verb of the log; also the name of the counter.
        effect: kind of the owed effect; its payload is ``{prefix: id}``.

    Raises:
        StaleState: somebody else moved the paper first; the number goes back.
    """
    year = timezone.localdate(now).year
    with transaction.atomic():
        serial = counters.take(f"{prefix}:{year}")
        waiting = type(paper)._default_manager.filter(
            pk=paper.pk, status=BulletinStatus.APPROVED, serial__isnull=True
        )
        signed = {"requested_at": now, "requested_by": by}
        if waiting.update(serial=serial, serial_year=year, **signed) != 1:
            raise StaleState(_("该文件的状态刚刚发生变化，请刷新后再办理。"))
        audit.record(paper, f"{prefix}.sign", actor=by, at=now, serial=serial)
        jobs.owe(effect, key=paper.pk, now=now, payload={prefix: paper.pk})
    paper.refresh_from_db()


def freeze(
    paper: Paper, document: dict[str, Any], *, prefix: str, name: str, sha256: str, now: datetime
) -> None:
    """Move a signed paper to "published" with its document and file; call it inside a transaction.

    Raises:
        StaleState: another worker has published it.
    """
    transitions.apply(
        paper,
        sources=[BulletinStatus.APPROVED],
        target=BulletinStatus.PUBLISHED,
        verb=f"{prefix}.publish",
        actor=paper.requested_by,
        at=now,
        pdf=name,
        pdf_sha256=sha256,
        content={**paper.content, "document": document},
        published_at=now,
        published_by=paper.requested_by,
    )
    audit.record(
        paper,
        f"{prefix}.publish",
        actor=paper.requested_by,
        at=now,
        sha256=sha256,
        serial=paper.serial,
    )
