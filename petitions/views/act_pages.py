"""The page of one act: its article, its limit, its form; one view for all acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.http import attempt, redirect
from organizations.authority import Authority
from petitions import permissions
from petitions.domain.workflow import ACTS
from petitions.forms import acts as forms
from petitions.forms import names
from petitions.models import Case, Objection
from petitions.selectors.acts import OwedAct, case_file
from petitions.services import responsibility
from petitions.views.act_screens import SCREENS, Screen
from petitions.views.common import CASE_RELATED, authority_of, visible_case


@dataclass(frozen=True)
class Change:
    """A correction of one of the names a matter carries, possible while it is open."""

    code: str
    name_zh: str | Promise
    screen: Screen
    permission: Callable[[Authority, Case], bool]

    def allowed(self, authority: Authority, case: Case) -> bool:
        """Whether the user may change it now."""
        return case.is_open and self.permission(authority, case)


CHANGES: dict[str, Change] = {
    change.code: change
    for change in (
        Change(
            "place",
            gettext_lazy("更改问题属地"),
            Screen(names.PlaceForm, responsibility.change_place),
            lambda authority, case: permissions.can_change_place(authority),
        ),
        Change(
            "leader",
            gettext_lazy("指定包案领导"),
            Screen(names.LeaderForm, responsibility.change_leader),
            permissions.can_change_leader,
        ),
        Change(
            "first_contact",
            gettext_lazy("变更首接责任人"),
            Screen(names.FirstContactForm, responsibility.change_first_contact),
            lambda authority, case: permissions.can_change_first_contact(authority),
        ),
    )
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Ask for the particulars of one act, or do it.

    Query budget of the form: 12 (session, user, authority, banner, case, clocks, dispatches, objections with
    people and units, choices, people).
    """
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    file = case_file(case)
    owed: OwedAct | None = None
    if code in CHANGES:
        if not CHANGES[code].allowed(authority, case):
            raise PermissionDenied
        screen, title = CHANGES[code].screen, str(CHANGES[code].name_zh)
    elif code in SCREENS:
        if not permissions.may_do(authority, case, code, file):
            raise PermissionDenied
        options = permissions.acts_for(authority, case, file, on=authority.on)
        owed = next((option for option in options if option.act.code == code), None)
        screen, title = SCREENS[code], ACTS[code].name_zh
        if owed is None and request.method == "GET":
            # e.g. a page left open while somebody else acted
            messages.warning(request, _("该事项目前不能办理“%(act)s”。") % {"act": title})
            return redirect(request, "petitions:case_detail", case.pk)
    else:
        raise Http404
    desk = forms.Desk(authority=authority, case=case, file=file, on=authority.on)
    form = screen.form(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid() and _do(form, screen, authority, case):
        messages.success(request, _("已办理“%(act)s”。") % {"act": title})
        return redirect(request, "petitions:case_detail", case.pk)
    context = {
        "case": case,
        "code": code,
        "title": title,
        "owed": owed,
        "article": ACTS[code].article if code in ACTS else "",
        "form": form,
        "objection": _pending(file) if code == "decide_objection" else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "petitions/case_act.html", context, status=status)


def _do(form: forms.ActForm, screen: Screen, authority: Authority, case: Case) -> bool:
    def run() -> bool:
        screen.service(authority=authority, case=case, now=timezone.now(), **form.arguments())
        return True

    return bool(attempt(form, run))


def _pending(file: Any) -> Objection | None:
    dispatch = file.live_dispatch
    found = [o for o in dispatch.objections.all() if o.status == "pending"] if dispatch else []
    return found[0] if found else None
