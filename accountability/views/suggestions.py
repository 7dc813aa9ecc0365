"""Pages of the three kinds of suggestion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.domain.supervision_letters import suggestion_basis
from accountability.forms import suggestions as forms
from accountability.forms.supervision import ReasonForm
from accountability.models import (
    Adoption,
    FeedbackFile,
    Suggestion,
    SuggestionKind,
    SuggestionStatus,
    Supervision,
)
from accountability.selectors import suggestions as selectors
from accountability.selectors.supervision import supervisable_units
from accountability.services import suggestion_feedback
from accountability.services import suggestions as services
from accountability.views.kit import Page, act_page
from accountability.views.supervision import printed
from core.access import record_view
from core.errors import DomainError
from core.http import file_response, redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions.selectors import choices
from petitions.views.common import ids_of, without_empty
from petitions.views.letters import as_pdf, print_joined

LIST = "accountability:suggestions"
RELATED = ("addressee", "about_unit", "letter", "case", "supervision", "drafted_by", "issued_by")


def _reader(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not permissions.can_read_suggestions(authority):
        raise PermissionDenied
    return authority


def _visible(request: HttpRequest, pk: int) -> tuple[Authority, Suggestion]:
    authority = _reader(request)
    rows = Suggestion.objects.visible_to(authority).select_related(*RELATED, "answered_by")
    return authority, get_object_or_404(rows, pk=pk)


def _crumbs(row: Suggestion | None = None) -> tuple[tuple[Any, str], ...]:
    above = ((_("三项建议"), reverse(LIST)),)
    if row is None:
        return above
    return (*above, (row.title, reverse("accountability:suggestion", args=[row.pk])))


@require_GET
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """Suggestions the user may see, with what became of them.

    Query budget: 6 (session, user, authority, banner, counts, rows).
    """
    authority = _reader(request)
    visible = Suggestion.objects.visible_to(authority)
    rows = selectors.asked_for(visible, request.GET)
    if request.GET.get("overdue"):
        rows = rows.overdue(on=authority.on)
    page = keyset_page(
        rows.select_related("addressee", "letter"), request.GET, order=("-id",), size=50
    )
    context = {
        "page": page,
        "counts": selectors.suggestion_counts(visible, on=authority.on),
        "kinds": SuggestionKind.choices,
        "statuses": SuggestionStatus.choices,
        "adoptions": Adoption.choices,
        "asked": without_empty(request.GET),
        "can_draft": permissions.can_supervise(authority),
    }
    return render(request, "accountability/suggestions.html", context)


@require_GET
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """One suggestion with its feedback. Query budget: 9 (session, user, authority, banner, row, people, files, chases,
    supervision seen)."""
    authority, row = _visible(request, pk)
    item = row.supervision_id
    seen = item is not None and Supervision.objects.visible_to(authority).filter(pk=item).exists()
    own = permissions.answers_suggestion(authority, row)
    context = {
        "row": row,
        "people": list(row.about_people.all()),
        "files": list(row.files.all()),
        "chases": list(row.chases.all()),
        "shows_item": seen,
        "may_edit": row.status == SuggestionStatus.DRAFT and permissions.can_supervise(authority),
        "may_sign": row.status == SuggestionStatus.DRAFT
        and permissions.can_sign_suggestion(authority, row),
        "may_drop": row.status == SuggestionStatus.DRAFT
        and (authority.is_office_head or row.drafted_by_id == authority.user.pk),
        "may_answer": row.status == SuggestionStatus.ISSUED
        and (own or permissions.can_record_feedback(authority, row)),
    }
    return render(request, "accountability/suggestion.html", context)


@require_http_methods(["GET", "POST"])
def suggestion_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Draft a suggestion, on its own or from a supervision item (?supervision=).

    Query budget: 8 (session, user, authority, banner, item, addressees, units, people).
    """
    authority = _reader(request)
    if not permissions.can_supervise(authority):
        raise PermissionDenied
    if kind not in SuggestionKind.values:
        raise Http404
    item = None
    if asked := ids_of([request.GET.get("supervision", "")]):
        items = Supervision.objects.visible_to(authority).select_related("case", "unit")
        item = get_object_or_404(items, pk=asked[0])
    return _draft_form(request, authority, kind, item=item, source=None)


@require_http_methods(["GET", "POST"])
def suggestion_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    authority, row = _visible(request, pk)
    if not permissions.can_supervise(authority):
        raise PermissionDenied
    return _draft_form(request, authority, row.kind, item=row.supervision, source=row)


def _draft_form(
    request: HttpRequest,
    authority: Authority,
    kind: str,
    *,
    item: Supervision | None,
    source: Suggestion | None,
) -> HttpResponse:
    liability = kind == SuggestionKind.LIABILITY
    form = forms.SuggestionForm(
        request.POST or None,
        kind=kind,
        offered=selectors.addressees(kind, on=authority.on),
        units=supervisable_units(None, on=authority.on) if liability else (),
        people=choices.staff(on=authority.on) if liability else (),
        item=item,
        source=source,
    )
    intros = {
        SuggestionKind.IMPROVE: _("发现受理、办理中的问题，向有关机关、单位提出改进工作的建议。"),
        SuggestionKind.POLICY: _("发现政策性问题，向本级党委和政府报告并提出完善政策的建议。"),
        SuggestionKind.LIABILITY: _(
            "推诿、敷衍、拖延、弄虚作假造成严重后果的，向有管理权限的机关、单位提出；仅局长、起草人和主送单位可见。"
        ),
    }
    back = reverse("accountability:suggestion", args=[source.pk]) if source else reverse(LIST)
    page = Page(
        heading=_("起草%(kind)s建议") % {"kind": SuggestionKind(kind).label},
        back=back,
        crumbs=_crumbs(source),
        basis=suggestion_basis(kind),
        intro=intros[SuggestionKind(kind)],
        submit=_("保存草稿"),
        facts=((_("督办件"), item),) if item else (),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.draft_suggestion(
            authority=authority, draft=form.draft(), source=source, now=timezone.now()
        ),
        done=_("草稿已保存，签发后送达。"),
        to=lambda made: reverse("accountability:suggestion", args=[made.pk]),
    )


@require_POST
def suggestion_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a draft."""
    authority, row = _visible(request, pk)
    if not permissions.can_sign_suggestion(authority, row):
        raise PermissionDenied
    try:
        services.issue_suggestion(authority=authority, row=row, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已签发，建议书已出具。"))
    return redirect(request, "accountability:suggestion", pk)


@require_http_methods(["GET", "POST"])
def suggestion_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    authority, row = _visible(request, pk)
    if not (authority.is_office_head or row.drafted_by_id == authority.user.pk):
        raise PermissionDenied
    form = ReasonForm(request.POST or None, label=_("撤销理由"))
    page = Page(
        heading=_("撤销建议草稿"),
        back=reverse("accountability:suggestion", args=[pk]),
        crumbs=_crumbs(row),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.drop_suggestion(
            authority=authority, row=row, now=timezone.now(), **form.cleaned_data
        ),
        done=_("草稿已撤销。"),
    )


@require_http_methods(["GET", "POST"])
def suggestion_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee's feedback, or the office's record of its paper."""
    authority, row = _visible(request, pk)
    own = permissions.answers_suggestion(authority, row)
    if not own and not permissions.can_record_feedback(authority, row):
        raise PermissionDenied
    form = forms.FeedbackForm(request.POST or None, request.FILES or None, own=own)
    page = Page(
        heading=_("反馈采纳情况") if own else _("代录书面反馈"),
        back=reverse("accountability:suggestion", args=[pk]),
        crumbs=_crumbs(row),
        basis=_("《信访工作条例》第四十条第四款"),
        facts=((_("建议"), row.title), (_("建议内容"), row.text)),
        submit=_("提交"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: suggestion_feedback.answer_suggestion(
            authority=authority,
            row=row,
            feedback=form.feedback(),
            uploads=form.uploads(),
            now=timezone.now(),
        ),
        done=_("已登记反馈。"),
    )


@require_GET
def suggestion_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as PDF; before it is signed as a draft. Query budget: 7."""
    authority, row = _visible(request, pk)
    record_view(row, user=request.user, at=timezone.now(), action="letter")
    if row.letter is not None:
        return printed(row.letter)
    if row.status != SuggestionStatus.DRAFT or not permissions.can_supervise(authority):
        raise Http404
    draft = services.draft_letter(authority=authority, row=row)
    return as_pdf(print_joined([draft]), f"draft-suggestion-{pk}")


@require_GET
def suggestion_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of the feedback; only ever downloaded."""
    _authority, row = _visible(request, pk)
    found = get_object_or_404(FeedbackFile, pk=file, suggestion=row)
    record_view(row, user=request.user, at=timezone.now(), action=f"file:{file}")
    return file_response(found.file, name=found.name)
