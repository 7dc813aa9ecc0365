"""The page of one act: its article, its limit, its form; one view for all acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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
from organizations.views.common import authority_of
from petitions import permissions
from petitions.domain.workflow import ACTS
from petitions.enums import ClockStatus
from petitions.forms import acts as forms
from petitions.forms import names
from petitions.forms.act_screens import SCREENS, Screen
from petitions.forms.act_words import WORDS
from petitions.forms.correcting import CorrectionForm
from petitions.models import Case, Objection
from petitions.selectors import people
from petitions.selectors.acts import OwedAct, case_file
from petitions.selectors.registered import letters_quoting
from petitions.services import responsibility
from petitions.services.foreseeing import foresee
from petitions.services.previewing import drafts_of
from petitions.views.common import CASE_RELATED, visible_case
from petitions.views.correction_notes import CorrectionNotes, correction_notes
from petitions.views.letters import as_pdf, print_joined


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
    )
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Ask for the particulars of one act, show what its letters would say, or do it.

    Query budget of the form: 17 (session, user, authority, banner, case, clocks, dispatches, objections with
    people and units, choices, people twice, and four for the rules and the calendar of the limits it tells).
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
    if "fill" in request.POST and form.can_fill:
        form = screen.form(desk=desk, initial=form.filled(request.POST))
    elif request.method == "POST" and form.is_valid():
        if answer := _answer(request, form, screen, title):
            return answer
        # a refused act may have changed the matter in memory; the page shows it as it stands
        case = visible_case(request, pk, *CASE_RELATED)
    context = {
        "case": case,
        "code": code,
        "title": title,
        "owed": owed,
        "article": ACTS[code].article if code in ACTS else "",
        "words": WORDS.get(code, ""),
        "foresight": foresee(case=case, file=file, code=code, on=authority.on),
        "people": list(people.participants(case)),
        "running": [c for c in file.clocks if c.status == ClockStatus.OPEN],
        "form": form,
        "notes": _notes(form, authority, case),
        "objection": _pending(file) if code == "decide_objection" else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "petitions/case_act.html", context, status=status)


def _answer(
    request: HttpRequest, form: forms.ActForm, screen: Screen, title: str
) -> HttpResponse | None:
    """The drafts of the letters, or the matter's page once the act is done; None when it is refused."""
    authority, case = form.desk.authority, form.desk.case
    if "preview" in request.POST:
        drafts = _drafts(form, screen, authority, case)
        return as_pdf(print_joined(drafts), f"draft-{case.number}") if drafts else None
    if not _do(form, screen, authority, case):
        return None
    messages.success(request, _("已办理“%(act)s”。") % {"act": title})
    if isinstance(form, CorrectionForm):
        _tell_letters(request, form, case)
    if case.is_secret and not Case.objects.visible_to(authority).filter(pk=case.pk).exists():
        # a report whose keepers the corrector is not one of (条例第三十条第三款)
        messages.info(request, _("本件已按检举控告事项转由有权接触的人员办理，您不再能查看。"))
        return redirect(request, "petitions:case_list")
    return redirect(request, "petitions:case_detail", case.pk)


def _notes(form: forms.ActForm, authority: Authority, case: Case) -> CorrectionNotes | None:
    """What whoever corrects a registration should know beforehand; None for every other act."""
    return correction_notes(case, authority, form.now) if isinstance(form, CorrectionForm) else None


def _tell_letters(request: HttpRequest, form: CorrectionForm, case: Case) -> None:
    """Name the issued letters in which what was corrected still stands."""
    quoting = letters_quoting(case, form.now, form.changed_fields)
    if quoting:
        titles = "".join(f"《{one.document.title}》" for one in quoting)
        messages.warning(
            request,
            _("%(titles)s仍写有更正前的内容，请由出具单位在下列文书旁“更正”。")
            % {"titles": titles},
        )


def _run(form: forms.ActForm, screen: Screen, authority: Authority, case: Case) -> bool:
    screen.service(authority=authority, case=case, now=timezone.now(), **form.arguments())
    return True


def _do(form: forms.ActForm, screen: Screen, authority: Authority, case: Case) -> bool:
    return bool(attempt(form, lambda: _run(form, screen, authority, case)))


def _drafts(
    form: forms.ActForm, screen: Screen, authority: Authority, case: Case
) -> list[dict[str, Any]]:
    """The letters the act would issue; none when it is refused or writes none, with the reason on the form."""
    act = partial(_run, form, screen, authority, case)
    drafts = attempt(form, lambda: drafts_of(case, act))
    if drafts == []:
        form.add_error(None, _("此次办理不出具文书。"))
    return drafts or []


def _pending(file: Any) -> Objection | None:
    dispatch = file.live_dispatch
    found = [o for o in dispatch.objections.all() if o.status == "pending"] if dispatch else []
    return found[0] if found else None
