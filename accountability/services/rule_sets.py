"""Drafting a rule set (考核办法): a copy is changed until another person approves it or it is withdrawn.

What is in force is never edited; approval stands in `rule_set_approval`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.rule_items import RuleSetData
from accountability.domain.score_terms import ScoringError
from accountability.domain.volume import VOLUME_NOTE, volume_items
from accountability.models import RuleSet, RuleSetStatus
from core import audit, transitions
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority
from petitions.services.attachments import base_name, sha256_of, upload_problems
from petitions.services.drafts import Upload

OPEN = (RuleSetStatus.DRAFT, RuleSetStatus.COUNTERSIGNED)


@dataclass(frozen=True)
class RuleSetContent:
    """What a version says.

    Attributes:
        base_score, floor_score: where a score starts, and below which it never falls.
        items: each as `RuleItem.to_json` gives it.
        other_units: ids of departments ranked apart from the others.
    """

    name: str
    base_score: Decimal
    items: Sequence[dict[str, Any]]
    policy_note: str = ""
    floor_score: Decimal = Decimal(0)
    other_units: Sequence[int] = ()


def rule_set_in_force(*, on: date) -> RuleSet | None:
    """The approved rule set that governs that day: the one that began last; None when there is none."""
    found = RuleSet.objects.approved().in_force(on=on)
    return found.order_by("-valid_from", "-approved_at", "-pk").first()


def content_data(content: RuleSetContent, *, code: str, version: int) -> RuleSetData:
    """The content as rules; raises ScoringError when it is unusable."""
    return RuleSetData.from_json(
        code=code,
        version=version,
        name=content.name,
        base=content.base_score,
        items=content.items,
        policy_note=content.policy_note,
        floor=content.floor_score,
        other_units=frozenset(content.other_units),
    )


@transaction.atomic
def create_version(
    *,
    authority: Authority,
    source: RuleSet,
    content: RuleSetContent,
    now: datetime,
    as_new: bool = False,
) -> RuleSet:
    """Draft the next version of a rule set; it scores nothing until a second person approves it.

    Args:
        authority: head or supervisor of the petition office.
        source: the version it is copied from.
        content: what the draft says.
        now: aware time.
        as_new: begin a rule set of its own instead of the next version of the source's.

    Raises:
        NotAllowed: the actor may not draft.
        Invalid: an item is unusable.
    """
    _require_drafter(authority)
    code = _new_code() if as_new else source.code
    latest = RuleSet.objects.filter(code=code).aggregate(Max("version"))["version__max"] or 0
    values = _checked(content, code=code, version=latest + 1)
    rule_set = RuleSet.objects.create(
        code=code,
        version=latest + 1,
        source=source,
        created_by=authority.user,
        edited_by=authority.user,
        edited_at=now,
        **values,
    )
    audit.record(
        rule_set, "rule_set.draft", actor=authority.user, at=now, source=source.pk, **_said(content)
    )
    return rule_set


@transaction.atomic
def edit_draft(
    *,
    authority: Authority,
    rule_set: RuleSet,
    content: RuleSetContent,
    seen: datetime | None,
    now: datetime,
) -> RuleSet:
    """Change a draft; what was countersigned has to be countersigned again.

    Args:
        rule_set: not yet approved, not withdrawn.
        seen: `edited_at` of the draft the changes were made to.

    Raises:
        NotAllowed: the actor may not draft.
        Unlawful: the version is approved or withdrawn.
        StaleState: somebody else changed it meanwhile.
        Invalid: an item is unusable.
    """
    _require_drafter(authority)
    require_open(rule_set)
    values = _checked(content, code=rule_set.code, version=rule_set.version)
    hold(rule_set, seen=seen, now=now)
    _back_to_draft(rule_set, authority, now)
    RuleSet.objects.filter(pk=rule_set.pk).update(**values, edited_by=authority.user)
    rule_set.refresh_from_db()
    audit.record(rule_set, "rule_set.edit", actor=authority.user, at=now, **_said(content))
    return rule_set


@transaction.atomic
def set_basis(
    *, authority: Authority, rule_set: RuleSet, basis: str, upload: Upload | None, now: datetime
) -> RuleSet:
    """Put the document that a draft rests on beside it, with its file.

    Raises:
        NotAllowed, Unlawful: as for `edit_draft`.
        Invalid: no name or no file, or a file that is not accepted.
    """
    _require_drafter(authority)
    require_open(rule_set)
    basis = basis.strip()
    if not basis:
        raise Invalid(_("请填写依据文件的名称和文号。"), field="basis")
    if upload is None:
        raise Invalid(_("请上传依据文件。"), field="file")
    if problems := upload_problems([upload]):
        raise Invalid(problems["attachments"], field="file")
    hold(rule_set, seen=rule_set.edited_at, now=now)
    _back_to_draft(rule_set, authority, now)
    digest, stored_name = sha256_of(upload)
    rule_set.basis, rule_set.basis_sha256, rule_set.edited_by = basis[:200], digest, authority.user
    rule_set.basis_name = base_name(upload.name)[:200]
    rule_set.basis_file.save(stored_name, File(upload.file), save=False)
    rule_set.save(update_fields=["basis", "basis_sha256", "basis_name", "basis_file", "edited_by"])
    audit.record(
        rule_set,
        "rule_set.basis",
        actor=authority.user,
        at=now,
        basis=rule_set.basis,
        sha256=digest,
    )
    return rule_set


@transaction.atomic
def withdraw_draft(
    *, authority: Authority, rule_set: RuleSet, reason: str, now: datetime
) -> RuleSet:
    """Give a draft up; it stays readable and may be copied.

    Raises:
        NotAllowed: the actor may not draft.
        Unlawful: the version is approved already.
        Invalid: no reason.
        StaleState: somebody approved or withdrew it a moment ago.
    """
    _require_drafter(authority)
    require_open(rule_set)
    if not reason.strip():
        raise Invalid(_("请写明撤回的原因。"), field="reason")
    transitions.apply(
        rule_set,
        sources=OPEN,
        target=RuleSetStatus.WITHDRAWN,
        verb="rule_set.withdraw",
        actor=authority.user,
        at=now,
        reason=reason.strip(),
        withdrawn_by=authority.user,
        withdrawn_at=now,
    )
    audit.record(rule_set, "rule_set.withdraw", actor=authority.user, at=now, reason=reason.strip())
    return rule_set


def require_open(rule_set: RuleSet) -> None:
    """Raise Unlawful when the version is in force or given up."""
    if not rule_set.is_open:
        raise Unlawful(
            _("第%(version)s版%(status)s，不能修改；请另行起草新版本。")
            % {"version": rule_set.version, "status": rule_set.get_status_display()}
        )


def hold(rule_set: RuleSet, *, seen: datetime | None, now: datetime) -> None:
    """Take the draft as it was seen: whoever changes it meanwhile comes too late, or this act does."""
    found = RuleSet.objects.filter(pk=rule_set.pk, edited_at=seen, status__in=OPEN)
    if found.update(edited_at=now) != 1:
        raise StaleState(_("该草案刚刚被他人修改或者处理，请刷新后核对再办理。"))
    rule_set.edited_at = now


def _back_to_draft(rule_set: RuleSet, authority: Authority, now: datetime) -> None:
    if rule_set.status == RuleSetStatus.COUNTERSIGNED:
        transitions.apply(
            rule_set,
            sources=[RuleSetStatus.COUNTERSIGNED],
            target=RuleSetStatus.DRAFT,
            verb="rule_set.change",
            actor=authority.user,
            at=now,
            reason=_("会签后修改，须重新会签"),
            countersigned_by=None,
            countersigned_at=None,
        )


def _require_drafter(authority: Authority) -> None:
    if not permissions.can_draft_rule_set(authority):
        raise NotAllowed(_("考核办法由信访局局长或者督查人员起草。"))


def _checked(content: RuleSetContent, *, code: str, version: int) -> dict[str, Any]:
    """Columns of the content; rules that count numbers always say what the policy in force says."""
    if not content.name.strip():
        raise Invalid(_("请填写名称。"), field="name")
    if not content.items:
        raise Invalid(_("请至少保留一个计分项。"), field="items")
    if content.floor_score > content.base_score:
        raise Invalid(_("最低分不能高于基础分。"), field="floor_score")
    try:
        rules = content_data(content, code=code, version=version)
    except ScoringError as error:
        raise Invalid(str(error), field="items") from error
    note = content.policy_note.strip()
    if volume_items(rules.items) and VOLUME_NOTE not in note:
        note = f"{VOLUME_NOTE}\n{note}".strip()
    return {
        "name": content.name.strip(),
        "policy_note": note,
        "base_score": content.base_score,
        "floor_score": content.floor_score,
        "items": list(content.items),
        "other_units": sorted(set(content.other_units)),
    }


def _said(content: RuleSetContent) -> dict[str, Any]:
    return {key: value for key, value in asdict(content).items() if key != "policy_note"}


def _new_code() -> str:
    """A code nobody has; two drafts made at the same moment are told apart by the unique version."""
    taken = set(RuleSet.objects.values_list("code", flat=True))
    return next(
        code for number in range(1, len(taken) + 2) if (code := f"own{number}") not in taken
    )
