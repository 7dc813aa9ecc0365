"""A version of a rule set: comparing it, its document, approval by others, giving it up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.domain.describe import describe, over_base
from accountability.domain.rule_diff import compare
from accountability.domain.volume import volume_items
from accountability.forms.rule_editor import BasisForm, SeenForm, WithdrawForm
from accountability.forms.rules import ApproveForm
from accountability.models import RuleSet, RuleSetStatus
from accountability.services import rule_set_approval as approval
from accountability.services import rule_sets as services
from accountability.services.scoring import rule_set_data
from accountability.views.common import show_form
from core.errors import DomainError
from core.http import attempt, file_response, redirect
from organizations.authority import Authority
from organizations.models import Unit
from organizations.views.common import authority_of


def reader(request: HttpRequest) -> Authority:
    """Whoever may read rule sets."""
    authority = authority_of(request)
    if not permissions.can_read_rule_sets(authority):
        raise PermissionDenied
    return authority


def drafter(request: HttpRequest) -> Authority:
    """Whoever may draft rule sets."""
    authority = reader(request)
    if not permissions.can_draft_rule_set(authority):
        raise PermissionDenied
    return authority


def find(pk: int) -> RuleSet:
    """The version, with the people who signed it."""
    people = ("created_by", "countersigned_by", "approved_by", "withdrawn_by", "source")
    return get_object_or_404(RuleSet.objects.select_related(*people), pk=pk)


def detail_context(
    rule_set: RuleSet,
    authority: Authority,
    *,
    basis_form: BasisForm | None = None,
    withdraw_form: WithdrawForm | None = None,
) -> dict[str, Any]:
    """What the page of a version shows."""
    rules = rule_set_data(rule_set)
    volume = volume_items(rules.items)
    may_draft = permissions.can_draft_rule_set(authority)
    may_approve = permissions.can_approve(authority, rule_set)
    has_basis = bool(rule_set.basis_file)
    is_signed = rule_set.status == RuleSetStatus.COUNTERSIGNED
    return {
        "rule_set": rule_set,
        "items": describe(rules),
        "over_base": over_base(rules),
        "others": Unit.objects.filter(pk__in=rules.other_units) if rules.other_units else [],
        "volume": volume,
        "volume_names": "、".join(item.name for item in volume),
        "in_force": services.rule_set_in_force(on=authority.on) == rule_set,
        "can_draft": may_draft,
        "can_edit": may_draft and rule_set.is_open,
        "can_countersign": may_approve and bool(volume) and has_basis and not is_signed,
        "can_approve": may_approve and (not volume or (is_signed and has_basis)),
        "basis_form": basis_form or BasisForm(initial={"basis": rule_set.basis}),
        "withdraw_form": withdraw_form or WithdrawForm(),
        "seen_form": SeenForm(initial={"seen": rule_set.edited_at}),
    }


@require_GET
def rule_set_diff(request: HttpRequest, pk: int) -> HttpResponse:
    """What a version changes against the one it was copied from, or another one (?with=). Query budget: 7."""
    reader(request)
    rule_set = find(pk)
    wanted = request.GET.get("with", "")
    others = list(RuleSet.objects.exclude(pk=pk).order_by("code", "-version"))
    other = next((one for one in others if str(one.pk) == wanted), None)
    other = other or next((one for one in others if one.pk == rule_set.source_id), None)
    context: dict[str, Any] = {"rule_set": rule_set, "other": other, "others": others, "diff": None}
    if other is not None:
        old, new = rule_set_data(other), rule_set_data(rule_set)
        units = Unit.objects.filter(pk__in=old.other_units | new.other_units)
        context["diff"] = compare(old, new, units={unit.pk: str(unit) for unit in units})
    return render(request, "accountability/rule_set_diff.html", context)


@require_http_methods(["GET", "POST"])
def rule_set_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person puts a rule set in force from the first day of a month."""
    authority = reader(request)
    rule_set = find(pk)
    if not permissions.can_approve(authority, rule_set):
        raise PermissionDenied
    rules = rule_set_data(rule_set)
    volume = volume_items(rules.items)
    form = ApproveForm(request.POST or None, today=authority.on, seen=rule_set.edited_at)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: approval.approve(
                authority=authority, rule_set=rule_set, now=timezone.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, _("已批准，自%(day)s起生效。") % {"day": done.valid_from})
            return redirect(request, "accountability:rule_set_detail", pk)
    return show_form(
        request,
        "accountability/rule_set_approve.html",
        form,
        rule_set=rule_set,
        volume=volume,
        ready=not volume
        or (rule_set.status == RuleSetStatus.COUNTERSIGNED and bool(rule_set.basis_file)),
        over_base=over_base(rules),
    )


@require_POST
def rule_set_countersign(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two approvals of rules that count numbers alone."""
    authority = reader(request)
    rule_set = find(pk)
    if not permissions.can_approve(authority, rule_set):
        raise PermissionDenied
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise Http404
        approval.countersign(
            authority=authority,
            rule_set=rule_set,
            seen=form.cleaned_data["seen"],
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已会签，还须由另一名有权批准的人批准。"))
    return redirect(request, "accountability:rule_set_detail", pk)


@require_POST
def rule_set_basis(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the document a draft rests on."""
    authority = drafter(request)
    rule_set = find(pk)
    form = BasisForm(request.POST, request.FILES)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.set_basis(
                authority=authority,
                rule_set=rule_set,
                basis=form.cleaned_data["basis"],
                upload=form.upload(),
                now=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("依据文件已保存。"))
            return redirect(request, "accountability:rule_set_detail", pk)
    context = detail_context(rule_set, authority, basis_form=form)
    return render(request, "accountability/rule_set_detail.html", context, status=422)


@require_GET
def rule_set_basis_file(request: HttpRequest, pk: int) -> FileResponse:
    """The document a version rests on."""
    reader(request)
    rule_set = find(pk)
    if not rule_set.basis_file:
        raise Http404
    return file_response(rule_set.basis_file, name=rule_set.basis_name)


@require_POST
def rule_set_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    authority = drafter(request)
    rule_set = find(pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.withdraw_draft(
                authority=authority,
                rule_set=rule_set,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("草案已撤回。"))
            return redirect(request, "accountability:rule_set_list")
    context = detail_context(rule_set, authority, withdraw_form=form)
    return render(request, "accountability/rule_set_detail.html", context, status=422)
