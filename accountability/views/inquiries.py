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
from accountability.models import Inquiry, InquiryStatus
from accountability.permissions import can_read_duties
from accountability.selectors import inquiries as selectors
from accountability.services import inquiries as services
from accountability.services import inquiry_decisions as decisions
from accountability.services import inquiry_evidence as evidence
from accountability.services import inquiry_hearing as hearing
from accountability.views.kit import Page, act_page
from core.pagination import keyset_page
from organizations.authority import Authority
from petitions.models import Case
from petitions.views.common import authority_of


def _reader(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not can_read_duties(authority):
        raise PermissionDenied
    return authority


def found_inquiry(request: HttpRequest, pk: int) -> tuple[Authority, Inquiry]:
    """The reader's authority and an inquiry the reader may see; 404 for any other."""
    authority = _reader(request)
    return authority, get_object_or_404(selectors.visible_inquiries(authority), pk=pk)


def crumbs_of(inquiry: Inquiry | None = None) -> tuple[tuple[str, str], ...]:
    """The pages above a page of inquiries."""
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
    """One inquiry. Query budget: 12 (session, user, authority, banner, inquiry, people with statements and files, whether one stands
    back, evidence, changes).

    A person it is about sees the facts, the evidence and the own part, not what is said of others.
    """
    authority, found = found_inquiry(request, pk)
    people = selectors.people_of(found)
    own = [person for person in people if person.user_id == authority.user.pk]
    may = not own and permissions.can_work_inquiry(authority, found)
    rows = selectors.evidence_for(found, authority)
    amendments = list(found.amendments.select_related("made_by"))
    told = [*(row.told_at for row in rows), *(row.told_at for row in amendments)]
    context = {
        "inquiry": found,
        "ground": BY_CODE[found.ground],
        "people": own or people,
        "evidence": [row for row in rows if row.told_at or not own],
        "amendments": amendments,
        "untold": found.status == InquiryStatus.TOLD and None in told,
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
        crumbs=crumbs_of(),
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
    form = forms.PersonForm(data, terms=selectors.possible_terms(found))
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
        lambda: hearing.tell_persons(authority=authority, inquiry=found, now=timezone.now()),
    )


def _submit(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    form = forms.SubmitForm(data, units=selectors.organs_for(found, on=authority.on))
    return (
        _("移送有权机关"),
        form,
        lambda: decisions.submit_inquiry(
            authority=authority, inquiry=found, now=timezone.now(), **form.cleaned_data
        ),
    )


def _consequence(authority: Authority, found: Inquiry, data: Any) -> tuple[str, Any, Act]:
    form = forms.ConsequenceForm(data, initial={"consequence": found.consequence})
    return (
        _("填写造成的后果"),
        form,
        lambda: services.amend_consequence(
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
    "consequence": _consequence,
    "tell": _tell,
    "submit": _submit,
    "drop": _drop,
}


@require_http_methods(["GET", "POST"])
def inquiry_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of an inquiry. Query budget: 9 (session, user, authority, banner, inquiry, whether one stands back,
    people and their units, choices).
    """
    authority, found = found_inquiry(request, pk)
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
        crumbs=crumbs_of(found),
        basis=ground.article,
        facts=((_("涉及单位"), found.unit), (_("情形"), ground.text), (_("事实"), found.facts)),
    )
    return act_page(request, form=form, page=page, act=act, done=_("已登记。"))
