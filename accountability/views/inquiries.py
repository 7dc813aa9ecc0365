"""Pages of inquiries into liability."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability import inquiry_permissions as permissions
from accountability.domain.liability import BY_CODE
from accountability.forms import inquiries as forms
from accountability.models import Inquiry, InquiryPerson, InquiryStatus
from accountability.permissions import can_read_duties
from accountability.selectors import inquiries as selectors
from accountability.services import inquiries as services
from accountability.services import inquiry_decisions as decisions
from accountability.services import inquiry_evidence as evidence
from accountability.views.kit import Page, act_page
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.models import Unit
from petitions.models import Case
from petitions.views.common import authority_of


def _reader(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not can_read_duties(authority):
        raise PermissionDenied
    return authority


def _found(request: HttpRequest, pk: int) -> tuple[Authority, Inquiry]:
    authority = _reader(request)
    return authority, get_object_or_404(selectors.visible_inquiries(authority), pk=pk)


def _crumbs(inquiry: Inquiry | None = None) -> tuple[tuple[str, str], ...]:
    above = ((_("责任追究"), reverse("accountability:inquiry_list")),)
    if inquiry is None:
        return above
    return (*above, (inquiry.number, reverse("accountability:inquiry", args=[inquiry.pk])))


@require_GET
def inquiry_list(request: HttpRequest) -> HttpResponse:
    """Inquiries the reader may see. Query budget: 5 (session, user, authority, banner, rows)."""
    authority = _reader(request)
    show_all = "all" in request.GET
    rows = selectors.visible_inquiries(authority)
    if not show_all:
        rows = rows.exclude(status__in=[InquiryStatus.DECIDED, InquiryStatus.DROPPED])
    page = keyset_page(rows, request.GET, order=("-opened_at", "-id"))
    context = {
        "page": page,
        "rows": [(row, BY_CODE[row.ground]) for row in page.rows],
        "show_all": show_all,
        "may": permissions.can_inquire(authority),
    }
    return render(request, "accountability/inquiry_list.html", context)


@require_GET
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One inquiry. Query budget: 8 (session, user, authority, banner, inquiry, people, evidence, whether one stands back).

    A person it is about sees the facts, the evidence and the own part, not what is said of others.
    """
    authority, found = _found(request, pk)
    people = list(found.people.select_related("user"))
    own = [person for person in people if person.user_id == authority.user.pk]
    may = not own and permissions.can_work_inquiry(authority, found)
    context = {
        "inquiry": found,
        "ground": BY_CODE[found.ground],
        "people": own or people,
        "evidence": selectors.evidence_for(found, authority),
        "may": may,
        "early": may and found.status in services.EARLY,
        "decides": permissions.can_decide_inquiry(authority, found)
        and found.status == InquiryStatus.SUBMITTED,
        "me": authority.user.pk,
    }
    return render(request, "accountability/inquiry.html", context)


@require_http_methods(["GET", "POST"])
def inquiry_new(request: HttpRequest) -> HttpResponse:
    """Open an inquiry. Query budget: 5 (session, user, authority, banner, units)."""
    authority = _reader(request)
    if not permissions.can_inquire(authority):
        raise PermissionDenied
    form = forms.OpenForm(request.POST or None, on=authority.on)
    page = Page(
        heading=_("提出责任追究"),
        back=reverse("accountability:inquiry_list"),
        crumbs=_crumbs(),
        basis=_("《信访工作条例》第四十二条至第四十六条"),
        submit=_("提出"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.open_inquiry(
            authority=authority, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已提出，请提取证据、列明责任人员。"),
        to=lambda made: reverse("accountability:inquiry", args=[made.pk]),
    )


Act = Callable[[], Any]


def _clocks(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    clocks = selectors.clocks_for(found, authority, on=authority.on)
    form = forms.ClocksForm(data, clocks=clocks)

    def act() -> None:
        for clock in form.chosen:
            evidence.take_clock(authority=authority, inquiry=found, clock=clock, now=timezone.now())

    return _("提取期限记录"), form, act


def _entries(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    form = forms.EntriesForm(data, authority=authority)

    def act() -> None:
        for entry in form.chosen:
            evidence.take_entry(
                authority=authority,
                inquiry=found,
                case=cast("Case", form.case),
                entry=entry,
                now=timezone.now(),
            )

    return _("提取操作日志"), form, act


def _paper(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    form = forms.PaperForm(data)
    return (
        _("登记文件材料"),
        form,
        lambda: evidence.take_paper(
            authority=authority, inquiry=found, now=timezone.now(), **form.cleaned_data
        ),
    )


def _person(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    form = forms.PersonForm(data, users=selectors.possible_people(found))
    return (
        _("列明责任人员"),
        form,
        lambda: services.add_person(
            authority=authority, inquiry=found, now=timezone.now(), **form.cleaned_data
        ),
    )


def _tell(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    form = forms.ConfirmForm({} if data is not None else None)
    return (
        _("告知本人，听取陈述申辩"),
        form,
        lambda: services.tell_persons(authority=authority, inquiry=found, now=timezone.now()),
    )


def _submit(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    units = Unit.objects.active(on=authority.on).exclude(competence="").exclude(pk=found.unit_id)
    form = forms.SubmitForm(data, units=units)
    return (
        _("移送有权机关"),
        form,
        lambda: decisions.submit_inquiry(
            authority=authority, inquiry=found, now=timezone.now(), **form.cleaned_data
        ),
    )


def _drop(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    form = forms.DropForm(data)
    return (
        _("不予追究"),
        form,
        lambda: decisions.drop_inquiry(
            authority=authority, inquiry=found, now=timezone.now(), **form.cleaned_data
        ),
    )


STEPS = {
    "clocks": _clocks,
    "entries": _entries,
    "paper": _paper,
    "person": _person,
    "tell": _tell,
    "submit": _submit,
    "drop": _drop,
}


@require_http_methods(["GET", "POST"])
def inquiry_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of an inquiry. Query budget: 9 (session, user, authority, banner, inquiry, whether one stands back,
    people and their units, choices).
    """
    authority, found = _found(request, pk)
    if step not in STEPS:
        raise Http404
    if not permissions.can_work_inquiry(authority, found):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    heading, form, act = STEPS[step](authority, found, data)
    ground = BY_CODE[found.ground]
    page = Page(
        heading=heading,
        back=reverse("accountability:inquiry", args=[found.pk]),
        crumbs=_crumbs(found),
        basis=ground.article,
        facts=((_("涉及单位"), found.unit), (_("情形"), ground.text), (_("事实"), found.facts)),
    )
    return act_page(request, form=form, page=page, act=act, done=_("已登记。"))


@require_http_methods(["GET", "POST"])
def person_step(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """A person states their case, or the organ's decision is recorded.

    Query budget: 8 (session, user, authority, banner, person, inquiry seen, about oneself, file).
    """
    person = get_object_or_404(InquiryPerson.objects.select_related("inquiry__unit", "user"), pk=pk)
    authority, found = _found(request, person.inquiry_id)
    is_self = person.user_id == authority.user.pk
    if how == "state":
        allowed = is_self or permissions.can_work_inquiry(authority, found)
        form: Any = forms.StatementForm(request.POST or None)
        heading = _("陈述申辩")
    elif how == "decide":
        allowed = permissions.can_decide_inquiry(authority, found)
        form = forms.DecisionForm(request.POST or None, initial={"decided_on": authority.on})
        heading = _("登记处理决定")
    else:
        raise Http404
    if not allowed:
        raise PermissionDenied

    def act() -> Any:
        common: dict[str, Any] = {"authority": authority, "person": person, "now": timezone.now()}
        if how == "state":
            return services.state_case(**common, **form.cleaned_data)
        return decisions.decide_person(**common, decision=decisions.Decision(**form.cleaned_data))

    page = Page(
        heading=heading,
        back=reverse("accountability:inquiry", args=[found.pk]),
        crumbs=_crumbs(found),
        basis=BY_CODE[found.ground].article,
        facts=(
            (_("人员"), f"{person.user}（{person.post_then}）"),
            (_("责任"), f"{person.get_role_display()} · {person.get_sphere_display()}"),
            (_("事实"), found.facts),
        ),
    )
    return act_page(request, form=form, page=page, act=act, done=_("已登记。"))
