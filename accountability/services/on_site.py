"""Staff who heard petitioners at a higher office's reception place (到上级接待场所现场接访): recorded, never a custody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.models import OnSiteReception
from accountability.services.reception_secrecy import wrong_tie, wrong_unit
from core import audit
from core.errors import InvalidMany, NotAllowed
from organizations.authority import Authority
from petitions.models import Case
from petitions.services.custody import custody_errors


@transaction.atomic
def record_on_site(
    *, authority: Authority, facts: dict, case: Case | None, now: datetime
) -> OnSiteReception:
    """Record that staff heard petitioners at a higher office's reception place, and with what result.

    Args:
        authority: the office, or the unit that sent them.
        facts: columns of `OnSiteReception`; ``is_secret`` when what was heard is a report (检举控告).
        case: the matter, when it is known and visible to the actor; a report makes the record secret.
        now: aware time of the act.

    Raises:
        NotAllowed: another unit's. InvalidMany: a day in the future, words of custody, a report tied to an ordinary
            matter, or a unit that must not learn of the report (条例第三十条第三款).
    """
    if not (authority.is_office_staff or authority.acts_for(facts["unit"].pk)):
        raise NotAllowed(_("只能登记本单位的现场接访。"))
    is_secret = facts.get("is_secret", False) or (case is not None and case.is_secret)
    wrong = {
        "on": _("接访日期不能晚于今天。") if facts["on"] > authority.on else "",
        "case": wrong_tie(case, is_secret=is_secret),
        "unit": wrong_unit(facts["unit"], case, is_secret=is_secret),
    }
    errors = {field: why for field, why in wrong.items() if why}
    errors |= custody_errors({name: facts[name] for name in ("topic", "heard", "result")})
    if errors:
        raise InvalidMany(errors)
    row = OnSiteReception.objects.create(
        **{**facts, "is_secret": is_secret}, case=case, recorded_by=authority.user, recorded_at=now
    )
    audit.record(case or row, "reception.on_site", actor=authority.user, at=now, row=row.pk)
    return row
