"""The acts of supervision, each on the one page of an act."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accountability import permissions
from accountability.forms import supervision as forms
from accountability.models import Supervision
from accountability.selectors.supervision import supervisable_units
from accountability.services import supervision as services
from accountability.services import supervision_answers as answers
from accountability.views.kit import Page, act_page
from accountability.views.supervision import reader, visible_item
from core.http import attempt
from organizations.selectors import setting
from organizations.views.common import authority_of
from petitions.views.common import ids_of, visible_case
from petitions.views.letters import as_pdf, print_joined

LIST = "accountability:supervision_list"
ARTICLE = gettext_lazy("《信访工作条例》第四十条第一款")


def _crumbs(item: Supervision | None = None) -> tuple[tuple[Any, str], ...]:
    above = ((_("督办"), reverse(LIST)),)
    if item is None:
        return above
    return (*above, (str(item), reverse("accountability:supervision", args=[item.pk])))


def item_page(item: Supervision, heading: Any, **more: Any) -> Page:
    facts = [
        (_("被督办单位"), item.unit),
        (_("督办情形"), item.get_ground_display()),
        (_("事实"), item.facts),
    ]
    if item.case is not None:
        facts.insert(0, (_("信访事项"), f"{item.case.number} {item.case.title}"))
    return Page(
        heading=heading,
        back=reverse("accountability:supervision", args=[item.pk]),
        crumbs=_crumbs(item),
        facts=tuple(facts),
        **{"basis": ARTICLE, **more},
    )


def for_supervisor(request: HttpRequest, pk: int) -> Supervision:
    item = visible_item(request, pk, "clock")
    if not permissions.can_supervise(authority_of(request)):
        raise PermissionDenied
    return item


def _here(item: Supervision) -> str:
    return reverse("accountability:supervision", args=[item.pk])


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose an item by hand, about a matter (?case=) or a unit's work as a whole.

    Query budget: 6 (session, user, authority, banner, case, units).
    """
    authority = reader(request)
    if not permissions.can_supervise(authority):
        raise PermissionDenied
    asked = ids_of([request.GET.get("case", "")])
    case = visible_case(request, asked[0]) if asked else None
    units = supervisable_units(case, on=authority.on)
    form = forms.ProposeForm(request.POST or None, units=units)
    back = reverse("petitions:case_detail", args=[case.pk]) if case else reverse(LIST)
    page = Page(
        heading=_("提出督办"),
        back=back,
        crumbs=_crumbs(),
        basis=ARTICLE,
        intro=_("提出后由督查人员或者局长决定立项督办或者不予督办。"),
        facts=((_("信访事项"), f"{case.number} {case.title}"),) if case else (),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.propose_supervision(
            authority=authority, case=case, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已提出，请决定是否立项。"),
        to=_here,
    )


@require_http_methods(["GET", "POST"])
def open_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an item with its letter, which can be looked at first.

    Query budget: 9 (session, user, authority, banner, item, days, calendar years and days, days again).
    """
    item = for_supervisor(request, pk)
    authority = authority_of(request)
    days = int(setting("supervision.answer_days", on=authority.on, default=services.ANSWER_DAYS))
    form = forms.OrderForm(
        request.POST or None, item=item, due_on=services.answer_day(on=authority.on), days=days
    )
    if request.method == "POST" and "preview" in request.POST and form.is_valid():
        draft = attempt(
            form,
            lambda: services.draft_letter(authority=authority, item=item, order=form.order()),
        )
        if draft:
            return as_pdf(print_joined([draft]), f"draft-supervision-{pk}")
    page = item_page(
        item,
        _("立项督办"),
        intro=_("出具编号的督办函，送达被督办单位；按分组规则确定牵头单位。"),
        submit=_("出具督办函"),
        template="accountability/supervision_order.html",
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.open_supervision(
            authority=authority, item=item, order=form.order(), now=timezone.now()
        ),
        done=_("已立项，督办函已出具。"),
    )


@require_http_methods(["GET", "POST"])
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not take a proposal up."""
    item = for_supervisor(request, pk)
    form = forms.ReasonForm(request.POST or None, label=_("不予督办的理由"))
    page = item_page(item, _("不予督办"), intro=_("同一事由不再提出；理由保留备查。"))
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.dismiss_supervision(
            authority=authority_of(request), item=item, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已决定不予督办。"),
    )


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit answers."""
    item = visible_item(request, pk)
    authority = authority_of(request)
    if not permissions.can_answer_supervision(authority, item):
        raise PermissionDenied
    form = forms.AnswerSupervisionForm(request.POST or None, request.FILES or None)
    page = item_page(
        item,
        _("答复督办"),
        basis=_("《信访工作条例》第四十条第一款、第四款"),
        submit=_("提交答复"),
        template="accountability/supervision_answer.html",
        extra={"item": item},
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: answers.answer_supervision(
            authority=authority,
            item=item,
            text=form.cleaned_data["text"],
            evidence=form.cleaned_data["evidence"],
            uploads=form.uploads(),
            now=timezone.now(),
        ),
        done=_("已提交答复，等待审核。"),
    )


@require_http_methods(["GET", "POST"])
def return_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the answer back with a new day."""
    item = for_supervisor(request, pk)
    form = forms.ReturnForm(request.POST or None)
    form.initial["due_on"] = services.answer_day(on=authority_of(request).on)
    page = item_page(
        item, _("退回重报"), intro=_("写明哪些没有办到、没有说清，并指定新的答复期限。")
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: answers.return_answer(
            authority=authority_of(request), item=item, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已退回，等待重报。"),
    )


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the answer and close the item."""
    item = for_supervisor(request, pk)
    form = forms.CloseForm(request.POST or None)
    page = item_page(item, _("认可办结"), intro=_("督办的职责仍未履行的，不能办结。"))
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.close_supervision(
            authority=authority_of(request), item=item, now=timezone.now(), **form.cleaned_data
        ),
        done=_("督办件已办结。"),
    )
