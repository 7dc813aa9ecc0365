"""Log-in, the state of the session, and the one-time code of administrators."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from organizations.forms.accounts import LoginForm
from organizations.models import User
from organizations.services.staff import change_own_password


class LoginView(auth_views.LoginView):
    """The log-in page, alone or in the dialog of a page whose session was lost."""

    authentication_form = LoginForm
    redirect_authenticated_user = False

    @property
    def embedded(self) -> bool:
        return "embedded" in self.request.GET

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(embedded=self.embedded, **kwargs)

    def get_success_url(self) -> str:
        if self.embedded:
            return reverse("session-restored")
        return super().get_success_url()

    def form_valid(self, form: Any) -> HttpResponse:
        before = form.get_user().last_login
        response = super().form_valid(form)
        if before and not self.embedded:
            when = date_format(timezone.localtime(before), "DATETIME_FORMAT")
            messages.info(
                self.request,
                _("上次登录时间：%(when)s。如非本人操作，请立即修改密码并告知系统管理员。")
                % {"when": when},
            )
        return response


class PasswordChangeView(auth_views.PasswordChangeView):
    """Change one's own password."""

    def form_valid(self, form: Any) -> HttpResponse:
        user = cast("User", self.request.user)
        change_own_password(
            user=user, password=form.cleaned_data["new_password1"], now=timezone.now()
        )
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("密码已修改。"))
        return redirect("home")


@require_GET
@never_cache
@login_not_required
def session_state(request: HttpRequest) -> JsonResponse:
    """Whose session this is, and the token of the next form (asked by session.js)."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


@require_GET
@never_cache
def session_restored(request: HttpRequest) -> HttpResponse:
    """Shown inside the log-in dialog after the log-in."""
    return render(request, "registration/session_restored.html")
