"""Pages of rule sets and of talks."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability import permissions
from accountability.domain.describe import describe
from accountability.forms import ApproveForm, RuleSetForm, SettleTalkForm
from accountability.models import RuleSet, TalkProposal, TalkStatus
from accountability.selectors.rules import level_rules, reminder_plans
from accountability.selectors.talks import notes_of, visible_talks
from accountability.services import rule_sets as services
from accountability.services.scoring import rule_set_data
from accountability.services.talks import settle_talk, talk_rule
from accountability.views.common import show_form
from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from petitions.views.common import authority_of


def _reader(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not permissions.can_read_rule_sets(authority):
        raise PermissionDenied
    return authority


@require_GET
def rule_set_list(request: HttpRequest) -> HttpResponse:
    """Every rule set, which one is in force, and the rules of reminders, escalation and talks.

    Query budget: 10 (session, user, authority, banner, sets, in force, reminders, levels, two settings).
    """
    authority = _reader(request)
    today = authority.on
    found = RuleSet.objects.select_related("created_by", "approved_by").order_by("code", "-version")
    plans = reminder_plans(on=today)
    context = {
        "rule_sets": list(found),
        "in_force": services.rule_set_in_force(on=today),
        "plan": plans[""],
        "own_plans": sorted((code, plan) for code, plan in plans.items() if code),
        "levels": sorted(level_rules(on=today), key=lambda rule: (rule.code, rule.level)),
        "talk": talk_rule(on=today),
        "can_set": permissions.can_set_duty_rules(authority),
    }
    return render(request, "accountability/rule_set_list.html", context)


@require_GET
def rule_set_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Every item of a rule set in plain words. Query budget: 6."""
    authority = _reader(request)
    rule_set = get_object_or_404(RuleSet.objects.select_related("created_by", "approved_by"), pk=pk)
    context = {
        "rule_set": rule_set,
        "items": describe(rule_set_data(rule_set)),
        "in_force": services.rule_set_in_force(on=authority.on) == rule_set,
        "can_draft": permissions.can_draft_rule_set(authority),
        "can_approve": permissions.can_approve(authority, rule_set),
    }
    return render(request, "accountability/rule_set_detail.html", context)


@require_http_methods(["GET", "POST"])
def rule_set_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the next version by changing numbers."""
    authority = _reader(request)
    if not permissions.can_draft_rule_set(authority):
        raise PermissionDenied
    source = get_object_or_404(RuleSet, pk=pk)
    form = RuleSetForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        draft = attempt(
            form,
            lambda: services.create_version(
                authority=authority,
                source=source,
                name=form.cleaned_data["name"],
                base_score=form.cleaned_data["base_score"],
                items=form.items(),
                policy_note=form.cleaned_data["policy_note"],
                now=timezone.now(),
            ),
        )
        if draft is not None:
            messages.success(request, _("已起草新版本，须由第二人批准后生效。"))
            return redirect(request, "accountability:rule_set_detail", draft.pk)
    return show_form(request, "accountability/rule_set_form.html", form, rule_set=source)


@require_http_methods(["GET", "POST"])
def rule_set_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person puts a rule set in force from the first day of a month."""
    authority = _reader(request)
    rule_set = get_object_or_404(RuleSet, pk=pk)
    if not permissions.can_approve(authority, rule_set):
        raise PermissionDenied
    form = ApproveForm(request.POST or None, today=authority.on)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.approve(
                authority=authority,
                rule_set=rule_set,
                valid_from=form.cleaned_data["valid_from"],
                now=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("已批准，自%(day)s起生效。") % {"day": done.valid_from})
            return redirect(request, "accountability:rule_set_detail", pk)
    return show_form(request, "accountability/rule_set_approve.html", form, rule_set=rule_set)


@require_GET
def talk_list(request: HttpRequest) -> HttpResponse:
    """Proposed talks and what came of them. Query budget: 6 (session, user, authority, banner, rows, notes)."""
    authority = authority_of(request)
    if not permissions.can_read_talks(authority):
        raise PermissionDenied
    page = keyset_page(
        visible_talks(authority).select_related("unit"),
        request.GET,
        order=("-period", "-id"),
        size=50,
    )
    notes = notes_of(page.rows)
    context = {
        "page": page,
        "rows": [(talk, notes.get(talk.pk)) for talk in page.rows],
        "can_settle": permissions.can_settle_talk(authority),
    }
    return render(request, "accountability/talk_list.html", context)


@require_http_methods(["GET", "POST"])
def talk_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a talk was held or dropped."""
    authority = authority_of(request)
    if not permissions.can_settle_talk(authority):
        raise PermissionDenied
    waiting = TalkProposal.objects.filter(status=TalkStatus.PROPOSED).select_related("unit")
    talk = get_object_or_404(waiting, pk=pk)
    form = SettleTalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: settle_talk(
                authority=authority,
                talk=talk,
                held=form.cleaned_data["result"] == TalkStatus.HELD,
                note=form.cleaned_data["note"],
                now=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("已登记。"))
            return redirect(request, "accountability:talk_list")
    return show_form(request, "accountability/talk_settle.html", form, talk=talk)
