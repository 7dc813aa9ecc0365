"""Pages of rule sets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accountability import permissions
from accountability.models import RuleSet
from accountability.selectors.level_rules import level_rules
from accountability.selectors.rules import reminder_plans
from accountability.services import rule_sets as services
from accountability.services.talks import talk_rule
from accountability.views.rule_versions import detail_context, find, reader


@require_GET
def rule_set_list(request: HttpRequest) -> HttpResponse:
    """Every rule set, which one is in force, and the rules of reminders, escalation and talks.

    Query budget: 10 (session, user, authority, banner, sets, in force, reminders, levels, two settings).
    """
    authority = reader(request)
    today = authority.on
    found = RuleSet.objects.select_related("created_by", "approved_by").order_by("code", "-version")
    plans = reminder_plans(on=today)
    context = {
        "rule_sets": list(found),
        "in_force": services.rule_set_in_force(on=today),
        "plan": plans[""],
        "own_plans": sorted((code, plan) for code, plan in plans.items() if code),
        "levels": sorted(level_rules(on=today), key=lambda rule: (rule.words, rule.level)),
        "talk": talk_rule(on=today),
        "can_set": permissions.can_set_duty_rules(authority),
    }
    return render(request, "accountability/rule_set_list.html", context)


@require_GET
def rule_set_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Every item of a rule set in plain words, and what may be done with the version. Query budget: 6."""
    authority = reader(request)
    return render(
        request, "accountability/rule_set_detail.html", detail_context(find(pk), authority)
    )
