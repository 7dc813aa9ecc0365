"""Pages of the bulletins: the list, counting a period, the desk of a bulletin, explanation of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accountability.selectors.scores import draft_scores
from core.charts import ChartData
from core.pagination import keyset_page
from organizations.views.common import authority_of
from reporting import permissions
from reporting.domain.drilldown import Drill
from reporting.domain.periods import Month
from reporting.domain.results import BulletinData
from reporting.domain.traced import traced
from reporting.forms import PeriodForm
from reporting.models import Bulletin, BulletinStatus
from reporting.selectors import bulletins as selectors
from reporting.selectors.deliveries import own_delivery, state_table
from reporting.selectors.distribution import distribution
from reporting.selectors.own_rows import own_posts
from reporting.services import bulletin_texts, publication
from reporting.services import bulletins as services
from reporting.services.bulletin_document import class_chart, shown_classes
from reporting.services.draft_counts import BULLETIN, count_draft
from reporting.services.exports import bulletin_workbook
from reporting.services.previews import Preview
from reporting.text_forms import BulletinTextsForm
from reporting.views.common import (
    bulletin_or_404,
    cases_url,
    printed_annexes,
    printed_blocks,
    trend_chart,
)
from reporting.views.counting import count_new
from reporting.views.paper_desk import PaperDesk

PAGE = "reporting:bulletin"


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
    """Count the draft of a period, or count it anew."""
    if not permissions.can_draft(authority_of(request)):
        raise PermissionDenied
    form = PeriodForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        period = form.cleaned_data["days"]
        done = _("已生成%(period)s通报草稿。") % {"period": period.label}
        if (answer := count_new(request, BULLETIN, period.code, form, done=done)) is not None:
            return answer
    return _list(request, form, status=422)


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


class BulletinDesk(PaperDesk[Bulletin]):
    """One bulletin with its acts and files.

    Query budget of the page: 7 (session, user, authority, bulletin, own delivery, states, banner); 10 before it is signed.
    """

    page = PAGE
    list_page = "reporting:bulletins"
    list_name = gettext_lazy("信访通报")
    prefix = ""
    renamed: ClassVar[Mapping[str, str]] = {"sign": "publish", "picture": "page_picture"}
    template = "reporting/bulletin.html"
    correction = "correction"
    effect = publication.EFFECT
    counted = BULLETIN
    words: ClassVar[Mapping[str, Any]] = {
        "approve": gettext_lazy("通报已批准，可以印发。"),
        "send_back": gettext_lazy("通报已退回修改。"),
        "sign": gettext_lazy("通报已签发，正在排版并发送。"),
    }

    def find(self, request: HttpRequest, **key: Any) -> Bulletin:
        """The bulletin of a period."""
        return bulletin_or_404(request, key["period"])

    def key(self, paper: Bulletin) -> str:
        """Code of its period."""
        return paper.period

    def form(self, data: Any = None, *, paper: Bulletin) -> BulletinTextsForm:
        """Requirements, and a text for each section."""
        return BulletinTextsForm(data, paper=paper)

    def context(
        self, request: HttpRequest, paper: Bulletin, shown: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Figures with their lists, scores and objections, deliveries and corrections, as far as the reader sees them."""
        authority = authority_of(request)
        sees_county = permissions.can_see_county(authority)
        rows = None if sees_county else [post.unit_id for post in own_posts(authority)]
        is_published = paper.status == BulletinStatus.PUBLISHED
        data = BulletinData.from_json(paper.figures)
        return {
            "period": paper,
            "blocks": printed_blocks(
                paper.content,
                period=paper.period,
                unit_ids=None if sees_county else authority.unit_ids,
                charts=_charts(data) if sees_county else (),
                rows=rows,
            ),
            "traced": _traced(data) if sees_county else (),
            "annexes": printed_annexes(paper.content, rows=rows),
            "scores": draft_scores(paper.period) if sees_county and not is_published else None,
            "own": own_delivery(paper, authority.user.pk) if is_published else None,
            "states": state_table(paper) if sees_county and is_published else [],
            "list": distribution(paper, on=timezone.localdate()) if shown["can_sign"] else None,
            "sees_county": sees_county,
        }

    def kept(self, paper: Bulletin, form: BulletinTextsForm) -> list[tuple[Any, str]]:
        """Part and text."""
        found = {"requirements": paper.requirements, **paper.additions}
        return [(form[code].label, text) for code, text in found.items() if text]

    def number_of(self, paper: Bulletin) -> str:
        """Such as 云信通〔2026〕1号."""
        return publication.number_of(paper)

    def count_again(self, paper: Bulletin, *, fresh: bool, **by: Any) -> bool:
        """Count the period anew."""
        return count_draft(paper=BULLETIN, code=paper.period, fresh=fresh, **by)

    def save(self, paper: Bulletin, form: BulletinTextsForm, **by: Any) -> None:
        """Keep requirements and additions."""
        bulletin_texts.edit_texts(bulletin=paper, **form.written(), **by)

    def printed(self, paper: Bulletin, form: BulletinTextsForm, *, now: datetime) -> Preview:
        """Print the draft with these texts."""
        return bulletin_texts.preview(bulletin=paper, **form.written(), now=now)

    def approving(self, paper: Bulletin, **by: Any) -> None:
        """By the head, when the scores are settled."""
        services.approve_bulletin(bulletin=paper, **by)

    def sending_back(self, paper: Bulletin, *, reason: str, **by: Any) -> None:
        """By the head, with a reason."""
        services.send_back_bulletin(bulletin=paper, reason=reason, **by)

    def signing(self, paper: Bulletin, **by: Any) -> None:
        """By the head."""
        publication.sign_bulletin(bulletin=paper, **by)

    def workbook(self, paper: Bulletin, *, now: datetime) -> bytes:
        """Tables, cover and definitions."""
        return bulletin_workbook(paper, now=now)


DESK = BulletinDesk()


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
