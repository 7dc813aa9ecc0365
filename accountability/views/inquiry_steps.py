"""The steps of an inquiry: evidence, persons, the telling, the handing over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability import inquiry_permissions as permissions
from accountability.domain.liability import BY_CODE
from accountability.forms import inquiries as forms
from accountability.forms import inquiry_evidence as picks
from accountability.models import Inquiry
from accountability.selectors import inquiries as selectors
from accountability.services import inquiries as services
from accountability.services import inquiry_decisions as decisions
from accountability.services import inquiry_evidence as evidence
from accountability.services import inquiry_hearing as hearing
from accountability.views.inquiries import crumbs_of, found_inquiry
from accountability.views.kit import Page, act_page
from organizations.authority import Authority
from petitions.models import Case

PICK = "accountability/inquiry_pick.html"


@dataclass(frozen=True)
class Step:
    """What a step shows and does; `extra` goes to a template of its own."""

    heading: str
    form: Any
    act: Callable[[], Any]
    template: str = "accountability/act_form.html"
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """Who asks for a step of which inquiry; `data` is None until the form is sent, `query` what the address says."""

    authority: Authority
    found: Inquiry
    data: Any
    query: Any


def _clocks(asked: Asked) -> Step:
    search = picks.DaysForm(asked.query or None)
    on = asked.authority.on
    offered = selectors.clocks_for(asked.found, asked.authority, on=on, due=search.days())
    form = picks.ClocksForm(asked.data, clocks=offered.rows)

    def act() -> None:
        for clock in form.chosen:
            evidence.take_clock(
                authority=asked.authority, inquiry=asked.found, clock=clock, now=timezone.now()
            )

    extra = {"search": search, "offered": offered, "chosen": True}
    return Step(_("提取期限记录"), form, act, PICK, extra)


def _entries(asked: Asked) -> Step:
    search = picks.LogSearchForm(asked.query or None)
    case: Case | None = None
    offered: selectors.Offered = selectors.Offered([], 0)
    if search.is_bound and search.is_valid():
        number = search.cleaned_data["number"]
        case, usable = selectors.matter_for_log(asked.found, asked.authority, number)
        if case is None:
            search.add_error("number", _("没有这个编号的信访事项，或者您无权查看。"))
        elif not usable:
            search.add_error(
                "number", _("检举、控告涉及的单位或者人员的，不得作为证据（条例第三十条第三款）。")
            )
            case = None
        else:
            offered = selectors.log_of(asked.found, case, written=search.days())
    form = picks.EntriesForm(asked.data, entries=offered.rows)

    def act() -> None:
        for entry in form.chosen:
            if case is not None:
                evidence.take_entry(
                    authority=asked.authority, inquiry=asked.found, case=case, entry=entry,
                    now=timezone.now(),
                )  # fmt: skip

    extra = {"search": search, "offered": offered, "chosen": case is not None}
    return Step(_("提取操作日志"), form, act, PICK, extra)


def _paper(asked: Asked) -> Step:
    form = forms.PaperForm(asked.data)
    return Step(_("登记文件材料"), form, _plain(asked, evidence.take_paper, form))


def _person(asked: Asked) -> Step:
    form = forms.PersonForm(asked.data, terms=selectors.possible_terms(asked.found))
    return Step(_("列明责任人员"), form, _plain(asked, services.add_person, form))


def _tell(asked: Asked) -> Step:
    form = forms.ConfirmForm({} if asked.data is not None else None)
    return Step(_("告知本人，听取陈述申辩"), form, _plain(asked, hearing.tell_persons, form))


def _submit(asked: Asked) -> Step:
    units = selectors.organs_for(asked.found, on=asked.authority.on)
    form = forms.SubmitForm(asked.data, units=units)
    return Step(_("移送有权机关"), form, _plain(asked, decisions.submit_inquiry, form))


def _consequence(asked: Asked) -> Step:
    form = forms.ConsequenceForm(asked.data, initial={"consequence": asked.found.consequence})
    return Step(_("填写造成的后果"), form, _plain(asked, services.amend_consequence, form))


def _drop(asked: Asked) -> Step:
    form = forms.DropForm(asked.data)
    return Step(_("不予追究"), form, _plain(asked, decisions.drop_inquiry, form))


def _plain(asked: Asked, service: Callable[..., Any], form: Any) -> Callable[[], Any]:
    return lambda: service(
        authority=asked.authority, inquiry=asked.found, now=timezone.now(), **form.cleaned_data
    )


STEPS: dict[str, Callable[[Asked], Step]] = {
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
    """One step of an inquiry.

    Query budget: 11 (session, user, authority, banner, inquiry, whether one stands back, people and their units, what
    is on file, choices, their number when there are too many).
    """
    authority, found = found_inquiry(request, pk)
    if step not in STEPS:
        raise Http404
    if not permissions.can_work_inquiry(authority, found):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    made = STEPS[step](Asked(authority, found, data, request.GET))
    ground = BY_CODE[found.ground]
    page = Page(
        heading=made.heading,
        back=reverse("accountability:inquiry", args=[found.pk]),
        crumbs=crumbs_of(found),
        basis=ground.article,
        facts=((_("涉及单位"), found.unit), (_("情形"), ground.text), (_("事实"), found.facts)),
        template=made.template,
        extra=made.extra,
    )
    return act_page(request, form=made.form, page=page, act=made.act, done=_("已登记。"))
