"""Addresses of reception days."""

from django.urls import path

from accountability.views import reception, reception_visits

pages = [
    path("reception/", reception.month, name="reception"),
    path("reception/plan/", reception.plan_month, name="reception_plan"),
    path("reception/publish/", reception.publish, name="reception_publish"),
    path("reception/new/", reception.day_new, name="reception_new"),
    path("reception/year/", reception.year, name="reception_year"),
    path("reception/public/", reception.public, name="reception_public"),
    path("reception/promises/", reception_visits.promises, name="promises"),
    path("reception/on-site/", reception_visits.on_site, name="on_site"),
    path("reception/on-site/new/", reception_visits.on_site_new, name="on_site_new"),
    path("reception/visits/<int:pk>/hear/", reception_visits.hear, name="visit_hear"),
    path("reception/visits/<int:pk>/absent/", reception_visits.absent, name="visit_absent"),
    path("reception/visits/<int:pk>/keep/", reception_visits.keep, name="promise_keep"),
    path("reception/<int:pk>/", reception.day, name="reception_day"),
    path("reception/<int:pk>/book/", reception_visits.book, name="reception_book"),
    path("reception/<int:pk>/<slug:step>/", reception.day_step, name="reception_step"),
    path("cases/<int:pk>/reception/", reception_visits.case_slot, name="case_reception"),
]
