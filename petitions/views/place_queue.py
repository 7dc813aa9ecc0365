"""Pages of 属地待定: the queue, and the rules that keep it short."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.http import attempt, redirect
from core.pagination import capped_count, keyset_page
from organizations.authority import Authority
from organizations.models import Unit
from organizations.views.common import authority_of
from petitions import permissions
from petitions.forms.imports import PlaceManyForm, PlaceTestForm, RuleForm
from petitions.models import PlaceRule
from petitions.selectors import places as selectors
from petitions.services.importing import placing
from petitions.views.common import ids_of

PAGE = 50


def placer(request: HttpRequest) -> Authority:
    """The user's authority; 403 outside the petition office."""
    authority = authority_of(request)
    if not permissions.can_change_place(authority):
        raise PermissionDenied
    return authority


# Query budget 9: session, user, posts, count, page, words, units, notices.
@require_http_methods(["GET", "POST"])
def place_queue(request: HttpRequest) -> HttpResponse:
    """Matters without a place, grouped by the words in them; many are placed at once."""
    authority = placer(request)
    word = request.GET.get("word", "").strip()[:40]
    form = PlaceManyForm(request.POST or None, on=authority.on, initial={"pattern": word})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _place(request, authority, form))
    ):
        return redirect(request, request.get_full_path())
    waiting = selectors.waiting_for_place(authority, word=word)
    count, more = capped_count(waiting)
    context = {
        "form": form,
        "word": word,
        "page": keyset_page(waiting, request.GET, size=PAGE),
        "count": f"{count}+" if more else str(count),
        "groups": selectors.word_groups(authority),
        "chosen": request.POST.getlist("case"),
    }
    return render(
        request, "petitions/place_queue.html", context, status=422 if form.errors else 200
    )


def _place(request: HttpRequest, authority: Authority, form: PlaceManyForm) -> bool:
    chosen = ids_of(request.POST.getlist("case"))
    placed = placing.place_cases(
        authority=authority,
        case_ids=chosen,
        place=Unit.objects.get(pk=form.cleaned_data["place"]),
        reason=form.cleaned_data["reason"],
        pattern=form.cleaned_data["pattern"],
        now=timezone.now(),
    )
    text = ngettext("已确定 %(n)s 件的属地。", "已确定 %(n)s 件的属地。", placed.count)
    messages.success(request, text % {"n": placed.count})
    if placed.skipped:
        messages.warning(request, _("%(n)s 件已被他人处理，未改动。") % {"n": placed.skipped})
    if form.cleaned_data["pattern"]:
        messages.success(request, _("规则已建立。"))
    return True


@require_POST
def place_apply(request: HttpRequest) -> HttpResponse:
    """Read the queue again with the rules as they are now."""
    placed = placing.apply_rules(authority=placer(request), now=timezone.now())
    text = ngettext("按规则确定了 %(n)s 件的属地。", "按规则确定了 %(n)s 件的属地。", placed.count)
    messages.success(request, text % {"n": placed.count})
    if placed.skipped:
        messages.info(request, _("其余的由后台继续处理，请稍后刷新。"))
    return redirect(request, "petitions:place_queue")


# Query budget 7: session, user, posts, rules with units, units, notices.
@require_http_methods(["GET", "POST"])
def place_rules(request: HttpRequest) -> HttpResponse:
    """The rules in the order they decide, a form for a new one, and a box to try them."""
    authority = placer(request)
    form = RuleForm(request.POST or None, on=authority.on)
    if request.method == "POST" and form.is_valid() and _saved(authority, form, None):
        messages.success(request, _("规则已建立。"))
        return redirect(request, "petitions:place_rules")
    context = {
        "form": form,
        "test_form": PlaceTestForm(),
        "page": keyset_page(
            selectors.rules(), request.GET, order=("-is_active", "-priority", "id"), size=PAGE
        ),
    }
    return render(
        request, "petitions/place_rules.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def place_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one rule or switch it off."""
    authority = placer(request)
    rule = get_object_or_404(PlaceRule, pk=pk)
    initial = {
        "pattern": rule.pattern,
        "unit": rule.unit_id,
        "is_regex": rule.is_regex,
        "priority": rule.priority,
        "source": rule.source,
        "is_active": rule.is_active,
    }
    form = RuleForm(request.POST or None, on=authority.on, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(authority, form, rule):
        messages.success(request, _("规则已保存。"))
        return redirect(request, "petitions:place_rules")
    context = {"form": form, "rule": rule}
    return render(request, "petitions/place_rule.html", context, status=422 if form.errors else 200)


def _saved(authority: Authority, form: RuleForm, rule: PlaceRule | None) -> bool:
    values = {**form.cleaned_data}
    unit = Unit.objects.get(pk=values.pop("unit"))
    saved = attempt(
        form,
        lambda: placing.save_rule(
            authority=authority, unit=unit, rule=rule, now=timezone.now(), **values
        ),
    )
    return saved is not None


@require_POST
def place_test(request: HttpRequest) -> HttpResponse:
    """Which place a text names, and why (a fragment; nothing is stored)."""
    placer(request)
    form = PlaceTestForm(request.POST)
    match = None
    if form.is_valid():
        matcher = placing.current_matcher(now=timezone.now(), source=form.cleaned_data["source"])
        match = placing.match_text(matcher, title="", statement=form.cleaned_data["text"])
    return render(
        request, "petitions/_place_test.html", {"match": match, "tested": form.is_valid()}
    )
