"""The form that sets when to remind."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability import permissions
from accountability.forms.rules import ReminderRuleForm
from accountability.selectors.rules import reminder_plans
from accountability.services import duty_rules as services
from accountability.views.common import show_form
from core.http import attempt, redirect
from organizations.authority import Authority
from organizations.views.common import authority_of


def _keeper(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not permissions.can_set_duty_rules(authority):
        raise PermissionDenied
    return authority


@require_http_methods(["GET", "POST"])
def reminder_rule(request: HttpRequest) -> HttpResponse:
    """Set when to remind, for one clock or all."""
    authority = _keeper(request)
    plan = reminder_plans(on=authority.on)[""]
    form = ReminderRuleForm(request.POST or None, plan=plan, today=authority.on)
    if request.method == "POST" and form.is_valid():
        rule = attempt(
            form,
            lambda: services.set_reminder_rule(
                authority=authority, now=timezone.now(), **form.cleaned_data
            ),
        )
        if rule is not None:
            messages.success(request, _("已设置，自%(day)s起执行。") % {"day": rule.valid_from})
            return redirect(request, "accountability:rule_set_list")
    return show_form(request, "accountability/duty_rule_form.html", form, title=_("提醒规则"))
