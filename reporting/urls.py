"""Addresses of the reporting app."""

from django.urls import path

from reporting.views import bulletins, cases, dashboard

app_name = "reporting"

urlpatterns = [
    path("dashboard/", dashboard.page, name="dashboard"),
    path("figures/cases/", cases.case_list, name="cases"),
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("bulletins/build/", bulletins.build, name="build"),
    path("bulletins/<str:period>/", bulletins.bulletin_page, name="bulletin"),
    path("bulletins/<str:period>/requirements/", bulletins.requirements, name="requirements"),
    path("bulletins/<str:period>/approve/", bulletins.approve, name="approve"),
    path("bulletins/<str:period>/send-back/", bulletins.send_back, name="send_back"),
    path("bulletins/<str:period>/publish/", bulletins.sign, name="publish"),
    path("bulletins/<str:period>/state/", bulletins.state, name="state"),
    path("bulletins/<str:period>/pdf/", bulletins.pdf, name="pdf"),
    path("bulletins/<str:period>/verify/", bulletins.verify, name="verify"),
    path("bulletins/<str:period>/units/<int:unit_id>/", bulletins.unit_page, name="unit"),
]
