"""The county's list of causes: added to and ended by its keepers, never renamed under the records that use it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, InvalidMany, NotAllowed
from organizations.authority import Authority
from petitions import permissions
from petitions.domain.causes import CAUSES, SINCE, betrays, judges, next_code
from petitions.models import Cause

CHAIN = "causes"


@transaction.atomic
def load_causes() -> int:
    """Write the causes a county begins with that are missing; returns how many were written."""
    known = dict(Cause.objects.values_list("code", "pk"))
    written = 0
    for item in CAUSES:
        if item.code in known:
            continue
        row = Cause.objects.create(
            code=item.code,
            name=item.name,
            parent_id=known.get(item.parent),
            hint=item.hint,
            valid_from=SINCE,
        )
        known[item.code] = row.pk
        written += 1
    return written


@transaction.atomic
def add_cause(
    *,
    authority: Authority,
    name: str,
    hint: str,
    parent: Cause | None,
    valid_from: date,
    now: datetime,
) -> Cause:
    """Add a cause below one of the first level, or one of the first level when ``parent`` is None.

    Raises:
        NotAllowed: neither the office's head nor an administrator.
        InvalidMany: no name, the name exists and is in force, words that do not belong in it, a day in the past, or no
            code is left.
    """
    _need_keeper(authority)
    name = name.strip()
    errors: dict[str, str] = {}
    if not name:
        errors["name"] = _("请填写此项。")
    elif Cause.objects.filter(name=name, parent=parent, valid_to__isnull=True).exists():
        errors["name"] = _("同名的成因正在使用。")
    errors |= _unfit(name=name, hint=hint)
    if valid_from < authority.on:
        errors["valid_from"] = _("生效日期不能早于今天。")
    if parent is not None and parent.parent_id is not None:
        errors["parent"] = _("成因只有两级。")
    taken = frozenset(Cause.objects.values_list("code", flat=True))
    try:
        code = next_code(parent.code if parent else "", taken)
    except ValueError:
        errors["parent"] = _("该级的代码已经用完。")
    if errors:
        raise InvalidMany(errors)
    row = Cause.objects.create(
        code=code, name=name, hint=hint.strip(), parent=parent, valid_from=valid_from
    )
    audit.record(
        CHAIN, "cause.add", actor=authority.user, at=now, code=code, name=name, from_=valid_from
    )
    return row


@transaction.atomic
def change_cause(
    *, authority: Authority, cause: Cause, hint: str, valid_to: date | None, now: datetime
) -> Cause:
    """Reword when a cause is chosen, and end it, or let it go on; what was recorded with it stays.

    Raises:
        NotAllowed: neither the office's head nor an administrator.
        Invalid, InvalidMany: a last day before yesterday or before it began; words that do not belong there.
    """
    _need_keeper(authority)
    if unfit := _unfit(hint=hint):
        raise InvalidMany(unfit)
    if valid_to is not None and valid_to != cause.valid_to:
        if valid_to < authority.on - timedelta(days=1):
            raise Invalid(_("停用前最后一天不能早于昨天。"), field="valid_to")
        if valid_to < cause.valid_from:
            raise Invalid(_("停用日期不能早于生效日期。"), field="valid_to")
    before = {"hint": cause.hint, "valid_to": cause.valid_to}
    cause.hint, cause.valid_to = hint.strip(), valid_to
    cause.save(update_fields=["hint", "valid_to"])
    audit.record(
        CHAIN,
        "cause.change",
        actor=authority.user,
        at=now,
        code=cause.code,
        hint=cause.hint,
        valid_to=valid_to,
        before=before,
    )
    return cause


def _unfit(**texts: str) -> dict[str, str]:
    """Field → why its words do not belong in a cause."""
    found = {}
    for field, text in texts.items():
        if judges(text):
            found[field] = _("成因写事项、规定和办理中的原因，不评价信访人。")
        elif betrays(text):
            found[field] = _(
                "成因会显示给责任单位，不能写检举控告、违纪违法线索的移送和调查（条例第三十条）。"
            )
    return found


def _need_keeper(authority: Authority) -> None:
    if not permissions.can_set_causes(authority):
        raise NotAllowed(_("只有信访局局长或者系统管理员可以修改成因表。"))
