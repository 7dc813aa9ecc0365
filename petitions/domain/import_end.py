"""How far a row of a register has come: answered, in hand, or a backlog, with the dates that prove it."""

from datetime import date

from core.domain.words import words as _
from petitions.domain import hollow, import_words
from petitions.domain.import_plan import (
    AUTO,
    BACKLOG,
    CLOSED,
    ERROR,
    INFO,
    OPEN,
    WARNING,
    ImportDefaults,
    RowPlan,
    name_key,
)
from petitions.domain.import_values import When

#: An open row older than this is a backlog unless the clerk says otherwise: 15 + 15 + 60 days, the whole of the
#: ordinary procedure (条例第二十二、二十三、三十四条).
BACKLOG_DAYS = 90


def settle(
    plan: RowPlan,
    defaults: ImportDefaults,
    *,
    reply: str,
    replied: When | None,
    hollow_length: int,
    today: date,
) -> None:
    """Set the end of a plan whose day of receipt is known.

    A reply with its day ends the matter on that day. A row that ended without a day needs the clerk's default
    day: no day is ever invented. Everything else stays open; `handling` says whether its clocks run (open) or are
    kept on record without reminders (backlog).
    """
    state = import_words.STATES.get(name_key(reply).rstrip("。.！!"))
    plan.reply = "" if state is not None else reply
    if plan.reply or replied or state or (state is None and defaults.handling == CLOSED):
        _conclude(plan, defaults, replied)
        if plan.reply:
            _warn_hollow(plan, hollow_length)
        return
    _check_sending(plan)
    plan.handling = defaults.handling if defaults.handling in (OPEN, BACKLOG) else AUTO
    if plan.handling == AUTO:
        age = (today - plan.received.day).days if plan.received else 0
        plan.handling = BACKLOG if age > BACKLOG_DAYS else OPEN
    if plan.handling == BACKLOG:
        plan.say(INFO, _("历史未结件：保留原期限备查，不再计时、不发提醒"))


def _check_sending(plan: RowPlan) -> None:
    """An open matter is under way with a unit only when the register states both the unit and the day."""
    if plan.purpose == "accusation" and plan.dispatched:
        plan.say(WARNING, _("检举控告件不随登记簿转办，请在系统中按规定转送"), _("转办日期"))
    elif plan.dispatched and not (plan.unit_named and plan.unit_id):
        plan.say(WARNING, _("有转办日期而没有可用的办理单位，按未转办登记"), _("转办日期"))
    elif plan.unit_named and plan.unit_id and not plan.dispatched:
        plan.say(INFO, _("有办理单位而没有转办日期，按未转办登记，请在系统中转送"), _("办理单位"))
    else:
        return
    plan.dispatched, plan.accepted, plan.unit_id = None, None, None


def _conclude(plan: RowPlan, defaults: ImportDefaults, replied: When | None) -> None:
    received = plan.received.day if plan.received else date.min
    day = replied.day if replied else defaults.closed_on
    column = _("答复时间")
    plan.handling = CLOSED
    if day is None:
        if not plan.refused:
            plan.say(ERROR, _("已答复或办结而没有日期，请补日期，或在缺省值中指定办结日期"), column)
        return
    if day < received:
        plan.say(
            ERROR,
            _("答复或办结日期 %(day)s 早于信访日期 %(received)s")
            % {"day": day, "received": received},
            column,
        )
        return
    if replied is None:
        plan.say(INFO, _("没有办结日期，按缺省 %(day)s") % {"day": day}, column)
    for name, name_zh in (("dispatched", _("转办日期")), ("accepted", _("受理日期"))):
        fact = getattr(plan, name)
        if fact and fact > day:
            plan.say(ERROR, _("%(name_zh)s晚于办结日期") % {"name_zh": name_zh}, name_zh)
    plan.concluded = day


def _warn_hollow(plan: RowPlan, hollow_length: int) -> None:
    finding = hollow.judge(plan.reply, min_length=hollow_length)
    if finding.hollow:
        plan.say(
            WARNING,
            _("疑似空洞答复：%(reason_zh)s") % {"reason_zh": finding.reason_zh},
            _("答复意见"),
        )
