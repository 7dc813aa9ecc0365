"""Registering a matter: the page, what it asks for while typing, and the page after saving."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect as go
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import record_view
from core.errors import DomainError, Invalid, InvalidMany
from organizations.authority import Authority
from organizations.selectors import setting
from organizations.views.common import authority_of
from petitions import permissions
from petitions.domain.similarity import fingerprint
from petitions.domain.titles import suggest_title
from petitions.domain.visits import COLLECTIVE_THRESHOLD, MAX_REPRESENTATIVES
from petitions.enums import Form, LevelVisited
from petitions.forms.fields import as_uploads
from petitions.forms.intake import (
    ROWS_MORE,
    ROWS_MOST,
    IntakeForm,
    People,
    legal_classes,
    role_of_row,
    typed_of,
)
from petitions.models import Case
from petitions.selectors import people
from petitions.selectors.intake import is_hidden_from_registrar, probable_earlier
from petitions.services import pending_uploads
from petitions.services.people import clean_id_number
from petitions.services.registration import Registration, register_case
from petitions.views.common import CASE_RELATED, ids_of, visible_case

NAME_FIELD = re.compile(r"^people-\d+-(name|id_number)$")
SAVE = "save"


def _registrar(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not permissions.can_register(authority):
        raise PermissionDenied
    return authority


@dataclass
class Sheet:
    """One filled-in page: the form, the rows of people, and what was said about them."""

    form: IntakeForm
    rows: Any
    key: str
    problems: list[str]

    def is_valid(self) -> bool:
        """Whether every field by itself makes sense."""
        return self.rows.is_valid() & self.form.is_valid()


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """The registration page.

    Query budget of the empty page: 10 (session, user, authority, banner, units, content classes, staff, three
    settings).
    """
    authority = _registrar(request)
    if request.method == "POST":
        return _post(request, authority)
    initial = {"key": pending_uploads.new_key()}
    if request.GET.get("form") in Form.values:
        initial["form"] = request.GET["form"]
    if request.GET.get("level_visited") in LevelVisited.values:
        initial["level_visited"] = request.GET["level_visited"]
    sheet = Sheet(
        IntakeForm(initial=initial, authority=authority),
        People(prefix="people"),
        initial["key"],
        [],
    )
    return _page(request, sheet)


def _post(request: HttpRequest, authority: Authority) -> HttpResponse:
    data = request.POST.copy()
    if not pending_uploads.is_key(data.get("key", "")):
        data["key"] = pending_uploads.new_key()
    user, key = authority.user, str(data["key"])
    now = timezone.now()
    pending_uploads.drop(user=user, key=key, tokens=data.getlist("drop"))
    files = as_uploads(request.FILES.getlist("attachments"))
    problems = pending_uploads.keep(user=user, key=key, uploads=files, now=now)
    action = data.get("action", SAVE)
    if action == "rows":
        _add_rows(data)
    if action == SAVE and (saved := _saved_before(authority, key)):
        if not _is_another(data, saved):
            return _saved_already(request, authority, key, saved)
        # e.g. the browser's Back button, then another matter typed over the first
        data["key"] = pending_uploads.new_key()
        pending_uploads.move(user=user, old=key, new=str(data["key"]))
        told = _("本页此前已保存为 %(number)s。内容已经改动：如要作为另一件登记，请再次保存。")
        problems.append(told % {"number": saved.number})
    sheet = Sheet(
        IntakeForm(data, authority=authority),
        People(data, prefix="people"),
        str(data["key"]),
        problems,
    )
    if action == SAVE and sheet.is_valid() and not problems:
        registration = _register(sheet, authority)
        if registration and not registration.created:
            return _saved_already(request, authority, key, registration.case)
        if registration:
            pending_uploads.discard(user=user, key=key)
            return go("petitions:registered", registration.case.pk)
    return _page(request, sheet, saving=action == SAVE)


def _saved_before(authority: Authority, key: str) -> Case | None:
    return Case.objects.filter(idempotency_key=key, registered_by=authority.user).first()


def _saved_already(
    request: HttpRequest, authority: Authority, key: str, case: Case
) -> HttpResponse:
    pending_uploads.discard(user=authority.user, key=key)
    messages.warning(request, _("这张登记表此前已经保存为本件，没有重复登记。"))
    return go("petitions:registered", case.pk)


def _is_another(data: Any, case: Case) -> bool:
    """Whether a page that was saved before now holds other people or another text.

    Browsers bring back only part of a page, so that what is missing says nothing.
    """
    typed = typed_of(data)
    before = {part.petitioner.name for part in people.participants(case)}
    other_text = typed.statement and fingerprint(typed.statement) != case.text_fingerprint
    return bool(other_text) or not set(typed.names) <= before


def _add_rows(data: Any) -> None:
    total = data.get("people-TOTAL_FORMS", "1")
    count = next(iter(ids_of([total])), 1)
    more = min(count + ROWS_MORE, ROWS_MOST)
    for index in range(count, more):
        data[f"people-{index}-role"] = role_of_row(index)
    data["people-TOTAL_FORMS"] = str(more)


def _register(sheet: Sheet, authority: Authority) -> Registration | None:
    rows = sheet.rows.typed()
    picked = [
        row.cleaned_data["petitioner_id"] for row in rows if row.cleaned_data["petitioner_id"]
    ]
    if hidden := people.hidden_ids(authority, picked):
        for row in rows:
            if row.cleaned_data["petitioner_id"] in hidden:
                row.add_error("name", _("该信访人记录不存在，请重新查找。"))
        return None
    with pending_uploads.opened(user=authority.user, key=sheet.key) as uploads:
        try:
            return register_case(
                authority=authority, draft=sheet.form.draft(rows, uploads), now=timezone.now()
            )
        except InvalidMany as error:
            sheet.form.show(error, rows)
        except DomainError as error:
            sheet.problems.append(str(error))
    return None


def _page(request: HttpRequest, sheet: Sheet, *, saving: bool = False) -> HttpResponse:
    authority = authority_of(request)
    form, rows = sheet.form, sheet.rows
    if form.is_bound:
        form.is_valid()
        if not saving:
            form.errors.clear()  # nothing was asked to be saved yet
        _show_picked(authority, rows)
    context = {
        "form": form,
        "people": rows,
        "problems": sheet.problems,
        "row_errors": saving and any(row.errors for row in rows.forms),
        "saving": saving,
        "threshold": int(
            setting("collective_threshold", on=authority.on, default=COLLECTIVE_THRESHOLD)
        ),
        "representatives": int(
            setting("representatives_max", on=authority.on, default=MAX_REPRESENTATIVES)
        ),
        "classes": legal_classes(),
        "pending": pending_uploads.kept(user=authority.user, key=sheet.key),
        **_matches(request, authority),
    }
    return render(request, "petitions/intake.html", context, status=422 if saving else 200)


def _show_picked(authority: Authority, rows: Any) -> None:
    values = [row["petitioner_id"].value() for row in rows.forms]
    found = people.found_by_id(authority, ids_of(values))
    for row, value in zip(rows.forms, values, strict=True):
        row.picked = next((found.get(pk) for pk in ids_of([value])), None)


def _matches(request: HttpRequest, authority: Authority) -> dict[str, Any]:
    if request.method != "POST":
        return {"likely": [], "chosen": None, "chosen_shown": False}
    likely = probable_earlier(authority, typed_of(request.POST))
    asked = request.POST.get("repeat_of", "")
    chosen = None
    if ids := ids_of([asked]):
        chosen = (
            Case.objects.visible_to(authority)
            .select_related("responsible_unit")
            .filter(pk__in=ids)
            .first()
        )
    shown = chosen is not None and any(one.case.pk == chosen.pk for one in likely)
    return {"likely": likely, "chosen": chosen, "chosen_shown": shown}


@require_POST
def matches(request: HttpRequest) -> HttpResponse:
    """Probable earlier matters and a title for what was typed so far (a POST, so that nothing of it is in an address).

    Query budget: 12.
    """
    authority = _registrar(request)
    context = {
        **_matches(request, authority),
        "suggested": suggest_title(request.POST.get("statement", "")),
    }
    return render(request, "petitions/_intake_matches.html", context)


@require_POST
def person_search(request: HttpRequest) -> HttpResponse:
    """People like the name, initials, telephone or identity number typed into a row.

    Query budget: 4.
    """
    authority = _registrar(request)
    found = people.search(authority, _typed(request))
    return render(request, "petitions/_intake_people.html", {"found": found})


def _typed(request: HttpRequest) -> str:
    """What stands in the one field of a row that was sent."""
    return next(
        (str(request.POST[name]).strip() for name in request.POST if NAME_FIELD.match(name)), ""
    )


@require_POST
def id_check(request: HttpRequest) -> HttpResponse:
    """Whether the identity number just typed can be right."""
    _registrar(request)
    problem, number = "", ""
    try:
        number = clean_id_number(_typed(request), on=timezone.localdate())
    except Invalid as error:
        problem = error.message
    return render(request, "petitions/_intake_id.html", {"problem": problem, "good": bool(number)})


@require_GET
def registered(request: HttpRequest, pk: int) -> HttpResponse:
    """After saving: the number, who answers first, the days due, and what comes next.

    Query budget: 7 (session, user, authority, banner, case, access log, clocks).
    """
    authority = _registrar(request)
    if is_hidden_from_registrar(pk, authority):
        # a report against the registrar's own unit: kept, passed on, and closed to the registrar
        return render(request, "petitions/registered_secret.html")
    case = visible_case(request, pk, *CASE_RELATED)
    if case.registered_by_id != authority.user.pk:
        return go("petitions:case_detail", case.pk)
    record_view(case, user=request.user, at=timezone.now())
    context = {"case": case, "clocks": list(case.clocks.running().select_related("owed_by_unit"))}
    return render(request, "petitions/registered.html", context)
