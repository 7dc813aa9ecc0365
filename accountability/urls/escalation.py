"""Addresses of escalation: its steps, instructions, falls and rules."""

from django.urls import path

from accountability.views import escalation_rules, escalations, instructions

pages = [
    path("cases/<int:pk>/reminders/", escalations.case_reminders, name="case_reminders"),
    path("cases/<int:pk>/lower-level/", escalations.lower_level, name="lower_level"),
    path("escalations/", escalations.escalation_list, name="escalation_list"),
    path("escalations/mine/", escalations.my_escalations, name="my_escalations"),
    path("escalations/<int:pk>/", escalations.escalation_step, name="escalation_step"),
    path("escalations/<int:pk>/acknowledge/", escalations.acknowledge, name="acknowledge"),
    path("instructions/", instructions.instruction_list, name="instructions"),
    path("instructions/<int:pk>/", instructions.instruction, name="instruction"),
    path("instructions/<int:pk>/answer/", instructions.answer, name="instruction_answer"),
    path("instructions/<int:pk>/send-back/", instructions.send_back, name="instruction_send_back"),
    path("instructions/<int:pk>/finish/", instructions.finish, name="instruction_finish"),
    path("duty-rules/escalation/", escalation_rules.escalation_rules, name="escalation_rules"),
    path("duty-rules/levels/", escalation_rules.levels, name="levels"),
    path("duty-rules/escalation/new/", escalation_rules.rule_new, name="rule_new"),
    path("duty-rules/escalation/<int:pk>/", escalation_rules.rule_edit, name="rule_edit"),
    path("duty-rules/escalation/<int:pk>/end/", escalation_rules.rule_end, name="rule_end"),
    path("duty-rules/falls/", escalation_rules.falls, name="fall_modes"),
]
