"""Addresses of the reporting app."""

from django.urls import path

from reporting.views import (
    analysis,
    boards,
    bulletins,
    cases,
    corrections,
    dashboard,
    definitions,
    deliveries,
    distribution,
    drafts,
    exports,
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
    path("bulletins/<str:period>/", bulletins.bulletin_page, name="bulletin"),
    path("bulletins/<str:period>/rebuild/", bulletins.rebuild, name="rebuild"),
    path("bulletins/<str:period>/texts/", drafts.texts, name="texts"),
    path("bulletins/<str:period>/preview/", drafts.preview, name="preview"),
    path(
        "bulletins/<str:period>/pages/<str:digest>/<int:number>.png",
        drafts.page_picture,
        name="page_picture",
    ),
    path("bulletins/<str:period>/approve/", bulletins.approve, name="approve"),
    path("bulletins/<str:period>/send-back/", bulletins.send_back, name="send_back"),
    path("bulletins/<str:period>/publish/", bulletins.sign, name="publish"),
    path("bulletins/<str:period>/state/", bulletins.state, name="state"),
    path("bulletins/<str:period>/pdf/", bulletins.pdf, name="pdf"),
    path("bulletins/<str:period>/excel/", exports.excel, name="excel"),
    path("bulletins/<str:period>/word/", exports.word, name="word"),
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
    path("bulletins/<str:period>/verify/", bulletins.verify, name="verify"),
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
    path("analysis/", analysis.page, name="analysis"),
    path("analysis/speed/", analysis.speed, name="analysis_speed"),
]
