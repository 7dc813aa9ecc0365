"""The three kinds of suggestion (三项建议, 条例第四十条): drafted, signed as a numbered letter, answered in writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain import supervision_letters as wording
from accountability.models import (
    DutyLetterKind,
    Suggestion,
    SuggestionKind,
    SuggestionStatus,
    Supervision,
)
from accountability.selectors.suggestions import may_receive
from accountability.services.duty_letters import LetterText, draft_of, issue_letter
from accountability.services.suggestion_notices import tell_addressee
from core import audit, transitions
from core.errors import Invalid, InvalidMany, NotAllowed
from organizations.authority import Authority
from organizations.enums import Competence, UnitKind
from organizations.models import Unit, User
from organizations.selectors import setting, work_calendar

FEEDBACK_DAYS = 30


@dataclass(frozen=True)
class SuggestionDraft:
    """A suggestion as typed.

    ``about_unit``, ``about_people`` and ``consequence`` are asked for liability alone; ``basis`` empty means the
    paragraph of Art 40 the kind rests on.
    """

    kind: str
    addressee: Unit | None
    title: str
    facts: str
    text: str
    basis: str = ""
    about_unit: Unit | None = None
    about_people: Sequence[User] = field(default_factory=tuple)
    consequence: str = ""
    supervision: Supervision | None = None


def feedback_day(*, on: date) -> date:
    """The last day for the feedback to a suggestion signed that day; a day off moves to the next working day."""
    days = int(setting("suggestion.feedback_days", on=on, default=FEEDBACK_DAYS))
    return work_calendar().next_working_day(on + timedelta(days=days)).on


@transaction.atomic
def draft_suggestion(
    *,
    authority: Authority,
    draft: SuggestionDraft,
    now: datetime,
    source: Suggestion | None = None,
) -> Suggestion:
    """Write a draft, or change one that was not signed yet.

    Raises:
        NotAllowed: no supervisor. InvalidMany: by field, what is missing, or an addressee without competence.
        StaleState: signed or dropped meanwhile.
    """
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("三项建议由信访局的督查人员或者局长起草。"))
    problems = _problems(draft)
    if problems or draft.addressee is None:
        raise InvalidMany(problems)
    row = source or Suggestion(drafted_by=authority.user, drafted_at=now)
    if source is not None:
        transitions.apply(
            row,
            sources=[SuggestionStatus.DRAFT],
            target=SuggestionStatus.DRAFT,
            verb="suggestion.edit",
            actor=authority.user,
            at=now,
        )
    liability = draft.kind == SuggestionKind.LIABILITY
    row.kind = draft.kind
    row.addressee = draft.addressee
    row.about_unit = draft.about_unit if liability else None
    row.consequence = draft.consequence.strip() if liability else ""
    row.title, row.facts = draft.title.strip(), draft.facts.strip()
    row.text = draft.text.strip()
    row.basis = draft.basis.strip() or wording.suggestion_basis(draft.kind)
    if source is None and draft.supervision is not None:
        row.supervision, row.case = draft.supervision, draft.supervision.case
    row.save()
    row.about_people.set(draft.about_people if liability else [])
    audit.record(row, "suggestion.draft", actor=authority.user, at=now, kind=row.kind)
    return row


def _problems(draft: SuggestionDraft) -> dict[str, str]:
    found = {}
    if draft.kind not in SuggestionKind.values:
        return {"kind": _("请选择建议的种类。")}
    if draft.addressee is None:
        found["addressee"] = _("请选择主送单位。")
    elif not may_receive(draft.kind, draft.addressee, draft.about_unit):
        found["addressee"] = {
            SuggestionKind.IMPROVE: _("改进工作的建议向有关机关、单位提出（条例第四十条第一款）。"),
            SuggestionKind.POLICY: _("完善政策的建议向本级党委和政府提出（条例第四十条第二款）。"),
            SuggestionKind.LIABILITY: _(
                "追究责任的建议只向有管理权限的机关、单位提出，不得送涉及的单位（条例第四十条第三款）。"
            ),
        }[SuggestionKind(draft.kind)]
    elif not _may_know(draft):
        found["addressee"] = _(
            "不得将检举控告事项透露给承办单位和纪检监察机关以外的单位（条例第三十条第三款）。"
        )
    for name, message in (
        ("title", _("请填写标题。")),
        ("facts", _("请写明问题和事实。")),
        ("text", _("请写明建议内容。")),
    ):
        if not getattr(draft, name).strip():
            found[name] = message
    if draft.kind == SuggestionKind.LIABILITY:
        if draft.about_unit is None:
            found["about_unit"] = _("请选择涉及单位。")
        if not draft.consequence.strip():
            found["consequence"] = _(
                "追究责任须有推诿、敷衍、拖延、弄虚作假造成的严重后果（条例第四十条第三款）；信访本身不是追责的理由。"
            )
    return found


def _may_know(draft: SuggestionDraft) -> bool:
    """About a report only the unit that handles it and the discipline organ may learn."""
    item = draft.supervision
    if item is None or item.case is None or not item.case.is_secret or draft.addressee is None:
        return True
    return draft.addressee.pk == item.unit_id or draft.addressee.competence == Competence.DISCIPLINE


@transaction.atomic
def issue_suggestion(*, authority: Authority, row: Suggestion, now: datetime) -> Suggestion:
    """Sign a draft: the numbered letter goes out, and its days begin.

    Raises:
        NotAllowed: policy and liability are signed by the head of the office, improvement by a supervisor too.
    """
    _need_signer(authority, row)
    on = timezone.localdate(now)
    due_on = feedback_day(on=on)
    text = suggestion_letter(authority=authority, row=row, due_on=due_on)
    letter = issue_letter(authority=authority, text=text, now=now)
    transitions.apply(
        row,
        sources=[SuggestionStatus.DRAFT],
        target=SuggestionStatus.ISSUED,
        verb="suggestion.issue",
        actor=authority.user,
        at=now,
        letter=letter,
        issued_by=authority.user,
        issued_at=now,
        due_on=due_on,
    )
    audit.record(
        row,
        "suggestion.issue",
        actor=authority.user,
        at=now,
        letter=letter.number,
        due_on=due_on,
    )
    tell_addressee(
        row,
        title=_("%(number)s：请于%(day)s前书面反馈采纳情况")
        % {"number": letter.number, "day": f"{due_on:%Y-%m-%d}"},
        text=_("条例第四十条第四款"),
        now=now,
    )
    return row


def suggestion_letter(*, authority: Authority, row: Suggestion, due_on: date) -> LetterText:
    """The letter as it would go out today."""
    ids = [p.unit_id for p in authority.posts if p.unit_kind == UnitKind.PETITION_OFFICE]
    office = Unit.objects.get(pk=ids[0])
    about = ""
    if row.about_unit is not None:
        people = "、".join(str(user) for user in row.about_people.all())
        about = f"{row.about_unit.name}{f'（有关人员：{people}）' if people else ''}"
    return LetterText(
        kind=DutyLetterKind.SUGGESTION,
        unit=office,
        title=wording.suggestion_title(row.kind, row.title),
        addressee=row.addressee.name,
        body=wording.suggestion_body(
            row.kind,
            facts=row.facts,
            consequence=row.consequence,
            text=row.text,
            basis=row.basis,
            about=about,
            due_on=due_on,
            contact=str(authority.user),
            phone=office.phone or authority.user.phone,
        ),
        issued_on=authority.on,
    )


def draft_letter(*, authority: Authority, row: Suggestion) -> dict:
    """The letter as the typesetter's data before it is signed; nothing is written."""
    due_on = feedback_day(on=authority.on)
    return draft_of(suggestion_letter(authority=authority, row=row, due_on=due_on))


@transaction.atomic
def drop_suggestion(
    *, authority: Authority, row: Suggestion, reason: str, now: datetime
) -> Suggestion:
    """Give a draft up, with the reason.

    Raises:
        NotAllowed: neither its author nor the head. Invalid: no reason.
    """
    if not (authority.is_office_head or row.drafted_by_id == authority.user.pk):
        raise NotAllowed(_("只有起草人或者局长可以撤销。"))
    if not reason.strip():
        raise Invalid(_("请说明撤销理由。"), field="reason")
    transitions.apply(
        row,
        sources=[SuggestionStatus.DRAFT],
        target=SuggestionStatus.DROPPED,
        verb="suggestion.drop",
        actor=authority.user,
        at=now,
        reason=reason.strip(),
        dropped_because=reason.strip(),
    )
    audit.record(row, "suggestion.drop", actor=authority.user, at=now)
    return row


def _need_signer(authority: Authority, row: Suggestion) -> None:
    if not permissions.can_sign_suggestion(authority, row):
        raise NotAllowed(
            _("完善政策、追究责任的建议由信访局局长签发；改进工作的建议可以由督查人员签发。")
        )
