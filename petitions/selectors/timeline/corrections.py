"""What was put right in a registration: both values of each field, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.authority import Authority
from petitions.domain import timeline
from petitions.domain.timeline import Event
from petitions.models import Case, RegistrationCorrection

ARTICLE = "条例第二十一条"
#: Longer values stand in lines of their own.
SHORT = 60


def corrections_of(case: Case, authority: Authority) -> list[RegistrationCorrection]:
    """The corrections the reader may know of, oldest first (one query).

    Of a matter that was once a report and is none any more, what was written then is for the office's head and the
    discipline organ alone (条例第三十条第三款).
    """
    rows = case.corrections.select_related("by").order_by("recorded_at", "id")
    if not (case.is_secret or authority.is_office_head or authority.has_discipline):
        rows = rows.filter(of_report=False)
    return list(rows)


@dataclass(frozen=True)
class PutRight:
    """What one person put right at one time: the texts of all fields, and the reason."""

    at: datetime
    by: str
    texts: tuple[str, ...]


def put_right(case: Case, authority: Authority) -> list[PutRight]:
    """Each time the registration was put right, oldest first (one query)."""
    found = []
    for at, group in groupby(corrections_of(case, authority), key=lambda row: row.recorded_at):
        rows = list(group)
        texts = [text for row in rows for text in said_of(row)]
        reason = _("理由：%(reason)s") % {"reason": rows[0].reason}
        found.append(PutRight(at, str(rows[0].by), (*texts, reason)))
    return found


def correction_events(case: Case, authority: Authority) -> Iterator[Event]:
    """What was put right, told under the act that did it (one query)."""
    for once in put_right(case, authority):
        for text in once.texts:
            yield Event(
                on=timezone.localdate(once.at),
                at=once.at,
                kind=timeline.ACT,
                title=text,
                article=ARTICLE,
                actor=once.by,
                icon="edit",
            )


def said_of(row: RegistrationCorrection) -> list[str]:
    """One correction in a sentence, or in two lines when it is long."""
    name = row.get_field_display()
    if len(row.old) + len(row.new) > SHORT:
        return [
            _("%(field)s原登记：%(old)s") % {"field": name, "old": row.old},
            _("%(field)s更正为：%(new)s") % {"field": name, "new": row.new},
        ]
    return [
        _("%(field)s由“%(old)s”改为“%(new)s”") % {"field": name, "old": row.old, "new": row.new}
    ]
