"""Addresses of the reporting app."""

from django.urls import path

from reporting.views import (
    analysis,
    analysis_reports,
    annual,
    boards,
    bulletins,
    cases,
    causes,
    corrections,
    counting,
    dashboard,
    definitions,
    deliveries,
    distribution,
    problems,
    query,
    receipts,
    saved_views,
    what_if,
)

app_name = "reporting"

urlpatterns = [
    path("board/", boards.page, name="board"),
    path("dashboard/", dashboard.page, name="dashboard"),
    path("figures/cases/", cases.case_list, name="cases"),
    path("figures/definitions/", definitions.page, name="definitions"),
    path("figures/query/", query.page, name="query"),
    path("figures/query/table/", query.workbook, name="query_table"),
    path("figures/views/", saved_views.view_list, name="saved_views"),
    path("figures/views/new/", saved_views.new, name="view_new"),
    path("figures/views/<int:pk>/", saved_views.open_view, name="view_open"),
    path("figures/views/<int:pk>/edit/", saved_views.edit, name="view_edit"),
    path("figures/views/<int:pk>/question/", saved_views.question, name="view_question"),
    path("figures/views/<int:pk>/delete/", saved_views.delete, name="view_delete"),
    path("figures/views/<int:pk>/mail/", saved_views.mail_choice, name="view_mail"),
    path("what-if/", what_if.page, name="what_if"),
    path("what-if/table/", what_if.table, name="what_if_table"),
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("bulletins/build/", bulletins.build, name="build"),
    *bulletins.DESK.paths("bulletins/<str:period>/"),
    path("bulletins/<str:period>/corrections/", corrections.page, name="corrections"),
    path("bulletins/<str:period>/corrections/make/", corrections.make, name="correction_make"),
    path("bulletins/<str:period>/corrections/<int:pk>/", corrections.correction, name="correction"),
    path(
        "bulletins/<str:period>/corrections/<int:pk>/edit/",
        corrections.edit,
        name="correction_edit",
    ),
    path(
        "bulletins/<str:period>/corrections/<int:pk>/approve/",
        corrections.approve,
        name="correction_approve",
    ),
    path(
        "bulletins/<str:period>/corrections/<int:pk>/pdf/", corrections.pdf, name="correction_pdf"
    ),
    path("bulletins/<str:period>/distribution/", distribution.page, name="distribution"),
    path(
        "bulletins/<str:period>/distribution/change/",
        distribution.change,
        name="distribution_change",
    ),
    path(
        "bulletins/<str:period>/distribution/<int:pk>/undo/",
        distribution.undo,
        name="distribution_undo",
    ),
    path("bulletins/<str:period>/receipt/", deliveries.sign, name="receipt"),
    path("bulletins/<str:period>/deliveries/", deliveries.page, name="deliveries"),
    path("bulletins/<str:period>/deliveries/<int:pk>/", deliveries.detail, name="delivery"),
    path(
        "bulletins/<str:period>/deliveries/<int:pk>/resend/",
        deliveries.resend,
        name="delivery_resend",
    ),
    path(
        "bulletins/<str:period>/deliveries/<int:pk>/bounce/",
        deliveries.bounce,
        name="delivery_bounce",
    ),
    path(
        "bulletins/<str:period>/deliveries/<int:pk>/confirm/",
        deliveries.confirm,
        name="delivery_confirm",
    ),
    path("receipts/<str:token>/", receipts.page, name="receipt_link"),
    path("bulletins/<str:period>/units/<int:unit_id>/", bulletins.unit_page, name="unit"),
    path("drafts/<str:paper>/<str:code>/counting/", counting.page, name="counting"),
    path("annual-reports/", annual.report_list, name="annual_reports"),
    path("annual-reports/build/", annual.build, name="annual_build"),
    *annual.DESK.paths("annual-reports/<int:year>/"),
    path(
        "annual-reports/<int:year>/corrections/", corrections.annual_page, name="annual_corrections"
    ),
    path(
        "annual-reports/<int:year>/corrections/make/",
        corrections.annual_make,
        name="annual_correction_make",
    ),
    path(
        "annual-reports/<int:year>/corrections/<int:pk>/",
        corrections.annual_correction,
        name="annual_correction",
    ),
    path(
        "annual-reports/<int:year>/corrections/<int:pk>/edit/",
        corrections.annual_edit,
        name="annual_correction_edit",
    ),
    path(
        "annual-reports/<int:year>/corrections/<int:pk>/approve/",
        corrections.annual_approve,
        name="annual_correction_approve",
    ),
    path(
        "annual-reports/<int:year>/corrections/<int:pk>/pdf/",
        corrections.annual_pdf,
        name="annual_correction_pdf",
    ),
    path("analysis/", analysis.page, name="analysis"),
    path("analysis/papers/", analysis_reports.report_list, name="analysis_papers"),
    path("analysis/papers/build/", analysis_reports.build, name="analysis_paper_build"),
    *analysis_reports.DESK.paths("analysis/papers/<str:month>/"),
    path("analysis/causes/", causes.page, name="analysis_causes"),
    path("analysis/causes/table/", causes.workbook, name="analysis_causes_table"),
    path("analysis/problems/", problems.page, name="analysis_problems"),
    path("analysis/speed/", analysis.speed, name="analysis_speed"),
]
