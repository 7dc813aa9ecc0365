"""Pages of first contact: one's own duties, hand-over lists, who holds how many, first-time resolution."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.forms.first_contact import AnswerForm, HandOverForm
from accountability.models import HandOver, HandOverList, HandOverStatus
from accountability.selectors import first_contact as selectors
from accountability.services import first_contact as services
from accountability.services import hand_over as answers
from accountability.views.common import first_contact_reader
from accountability.views.kit import Page, act_page
from core.errors import DomainError
from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.models import User
from organizations.views.common import authority_of
from petitions.models import Case
from petitions.selectors import choices
from petitions.views.common import ids_of, visible_case


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own open duties, and the lists that wait for one's answer.

    Query budget: 7 (session, user, authority, banner, matters, lists to answer, their items).
    """
    authority = first_contact_reader(request)
    waiting = HandOver.objects.waiting().select_related("sheet__giver", "duty__case")
    context = {
        "page": keyset_page(
            selectors.cases_held(authority.user, authority),
            request.GET,
            order=("next_due_on", "id"),
        ),
        "to_answer": _by_sheet(waiting.filter(sheet__receiver=authority.user)),
        "can_order": permissions.can_order_hand_over(authority),
        "tab": "mine",
    }
    return render(request, "accountability/first_contact.html", context)


def _by_sheet(offers: Any) -> list[tuple[HandOverList, int]]:
    counts: dict[int, int] = {}
    sheets: dict[int, HandOverList] = {}
    for offered in offers.order_by("sheet_id", "pk"):
        sheets[offered.sheet_id] = offered.sheet
        counts[offered.sheet_id] = counts.get(offered.sheet_id, 0) + 1
    return [(sheet, counts[pk]) for pk, sheet in sheets.items()]


@require_http_methods(["GET", "POST"])
def hand_over_new(request: HttpRequest) -> HttpResponse:
    """Make a hand-over list: for oneself, or (supervisors, head) for somebody else.

    Query budget: 8 (session, user, authority, banner, giver, duties, colleagues, their posts).
    """
    authority = first_contact_reader(request)
    giver = authority.user
    if asked := ids_of(request.GET.getlist("giver"))[:1]:
        giver = get_object_or_404(User, pk=asked[0])
    if not permissions.can_offer_first_contact(authority, giver):
        raise PermissionDenied
    duties = selectors.offerable(giver, authority)
    if not duties:
        messages.info(request, _("没有可以移交的首接事项。"))
        return redirect(request, "accountability:first_contact")
    units = {duty.unit_id for duty in duties} | {
        duty.unit.succeeded_by_id for duty in duties if duty.unit.succeeded_by_id
    }
    users = choices.staff(on=authority.on).filter(terms__post__unit__in=units).distinct()
    form = HandOverForm(
        request.POST or None,
        users=users.exclude(pk=giver.pk),
        duties=duties,
        chosen=ids_of(request.GET.getlist("duty")),
    )
    page = Page(
        heading=_("移交首接责任"),
        back=reverse("accountability:first_contact"),
        crumbs=((_("首接责任"), reverse("accountability:first_contact")),),
        basis=_("首接负责制（初次信访事项办理办法：首接首办责任人一盯到底）"),
        intro=_("请假、外出或者岗位变动时，以清单移交；接收人逐件接收或退回，接收之前责任不变。"),
        submit=_("提交移交清单"),
        facts=((_("移交人"), giver), (_("可移交"), _("%(count)d 件") % {"count": len(duties)})),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.offer(
            authority=authority,
            giver=giver,
            on=authority.on,
            now=timezone.now(),
            **form.arguments(),
        ),
        done=_("移交清单已发出，等待接收。"),
        to=lambda sheet: reverse("accountability:hand_over", args=[sheet.pk]),
    )


@require_GET
def hand_over_list(request: HttpRequest) -> HttpResponse:
    """Hand-over lists given or received by oneself; every list for those who may order one.

    Query budget: 6 (session, user, authority, banner, lists, items).
    """
    authority = first_contact_reader(request)
    rows = HandOverList.objects.select_related("giver", "receiver", "created_by")
    if not permissions.can_order_hand_over(authority):
        rows = rows.filter(giver=authority.user) | rows.filter(receiver=authority.user)
    rows = rows.prefetch_related("items")
    context = {
        "page": keyset_page(rows, request.GET, order=("-created_at", "-id"), size=30),
        "can_order": permissions.can_order_hand_over(authority),
        "tab": "lists",
    }
    return render(request, "accountability/hand_over_list.html", context)


def _sheet(request: HttpRequest, pk: int) -> tuple[Authority, HandOverList]:
    authority = authority_of(request)
    sheet = (
        HandOverList.objects.select_related("giver", "receiver", "created_by").filter(pk=pk).first()
    )
    if sheet is None or not permissions.can_read_hand_over(authority, sheet):
        raise Http404
    return authority, sheet


def _items(sheet: HandOverList) -> list[HandOver]:
    return list(sheet.items.select_related("duty__case", "duty__unit__succeeded_by").order_by("pk"))


def _may_answer(authority: Authority, sheet: HandOverList, items: list[HandOver]) -> list[HandOver]:
    if sheet.receiver_id != authority.user.pk:
        return []
    return [i for i in items if i.status == HandOverStatus.OFFERED and i.duty.case.is_open]


@require_GET
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """One list with its answer. Query budget: 7 (session, user, authority, banner, list, items, seen cases)."""
    authority, sheet = _sheet(request, pk)
    items = _items(sheet)
    waiting = _may_answer(authority, sheet, items)
    return _show_sheet(request, authority, sheet, items, AnswerForm(offers=waiting))


def _show_sheet(
    request: HttpRequest,
    authority: Authority,
    sheet: HandOverList,
    items: list[HandOver],
    form: AnswerForm,
) -> HttpResponse:
    ids = [item.duty.case_id for item in items]
    seen = set(Case.objects.visible_to(authority).filter(pk__in=ids).values_list("pk", flat=True))
    open_offers = any(item.status == HandOverStatus.OFFERED for item in items)
    context = {
        "sheet": sheet,
        "items": items,
        "seen": seen,
        "form": form,
        "may_answer": bool(form.by_id),
        "may_withdraw": open_offers and permissions.can_offer_first_contact(authority, sheet.giver),
        "may_take_back": sheet.cause == "leave"
        and sheet.giver_id == authority.user.pk
        and any(item.status == HandOverStatus.ACCEPTED for item in items),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accountability/hand_over.html", context, status=status)


@require_POST
def hand_over_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline the ticked matters of a list."""
    authority, sheet = _sheet(request, pk)
    items = _items(sheet)
    waiting = _may_answer(authority, sheet, items)
    form = AnswerForm(request.POST, offers=waiting)

    def run() -> int:
        common: dict[str, Any] = {
            "authority": authority,
            "sheet": sheet,
            "offers": form.chosen,
            "now": timezone.now(),
        }
        if form.cleaned_data["answer"] == AnswerForm.ACCEPT:
            return answers.accept(**common)
        return answers.decline(reason=form.cleaned_data["reason"], **common)

    count = attempt(form, run) if form.is_valid() else None
    if count is None:
        return _show_sheet(request, authority, sheet, items, form)
    word = (
        _("已接收 %(count)d 件。")
        if form.cleaned_data["answer"] == AnswerForm.ACCEPT
        else _("已退回 %(count)d 件。")
    )
    messages.success(request, word % {"count": count})
    return redirect(request, "accountability:hand_over", sheet.pk)


@require_POST
def hand_over_undo(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Withdraw what is still on offer, or take everything back after leave."""
    authority, sheet = _sheet(request, pk)
    services_of: dict[str, Any] = {"withdraw": answers.withdraw, "take-back": answers.take_back}
    if how not in services_of:
        raise Http404
    try:
        count = services_of[how](authority=authority, sheet=sheet, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已收回 %(count)d 件。") % {"count": count})
    return redirect(request, "accountability:hand_over", sheet.pk)


@require_GET
def loads(request: HttpRequest) -> HttpResponse:
    """Open first-contact duties by holder; who left stands first.

    Query budget: 6 (session, user, authority, banner, counts, holders).
    """
    authority = authority_of(request)
    if not permissions.can_order_hand_over(authority):
        raise PermissionDenied
    lines = selectors.loads(on=authority.on, authority=authority)
    context = {"lines": lines, "can_order": True, "tab": "loads"}
    return render(request, "accountability/first_contact_loads.html", context)


@require_GET
def case_slot(request: HttpRequest, pk: int) -> HttpResponse:
    """First contact of a matter, for its page: who held it, what is on offer.

    Query budget: 6 (session, user, authority, case, duties, offers).
    """
    authority = authority_of(request)
    case = visible_case(request, pk)
    duties = list(case.first_contact_duties.select_related("holder", "unit"))
    offers = HandOver.objects.filter(duty__case=case).select_related(
        "sheet__giver", "sheet__receiver"
    )
    current = next((duty for duty in duties if duty.ended_at is None), None)
    context = {
        "case": case,
        "duties": duties,
        "current": current,
        "offers": list(offers.order_by("pk")),
        "may_offer": current is not None
        and case.is_open
        and permissions.can_offer_first_contact(authority, current.holder),
        "reads_lists": permissions.can_order_hand_over(authority),
        "me": authority.user.pk,
    }
    return render(request, "accountability/_case_first_contact.html", context)
