"""Addresses of the organizations app: home, accounts, units, posts, calendar, settings."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from organizations.views import accounts, home

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("login/", accounts.LoginView.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("password/", accounts.PasswordChangeView.as_view(), name="password_change"),
    path("session/", accounts.session_state, name="session-state"),
    path("session/restored/", accounts.session_restored, name="session-restored"),
]
