"""Addresses of leaders' cases."""

from django.urls import path

from accountability.views import leader_acts, leader_plans, leader_tables, leading

pages = [
    path("leading/", leading.case_list, {"scope": "mine"}, name="leader_cases"),
    path("leading/all/", leading.case_list, {"scope": "all"}, name="leader_cases_all"),
    path("leading/overdue/", leading.overdue, name="leader_steps"),
    path("leading/leaders/", leading.loads, name="leader_loads"),
    path("leading/panel/", leading.home_panel, name="leading_panel"),
    path("leading/tables/", leader_tables.table_list, name="leader_tables"),
    path("leading/tables/<slug:period>/", leader_tables.table_page, name="leader_table"),
    path("leading/tables/<slug:period>/pdf/", leader_tables.table_pdf, name="leader_table_pdf"),
    path("leading/tables/<slug:period>/xlsx/", leader_tables.table_xlsx, name="leader_table_xlsx"),
    path(
        "leading/tables/<slug:period>/publish/",
        leader_tables.table_publish,
        name="leader_table_publish",
    ),
    path("leading/steps/<int:pk>/done/", leader_acts.step_done, name="step_done"),
    path("leading/related/<int:pk>/result/", leader_acts.related_result, name="related_result"),
    path("leading/marks/<int:pk>/clear/", leader_acts.mark_clear, name="mark_clear"),
    path("leading/<int:pk>/", leading.detail, name="leader_case"),
    path("leading/<int:pk>/plan/", leader_plans.plan, name="leader_plan"),
    path("leading/<int:pk>/plan/confirm/", leader_acts.plan_confirm, name="plan_confirm"),
    path("leading/<int:pk>/conference/", leader_plans.conference, name="leader_conference"),
    path("leading/<int:pk>/<slug:act>/", leader_acts.act, name="leader_act"),
    path("cases/<int:pk>/leader/", leading.case_slot, name="case_leading"),
    path("cases/<int:pk>/take-up/", leader_acts.take_up, name="take_up"),
]
