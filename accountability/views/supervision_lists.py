"""Listing by the joint meeting, and the check-list of an item."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accountability import permissions
from accountability.forms import supervision as forms
from accountability.models import ChecklistTemplate, Supervision
from accountability.services import supervision_lists as lists
from accountability.views.kit import act_page
from accountability.views.supervision import visible_item
from accountability.views.supervision_acts import for_supervisor, item_page
from organizations.views.common import authority_of

ARTICLE_LISTED = gettext_lazy("《信访工作条例》第三十九条第三款")


@require_http_methods(["GET", "POST"])
def list_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an item on the list."""
    item = for_supervisor(request, pk)
    form = forms.ListingForm(request.POST or None, today=authority_of(request).on)
    page = item_page(
        item,
        _("挂牌督办"),
        basis=ARTICLE_LISTED,
        intro=_("挂牌督办由信访工作联席会议决定，在全县机关、单位公布；检举控告事项不挂牌。"),
        submit=_("登记挂牌"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: lists.list_supervision(
            authority=authority_of(request),
            item=item,
            decision=form.decision(),
            now=timezone.now(),
        ),
        done=_("已挂牌督办。"),
    )


@require_http_methods(["GET", "POST"])
def unlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item off the list."""
    item = for_supervisor(request, pk)
    form = forms.ReasonForm(request.POST or None, label=_("摘牌理由"))
    page = item_page(item, _("摘牌"), basis=ARTICLE_LISTED)

    def act() -> bool:
        lists.unlist_supervision(
            authority=authority_of(request), item=item, now=timezone.now(), **form.cleaned_data
        )
        return True

    return act_page(request, form=form, page=page, act=act, done=_("已摘牌。"))


def _for_checker(request: HttpRequest, pk: int) -> Supervision:
    item = visible_item(request, pk)
    if not permissions.can_check_supervision(authority_of(request), item):
        raise PermissionDenied
    return item


@require_http_methods(["GET", "POST"])
def checklist_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy the questions of a template to an item."""
    item = _for_checker(request, pk)
    templates = list(ChecklistTemplate.objects.filter(is_active=True))
    if not templates:
        raise Http404
    form = forms.AddChecklistForm(request.POST or None, templates=templates)
    return act_page(
        request,
        form=form,
        page=item_page(item, _("添加督查清单"), submit=_("添加")),
        act=lambda: lists.add_checklist(
            authority=authority_of(request), item=item, template=form.chosen, now=timezone.now()
        ),
        done=_("已添加督查清单。"),
    )


@require_http_methods(["GET", "POST"])
def checklist_fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the questions of an item."""
    item = _for_checker(request, pk)
    checks = list(item.checks.all())
    if not checks:
        raise Http404
    form = forms.ChecklistForm(request.POST or None, checks=checks)

    def act() -> bool:
        lists.fill_checklist(
            authority=authority_of(request),
            item=item,
            results=form.results(),
            now=timezone.now(),
        )
        return True

    page = item_page(
        item,
        _("填写督查清单"),
        submit=_("保存"),
        template="accountability/supervision_checklist.html",
    )
    return act_page(request, form=form, page=page, act=act, done=_("已保存督查清单。"))
