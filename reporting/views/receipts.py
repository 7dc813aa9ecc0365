"""The public page behind the link in a bulletin's mail: a title and one button; nobody logs in."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import throttle
from reporting.models import Delivery
from reporting.services.receipts import delivery_of_link, sign_by_link

WRONG_PER_ADDRESS = 20
TRIES_PER_LINK = 30


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link only shows what it is for, since mail scanners open links; the button signs.

    A forged, damaged or old link gets the same answer as one of a bulletin that does not exist.
    Query budget: 2 to look, 8 to sign.
    """
    wrong = f"receipt:wrong:{get_client_ip_address(request) or 'unknown'}"
    if throttle.counted(wrong) >= WRONG_PER_ADDRESS:
        return _page(
            request, status=429, problem=_("打开次数过多，请十分钟后再试，或者登录系统签收。")
        )
    now = timezone.now()
    delivery = delivery_of_link(token=token, now=now)
    if delivery is None:
        throttle.count(wrong)
        return _page(request, status=404, problem=_("链接无效或者已过期，请登录系统签收。"))
    if throttle.count(f"receipt:link:{delivery.pk}") > TRIES_PER_LINK:
        return _page(
            request, status=429, problem=_("打开次数过多，请十分钟后再试，或者登录系统签收。")
        )
    is_new = request.method == "POST" and delivery.signed_at is None
    if is_new:
        delivery = sign_by_link(token=token, now=now)
    return _page(request, delivery=delivery, is_new=is_new)


def _page(
    request: HttpRequest,
    *,
    status: int = 200,
    delivery: Delivery | None = None,
    problem: str = "",
    is_new: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {"delivery": delivery, "problem": problem, "is_new": is_new}
    response = render(request, "reporting/receipt.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address itself is the secret
    return response
