"""Pages of what the county sets for supervision: groups and check-list templates."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability import permissions
from accountability.forms.supervision_rules import GroupForm, TemplateForm
from accountability.models import ChecklistTemplate, SupervisionGroup
from accountability.selectors.supervision import group_words, supervisable_units
from accountability.services import supervision_rules as services
from accountability.views.kit import Page, act_page
from accountability.views.supervision import reader
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions.selectors import choices

RULES = "accountability:supervision_rules"


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Groups and templates. Query budget: 7 (session, user, authority, banner, groups, class names, templates)."""
    authority = reader(request)
    groups = list(SupervisionGroup.objects.select_related("lead_unit"))
    names = _names(groups)
    context = {
        "groups": [(group, group_words(group, names)) for group in groups],
        "templates": list(ChecklistTemplate.objects.all()),
        "can_set": permissions.can_supervise(authority),
    }
    return render(request, "accountability/supervision_rules.html", context)


def _names(groups: list[SupervisionGroup]) -> dict[str, str]:
    if not any(group.contents for group in groups):
        return {}
    return {choice.keywords: choice.label for choice in choices.content_choices()}


def _keeper(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not permissions.can_supervise(authority):
        raise PermissionDenied
    return authority


def _page(heading: str, *, intro: str = "") -> Page:
    back = reverse(RULES)
    crumbs = (
        (_("督办"), reverse("accountability:supervision_list")),
        (_("分组与清单"), back),
    )
    return Page(heading=heading, back=back, crumbs=crumbs, intro=intro, submit=_("保存"))


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Make or change a group. Query budget: 7 (session, user, authority, banner, group, units, classes)."""
    authority = _keeper(request)
    source = get_object_or_404(SupervisionGroup, pk=pk) if pk else None
    form = GroupForm(
        request.POST or None,
        units=supervisable_units(None, on=authority.on),
        contents=choices.content_choices(),
        source=source,
    )
    intro = _(
        "立项督办时按顺序取第一个符合条件的分组，由其牵头单位牵头；例如涉法涉诉由政法委牵头。"
    )
    return act_page(
        request,
        form=form,
        page=_page(_("修改督办分组") if source else _("新增督办分组"), intro=intro),
        act=lambda: services.save_group(
            authority=authority, draft=form.draft(), source=source, now=timezone.now()
        ),
        done=_("已保存分组。"),
    )


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Make or change a check-list template. Query budget: 5 (session, user, authority, banner, template)."""
    authority = _keeper(request)
    source = get_object_or_404(ChecklistTemplate, pk=pk) if pk else None
    form = TemplateForm(request.POST or None, source=source)
    intro = _("修改只影响以后添加的清单，已添加的保持原样。")
    return act_page(
        request,
        form=form,
        page=_page(_("修改清单模板") if source else _("新增清单模板"), intro=intro),
        act=lambda: services.save_template(
            authority=authority, source=source, now=timezone.now(), **form.arguments()
        ),
        done=_("已保存模板。"),
    )
