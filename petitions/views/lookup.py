"""The public page: a petitioner's own matter by code and proof, its letters, its evaluation; nobody logs in."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.http import add_errors
from core.throttle import count
from petitions.domain.evaluation import EvaluationState
from petitions.forms.lookup import EvaluationForm, LookupForm
from petitions.models import Case
from petitions.selectors import lookup as found
from petitions.selectors.cases import referral_of
from petitions.services.evaluating import evaluate_publicly, evaluation_state
from petitions.views.letters import as_pdf, printed

SALT = "petitions.lookup"
TOKEN_SECONDS = 30 * 60
TRIES_PER_ADDRESS = 20
TRIES_PER_CODE = 8


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for code and proof; show where the matter stands. A wrong code and a wrong proof get the same answer.

    Query budget: 1 for the form, 9 for a matter.
    """
    if request.method == "GET":
        form = LookupForm(initial={"code": request.GET.get("m", "")[:16]})
        return _page(request, {"form": form})
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _page(request, {"form": form}, status=422)
    if not _may_try(request, form.cleaned_data["code"]):
        form.add_error(None, _("查询次数过多，请十分钟后再试，或者到接待窗口查询。"))
        return _page(request, {"form": form}, status=429)
    case = found.find(form.cleaned_data["code"], form.cleaned_data["proof"])
    if case is None:
        form.add_error(None, _("没有符合的信访事项，请核对查询码和后四位。"))
        return _page(request, {"form": form}, status=422)
    return _page(request, _shown(case))


@login_not_required
@require_POST
def lookup_letter(request: HttpRequest) -> HttpResponse:
    """One letter of the matter shown before. Query budget: 4."""
    case = _case_of(request)
    steps = {step.document.pk: step.document for step in found.progress(case) if step.document}
    wanted = request.POST.get("document", "")
    document = steps.get(int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else None
    if document is None:
        raise Http404
    document.case = case
    return as_pdf(printed(document), f"letter-{document.pk}")


@login_not_required
@require_POST
def lookup_evaluate(request: HttpRequest) -> HttpResponse:
    """The petitioner's own evaluation of the matter shown before. Query budget: 16."""
    case = _case_of(request)
    form = EvaluationForm(request.POST)
    thanks = False
    if form.is_valid():
        try:
            evaluate_publicly(case=case, ratings=form.ratings(), now=timezone.now())
            thanks = True
        except DomainError as error:
            add_errors(form, error)
    return _page(
        request,
        {**_shown(case), "thanks": thanks, **({} if thanks else {"evaluation": form})},
        status=200 if thanks else 422,
    )


def _shown(case: Case) -> dict[str, Any]:
    standing = evaluation_state(case, on=timezone.localdate())
    return {
        "case": case,
        "steps": found.progress(case),
        "referral": referral_of(case),
        "token": signing.dumps(case.pk, salt=SALT),
        "standing": standing.name_zh,
        "evaluation": EvaluationForm() if standing == EvaluationState.OPEN else None,
    }


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    empty: dict[str, Any] = {"form": None, "case": None, "steps": [], "token": "", "standing": ""}
    context = {**empty, "referral": None, "evaluation": None, "thanks": False, **context}
    return render(request, "petitions/lookup.html", context, status=status)


def _case_of(request: HttpRequest) -> Case:
    try:
        pk = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    case = Case.objects.filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def _may_try(request: HttpRequest, code: str) -> bool:
    address = get_client_ip_address(request) or "unknown"
    counted = (
        (f"lookup:address:{address}", TRIES_PER_ADDRESS),
        (f"lookup:code:{code.strip().upper()}", TRIES_PER_CODE),
    )
    within = [count(key) <= limit for key, limit in counted]  # both are counted, whichever is full
    return all(within)
