"""Pages of the bulletins: list, bulletin, explanation of a unit, file, acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accountability.selectors.scores import draft_scores
from core.charts import ChartData
from core.errors import DomainError
from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from reporting import permissions
from reporting.domain.drilldown import Drill
from reporting.domain.periods import Month
from reporting.domain.results import BulletinData
from reporting.domain.spans import Period
from reporting.domain.traced import traced
from reporting.forms import PeriodForm, ReasonForm, TextsForm
from reporting.models import Bulletin, BulletinStatus
from reporting.selectors import bulletins as selectors
from reporting.selectors.corrections import published_corrections
from reporting.selectors.deliveries import own_delivery, state_table
from reporting.selectors.distribution import distribution
from reporting.selectors.own_rows import own_posts
from reporting.services import bulletins as services
from reporting.services import publication
from reporting.services.bulletin_document import class_chart, shown_classes
from reporting.views.common import (
    bulletin_or_404,
    cases_url,
    printed_annexes,
    printed_blocks,
    trend_chart,
)
from reporting.views.papers import pdf_response, verify_page


@require_GET
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """Bulletins the user may read, newest first. Query budget: 5 (session, user, authority, rows, banner)."""
    return _list(request, PeriodForm(today=timezone.localdate()))


def _list(request: HttpRequest, form: PeriodForm, *, status: int = 200) -> HttpResponse:
    authority = authority_of(request)
    if not permissions.can_see_bulletins(authority):
        raise PermissionDenied
    found = selectors.bulletins_for(authority, sees_drafts=permissions.can_see_county(authority))
    page = keyset_page(found, request.GET, order=("-first_day", "-id"), size=24)
    context = {
        "page": page,
        "rows": [(bulletin, publication.number_of(bulletin)) for bulletin in page.rows],
        "form": form,
        "can_draft": permissions.can_draft(authority),
    }
    return render(request, "reporting/bulletin_list.html", context, status=status)


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Build the draft of a period, or build it anew."""
    authority = authority_of(request)
    if not permissions.can_draft(authority):
        raise PermissionDenied
    now = timezone.now()
    form = PeriodForm(request.POST, today=timezone.localdate(now))
    if form.is_valid():
        period = form.cleaned_data["days"]
        if attempt(
            form, lambda: services.build_bulletin(period=period, now=now, authority=authority)
        ):
            messages.success(request, _("已生成%(period)s通报草稿。") % {"period": period.label})
            return redirect(request, "reporting:bulletin", period.code)
    return _list(request, form, status=422)


@require_POST
def rebuild(request: HttpRequest, period: str) -> HttpResponse:
    """Count the generated parts of a draft anew; what was written by hand stays."""

    def act(bulletin: Bulletin, authority: Authority) -> None:
        services.build_bulletin(
            period=Period.parse(bulletin.period),
            now=timezone.now(),
            authority=authority,
            fresh="fresh" in request.POST,
        )

    return _act(request, period, act, _("已按现在的数据重新统计。"))


@require_GET
def bulletin_page(request: HttpRequest, period: str) -> HttpResponse:
    """The bulletin as printed, with what became of its mails, and acts.

    Query budget: 7 (session, user, authority, bulletin, own delivery, states, banner); 10 before it is signed.
    """
    bulletin = bulletin_or_404(request, period)
    return render(request, "reporting/bulletin.html", page_context(request, bulletin))


def page_context(
    request: HttpRequest, bulletin: Bulletin, *, form: TextsForm | None = None
) -> dict[str, Any]:
    """What the page of a bulletin shows; `form` when a text was refused."""
    authority = authority_of(request)
    sees_county = permissions.can_see_county(authority)
    rows = None if sees_county else [post.unit_id for post in own_posts(authority)]
    is_draft = bulletin.status == BulletinStatus.DRAFT
    is_published = bulletin.status == BulletinStatus.PUBLISHED
    is_approved = bulletin.status == BulletinStatus.APPROVED and bulletin.serial is None
    can_sign = is_approved and permissions.can_sign(authority)
    data = BulletinData.from_json(bulletin.figures)
    return {
        "bulletin": bulletin,
        "number": publication.number_of(bulletin),
        "document": bulletin.content["document"],
        "blocks": printed_blocks(
            bulletin.content,
            period=bulletin.period,
            unit_ids=None if sees_county else authority.unit_ids,
            charts=_charts(data) if sees_county else (),
            rows=rows,
        ),
        "traced": _traced(data) if sees_county else (),
        "annexes": printed_annexes(bulletin.content, rows=rows),
        "scores": draft_scores(bulletin.period) if sees_county and not is_published else None,
        "own": own_delivery(bulletin, authority.user.pk) if is_published else None,
        "states": state_table(bulletin) if sees_county and is_published else [],
        "list": distribution(bulletin, on=timezone.localdate()) if can_sign else None,
        "is_publishing": _is_publishing(bulletin),
        "failure": selectors.publication_failure(bulletin) if _is_publishing(bulletin) else "",
        "serial": bulletin.serial,
        "state_url": reverse("reporting:state", args=[bulletin.period]),
        "can_draft": is_draft and permissions.can_draft(authority),
        "can_approve": is_draft and permissions.can_sign(authority),
        "can_sign": can_sign,
        "form": form or TextsForm(bulletin=bulletin),
        "reason_form": ReasonForm(),
        "sees_county": sees_county,
        "corrections": published_corrections(bulletin) if is_published else (),
    }


def _charts(data: BulletinData) -> list[ChartData]:
    """Both pictures of the paper, each figure with the address of its matters."""
    whole = Drill(received_from=data.period.first_day, received_to=data.period.last_day)
    found = [trend_chart(data.figures.trend)]
    if (classes := class_chart(data)) is not None:
        (series,) = classes.series
        links = tuple(cases_url(replace(whole, content=one.key)) for one in shown_classes(data))
        found.append(replace(classes, series=(replace(series, links=links),)))
    return found


def _traced(data: BulletinData) -> list[dict[str, Any]]:
    return [
        {
            "title": part.title,
            "figures": [
                (one.name, one.text, cases_url(one.question) if one.question else "", one.code)
                for one in part.figures
            ],
        }
        for part in traced(data)
    ]


def _is_publishing(bulletin: Bulletin) -> bool:
    return bulletin.serial is not None and bulletin.status != BulletinStatus.PUBLISHED


@require_GET
def state(request: HttpRequest, period: str) -> HttpResponse:
    """Fragment asked for while a signed bulletin is being printed; reloads the page at the end."""
    bulletin = bulletin_or_404(request, period)
    if not _is_publishing(bulletin):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "serial": bulletin.serial,
        "failure": selectors.publication_failure(bulletin),
        "state_url": reverse("reporting:state", args=[period]),
    }
    return render(request, "reporting/_publishing.html", context)


def _act(
    request: HttpRequest, period: str, act: Callable[[Bulletin, Authority], Any], done: str
) -> HttpResponse:
    """Carry out one act on a bulletin and go back to its page with a message."""
    bulletin = bulletin_or_404(request, period)
    try:
        act(bulletin, authority_of(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(request, "reporting:bulletin", bulletin.period)


@require_POST
def approve(request: HttpRequest, period: str) -> HttpResponse:
    """The office's head approves the draft."""

    def act(bulletin: Bulletin, authority: Authority) -> None:
        services.approve_bulletin(bulletin=bulletin, authority=authority, now=timezone.now())

    return _act(request, period, act, _("通报已批准，可以印发。"))


@require_POST
def send_back(request: HttpRequest, period: str) -> HttpResponse:
    """The office's head takes the approval back."""
    reason = request.POST.get("reason", "")

    def act(bulletin: Bulletin, authority: Authority) -> None:
        services.send_back_bulletin(
            bulletin=bulletin, reason=reason, authority=authority, now=timezone.now()
        )

    return _act(request, period, act, _("通报已退回修改。"))


@require_POST
def sign(request: HttpRequest, period: str) -> HttpResponse:
    """The office's head signs the approved bulletin for publication."""

    def act(bulletin: Bulletin, authority: Authority) -> None:
        publication.sign_bulletin(bulletin=bulletin, authority=authority, now=timezone.now())

    return _act(request, period, act, _("通报已签发，正在排版并发送。"))


@require_GET
def pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The published file, or a draft as it would be printed today; shown in the browser."""
    return pdf_response(bulletin_or_404(request, period))


@require_GET
def verify(request: HttpRequest, period: str) -> HttpResponse:
    """Recompute the digest of the published file and compare it with the one stored then."""
    bulletin = bulletin_or_404(request, period)
    return verify_page(
        request,
        bulletin,
        listed=(reverse("reporting:bulletins"), _("信访通报")),
        paper_url=reverse("reporting:bulletin", args=[period]),
        correction_url=lambda pk: reverse("reporting:correction", args=[period, pk]),
    )


@require_GET
def unit_page(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    """Why a unit has its score: every line with its rule, clause and case.

    Query budget: 8 (session, user, authority, bulletin, row, entries, visible cases, banner).
    """
    bulletin = bulletin_or_404(request, period)
    authority = authority_of(request)
    if unit_id >= 2**63 or not permissions.can_see_explanation(authority, unit_id):
        raise Http404  # no unit has an id that large, and the database would refuse it
    row = get_object_or_404(bulletin.rows.select_related("unit"), unit_id=unit_id)
    data = BulletinData.from_json(bulletin.figures)
    context = {
        "bulletin": bulletin,
        "row": row,
        "result": next(r for r in data.results if r.unit_id == unit_id),
        "figures": next(u for u in data.figures.units if u.unit_id == unit_id),
        "months": [
            (Month.parse(mark.month), mark) for mark in data.months if mark.unit_id == unit_id
        ],
        "items": selectors.explanation(bulletin, unit_id, authority=authority),
    }
    return render(request, "reporting/unit.html", context)
