"""Instructions (批示) on screen: what I have to do, what I ordered, one of them with its life."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accountability import permissions
from accountability.forms.escalation import AnswerForm, FinishForm, SendBackForm
from accountability.models import Instruction, InstructionStatus
from accountability.services import instructions as services
from accountability.views.kit import Page, act_page
from core.pagination import keyset_page
from organizations.views.common import authority_of

LIST = "accountability:instructions"
TABS = (
    ("", gettext_lazy("交我办理")),
    ("given", gettext_lazy("我作出的")),
    ("open", gettext_lazy("全部未办结")),
    ("all", gettext_lazy("全部")),
)


@require_GET
def instruction_list(request: HttpRequest) -> HttpResponse:
    """Instructions about the cases the user may see, the earliest day first.

    Query budget: 5 (session, user, authority, banner, rows).
    """
    authority = authority_of(request)
    user = authority.user
    show = request.GET.get("show", "")
    choices = {
        "": Q(to_user=user),
        "given": Q(given_by=user),
        "open": ~Q(status=InstructionStatus.DONE),
        "all": Q(),
    }
    if show not in choices:
        show = ""
    rows = Instruction.objects.of_visible_cases(authority).filter(choices[show])
    page = keyset_page(
        rows.select_related("case", "given_by", "to_user"),
        request.GET,
        order=("due_on", "id"),
        size=50,
    )
    context = {"page": page, "tabs": TABS, "show": show}
    return render(request, "accountability/instruction_list.html", context)


def _visible(request: HttpRequest, pk: int) -> Instruction:
    rows = Instruction.objects.of_visible_cases(authority_of(request)).filter(pk=pk)
    row = rows.select_related("case", "given_by", "to_user", "escalation").first()
    if row is None:
        raise Http404
    return row


@require_GET
def instruction(request: HttpRequest, pk: int) -> HttpResponse:
    """One instruction with everything written about it. Query budget: 6."""
    authority, row = authority_of(request), _visible(request, pk)
    answered = row.status == InstructionStatus.ANSWERED
    context = {
        "row": row,
        "notes": row.notes.select_related("by"),
        "may_answer": permissions.can_answer_instruction(authority, row),
        "may_settle": answered and permissions.can_settle_instruction(authority, row),
    }
    return render(request, "accountability/instruction.html", context)


def _page(row: Instruction, heading: str) -> Page:
    back = reverse("accountability:instruction", args=[row.pk])
    return Page(
        heading=heading,
        back=back,
        crumbs=((_("批示"), reverse(LIST)), (row.case.number, back)),
        facts=(
            (_("批示人"), f"{row.given_as} {row.given_by}"),
            (_("批示内容"), row.text),
            (_("反馈期限"), f"{row.due_on:%Y-%m-%d}"),
        ),
    )


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done."""
    authority, row = authority_of(request), _visible(request, pk)
    if row.to_user_id != authority.user.pk:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    return act_page(
        request,
        form=form,
        page=_page(row, _("反馈办理情况")),
        act=lambda: services.answer(
            authority=authority, instruction=row, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已反馈，等待批示人确认。"),
    )


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The feedback does not do."""
    authority, row = authority_of(request), _visible(request, pk)
    if not permissions.can_settle_instruction(authority, row):
        raise PermissionDenied
    form = SendBackForm(request.POST or None)
    return act_page(
        request,
        form=form,
        page=_page(row, _("退回补办")),
        act=lambda: services.send_back(
            authority=authority, instruction=row, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已退回补办。"),
    )


@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that it has been carried out."""
    authority, row = authority_of(request), _visible(request, pk)
    if not permissions.can_settle_instruction(authority, row):
        raise PermissionDenied
    form = FinishForm(request.POST or None)
    return act_page(
        request,
        form=form,
        page=_page(row, _("确认办结")),
        act=lambda: services.finish(
            authority=authority, instruction=row, now=timezone.now(), **form.cleaned_data
        ),
        done=_("批示已办结。"),
    )
