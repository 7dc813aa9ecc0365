"""Addresses of the petitions app."""

from django.urls import path

from petitions.views import (
    act_pages,
    attachments,
    batch,
    case_list,
    case_page,
    imports,
    intake,
    letters,
    lookup,
    place_queue,
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
    path("cases/<int:pk>/slip/", letters.slip, name="slip"),
    path("cases/<int:pk>/letters/<int:document>/", letters.letter, name="letter"),
    path("cases/<int:pk>/letters/<int:document>/correct/", letters.correct, name="letter_correct"),
    path(
        "cases/<int:pk>/letters/<int:document>/service/", letters.service_form, name="service_form"
    ),
    path("letters/", letters.day, name="letters_day"),
    path("letters/file/", letters.day_file, name="letters_file"),
    path("cx/", lookup.lookup, name="lookup"),
    path("cx/letter/", lookup.lookup_letter, name="lookup_letter"),
    path("cx/evaluation/", lookup.lookup_evaluate, name="lookup_evaluate"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/header/", imports.import_header, name="import_header"),
    path("imports/<int:pk>/start/", imports.import_start, name="import_start"),
    path("imports/<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:pk>/report/", imports.import_report, name="import_report"),
    path("imports/<int:pk>/rejected/", imports.import_rejected, name="import_rejected"),
    path("places/queue/", place_queue.place_queue, name="place_queue"),
    path("places/apply/", place_queue.place_apply, name="place_apply"),
    path("places/rules/", place_queue.place_rules, name="place_rules"),
    path("places/rules/<int:pk>/", place_queue.place_rule, name="place_rule"),
    path("places/test/", place_queue.place_test, name="place_test"),
]
