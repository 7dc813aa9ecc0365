"""重复信访: the chain of a matter, proposals of an earlier one, and the decisions on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.http import attempt, is_htmx, redirect
from core.pagination import numbered_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions import permissions
from petitions.forms.repeats import DENY, LINK, DecisionForm
from petitions.models import Case, RepeatDenial
from petitions.selectors.chains import Suggestion, chain_of, suggestions
from petitions.services.merging import link_repeat
from petitions.services.repeats import deny_repeat, withdraw_denial
from petitions.views.common import CASE_RELATED, visible_case

SIZE = 50


@dataclass(frozen=True)
class Proposal:
    """A suggestion with the two forms that decide on it; ``sent``: one of them came back with a mistake."""

    suggestion: Suggestion
    link: DecisionForm
    deny: DecisionForm
    sent: bool


def _proposals(
    case: Case, authority: Authority, *, sent: DecisionForm | None = None
) -> list[Proposal]:
    if not (case.is_open and permissions.can_decide_repeat(authority, case)):
        return []
    return [_proposal(one, sent) for one in suggestions(case, authority)]


def _proposal(one: Suggestion, sent: DecisionForm | None) -> Proposal:
    """Linking is proposed with the reasons found; why it is no repeat only a person can say."""
    own = sent if sent is not None and str(sent.data.get("earlier")) == str(one.case.pk) else None
    denied = own is not None and own.data.get("decision") == DENY
    found = "；".join(reason.text for reason in one.reasons if reason.test)
    return Proposal(
        one,
        link=own if own and not denied else _blank(one, LINK, found),
        deny=own if own and denied else _blank(one, DENY, ""),
        sent=own is not None,
    )


def _blank(one: Suggestion, decision: str, reason: str) -> DecisionForm:
    initial = {"earlier": one.case.pk, "decision": decision, "reason": reason}
    return DecisionForm(initial=initial, auto_id=f"id_{one.case.pk}_{decision}_%s")


@require_GET
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole chain with its decisions; when htmx asks, the proposals alone (for the case page).

    Query budget: 15 (session, user, authority, case, chain, denials, and the proposals: case, people,
    accused units and people, candidates with theirs, setting).
    """
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    if is_htmx(request):
        context = {"case": case, "proposals": _proposals(case, authority)}
        return render(request, "petitions/_repeat_proposals.html", context)
    return _page(request, case, authority)


def _page(
    request: HttpRequest, case: Case, authority: Authority, sent: DecisionForm | None = None
) -> HttpResponse:
    links = chain_of(case, authority)
    seen = Case.objects.visible_to(authority)
    denials = RepeatDenial.objects.filter(
        case=case, withdrawn_at__isnull=True, earlier__in=seen
    ).select_related("earlier", "by")
    context: dict[str, Any] = {
        "case": case,
        "count": len(links),
        "page": numbered_page(links, request.GET, size=SIZE),
        "denials": list(denials),
        "proposals": _proposals(case, authority, sent=sent),
        "may_decide": permissions.can_decide_repeat(authority, case),
    }
    status = 422 if sent is not None else 200
    return render(request, "petitions/chain.html", context, status=status)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the matter to a proposed earlier one, or decide that it does not repeat it."""
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    if not permissions.can_decide_repeat(authority, case):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, case, authority, form)
    earlier = Case.objects.visible_to(authority).filter(pk=form.cleaned_data["earlier"]).first()
    if earlier is None:
        raise Http404
    linking = form.cleaned_data["decision"] == LINK
    service = link_repeat if linking else deny_repeat

    def act() -> bool:
        service(
            authority=authority,
            case=case,
            earlier=earlier,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return True

    if not attempt(form, act):
        return _page(request, case, authority, form)
    said = _("已认定为重复信访。") if linking else _("已记录不是重复信访，不再提示。")
    messages.success(request, said)
    return redirect(request, "petitions:chain", case.pk)


@require_POST
def withdraw(request: HttpRequest, pk: int, denial: int) -> HttpResponse:
    """Take back that a matter is no repeat."""
    authority = authority_of(request)
    case = visible_case(request, pk)
    if not permissions.can_decide_repeat(authority, case):
        raise PermissionDenied
    seen = Case.objects.visible_to(authority)
    row = get_object_or_404(
        RepeatDenial.objects.select_related("case", "earlier"),
        pk=denial,
        case=case,
        earlier__in=seen,
    )
    try:
        withdraw_denial(authority=authority, denial=row, now=timezone.now())
        messages.success(request, _("已撤回，可以重新认定。"))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(request, "petitions:chain", case.pk)
