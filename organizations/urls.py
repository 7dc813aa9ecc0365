"""Addresses of the organizations app: home, accounts, units, posts, population, calendar, settings."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from organizations.views import accounts, basics, home, otp, staff, units

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("login/", accounts.LoginView.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("password/", accounts.PasswordChangeView.as_view(), name="password_change"),
    path("session/", accounts.session_state, name="session-state"),
    path("session/restored/", accounts.session_restored, name="session-restored"),
    path("otp/", otp.verify, name="otp-verify"),
    path("otp/setup/", otp.setup, name="otp-setup"),
    path("units/", units.unit_list, name="unit-list"),
    path("units/new/", units.unit_create, name="unit-create"),
    path("units/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit-edit"),
    path("units/<int:pk>/close/", units.unit_close, name="unit-close"),
    path("units/<int:pk>/posts/new/", units.post_create, name="post-create"),
    path("units/<int:pk>/population/", basics.population_edit, name="population-edit"),
    path("posts/<int:pk>/", units.post_edit, name="post-edit"),
    path("posts/<int:pk>/appoint/", units.appoint, name="term-start"),
    path("terms/<int:pk>/end/", units.term_end, name="term-end"),
    path("vacancies/", units.vacancy_list, name="vacancy-list"),
    path("staff/", staff.staff_list, name="staff-list"),
    path("staff/new/", staff.staff_create, name="staff-create"),
    path("staff/<int:pk>/", staff.staff_edit, name="staff-edit"),
    path("staff/<int:pk>/password/", staff.staff_password, name="staff-password"),
    path("staff/<int:pk>/active/", staff.staff_active, name="staff-active"),
    path("population/", basics.population_list, name="population-list"),
    path("population/import/", basics.population_import, name="population-import"),
    path("calendar/", basics.calendar_page, name="calendar"),
    path("calendar/load/", basics.calendar_load, name="calendar-load"),
    path("calendar/import/", basics.calendar_import, name="calendar-import"),
    path("settings/", basics.setting_list, name="setting-list"),
    path("settings/<str:code>/", basics.setting_set, name="setting-set"),
]
