"""Addresses of the accountability app."""

from django.urls import include, path

from accountability.views import duty_rules, inbox, rules

pages = [
    path("notices/", inbox.inbox, name="inbox"),
    path("notices/panel/", inbox.home_panel, name="home_panel"),
    path("notices/read/", inbox.read_all, name="notices_read"),
    path("notices/<int:pk>/open/", inbox.open_notice, name="notice_open"),
    path("cases/<int:pk>/reminders/", inbox.case_reminders, name="case_reminders"),
    path("escalations/", inbox.escalation_list, name="escalation_list"),
    path("escalations/<int:pk>/acknowledge/", inbox.acknowledge, name="acknowledge"),
    path("rule-sets/", rules.rule_set_list, name="rule_set_list"),
    path("rule-sets/<int:pk>/", rules.rule_set_detail, name="rule_set_detail"),
    path("rule-sets/<int:pk>/copy/", rules.rule_set_copy, name="rule_set_copy"),
    path("rule-sets/<int:pk>/approve/", rules.rule_set_approve, name="rule_set_approve"),
    path("duty-rules/reminders/", duty_rules.reminder_rule, name="reminder_rule"),
    path("duty-rules/levels/", duty_rules.levels, name="levels"),
    path("talks/", rules.talk_list, name="talk_list"),
    path("talks/<int:pk>/settle/", rules.talk_settle, name="talk_settle"),
]

urlpatterns = [
    path("notices/bell/", inbox.bell, name="notice-bell"),
    path("", include((pages, "accountability"))),
]
