"""Set a number that varies by county and time; earlier values stay in force for earlier days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid
from organizations.authority import Authority
from organizations.domain.numbers import BY_CODE, parse
from organizations.models import Setting
from organizations.permissions import require_writer


@transaction.atomic
def set_number(
    *, authority: Authority, code: str, text: str, valid_from: date, basis: str, now: datetime
) -> Setting:
    """Put a new value in force from a day on; the one before ends the day before.

    Args:
        authority: an administrator.
        code: one of the known settings.
        text: the value as typed.
        valid_from: first day it counts.
        basis: the document that decided it.
        now: aware time of the act.

    Raises:
        NotAllowed: no administrator. Invalid: unknown code, a value out of bounds, no basis, or a later
            value is on the books already.
    """
    require_writer(authority)
    spec = BY_CODE.get(code)
    if spec is None:
        raise Invalid(_("没有这项参数。"), field="code")
    try:
        value = parse(spec, text)
    except ValueError as error:
        message = _("值不正确：须为 %(low)s 至 %(high)s 的整数、时刻，或是与否。")
        raise Invalid(message % {"low": spec.low, "high": spec.high}, field="value") from error
    if not basis.strip():
        raise Invalid(_("请填写依据。"), field="basis")
    rows = Setting.objects.filter(code=code)
    if rows.filter(valid_from__gte=valid_from).exists():
        raise Invalid(_("该参数已有同日或更晚生效的值，新值须在其后生效。"), field="valid_from")
    ends = valid_from - timedelta(days=1)
    for running in rows.filter(valid_to__isnull=True) | rows.filter(valid_to__gte=valid_from):
        running.valid_to = ends
        running.save(update_fields=["valid_to"])
    row = Setting.objects.create(code=code, value=value, valid_from=valid_from, basis=basis.strip())
    audit.record(
        f"setting:{code}",
        "setting.set",
        actor=authority.user,
        at=now,
        value=value,
        valid_from=valid_from,
        basis=row.basis,
    )
    return row
