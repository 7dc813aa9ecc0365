"""The editor of a rule set: one card for each item; every button works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.domain.rule_items import RuleItem
from accountability.forms.rule_editor import RuleSetHeadForm, rules_of
from accountability.forms.rule_items import (
    PREFIX,
    RuleItemForm,
    RuleItems,
    RuleItemsBase,
    typed_rows,
)
from accountability.models import RuleSet
from accountability.services import rule_sets as services
from accountability.services.rule_sets import RuleSetContent
from accountability.views.rule_versions import drafter, find
from core.errors import DomainError
from core.http import attempt, redirect
from organizations.authority import Authority
from organizations.enums import UnitKind
from petitions.selectors.choices import Choice, unit_choices

SAVE = "save"
Save = Callable[[RuleSetHeadForm, RuleSetContent], RuleSet]


@require_http_methods(["GET", "POST"])
def rule_set_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the next version, or a rule set of its own, by changing a copy. Query budget: 7."""
    authority = drafter(request)
    source = find(pk)

    def save(head: RuleSetHeadForm, content: RuleSetContent) -> RuleSet:
        return services.create_version(
            authority=authority,
            source=source,
            content=content,
            as_new=head.cleaned_data["as_new"],
            now=timezone.now(),
        )

    return _editor(request, authority, source, save=save, is_copy=True)


@require_http_methods(["GET", "POST"])
def rule_set_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft. Query budget: 7."""
    authority = drafter(request)
    draft = find(pk)
    try:
        services.require_open(draft)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(request, "accountability:rule_set_detail", pk)

    def save(head: RuleSetHeadForm, content: RuleSetContent) -> RuleSet:
        return services.edit_draft(
            authority=authority,
            rule_set=draft,
            content=content,
            seen=head.cleaned_data["seen"],
            now=timezone.now(),
        )

    return _editor(request, authority, draft, save=save, is_copy=False)


def _editor(
    request: HttpRequest, authority: Authority, rule_set: RuleSet, *, save: Save, is_copy: bool
) -> HttpResponse:
    departments = unit_choices(on=authority.on, kinds=[UnitKind.DEPARTMENT])
    act = request.POST.get("do", SAVE)
    if request.method != "POST":
        stored = [RuleItemForm.initial_of(RuleItem.from_json(item)) for item in rule_set.items]
        head = RuleSetHeadForm(
            initial=RuleSetHeadForm.initial_of(rule_set), departments=departments
        )
        items = RuleItems(initial=stored, prefix=PREFIX)
    elif act != SAVE:
        head = _as_typed(request, departments)
        items = RuleItems(initial=typed_rows(request.POST, act), prefix=PREFIX)
    else:
        head = RuleSetHeadForm(request.POST, departments=departments)
        items = RuleItems(request.POST, prefix=PREFIX)
        saved = _save(head, items, save)
        if saved is not None:
            messages.success(request, _("草案已保存，须由起草人以外的人批准后生效。"))
            return redirect(request, "accountability:rule_set_diff", saved.pk)
    context = {
        "head": head,
        "items": items,
        "wrong": [
            (n, form["name"].value())
            for n, form in enumerate(items, 1)
            if items.is_bound and form.errors
        ],
        "rule_set": rule_set,
        "is_copy": is_copy,
    }
    status = 422 if items.is_bound else 200
    return render(request, "accountability/rule_set_form.html", context, status=status)


def _save(head: RuleSetHeadForm, items: BaseFormSet, save: Save) -> RuleSet | None:
    both = [head.is_valid(), items.is_valid()]  # both, so that every mistake is shown at once
    if not all(both):
        return None
    return attempt(head, lambda: save(head, rules_of(head, cast("RuleItemsBase", items))))


def _as_typed(request: HttpRequest, departments: list[Choice]) -> RuleSetHeadForm:
    """The head as typed, not checked."""
    typed: dict[str, object] = {
        name: request.POST.get(name, "") for name in RuleSetHeadForm.base_fields
    }
    typed["other_units"] = request.POST.getlist("other_units")
    return RuleSetHeadForm(initial=typed, departments=departments)
