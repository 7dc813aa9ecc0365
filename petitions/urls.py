"""Addresses of the petitions app."""

from django.urls import path

from petitions.views import (
    act_pages,
    attachments,
    batch,
    case_list,
    case_page,
    intake,
)

app_name = "petitions"

urlpatterns = [
    path("cases/", case_list.case_list, name="case_list"),
    path("cases/export/", case_list.export, name="case_export"),
    path("cases/panel/", case_list.home_panel, name="home_panel"),
    path("cases/transfer/", batch.batch_transfer, name="batch_transfer"),
    path("cases/new/", intake.intake, name="intake"),
    path("cases/new/people/", intake.person_search, name="intake_people"),
    path("cases/new/identity/", intake.id_check, name="intake_identity"),
    path("cases/new/earlier/", intake.matches, name="intake_matches"),
    path("cases/<int:pk>/registered/", intake.registered, name="registered"),
    path("cases/<int:pk>/", case_page.case_detail, name="case_detail"),
    path("cases/<int:pk>/timeline/", case_page.timeline, name="case_timeline"),
    path("cases/<int:pk>/acts/<slug:code>/", act_pages.act, name="case_act"),
    path("cases/<int:pk>/people/<int:part>/identity/", case_page.identity, name="case_identity"),
    path("cases/<int:pk>/attachments/", attachments.add, name="attachment_add"),
    path("cases/<int:pk>/attachments/<int:attachment>/", attachments.download, name="attachment"),
]
