"""Pages of one person in an inquiry: the statement, the decision, their files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import inquiry_permissions as permissions
from accountability.domain.liability import BY_CODE
from accountability.forms import inquiries as forms
from accountability.models import DecisionFile, Inquiry, InquiryPerson, StatementFile, StoredFile
from accountability.services import inquiry_decisions as decisions
from accountability.services import inquiry_hearing as hearing
from accountability.views.inquiries import crumbs_of, found_inquiry
from accountability.views.kit import Page, act_page
from core.access import record_view
from core.errors import StaleState
from core.http import file_response, redirect
from organizations.authority import Authority


def _form(request: HttpRequest, authority: Authority, person: InquiryPerson, how: str) -> Any:
    """The form and whether this reader may use it; 404 for a step that does not exist."""
    given: Any = (request.POST, request.FILES) if request.method == "POST" else ()
    is_self = person.user_id == authority.user.pk
    found = person.inquiry
    if how == "state":
        allowed = is_self or permissions.can_work_inquiry(authority, found)
        return allowed, forms.StatementForm(*given, own=is_self), _("陈述申辩")
    if how == "decide":
        copied = not authority.acts_for(found.competent_id)
        allowed = permissions.can_decide_inquiry(authority, found)
        form = forms.DecisionForm(*given, copied=copied, initial={"decided_on": authority.on})
        return allowed, form, _("代录处理决定") if copied else _("登记处理决定")
    raise Http404


@require_http_methods(["GET", "POST"])
def person_step(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """A person states their case, or the organ's decision is recorded.

    Query budget: 8 (session, user, authority, banner, person, inquiry seen, about oneself, file).
    """
    person = get_object_or_404(InquiryPerson.objects.select_related("inquiry__unit", "user"), pk=pk)
    authority, found = found_inquiry(request, person.inquiry_id)
    allowed, form, heading = _form(request, authority, person, how)
    if not allowed:
        raise PermissionDenied
    service: Any = hearing.state_case if how == "state" else decisions.decide_person
    page = Page(
        heading=heading,
        back=reverse("accountability:inquiry", args=[found.pk]),
        crumbs=crumbs_of(found),
        basis=BY_CODE[found.ground].article,
        facts=(
            (_("人员"), f"{person.user}（{person.post_then}）"),
            (_("责任"), f"{person.get_role_display()} · {person.get_sphere_display()}"),
            (_("事实"), found.facts),
        ),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: service(authority=authority, person=person, now=timezone.now(), **form.facts()),
        done=_("已登记。"),
    )


@require_POST
def person_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The person confirms having read the inquiry as it stands on the page. Query budget: 12."""
    person = get_object_or_404(InquiryPerson.objects.select_related("inquiry", "user"), pk=pk)
    authority, found = found_inquiry(request, person.inquiry_id)
    if person.user_id != authority.user.pk:
        raise PermissionDenied
    notice = request.POST.get("notice", "")
    try:
        hearing.note_read(authority=authority, person=person, notice=notice, now=timezone.now())
        messages.success(request, _("已登记：您已阅看。"))
    except StaleState as error:
        messages.error(request, str(error))
    return redirect(request, "accountability:inquiry", found.pk)


@require_GET
def person_file(request: HttpRequest, pk: int, kind: str, file: int) -> FileResponse:
    """A file of a person's statement or decision; whom the inquiry is about gets the own ones only."""
    person = get_object_or_404(InquiryPerson.objects.select_related("user"), pk=pk)
    authority, found = found_inquiry(request, person.inquiry_id)
    is_self = person.user_id == authority.user.pk
    if not is_self and Inquiry.objects.filter(pk=found.pk, people__user=authority.user).exists():
        raise Http404
    row: StoredFile
    if kind == "statement":
        row = get_object_or_404(StatementFile, pk=file, statement__person=person)
    elif kind == "decision":
        row = get_object_or_404(DecisionFile, pk=file, person=person)
    else:
        raise Http404
    record_view(found, user=request.user, at=timezone.now(), action=f"{kind}:{file}")
    return file_response(row.file, name=row.name)
