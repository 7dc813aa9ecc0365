"""Acts as the audit chain holds them, with the change of state, the dispatches and the names they brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import chain_of
from core.models import AuditEntry, TransitionLog
from organizations.authority import Authority
from petitions.domain import timeline
from petitions.domain.timeline import Event, Line
from petitions.domain.workflow import ACTS
from petitions.enums import CaseStatus
from petitions.models import Case

ICONS = {
    "register": "file-plus",
    "transfer": "transfer-out",
    "assign": "clipboard-list",
    "file": "archive",
    "object": "hand-stop",
    "decide_objection": "gavel",
    "decide_dispute": "gavel",
    "decide_review": "gavel",
    "decide_recheck": "gavel",
    "inform": "mail-forward",
    "serve": "mail-check",
    "accept": "clipboard-check",
    "accept_simple": "clipboard-check",
    "refuse": "ban",
    "no_longer_accept": "ban",
    "extend": "hourglass",
    "reply": "message",
    "conclude": "circle-check",
    "settle": "heart-handshake",
    "attach": "paperclip",
    "note": "notebook",
    "announce_hearing": "calendar-event",
    "hold_hearing": "users",
    "close_hearing": "users",
    "merge": "git-merge",
    "merged_here": "git-merge",
    "split": "git-branch",
    "split_from": "git-branch",
    "link_repeat": "link",
    "deny_repeat": "link-off",
    "add_people": "users-plus",
    "set_role": "users",
    "remove_person": "user-off",
    "withdraw_denial": "link-off",
    "evaluate": "star",
    "cause": "tag",
    "correct_cause": "tag",
    "correct_registration": "edit",
    "move": "calendar-event",
    "urgent": "urgent",
    "urgent_receipt": "mail-check",
    "report_up": "urgent",
    "recount": "calendar-event",
    "identity": "eye",
    "print_file": "printer",
}
#: Said by the rows of `ResponsibilityChange`, which carry the old name as well.
SAID_BY_CHANGES = {
    "case.place",
    "case.leader",
    "case.first_contact",
    "case.escalate",
    "case.lower_level",
    "case.succession",
}
#: Verbs of the audit that are not the code of their act.
CODES = {
    "open_hearing": "hold_hearing",
    "co_handled": "answer_request",
    "ask_recusal": "recuse",
    "dismiss": "dismiss_review",
}
WORDS = {
    "register": gettext_lazy("登记"),
    "attach": gettext_lazy("添加附件"),
    "identity": gettext_lazy("查看完整证件号码"),
    "import": gettext_lazy("台账导入"),
    "correct_letter": gettext_lazy("更正文书"),
    "merged_here": gettext_lazy("并入其他来件"),
    "split_from": gettext_lazy("由其他来件分出"),
    "add_people": gettext_lazy("补充信访人名单"),
    "set_role": gettext_lazy("更改名单中的身份"),
    "remove_person": gettext_lazy("移出信访人名单"),
    "deny_repeat": gettext_lazy("认定不是重复信访"),
    "withdraw_denial": gettext_lazy("撤回“不是重复信访”的认定"),
    "order_file": gettext_lazy("申请生成卷宗"),
    "print_file": gettext_lazy("打印卷宗"),
    "recount": gettext_lazy("工作日历变动，期限重新计算"),
    "move": gettext_lazy("收到日期更正，期限重新计算"),
}
ARTICLES = {"register": "条例第二十一条", "correct_letter": "条例第三十二条"}
KINDS = {
    "attach": timeline.FILE,
    "identity": timeline.LOG,
    "import": timeline.LOG,
    "order_file": timeline.LOG,
    "print_file": timeline.LOG,
    "recount": timeline.CLOCK,
    "move": timeline.CLOCK,
    "correct_letter": timeline.PAPER,
    "serve": timeline.PAPER,
    "note": timeline.WORK,
    "announce_hearing": timeline.PAPER,
    "hold_hearing": timeline.WORK,
    "close_hearing": timeline.WORK,
    "co_handle": timeline.WORK,
    "move_co_handling": timeline.WORK,
    "answer_request": timeline.WORK,
    "evaluate": timeline.EVALUATION,
    "cause": timeline.WORK,
    "correct_cause": timeline.WORK,
}
#: Keys of the audit's data that name other matters, with the words before the number.
OTHERS = {
    "into": gettext_lazy("并入"),
    "merged": gettext_lazy("并入本件的来件"),
    "numbers": gettext_lazy("分出"),
    "origin": gettext_lazy("分出自"),
    "earlier": gettext_lazy("前件"),
}


def act_events(case: Case, authority: Authority) -> Iterator[Event]:
    """One entry for each row of the audit chain (two queries, a third when other matters are named)."""
    moves = {
        (log.verb, log.at): log
        for log in TransitionLog.objects.filter(
            model=case._meta.label_lower, object_id=case.pk
        ).order_by("at", "id")
    }
    entries = list(AuditEntry.objects.filter(chain=chain_of(case)).order_by("seq"))
    known = _visible_numbers(entries, authority)
    for entry in entries:
        if entry.verb in SAID_BY_CHANGES:
            continue
        verb = entry.verb.split(".", 1)[-1]
        code = CODES.get(verb, verb)
        act = ACTS.get(code)
        kind = KINDS.get(code, timeline.ACT)
        yield Event(
            on=timezone.localdate(entry.at),
            at=entry.at,
            kind=kind,
            title=_title(entry, code),
            article=act.article if act else ARTICLES.get(code, ""),
            lines=tuple(_lines(kind, entry, moves.get((entry.verb, entry.at)), known)),
            actor=entry.actor_label or ("" if code == "evaluate" else _("系统")),
            icon=ICONS.get(code, "point"),
            is_act=True,
        )


def _title(entry: AuditEntry, code: str) -> str:
    if code == "evaluate" and not entry.actor_id:
        return _("信访人评价")
    return ACTS[code].name_zh if code in ACTS else str(WORDS.get(code, entry.verb))


def _visible_numbers(entries: Iterable[AuditEntry], authority: Authority) -> dict[str, int]:
    """Numbers of other matters named in the audit that the reader may see, with their ids."""
    numbers = {n for entry in entries for key in OTHERS for n in _numbers(entry.data.get(key))}
    if not numbers:
        return {}
    seen = Case.objects.visible_to(authority).filter(number__in=numbers)
    return dict(seen.order_by().values_list("number", "pk"))


def _numbers(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [v for v in value or [] if isinstance(v, str)]


def _lines(
    kind: str, entry: AuditEntry, move: TransitionLog | None, known: Mapping[str, int]
) -> Iterator[Line]:
    data: dict[str, Any] = entry.data
    for text in _texts(entry, move):
        yield Line(kind, text)
    for key, words in OTHERS.items():
        for number in _numbers(data.get(key)):
            seen = known.get(number, 0)
            yield Line(kind, f"{words} {number if seen else _('另一信访事项')}", case=seen)


def _texts(entry: AuditEntry, move: TransitionLog | None) -> Iterator[str]:
    data = entry.data
    if move is not None:
        words = dict(CaseStatus.choices)
        yield _("状态：%(old)s → %(new)s") % {
            "old": words.get(move.source, move.source),
            "new": words.get(move.target, move.target),
        }
    if (day := data.get("on")) and day != timezone.localdate(entry.at).isoformat():
        yield _("日期：%(day)s") % {"day": day}
    if reason := data.get("reason") or data.get("ground") or (move.reason if move else ""):
        yield _("说明：%(reason)s") % {"reason": reason}
    if data.get("days"):
        yield _("延长 %(days)s 日") % {"days": data["days"]}
    if data.get("old") and data.get("new"):
        yield f"{data['old']} → {data['new']}"
    if judged := data.get("on_time"):
        yield from _judged_anew(*judged)
    if data.get("count"):
        yield _("%(count)s 人") % {"count": data["count"]}
    if data.get("repeat_of"):
        yield _("登记时关联为重复信访")


def _judged_anew(before: bool | None, after: bool | None) -> Iterator[str]:
    """What became of the judgement of a limit that was counted again, when it changed."""
    if before is not None and before != after:
        yield _("原判定逾期，现判定按期") if after else _("原判定按期，现判定逾期")


def dispatch_events(case: Case) -> Iterator[Event]:
    """Sending on, objections and what was decided on them (five queries)."""
    rows = case.dispatches.select_related("from_unit", "to_unit", "sent_by").prefetch_related(
        "objections__raised_by", "objections__decided_by", "objections__suggested_unit"
    )
    for dispatch in rows.order_by("sent_at", "id"):
        details = [_("收到日期：%(day)s") % {"day": dispatch.received_on}]
        if dispatch.report_due_on:
            details.append(_("指定办理期限：%(day)s") % {"day": dispatch.report_due_on})
        yield _told(
            dispatch.sent_at,
            f"{dispatch.get_kind_display()}：{dispatch.from_unit} → {dispatch.to_unit}",
            details,
            actor=str(dispatch.sent_by),
        )
        for objection in dispatch.objections.all():
            if objection.suggested_unit:
                unit = {"unit": objection.suggested_unit}
                title = _("建议由%(unit)s承办") % unit
                yield _told(objection.raised_at, title, actor=str(objection.raised_by))
            if objection.decided_at:
                title = _("异议审核结果：%(result)s") % {"result": objection.get_status_display()}
                yield _told(objection.decided_at, title, actor=str(objection.decided_by))


def _told(at: Any, title: str, details: Iterable[str] = (), *, actor: str) -> Event:
    day: date = timezone.localdate(at)
    return Event(
        on=day,
        at=at,
        kind=timeline.ACT,
        title=title,
        article="条例第二十二、二十三条",
        lines=tuple(Line(timeline.ACT, text) for text in details),
        actor=actor,
        icon="transfer",
    )


def change_events(case: Case) -> Iterator[Event]:
    """Names the matter was given and lost (one query)."""
    for change in case.responsibility_changes.select_related("by").order_by("at", "id"):
        yield Event(
            on=timezone.localdate(change.at),
            at=change.at,
            kind=timeline.DUTY,
            title=f"{change.get_what_display()}：{change.old or '—'} → {change.new or '—'}",
            lines=(Line(timeline.DUTY, change.reason),) if change.reason else (),
            actor=str(change.by) if change.by else _("系统"),
            icon="user-check",
        )
