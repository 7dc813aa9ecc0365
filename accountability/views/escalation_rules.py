"""The page of the rules of escalation, and the forms that change them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accountability import permissions
from accountability.domain.level_rules import LEVEL_NAMES
from accountability.forms.escalation import EndRuleForm, FallModesForm, LevelsForm, RuleForm
from accountability.models import EscalationRule, FallMode
from accountability.selectors.level_rules import fall_modes, general_days, rule_lines
from accountability.services import escalation_rules as services
from accountability.views.kit import Page, act_page
from organizations.authority import Authority
from organizations.views.common import authority_of

LIST = "accountability:escalation_rules"
TITLE = gettext_lazy("升级规则")
ARTICLE = gettext_lazy("《信访工作条例》第四十条第一款")


@require_GET
def escalation_rules(request: HttpRequest) -> HttpResponse:
    """Every rule in plain words, beside its former version; how each level is left.

    Query budget: 7 (session, user, authority, banner, rules, class names, ways down).
    """
    authority = authority_of(request)
    if not permissions.can_read_rule_sets(authority):
        raise PermissionDenied
    general, special = rule_lines(on=authority.on)
    modes = fall_modes(on=authority.on)
    context = {
        "general": general,
        "special": special,
        "modes": [
            (level, LEVEL_NAMES[level], FallMode(mode).label)
            for level, mode in sorted(modes.items())
        ],
        "can_set": permissions.can_set_escalation_rules(authority),
    }
    return render(request, "accountability/escalation_rules.html", context)


def _keeper(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not permissions.can_set_escalation_rules(authority):
        raise PermissionDenied
    return authority


def _page(heading: str, *, intro: str = "") -> Page:
    back = reverse(LIST)
    return Page(
        heading=heading,
        back=back,
        crumbs=((TITLE, back),),
        intro=intro,
        basis=ARTICLE,
        submit=_("保存"),
    )


@require_http_methods(["GET", "POST"])
def levels(request: HttpRequest) -> HttpResponse:
    """Set when each level is reached where no rule with conditions applies."""
    authority = _keeper(request)
    days = general_days(on=authority.on)
    form = LevelsForm(request.POST or None, days=days, today=authority.on)
    return act_page(
        request,
        form=form,
        page=_page(_("设置一般规则"), intro=_("没有特别规则的事项按此逐级升级。")),
        act=lambda: services.set_levels(
            authority=authority,
            days=form.days(),
            valid_from=form.cleaned_data["valid_from"],
            basis=form.cleaned_data["basis"],
            now=timezone.now(),
        ),
        done=_("已设置新的一般规则。"),
    )


@require_http_methods(["GET", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """Set a rule with conditions."""
    authority = _keeper(request)
    return _rule_form(request, authority, None)


@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the next version of a rule with conditions."""
    authority = _keeper(request)
    return _rule_form(request, authority, get_object_or_404(EscalationRule, pk=pk))


def _rule_form(
    request: HttpRequest, authority: Authority, source: EscalationRule | None
) -> HttpResponse:
    form = RuleForm(request.POST or None, today=authority.on, source=source)
    intro = _(
        "几条规则都适用时，条件多的优先；条件一样多的，依次看期限、内容分类的层级、人数、紧急、保密、目的。"
    )
    return act_page(
        request,
        form=form,
        page=_page(_("修改特别规则") if source else _("新增特别规则"), intro=intro),
        act=lambda: services.save_rule(
            authority=authority,
            rule=form.rule(),
            valid_from=form.cleaned_data["valid_from"],
            basis=form.cleaned_data["basis"],
            replaces=source,
            now=timezone.now(),
        ),
        done=_("已保存规则。"),
    )


@require_http_methods(["GET", "POST"])
def rule_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule with conditions end."""
    authority = _keeper(request)
    rule = get_object_or_404(EscalationRule, pk=pk)
    form = EndRuleForm(request.POST or None, today=authority.on)
    return act_page(
        request,
        form=form,
        page=_page(
            _("停用特别规则"), intro=_("停用后，有关事项按其余规则升级；规则本身保留备查。")
        ),
        act=lambda: services.end_rule(
            authority=authority,
            rule=rule,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
        done=_("已停用规则。"),
    )


@require_http_methods(["GET", "POST"])
def falls(request: HttpRequest) -> HttpResponse:
    """Set how each level is left once nothing is overdue any more."""
    authority = _keeper(request)
    form = FallModesForm(
        request.POST or None, modes=fall_modes(on=authority.on), today=authority.on
    )
    return act_page(
        request,
        form=form,
        page=_page(_("设置降级方式"), intro=_("逾期的职责履行以后，督办层级怎样降下来。")),
        act=lambda: services.set_fall_modes(
            authority=authority,
            modes=form.modes(),
            valid_from=form.cleaned_data["valid_from"],
            now=timezone.now(),
        ),
        done=_("已设置降级方式。"),
    )
