"""Addresses of rule sets and reminder rules."""

from django.urls import path

from accountability.views import duty_rules, rule_editor, rule_versions, rules

pages = [
    path("rule-sets/", rules.rule_set_list, name="rule_set_list"),
    path("rule-sets/<int:pk>/", rules.rule_set_detail, name="rule_set_detail"),
    path("rule-sets/<int:pk>/copy/", rule_editor.rule_set_copy, name="rule_set_copy"),
    path("rule-sets/<int:pk>/edit/", rule_editor.rule_set_edit, name="rule_set_edit"),
    path("rule-sets/<int:pk>/changes/", rule_versions.rule_set_diff, name="rule_set_diff"),
    path("rule-sets/<int:pk>/basis/", rule_versions.rule_set_basis, name="rule_set_basis"),
    path(
        "rule-sets/<int:pk>/basis/file/",
        rule_versions.rule_set_basis_file,
        name="rule_set_basis_file",
    ),
    path(
        "rule-sets/<int:pk>/countersign/",
        rule_versions.rule_set_countersign,
        name="rule_set_countersign",
    ),
    path("rule-sets/<int:pk>/approve/", rule_versions.rule_set_approve, name="rule_set_approve"),
    path("rule-sets/<int:pk>/withdraw/", rule_versions.rule_set_withdraw, name="rule_set_withdraw"),
    path("duty-rules/reminders/", duty_rules.reminder_rule, name="reminder_rule"),
]
