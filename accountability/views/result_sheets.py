"""Result sheets of office holders (履职情况): own work and portfolio apart; read-only."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability import inquiry_permissions as permissions
from accountability.forms.result_sheets import HoldersForm
from accountability.selectors.result_sheets import (
    ResultSheet,
    office_holders,
    result_sheet,
    units_of_holders,
)
from accountability.services.result_sheet_file import sheet_workbook
from core.pagination import keyset_page
from core.sheets import CONTENT_TYPE
from organizations.authority import Authority
from organizations.views.common import authority_of

YEARS = 5


def _year(request: HttpRequest, authority: Authority) -> int:
    asked = request.GET.get("year", "")
    fits = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if fits and 2000 <= int(asked) <= authority.on.year else authority.on.year


@require_GET
def holders(request: HttpRequest) -> HttpResponse:
    """Office holders of a year. Query budget: 6 (session, user, authority, banner, units, rows)."""
    authority = authority_of(request)
    if not permissions.can_read_result_sheets(authority):
        raise PermissionDenied
    year = _year(request, authority)
    form = HoldersForm(request.GET, units=units_of_holders(on=authority.on, year=year))
    asked = form.cleaned_data if form.is_valid() else {}
    rows = office_holders(
        on=authority.on, year=year, name=asked.get("q", "").strip(), unit_id=asked.get("unit")
    )
    page = keyset_page(rows, request.GET, order=("id",))
    context = {"page": page, "year": year, "form": form, "years": _years(authority)}
    return render(request, "accountability/holders.html", context)


@require_GET
def own_sheets(request: HttpRequest) -> HttpResponse:
    """The reader's own sheets of a year; the only one opens at once.

    Query budget: 5 (session, user, authority, banner, rows).
    """
    authority = authority_of(request)
    if not permissions.can_have_result_sheet(authority):
        raise PermissionDenied
    year = _year(request, authority)
    rows = office_holders(on=authority.on, year=year).filter(user=authority.user)
    page = keyset_page(rows, request.GET, order=("id",))
    if len(page.rows) == 1:
        return redirect("accountability:result_sheet", page.rows[0].pk)
    context = {"page": page, "year": year, "form": None, "years": _years(authority)}
    return render(request, "accountability/holders.html", context)


def _years(authority: Authority) -> list[int]:
    return [authority.on.year - back for back in range(YEARS)]


def _sheet(request: HttpRequest, pk: int) -> tuple[Authority, ResultSheet, int]:
    authority = authority_of(request)
    year = _year(request, authority)
    term = get_object_or_404(office_holders(on=authority.on, year=year), pk=pk)
    if term.user_id != authority.user.pk and not permissions.can_read_result_sheets(authority):
        raise PermissionDenied
    return authority, result_sheet(term, year=year, on=authority.on, reader=authority), year


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One holder's sheet, for those who may read it and for the holder.

    Query budget: 17 (session, user, authority, banner, term, the holder's posts, own, portfolio with its units,
    points, talks, decisions, receptions, matters in charge).
    """
    authority, found, year = _sheet(request, pk)
    term = found.term
    last = (term.ends_on or authority.on).year
    context = {
        "sheet": found,
        "year": year,
        "years": [one for one in _years(authority) if term.starts_on.year <= one <= last],
        "lists": permissions.can_read_result_sheets(authority),
    }
    return render(request, "accountability/result_sheet.html", context)


@require_GET
def sheet_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a workbook. Query budget: 16 (as the page, without its banner)."""
    _authority, found, year = _sheet(request, pk)
    name = _("%(who)s%(year)s年履职情况.xlsx") % {"who": found.term.user, "year": year}
    shown = content_disposition_header(as_attachment=True, filename=name)
    content = sheet_workbook(found, year=year)
    return HttpResponse(
        content, content_type=CONTENT_TYPE, headers={"Content-Disposition": shown or "attachment"}
    )
