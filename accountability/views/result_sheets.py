"""Result sheets of office holders (履职情况): own work and portfolio apart; read-only."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accountability import inquiry_permissions as permissions
from accountability.selectors.result_sheets import office_holders, result_sheet
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.models import Term
from petitions.views.common import authority_of


def _year(request: HttpRequest, authority: Authority) -> int:
    asked = request.GET.get("year", "")
    fits = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if fits and 2000 <= int(asked) <= authority.on.year else authority.on.year


@require_GET
def holders(request: HttpRequest) -> HttpResponse:
    """Office holders of a year. Query budget: 5 (session, user, authority, banner, rows)."""
    authority = authority_of(request)
    if not permissions.can_read_result_sheets(authority):
        raise PermissionDenied
    year = _year(request, authority)
    page = keyset_page(office_holders(on=authority.on, year=year), request.GET, order=("id",))
    return render(request, "accountability/holders.html", {"page": page, "year": year})


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One holder's sheet, for those who may read it and for the holder.

    Query budget: 11 (session, user, authority, banner, term, own, portfolio with its units, points, talks,
    decisions).
    """
    authority = authority_of(request)
    term = get_object_or_404(
        Term.objects.select_related("user", "post__unit").filter(
            pk__in=office_holders(on=authority.on, year=_year(request, authority)).values("pk")
        ),
        pk=pk,
    )
    if term.user_id != authority.user.pk and not permissions.can_read_result_sheets(authority):
        raise PermissionDenied
    year = _year(request, authority)
    context = {"sheet": result_sheet(term, year=year, on=authority.on), "year": year}
    return render(request, "accountability/result_sheet.html", context)
