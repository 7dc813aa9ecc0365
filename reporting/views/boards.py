"""A board for each part: the three questions that person asks first, answered without scrolling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability.selectors.escalations import asked_of
from accountability.selectors.leader_agenda import agenda
from core.errors import BadAddress
from organizations.authority import Authority
from organizations.enums import PostKind
from organizations.models import Unit
from organizations.views.common import authority_of
from petitions.enums import Form
from petitions.models import Case
from petitions.permissions import can_change_place as may_place
from petitions.querysets import CaseQuerySet
from petitions.selectors.cases import to_handle
from reporting import permissions
from reporting.domain.figures import TOWNSHIP
from reporting.domain.periods import Month, PeriodError
from reporting.selectors import board_scopes as scopes
from reporting.selectors import boards
from reporting.selectors.board_scopes import Scope
from reporting.selectors.boards import Board
from reporting.selectors.cases import of_unit
from reporting.selectors.own_rows import own_posts
from reporting.selectors.units import units_of
from reporting.views import board_pieces as pieces
from reporting.views.common import EARLIEST

#: A leader's talks and receptions of so many days, and so many of them.
AGENDA_DAYS, AGENDA_MOST = 14, 5


@dataclass(frozen=True)
class Reading:
    """Who reads which board: the user, the month, the units, what is counted, the units one may choose."""

    authority: Authority
    month: Month
    units: list[Unit]
    scope: Scope
    choices: list[Unit]

    def board(self, pressing: CaseQuerySet | None = None) -> Board:
        """Count it."""
        return boards.board(
            self.scope,
            month=self.month,
            on=self.authority.on,
            units=self.units,
            pressing=pressing,
        )

    @property
    def todo(self) -> CaseQuerySet:
        """What the user's own units have to do next."""
        return to_handle(self.openable, self.authority)

    @property
    def openable(self) -> CaseQuerySet:
        """Matters the user may open, secret ones included, of the unit that was chosen."""
        cases = Case.objects.visible_to(self.authority)
        unit = self.scope.unit
        return cases.filter(of_unit(unit)) if unit and not self.scope.is_own else cases

    @property
    def queue(self) -> dict[str, str]:
        """The unit that was chosen, as the list of matters is asked for it."""
        unit = self.scope.unit
        if unit is None:
            return {}
        return {"place" if unit.kind == TOWNSHIP else "unit": str(unit.pk)}


@dataclass(frozen=True)
class Ask:
    """One of the three questions with its answer."""

    title: str
    parts: tuple[pieces.Part, ...]
    is_wide: bool = False


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The board of the user's first part, or of the one asked for.

    Query budget: 12 (session, user, authority, banner, eight of the board).
    """
    authority = authority_of(request)
    mine = permissions.board_parts(authority)
    if not mine:
        raise PermissionDenied
    part = request.GET.get("part") or mine[0]
    if part not in mine:
        raise PermissionDenied
    month = _month(request.GET.get("month", ""), authority.on)
    reading = _reading(authority, month, part, request.GET.get("unit", ""))
    asks, shown = MAKERS[part](reading)
    context = {
        "units": reading.choices,
        "unit": reading.scope.unit,
        "is_own": reading.scope.is_own,
        "asks": asks,
        "board": shown,
        "month": month,
        "months": list(reversed(Month.of(authority.on).trailing(24))),
        "part": part,
        "parts": [(code, _name(code)) for code in mine],
        "name": _name(part),
    }
    return render(request, "reporting/board.html", context)


def _name(part: str) -> str:
    return {
        permissions.LEADER: _("县领导看板"),
        permissions.OFFICE: _("信访局看板"),
        permissions.UNIT: _("单位领导看板"),
        permissions.HANDLER: _("承办人看板"),
        permissions.CLERK: _("窗口看板"),
    }[part]


def _month(code: str, today: date) -> Month:
    try:
        asked = min(Month.parse(code), Month.of(today)) if code else Month.of(today)
        return max(EARLIEST, asked)
    except PeriodError as error:
        raise BadAddress(str(error)) from error


#: The part whose board is a unit's own → posts that make it so.
OWN = {
    permissions.UNIT: permissions.UNIT_LEADERS,
    permissions.HANDLER: (PostKind.PETITION_OFFICER,),
}


def _reading(authority: Authority, month: Month, part: str, unit_id: str) -> Reading:
    """The county or the unit chosen from it; a unit's own people see their unit's row, one at a time."""
    units = units_of(month.last_day)
    if part in OWN:
        mine = {post.unit_id for post in own_posts(authority) if post.kind in OWN[part]}
        choices = [one for one in units if one.pk in mine]
        first = choices[0] if choices else None
        unit = _chosen(choices, unit_id) or first
        scope = scopes.own(authority, unit) if unit else scopes.whole(authority)
        return Reading(authority, month, units, scope, choices if len(choices) > 1 else [])
    unit = _chosen(units, unit_id)
    scope = scopes.narrowed(authority, unit) if unit else scopes.whole(authority)
    return Reading(authority, month, units, scope, units)


def _chosen(units: list[Unit], unit_id: str) -> Unit | None:
    return next((one for one in units if str(one.pk) == unit_id), None)


def _leader(reading: Reading) -> tuple[list[Ask], Board]:
    authority = reading.authority
    mine = reading.openable.filter(leader=authority.user)
    shown = reading.board(mine)
    until = authority.on + timedelta(days=AGENDA_DAYS)
    own = agenda(authority.user, on=authority.on, until=until)[:AGENDA_MOST]
    steps = asked_of(authority).filter(acknowledged_at__isnull=True).count()
    return [
        Ask(
            _("等我处理的有哪些？"),
            (
                pieces.waits(
                    [(_("待签阅、批示的升级事项"), steps, reverse("accountability:my_escalations"))]
                ),
                pieces.agenda(shown, own),
                pieces.pressing(shown, _("我包案的事项，最近到期在前"), _("没有包案事项")),
            ),
        ),
        Ask(_("哪里的问题多？"), (pieces.heat(shown), pieces.late(shown)), is_wide=True),
        Ask(_("总体怎么样？"), (pieces.boxes(pieces.month(shown)), pieces.course(shown))),
    ], shown


def _office(reading: Reading) -> tuple[list[Ask], Board]:
    shown = reading.board()
    found = boards.waiting(reading.openable)
    rows = [
        (_("待转送、交办"), found.to_send, _queue_url(reading, "registered")),
        (_("待审核异议"), found.objected, _queue_url(reading, "objected")),
    ]
    if reading.scope.unit is None:  # what lies nowhere is no unit's
        rows.append((_("属地待定"), found.unplaced, _place_queue_url(reading)))
    return [
        Ask(
            _("等我局办的有哪些？"),
            (
                pieces.waits(rows),
                pieces.pressing(shown, _("最紧的事项"), _("没有在办事项")),
            ),
        ),
        Ask(
            _("该催哪些单位、哪一天？"), (pieces.late(shown), pieces.calendar(shown)), is_wide=True
        ),
        Ask(_("本月怎么样？"), (pieces.boxes(pieces.month(shown)), pieces.course(shown))),
    ], shown


def _queue_url(reading: Reading, state: str) -> str:
    query = urlencode({"state": state, **reading.queue})
    return f"{reverse('petitions:case_list')}?{query}"


def _place_queue_url(reading: Reading) -> str:
    """The queue is worked off by the petition office; others see the number."""
    is_ours = may_place(reading.authority)
    return reverse("petitions:place_queue") if is_ours else ""


def _unit(reading: Reading) -> tuple[list[Ask], Board]:
    shown = reading.board()
    unit = reading.scope.unit
    rows = boards.last_rows([unit.pk] if unit else [])
    return [
        Ask(
            _("本单位要办的有哪些？"),
            (
                pieces.boxes(pieces.now(shown)),
                pieces.pressing(shown, _("最近到期在前"), _("没有在办事项")),
            ),
        ),
        Ask(
            _("排第几，为什么？"),
            (pieces.Part("reporting/boards/_rank.html", {"rows": rows}), pieces.rates(shown)),
        ),
        Ask(
            _("群众反映什么？"),
            (pieces.boxes(pieces.volume(shown)), pieces.classes(shown), pieces.course(shown)),
        ),
    ], shown


def _handler(reading: Reading) -> tuple[list[Ask], Board]:
    shown = reading.board(reading.todo)
    return [
        Ask(
            _("先办哪一件？"),
            (
                pieces.boxes(pieces.now(shown)),
                pieces.pressing(shown, _("待我办理，最近到期在前"), _("没有待办事项")),
            ),
        ),
        Ask(_("这两周哪天到期？"), (pieces.calendar(shown),)),
        Ask(_("本月办得怎么样？"), (pieces.handled(shown), pieces.classes(shown))),
    ], shown


def _clerk(reading: Reading) -> tuple[list[Ask], Board]:
    shown = reading.board(reading.todo)
    today = boards.registered_today(reading.authority)
    rows = [(str(Form(form).label), today.get(form, 0), "") for form in Form.values]
    whole = (_("合计"), sum(today.values()), "")
    return [
        Ask(
            _("今天登记了多少？"),
            (pieces.waits([whole, *rows]), pieces.course(shown)),
        ),
        Ask(
            _("哪些要先转送？"),
            (pieces.pressing(shown, _("待我局办理，最近到期在前"), _("没有待办事项")),),
        ),
        Ask(_("这两周哪天到期？"), (pieces.calendar(shown), pieces.boxes(pieces.now(shown)))),
    ], shown


MAKERS: dict[str, Callable[[Reading], tuple[list[Ask], Board]]] = {
    permissions.LEADER: _leader,
    permissions.OFFICE: _office,
    permissions.UNIT: _unit,
    permissions.HANDLER: _handler,
    permissions.CLERK: _clerk,
}
