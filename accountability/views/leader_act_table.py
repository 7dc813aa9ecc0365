"""The acts in a leader's case that are one form each: who may, what is asked, what is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accountability import permissions
from accountability.forms import leading as leading_forms
from accountability.models import LeaderCase
from accountability.selectors import leader_choices
from accountability.services import leader_closing, leader_work, leading
from accountability.services import related_matters as related_services
from organizations.authority import Authority

#: Builds the form from the posted data and files, both None on a GET.
Build = Callable[[Any, Any, LeaderCase, Authority], forms.Form]
Run = Callable[[Any, LeaderCase, Authority], Any]


@dataclass(frozen=True)
class LeaderAct:
    """One act on a case: its heading, who may, its form, what it calls, and what is said afterwards."""

    heading: str | Promise
    may: Callable[[Authority, LeaderCase], bool]
    form: Build
    run: Run
    done: str | Promise
    intro: str | Promise = ""
    submit: str | Promise = ""


def _assigns(authority: Authority, leader_case: LeaderCase) -> bool:
    return permissions.can_assign_leader_case(authority)


def writes_or_assigns(authority: Authority, leader_case: LeaderCase) -> bool:
    """Whoever writes the work of a case, or assigns it."""
    return _assigns(authority, leader_case) or permissions.can_write_leader_case(
        authority, leader_case
    )


def _reassign_form(
    data: Any, files: Any, leader_case: LeaderCase, authority: Authority
) -> forms.Form:
    users = leader_choices.leaders(leader_case.case, on=authority.on)
    others = [user for user in users if user.pk != leader_case.leader_id]
    return leading_forms.ReassignForm(data, users=others)


def _related_form(
    data: Any, files: Any, leader_case: LeaderCase, authority: Authority
) -> forms.Form:
    cases = list(leader_choices.same_kind(leader_case, authority))
    return leading_forms.RelatedForm(data, cases=cases, authority=authority)


def _call(service: Callable[..., Any]) -> Run:
    """Calls a service with the form's data under the names of its arguments."""
    return lambda form, leader_case, authority: service(
        authority=authority, leader_case=leader_case, now=timezone.now(), **form.cleaned_data
    )


def _visit(form: Any, leader_case: LeaderCase, authority: Authority) -> Any:
    return leader_work.record_visit(
        authority=authority, leader_case=leader_case, draft=form.draft(), now=timezone.now()
    )


def _link(form: Any, leader_case: LeaderCase, authority: Authority) -> Any:
    return related_services.link_matter(
        authority=authority,
        leader_case=leader_case,
        case=form.cleaned_data["found"],
        note=form.cleaned_data["note"],
        now=timezone.now(),
    )


ACTS: dict[str, LeaderAct] = {
    "reassign": LeaderAct(
        gettext_lazy("变更包案领导"),
        _assigns,
        _reassign_form,
        _call(leading.reassign),
        gettext_lazy("包案领导已变更。"),
        gettext_lazy("方案、走访和会商记录随案移交，历任包案领导保留。"),
    ),
    "cancel": LeaderAct(
        gettext_lazy("撤销包案"),
        _assigns,
        lambda data, files, leader_case, authority: leading_forms.ReasonForm(data),
        _call(leader_closing.cancel),
        gettext_lazy("包案已撤销。"),
        gettext_lazy("只用于误列，且尚无方案和工作记录；已开展工作的须一抓到底。"),
    ),
    "meet": LeaderAct(
        gettext_lazy("登记走访约见"),
        permissions.can_write_leader_case,
        lambda data, files, leader_case, authority: leading_forms.VisitForm(
            data, files, today=authority.on
        ),
        _visit,
        gettext_lazy("走访约见已登记。"),
        gettext_lazy("走访是听取意见、说明政策、解决困难；信访人可以不见，不得以此限制其信访。"),
    ),
    "progress": LeaderAct(
        gettext_lazy("填写进展"),
        permissions.can_write_leader_case,
        lambda data, files, leader_case, authority: leading_forms.ProgressForm(
            data, today=authority.on
        ),
        _call(leader_work.write_progress),
        gettext_lazy("进展已登记。"),
    ),
    "relate": LeaderAct(
        gettext_lazy("关联同类事项"),
        writes_or_assigns,
        _related_form,
        _link,
        gettext_lazy("同类事项已关联。"),
        gettext_lazy("办一件、带一片：一并研究解决，各事项仍按各自的期限办理和答复。"),
    ),
    "close": LeaderAct(
        gettext_lazy("了结包案"),
        permissions.can_close_leader_case,
        lambda data, files, leader_case, authority: leading_forms.CloseForm(
            data, has_related=leader_case.related.filter(result="").exists()
        ),
        _call(leader_closing.close),
        gettext_lazy("包案已了结。"),
        gettext_lazy("一抓到底：事项依法办结、处理意见执行完毕、方案步骤完成后，才能了结。"),
    ),
}
