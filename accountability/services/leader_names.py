"""The leader named on an ordinary matter: when that leader has left the post, the successor in duty is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.selectors.leader_rule import unsuitable
from accountability.selectors.leading import leaderless
from accountability.services.runs import RunReport, RunStep
from core.errors import DomainError
from organizations.models import User
from organizations.selectors import Leading, leading
from petitions.models import Case, Recusal
from petitions.services import responsibility


def rename_leaders(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Name a leader by the division of duties (一岗双责) where the one named holds no such post any more.

    Only open matters without a leader's case, which passes on with its plan. Safe to repeat. Queries: three, one for
    each unit and class of contents, and the writes.
    """
    report = RunReport(on=on, dry_run=dry_run)
    rows = list(leaderless(on=on))
    recused = _recused()
    known: dict[tuple[int, str, frozenset[int]], Leading | None] = {}
    for case in rows:
        content = case.content_class.code if case.content_class else ""
        without = frozenset(unsuitable(case, on=on) if case.is_secret else recused.get(case.pk, ()))
        key = (case.responsible_unit_id, content[:2], without)
        if key not in known:
            known[key] = leading(case.responsible_unit_id, content, on=on, without=without)
        found = known[key]
        if found is None or found.term.user_id == case.leader_id:
            report.skipped.append(_line(case, None, "nobody else holds a leading post"))
        else:
            _name(case, found.term.user, report, now)
    return report


def _recused() -> Mapping[int, set[int]]:
    """Open matter → who stepped back from it (one query)."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Recusal.objects.filter(status="approved", case__closed_on__isnull=True)
    for case_id, user_id in rows.order_by("pk").values_list("case_id", "user_id"):
        found[case_id].add(user_id)
    return found


def _name(case: Case, user: User, report: RunReport, now: datetime) -> None:
    line = _line(case, user, f"{case.leader or 'nobody'} holds no leading post")
    if not report.dry_run:
        reason = _("原包案领导已不在任，按一岗双责由现任领导包案")
        try:
            with transaction.atomic():
                responsibility.hand_on_leader(
                    case=case, leader=user, reason=reason, by=None, on=report.on, now=now
                )
        except DomainError as error:
            report.problems.append(_line(case, user, str(error)))
            return
    report.done.append(line)


def _line(case: Case, user: User | None, why: str) -> RunStep:
    return RunStep(case.number, "leading", "leader named", str(user or ""), why)
