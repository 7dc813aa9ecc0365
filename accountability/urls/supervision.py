"""Addresses of supervision."""

from django.urls import path

from accountability.views import supervision, supervision_acts, supervision_lists, supervision_rules

pages = [
    path("supervision/", supervision.supervision_list, name="supervision_list"),
    path("supervision/panel/", supervision.home_panel, name="supervision_panel"),
    path("supervision/listed/", supervision.listed, name="supervision_listed"),
    path("supervision/new/", supervision_acts.propose, name="supervision_new"),
    path("supervision/rules/", supervision_rules.rules, name="supervision_rules"),
    path("supervision/groups/new/", supervision_rules.group, name="supervision_group_new"),
    path("supervision/groups/<int:pk>/", supervision_rules.group, name="supervision_group"),
    path("supervision/templates/new/", supervision_rules.template, name="checklist_template_new"),
    path("supervision/templates/<int:pk>/", supervision_rules.template, name="checklist_template"),
    path("supervision/<int:pk>/", supervision.supervision, name="supervision"),
    path("supervision/<int:pk>/letter/", supervision.supervision_letter, name="supervision_letter"),
    path(
        "supervision/<int:pk>/files/<int:file>/",
        supervision.supervision_file,
        name="supervision_file",
    ),
    path("supervision/<int:pk>/open/", supervision_acts.open_item, name="supervision_open"),
    path("supervision/<int:pk>/dismiss/", supervision_acts.dismiss, name="supervision_dismiss"),
    path("supervision/<int:pk>/answer/", supervision_acts.answer, name="supervision_answer"),
    path("supervision/<int:pk>/return/", supervision_acts.return_answer, name="supervision_return"),
    path("supervision/<int:pk>/close/", supervision_acts.close, name="supervision_close"),
    path("supervision/<int:pk>/list/", supervision_lists.list_item, name="supervision_list_item"),
    path("supervision/<int:pk>/unlist/", supervision_lists.unlist, name="supervision_unlist"),
    path(
        "supervision/<int:pk>/checklist/add/",
        supervision_lists.checklist_add,
        name="supervision_checklist_add",
    ),
    path(
        "supervision/<int:pk>/checklist/",
        supervision_lists.checklist_fill,
        name="supervision_checklist",
    ),
    path("cases/<int:pk>/supervision/", supervision.case_slot, name="case_supervision"),
]
