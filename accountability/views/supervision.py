"""Pages of supervision: the list with its tabs, one item, its letter and files, the list of those listed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accountability import permissions
from accountability.models import AnswerFile, DutyLetter, Ground, Listing, Suggestion, Supervision
from accountability.selectors import supervision as selectors
from accountability.services import duty_letters
from core.access import record_view
from core.http import file_response
from core.models import TransitionLog
from core.pagination import keyset_page
from core.pdf import render as print_document
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions.views.common import ids_of, visible_case, without_empty
from petitions.views.letters import as_pdf

TABS = {
    selectors.PROPOSED: gettext_lazy("提议"),
    selectors.UNDER_WAY: gettext_lazy("在督"),
    selectors.LISTED: gettext_lazy("挂牌"),
    selectors.CLOSED: gettext_lazy("已办结"),
    selectors.DISMISSED: gettext_lazy("不予督办"),
}
UNIT_TABS = (selectors.UNDER_WAY, selectors.LISTED, selectors.CLOSED)
ORDERS = {
    selectors.PROPOSED: ("since", "id"),
    selectors.UNDER_WAY: ("due_on", "id"),
    selectors.LISTED: ("due_on", "id"),
}


def reader(request: HttpRequest) -> Authority:
    """The user's posts, when they allow to read supervision; 403 otherwise."""
    authority = authority_of(request)
    if not permissions.can_read_supervision(authority):
        raise PermissionDenied
    return authority


def visible_item(request: HttpRequest, pk: int, *related: str) -> Supervision:
    """The item with its related rows, or 404 when the user may not see it."""
    reader(request)
    items = Supervision.objects.visible_to(authority_of(request)).select_related(
        "case", "unit", "lead_unit", "letter", *related
    )
    return get_object_or_404(items, pk=pk)


@require_GET
def supervision_list(request: HttpRequest) -> HttpResponse:
    """Items by tab: for the office all, for a unit those against it, for a lead department those it leads.

    Query budget: 9 (session, user, authority, banner, counts, listed, rows, open listings, cases that may be opened).
    """
    authority = reader(request)
    oversees = authority.sees_all_cases
    tabs = tuple(TABS) if oversees else UNIT_TABS
    items = _filtered(Supervision.objects.visible_to(authority), request.GET, authority)
    counts = selectors.tab_counts(items, on=authority.on)
    supervises = permissions.can_supervise(authority)
    tab = request.GET.get("tab", "")
    if tab not in tabs:
        tab = selectors.PROPOSED if supervises and counts.proposed else selectors.UNDER_WAY
    page = keyset_page(
        selectors.on_tab(items, tab).select_related("case", "unit", "lead_unit", "letter"),
        request.GET,
        order=ORDERS.get(tab, ("-id",)),
        size=50,
    )
    context = {
        "page": page,
        "tab": tab,
        "tabs": [(code, TABS[code], getattr(counts, code)) for code in tabs],
        "counts": counts,
        "seen": selectors.openable(page.rows, authority),
        "listed": selectors.open_listings(page.rows),
        "oversees": oversees,
        "can_supervise": supervises,
        "grounds": Ground.choices,
        "asked": without_empty(request.GET),
        "units": authority.handling_units,
    }
    return render(request, "accountability/supervision_list.html", context)


def _filtered(items: Any, params: Any, authority: Authority) -> Any:
    if params.get("ground") in Ground.values:
        items = items.filter(ground=params["ground"])
    if unit := ids_of([params.get("unit", "")]):
        items = items.filter(unit=unit[0])
    if params.get("overdue"):
        items = items.overdue(on=authority.on)
    if params.get("side") == "against":
        items = items.against(authority)
    elif params.get("side") == "lead":
        items = items.filter(lead_unit__in=[p.unit_id for p in authority.handling_units])
    return items


@require_GET
def supervision(request: HttpRequest, pk: int) -> HttpResponse:
    """One item with its letter, answers, check-list, listings and course.

    Query budget: 15 (session, user, authority, banner, item, case seen, access, answers, files, listings, questions,
    chases, suggestions, course, recusal).
    """
    item = visible_item(request, pk, "group", "clock", "proposed_by", "decided_by", "closed_by")
    authority = authority_of(request)
    seen = selectors.openable([item], authority)
    if item.case_id in seen:
        record_view(item.case, user=request.user, at=timezone.now(), action=f"supervision:{pk}")
    logs = TransitionLog.objects.filter(model=Supervision._meta.label_lower, object_id=item.pk)
    supervises = permissions.can_supervise(authority)
    context = {
        "item": item,
        "seen": seen,
        "answers": list(
            item.answers.select_related("by", "judged_by").prefetch_related("files").order_by("-pk")
        ),
        "listings": list(item.listings.select_related("recorded_by", "removed_by")),
        "checks": list(item.checks.select_related("by")),
        "chases": list(item.chases.all()),
        "suggestions": list(Suggestion.objects.visible_to(authority).filter(supervision=item)),
        "logs": list(logs.select_related("actor").order_by("at", "pk")),
        "can_supervise": supervises,
        "can_check": item.is_under_way and permissions.can_check_supervision(authority, item),
        "may_answer": item.is_owed and permissions.can_answer_supervision(authority, item),
        "secret": item.case is not None and item.case.is_secret,
        "overdue": item.is_owed and item.due_on is not None and item.due_on < authority.on,
    }
    return render(request, "accountability/supervision.html", context)


def printed(letter: DutyLetter) -> HttpResponse:
    """The frozen letter as PDF; refused when its content is not what was issued."""
    if not duty_letters.is_intact(letter):
        raise PermissionDenied(_("文书内容与出具时不一致，已停止打印，请联系系统管理员。"))
    return as_pdf(print_document(letter.content).content, f"letter-{letter.kind}-{letter.pk}")


@require_GET
def supervision_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The 督办函 as PDF. Query budget: 5 (session, user, authority, item, access)."""
    item = visible_item(request, pk)
    if item.letter is None:
        raise Http404
    if item.case is not None:
        record_view(item.case, user=request.user, at=timezone.now(), action=f"letter:d{pk}")
    return printed(item.letter)


@require_GET
def supervision_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of an answer; only ever downloaded. Query budget: 6."""
    item = visible_item(request, pk)
    row = get_object_or_404(AnswerFile, pk=file, answer__supervision=item)
    if item.case is not None:
        record_view(item.case, user=request.user, at=timezone.now(), action=f"duty-file:{file}")
    return file_response(row.file, name=row.name)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What is listed by the joint meeting, for every unit to read: no petitioner, no title, never a report.

    Query budget: 5 (session, user, authority, banner, rows).
    """
    authority = authority_of(request)
    if not authority.posts:
        raise PermissionDenied
    rows = Listing.objects.exclude(supervision__case__legal_class="report").select_related(
        "supervision__unit", "supervision__case"
    )
    page = keyset_page(rows, request.GET, order=("-starts_on", "-id"), size=50)
    return render(request, "accountability/supervision_listed.html", {"page": page})


@require_GET
def case_slot(request: HttpRequest, pk: int) -> HttpResponse:
    """Supervision of a matter, for its page. Query budget: 6 (session, user, authority, case, items, listings)."""
    authority = authority_of(request)
    case = visible_case(request, pk)
    context = {
        "case": case,
        "items": selectors.of_case(case, authority),
        "may_propose": permissions.can_supervise(authority),
    }
    return render(request, "accountability/_case_supervision.html", context)


@require_GET
def home_panel(request: HttpRequest) -> HttpResponse:
    """Numbers of the home page: what waits for the office, or for the unit.

    Query budget: 5 (session, user, authority, counts, listed).
    """
    authority = reader(request)
    items = Supervision.objects.visible_to(authority)
    if not authority.sees_all_cases:
        items = items.against(authority)
    context = {
        "counts": selectors.tab_counts(items, on=authority.on),
        "can_supervise": permissions.can_supervise(authority),
        "oversees": authority.sees_all_cases,
    }
    return render(request, "accountability/_home_supervision.html", context)
