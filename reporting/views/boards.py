"""A board for each part: the three questions that person asks first, answered without scrolling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability.selectors.escalations import asked_of
from organizations.authority import Authority
from organizations.models import Unit
from petitions.enums import Form
from petitions.models import Case
from petitions.querysets import CaseQuerySet
from petitions.selectors.cases import to_handle
from reporting import permissions
from reporting.domain.periods import Month, PeriodError
from reporting.selectors import boards
from reporting.selectors.boards import Board
from reporting.selectors.cases import of_unit, visible_cases
from reporting.selectors.units import units_of
from reporting.views import board_pieces as pieces
from reporting.views.common import authority_of


@dataclass(frozen=True)
class Reading:
    """Who reads which board: the user, the month, the matters after the filters, the units."""

    authority: Authority
    month: Month
    cases: CaseQuerySet
    units: list[Unit]
    unit: Unit | None = None

    def board(self, pressing: CaseQuerySet | None = None) -> Board:
        """Count it."""
        return boards.board(
            self.cases,
            month=self.month,
            on=self.authority.on,
            units=self.units,
            pressing=pressing,
        )

    @property
    def todo(self) -> CaseQuerySet:
        """What the user's own units have to do next."""
        return to_handle(Case.objects.visible_to(self.authority), self.authority)


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
    reading = _reading(authority, month, request.GET.get("unit", ""))
    asks, shown = MAKERS[part](reading)
    context = {
        "units": reading.units if authority.sees_all_cases else [],
        "unit": reading.unit,
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
        return min(Month.parse(code), Month.of(today)) if code else Month.of(today)
    except PeriodError as error:
        raise BadRequest(str(error)) from error


def _reading(authority: Authority, month: Month, unit_id: str) -> Reading:
    units = units_of(month.last_day)
    cases = visible_cases(authority)
    unit = next((one for one in units if str(one.pk) == unit_id), None)
    if unit is not None:
        cases = cases.filter(of_unit(unit))
    return Reading(authority, month, cases, units, unit)


def _leader(reading: Reading) -> tuple[list[Ask], Board]:
    authority = reading.authority
    mine = Case.objects.visible_to(authority).filter(leader=authority.user)
    shown = reading.board(mine)
    steps = asked_of(authority).filter(acknowledged_at__isnull=True).count()
    return [
        Ask(
            _("等我处理的有哪些？"),
            (
                pieces.waits(
                    [(_("待签阅、批示的升级事项"), steps, reverse("accountability:my_escalations"))]
                ),
                pieces.pressing(shown, _("我包案的事项，最近到期在前"), _("没有包案事项")),
            ),
        ),
        Ask(_("哪里的问题多？"), (pieces.heat(shown), pieces.late(shown)), is_wide=True),
        Ask(_("总体怎么样？"), (pieces.boxes(pieces.county(shown)), pieces.course(shown))),
    ], shown


def _office(reading: Reading) -> tuple[list[Ask], Board]:
    shown = reading.board()
    found = boards.waiting(reading.cases)
    lists = reverse("petitions:case_list")
    return [
        Ask(
            _("等我局办的有哪些？"),
            (
                pieces.waits(
                    [
                        (_("待转送、交办"), found.to_send, f"{lists}?status=registered"),
                        (_("待审核异议"), found.objected, f"{lists}?status=objected"),
                        (_("属地待定"), found.unplaced, reverse("petitions:place_queue")),
                    ]
                ),
                pieces.pressing(shown, _("最紧的事项"), _("没有在办事项")),
            ),
        ),
        Ask(
            _("该催哪些单位、哪一天？"), (pieces.late(shown), pieces.calendar(shown)), is_wide=True
        ),
        Ask(_("本月怎么样？"), (pieces.boxes(pieces.county(shown)), pieces.course(shown))),
    ], shown


def _unit(reading: Reading) -> tuple[list[Ask], Board]:
    shown = reading.board()
    rows = boards.last_rows(permissions.led_units(reading.authority))
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
        Ask(_("群众反映什么？"), (pieces.classes(shown), pieces.course(shown))),
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
        Ask(_("本月办得怎么样？"), (pieces.rates(shown), pieces.classes(shown))),
    ], shown


def _clerk(reading: Reading) -> tuple[list[Ask], Board]:
    shown = reading.board(reading.todo)
    today = boards.registered_today(reading.authority)
    rows = [(str(Form(form).label), today.get(form, 0), "") for form in Form.values]
    whole = (_("合计"), sum(today.values()), f"{reverse('petitions:case_list')}?mine=1")
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
