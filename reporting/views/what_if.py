"""Trial scores (试算): other rules or points on a past month, beside the bulletin; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability.domain.volume import volume_items
from accountability.models import RuleSet, RuleSetStatus
from accountability.services.rule_sets import rule_set_in_force
from accountability.services.scoring import rule_set_data
from core.http import redirect
from core.tables import write_xlsx
from organizations.views.common import authority_of
from reporting import permissions
from reporting.domain.agreement import explain, shown_tau
from reporting.domain.periods import Month
from reporting.forms import WhatIfForm
from reporting.services.what_if import Trial, courses, trial, with_points

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """What the reader asked for: the form, and its answer when it makes sense."""

    form: WhatIfForm
    chosen: RuleSet | None
    answers: tuple[Trial, ...] = ()

    @property
    def answer(self) -> Trial | None:
        """The last month's trial."""
        return self.answers[-1] if self.answers else None


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Places under other rules beside those of the bulletin.

    Query budget: 30 for each month, whatever the number of units and matters (two rankings where a month has no
    bulletin).
    """
    asked = _asked(request)
    answer = asked.answer
    context = {
        "form": asked.form,
        "shown": asked.chosen.pk if asked.chosen else "",
        "trial": answer,
        "groups": [(group, explain(group.tau)) for group in answer.groups] if answer else [],
        "courses": [
            (group, explain(group.mean), [shown_tau(tau) for tau in group.taus])
            for group in courses(asked.answers)
        ]
        if len(asked.answers) > 1
        else [],
        "trials": asked.answers,
        "volume": volume_items(answer.rules.items) if answer else (),
        "query": request.GET.urlencode(),
    }
    return render(request, "reporting/what_if.html", context)


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The same as an Excel file; back to the page, which says why, when nothing sensible was asked."""
    asked = _asked(request)
    answer = asked.answer
    if answer is None:
        return redirect(request, f"{reverse('reporting:what_if')}?{request.GET.urlencode()}")
    head = [
        _("月份"),
        _("组别"),
        _("单位"),
        _("通报得分"),
        _("通报名次"),
        _("试算得分"),
        _("试算名次"),
        _("升降"),
    ]
    rows = [
        [
            one.month.code,
            group.name,
            row.name,
            None if row.score is None else float(row.score),
            row.place,
            float(row.trial_score),
            row.trial_place,
            row.change.text,
        ]
        for one in asked.answers
        for group in one.groups
        for row in group.rows
    ]
    name = _("%(month)s考核试算.xlsx") % {"month": answer.month.label}
    shown = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        write_xlsx([head, *rows], name=_("考核试算"), widths=(10, 14, 20, 12, 12, 12, 12, 8)),
        content_type=XLSX,
        headers={"Content-Disposition": shown},
    )


def _typed(request: HttpRequest, chosen: RuleSet | None) -> QueryDict:
    """What was typed; points typed for another rule set than the one chosen now are left out."""
    data = request.GET.copy()
    if chosen is not None and data.get("shown", str(chosen.pk)) != str(chosen.pk):
        for name in [name for name in data if name.startswith("p_")]:
            del data[name]
    return data


def _asked(request: HttpRequest) -> Asked:
    authority = authority_of(request)
    if not permissions.can_try_rules(authority):
        raise PermissionDenied
    stored = {
        str(one.pk): one
        for one in RuleSet.objects.exclude(status=RuleSetStatus.WITHDRAWN).order_by(
            "code", "-version"
        )
    }
    now = rule_set_in_force(on=authority.on)
    chosen = stored.get(request.GET.get("rule_set", "")) or now or next(iter(stored.values()), None)
    rules = rule_set_data(chosen) if chosen else None
    form = WhatIfForm(
        _typed(request, chosen) if "month" in request.GET else None,
        today=authority.on,
        rule_sets=[(pk, f"{one}（{one.get_status_display()}）") for pk, one in stored.items()],
        rules=rules,
        initial={"rule_set": str(chosen.pk) if chosen else ""},
    )
    if rules is None or not form.is_bound or not form.is_valid():
        return Asked(form, chosen)
    month = Month.parse(form.cleaned_data["month"])
    wanted = with_points(rules, form.points())
    months = month.trailing(form.cleaned_data["months"] or 1)
    return Asked(form, chosen, tuple(trial(month=one, rules=wanted) for one in months))
