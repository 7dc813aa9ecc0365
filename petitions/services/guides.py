"""The office words the guidance to procedures of their own; each change is a version in force from a day on."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, InvalidMany, NotAllowed
from organizations.authority import Authority
from petitions import permissions
from petitions.domain.guides import ITEMS, Guide
from petitions.models import ProcedureGuide

CHAIN = "procedure_guides"
OWN = "own"


@transaction.atomic
def set_guide(
    *, authority: Authority, guide: Guide, valid_from: date, now: datetime, is_active: bool = True
) -> ProcedureGuide:
    """Put a version of a guide in force from a day on; a guide without a code is a new procedure of the county's own.

    Raises:
        NotAllowed: the actor is neither the office's head nor an administrator.
        Invalid: the day lies in the past, or has a version already.
        InvalidMany: particulars are missing.
    """
    if not permissions.can_set_guides(authority):
        raise NotAllowed(_("只有信访局局长或者系统管理员可以修改指引。"))
    _check(guide)
    if valid_from < authority.on:
        raise Invalid(_("生效日期不能早于今天。"), field="valid_from")
    code = guide.code or _own_code()
    try:
        with transaction.atomic():
            row = ProcedureGuide.objects.create(
                code=code,
                route=guide.route,
                name=guide.name.strip(),
                organ=guide.organ.strip(),
                basis=guide.basis.strip(),
                limit=guide.limit.strip(),
                text=guide.text.strip(),
                is_active=is_active,
                valid_from=valid_from,
                set_by=authority.user,
                set_at=now,
            )
    except IntegrityError as error:
        raise Invalid(
            _("该指引已有同日生效的版本，请选择其他日期。"), field="valid_from"
        ) from error
    audit.record(
        CHAIN,
        "guide.set",
        actor=authority.user,
        at=now,
        code=code,
        valid_from=valid_from,
        is_active=is_active,
        name=row.name,
        organ=row.organ,
        basis=row.basis,
        limit=row.limit,
        text=row.text,
    )
    return row


def _check(guide: Guide) -> None:
    missing = {
        name: _("请填写此项。")
        for name in ("name", "organ", "basis", "limit", "text")
        if not getattr(guide, name).strip()
    }
    if guide.route not in ITEMS:
        missing["route"] = _("请选择第一至五项途径之一。")
    if missing:
        raise InvalidMany(missing)


def _own_code() -> str:
    taken = ProcedureGuide.objects.filter(code__startswith=OWN).values_list("code", flat=True)
    numbers = [int(match[1]) for code in taken if (match := re.fullmatch(rf"{OWN}(\d+)", code))]
    return f"{OWN}{max(numbers, default=0) + 1}"
