"""Staff accounts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.http import add_errors
from core.pagination import keyset_page
from organizations.forms.staff import StaffFilterForm, StaffForm
from organizations.models import User
from organizations.permissions import can_write
from organizations.selectors import units as selectors
from organizations.services import staff as services
from organizations.views.common import authority_of, form_page, readers, writers

STATES = {"active": True, "stopped": False}


@require_GET
@readers
def staff_list(request: HttpRequest) -> HttpResponse:
    """Accounts with the posts held today. Query budget: 7, however many accounts."""
    today = timezone.localdate()
    form = StaffFilterForm(request.GET, on=today)
    data = form.cleaned_data if form.is_valid() else {}
    rows = selectors.staff(
        query=data.get("q", "").strip(),
        unit_id=data.get("unit"),
        active=STATES.get(data.get("state", "")),
    )
    page = keyset_page(rows, request.GET, order=("username",))
    terms = selectors.terms_of_users(page.rows, on=today)
    context = {
        "form": form,
        "page": page,
        "lines": [(user, terms.get(user.pk, [])) for user in page.rows],
        "can_write": can_write(authority_of(request)),
    }
    return render(request, "organizations/staff_list.html", context)


@require_http_methods(["GET", "POST"])
@writers
@never_cache
def staff_create(request: HttpRequest) -> HttpResponse:
    """Create an account; its first password is shown once, on the answer itself."""
    form = StaffForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        password = services.new_password()
        try:
            user = services.create_account(
                authority=authority_of(request),
                username=form.cleaned_data["username"],
                facts=form.facts(),
                password=password,
                now=timezone.now(),
            )
        except DomainError as error:
            add_errors(form, error)
        else:
            return _show_password(request, user, password)
    context = {
        "form": form,
        "heading": _("新建账号"),
        "back": reverse("staff-list"),
        "submit": _("建立账号"),
        "confirm": "",
        "multipart": False,
    }
    return render(request, "organizations/form.html", context)


@require_http_methods(["GET", "POST"])
@writers
def staff_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an account's name, unit and contact."""
    user = get_object_or_404(User, pk=pk)
    form = StaffForm(request.POST or None, on=timezone.localdate(), account=user)
    return form_page(
        request,
        form,
        lambda: services.edit_account(
            authority=authority_of(request),
            user=user,
            facts=form.facts(),
            now=timezone.now(),
        ),
        title=_("修改账号：%(name)s（%(username)s）") % {"name": user, "username": user.username},
        back=reverse("staff-list"),
        done=_("账号已保存。"),
    )


@require_POST
@writers
@never_cache
def staff_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a new password and show it once."""
    user = get_object_or_404(User, pk=pk)
    password = services.new_password()
    services.reset_password(
        authority=authority_of(request),
        user=user,
        password=password,
        now=timezone.now(),
    )
    return _show_password(request, user, password)


@require_POST
@writers
def staff_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop or restart an account."""
    user = get_object_or_404(User, pk=pk)
    active = request.POST.get("active") == "1"
    try:
        services.set_active(
            authority=authority_of(request),
            user=user,
            active=active,
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("账号已启用。") if active else _("账号已停用。"))
    return redirect("staff-list")


def _show_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    context = {"account": user, "password": password}
    return render(request, "organizations/staff_password.html", context)
