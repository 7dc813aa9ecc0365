"""The list of petitioners of a matter: shown, added to line by line or from a workbook, corrected, printed, handed out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.access import record_view
from core.errors import DomainError
from core.http import attempt, redirect
from core.pagination import keyset_page
from core.pdf import render as print_document
from core.tables import read_table, write_xlsx
from organizations.authority import Authority
from organizations.selectors import setting
from organizations.views.common import authority_of
from petitions import permissions
from petitions.domain import case_file
from petitions.domain.roll import RollLine, lines_of_table
from petitions.domain.visits import MAX_REPRESENTATIVES
from petitions.forms.roll import ROLES, RemovalForm, RoleForm, RollFileForm, RollForm
from petitions.models import Case, Participant
from petitions.selectors import people
from petitions.selectors.case_file import facts_of, roll_rows
from petitions.services import roll as services
from petitions.views.common import CASE_RELATED, visible_case
from petitions.views.letters import as_pdf

SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """The people with their parts, and whether the list agrees with what was declared. Query budget: 11."""
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    record_view(case, user=request.user, at=timezone.now(), action="people")
    return _page(request, case, authority)


def _page(
    request: HttpRequest,
    case: Case,
    authority: Authority,
    *,
    form: RollForm | None = None,
    file_form: RollFileForm | None = None,
    lines: Sequence[RollLine] = (),
) -> HttpResponse:
    clear = permissions.can_see_identity(authority, case)
    page = keyset_page(people.participants(case), request.GET, order=("order",), size=SIZE)
    count = people.roll_count(case)
    limit = int(setting("representatives_max", on=authority.on, default=MAX_REPRESENTATIVES))
    bad = sum(bool(line.problem) for line in lines)
    context: dict[str, Any] = {
        "case": case,
        "page": page,
        "rows": [(part, people.phone_of(part.petitioner, clear=clear)) for part in page.rows],
        "count": count,
        "limit": limit if case.form == "visit" else 0,
        "missing": case.head_count - count.listed,
        "form": form or RollForm(initial={"head_count": case.head_count}),
        "file_form": file_form or RollFileForm(),
        "role_choices": ROLES,
        "lines": lines,
        "bad": bad,
        "good": len(lines) - bad,
        "may_edit": _may_edit(authority, case),
        "may_export": clear,
        "may_correct": permissions.can_correct_registration(authority, case),
    }
    failed = bad or (form and form.errors) or (file_form and file_form.errors)
    return render(request, "petitions/roll.html", context, status=422 if failed else 200)


def _may_edit(authority: Authority, case: Case) -> bool:
    return case.is_open and not case.is_anonymous and permissions.can_edit_people(authority, case)


def _editable(request: HttpRequest, pk: int) -> tuple[Authority, Case]:
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    if not permissions.can_edit_people(authority, case):
        raise PermissionDenied
    return authority, case


@require_POST
def roll_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Check what was pasted, or add it; lines with a problem stay in the field with their reason beside them.

    ``action``: "check" only reads; "add" adds when every line is right; "good" adds the right ones and keeps the rest.
    """
    authority, case = _editable(request, pk)
    form = RollForm(request.POST)
    if not form.is_valid():
        return _page(request, case, authority, form=form)
    action = request.POST.get("action", "add")
    text, head_count = form.cleaned_data["text"], form.cleaned_data["head_count"]
    lines = services.examine(case=case, text=text, on=authority.on)
    bad = [line for line in lines if line.problem]
    if action == "check" or (bad and action != "good"):
        return _page(request, case, authority, form=form, lines=lines)
    good = [line for line in lines if not line.problem]

    def add() -> tuple[int]:
        added = services.add_people(
            authority=authority, case=case, lines=good, head_count=head_count, now=timezone.now()
        )
        return (added,)

    done = attempt(form, add)
    if done is None:
        return _page(request, case, authority, form=form, lines=lines)
    messages.success(request, _("已加入 %(count)s 人。") % {"count": done[0]})
    if bad:
        left = RollForm({"text": services.texts_of(bad), "head_count": case.head_count})
        return _page(request, case, authority, form=left, lines=bad)
    return redirect(request, "petitions:roll", case.pk)


@require_POST
def roll_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a workbook into the field, where it is checked like what is pasted; nothing is written yet."""
    authority, case = _editable(request, pk)
    form = RollFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, authority, file_form=form)
    rows = attempt(form, lambda: read_table(form.cleaned_data["file"]))
    if rows is None:
        return _page(request, case, authority, file_form=form)
    texts = lines_of_table([cells for _number, cells in rows])
    if len(texts) > services.MOST_LINES:
        form.add_error(
            "file", _("一次最多 %(most)s 人，请分几次粘贴。") % {"most": services.MOST_LINES}
        )
        return _page(request, case, authority, file_form=form)
    text = "\n".join(texts)
    lines = services.examine(case=case, text=text, on=authority.on)
    head_count = max(case.head_count, people.roll_count(case).listed + len(lines))
    read = RollForm(initial={"text": text, "head_count": head_count})
    return _page(request, case, authority, form=read, lines=lines)


def _part(case: Case, pk: int) -> Participant:
    found = Participant.objects.select_related("petitioner", "case")
    return get_object_or_404(found, pk=pk, case=case)


@require_POST
def roll_role(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Change the part of one person."""
    authority, case = _editable(request, pk)
    form = RoleForm(request.POST)
    row = _part(case, part)
    try:
        role = form.cleaned_data["role"] if form.is_valid() else ""
        services.set_role(authority=authority, part=row, role=role, now=timezone.now())
        messages.success(request, _("已更改身份。"))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(request, "petitions:roll", case.pk)


@require_POST
def roll_remove(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Take one person off the list."""
    authority, case = _editable(request, pk)
    form = RemovalForm(request.POST)
    row = _part(case, part)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        services.remove_person(authority=authority, part=row, reason=reason, now=timezone.now())
        messages.success(request, _("已移出名单。"))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(request, "petitions:roll", case.pk)


@require_POST
def roll_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a workbook, for those who act on the matter; identity numbers by their end; noted in the access log."""
    authority = authority_of(request)
    case = visible_case(request, pk)
    if not permissions.can_see_identity(authority, case):
        raise PermissionDenied
    record_view(case, user=request.user, at=timezone.now(), action="people.export")
    head = [_("序号"), _("姓名（名称）"), _("身份"), _("电话"), _("证件号码后四位"), _("住址")]
    data = write_xlsx(
        [head, *roll_rows(case)], name=_("信访人名单"), widths=(6, 16, 10, 16, 16, 40)
    )
    response = HttpResponse(data, content_type=XLSX)
    name = f"{_('信访人名单')}-{case.number}.xlsx"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def roll_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on paper; noted in the access log. Query budget: 7."""
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    record_view(case, user=request.user, at=timezone.now(), action="people.print")
    clear = permissions.can_see_identity(authority, case)
    sheet = case_file.roll(
        facts_of(case, authority), roll_rows(case, clear=clear), declared=case.head_count
    )
    return as_pdf(print_document(sheet).content, f"people-{case.number}")
