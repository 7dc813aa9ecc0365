"""Addresses of scores: a unit's lines, objections to them, findings by hand."""

from django.urls import path

from accountability.views import findings, score_objections, scores

pages = [
    path("scores/", scores.score_list, name="score_list"),
    path("scores/<str:period>/", scores.score_period, name="score_period"),
    path("scores/<str:period>/units/<int:unit_id>/", scores.score_unit, name="score_unit"),
    path("score-lines/<int:pk>/object/", score_objections.score_object, name="score_object"),
    path("score-objections/", score_objections.objection_list, name="score_objections"),
    path("score-objections/<int:pk>/", score_objections.objection, name="score_objection"),
    path(
        "score-objections/<int:pk>/decide/",
        score_objections.objection_decide,
        name="score_objection_decide",
    ),
    path(
        "score-objections/<int:pk>/withdraw/",
        score_objections.objection_withdraw,
        name="score_objection_withdraw",
    ),
    path("score-files/<int:pk>/", score_objections.score_file, name="score_file"),
    path("findings/", findings.finding_list, name="findings"),
    path("findings/new/", findings.finding_new, name="finding_new"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/decide/", findings.finding_decide, name="finding_decide"),
]
