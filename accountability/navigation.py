"""What the accountability app adds to the navigation, the pages of the kernel included."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accountability.inquiry_permissions import (
    can_have_inquiries,
    can_have_result_sheet,
    can_read_result_sheets,
)
from accountability.permissions import (
    can_have_first_contact,
    can_list_scores,
    can_read_duties,
    can_read_rule_sets,
    can_read_suggestions,
    can_read_supervision,
    can_read_talks,
)
from core.navigation import CHARGE, DUTY, FIGURES, SYSTEM, WORK, Entry, Panel, add, add_panel
from core.permissions import can_read_mails, can_repair_effects

add(
    Entry(_("站内通知"), "accountability:inbox", "bell", WORK, order=60),
    Entry(
        _("待我签阅"),
        "accountability:my_escalations",
        "alarm",
        WORK,
        order=15,
        allowed=lambda authority: authority.works_with_matters,
        hint=_("逾期后升到本人一级的事项，签阅、批示"),
    ),
    Entry(
        _("批示"),
        "accountability:instructions",
        "message-2",
        DUTY,
        order=12,
        allowed=lambda authority: authority.works_with_matters,
    ),
    Entry(
        _("升级督办"),
        "accountability:escalation_list",
        "stairs-up",
        DUTY,
        order=10,
        allowed=lambda authority: authority.works_with_matters,
        hint=_("逾期事项逐级升级、签阅情况"),
    ),
    Entry(
        _("首接责任"),
        "accountability:first_contact",
        "user-check",
        CHARGE,
        order=5,
        allowed=can_have_first_contact,
        hint=_("本人首接的事项、移交清单、首办化解"),
    ),
    Entry(
        _("领导包案"),
        "accountability:leader_cases",
        "user-shield",
        CHARGE,
        order=8,
        allowed=can_read_duties,
        hint=_("难案要案、化解方案、走访会商、每月公布"),
    ),
    Entry(
        _("领导接访"),
        "accountability:reception",
        "calendar-event",
        CHARGE,
        order=15,
        allowed=can_read_duties,
        hint=_("接访日安排、取号、承诺事项"),
        featured=lambda authority: authority.is_county_leader or authority.is_reception,
    ),
    Entry(
        _("督办"),
        "accountability:supervision_list",
        "gavel",
        DUTY,
        order=12,
        allowed=can_read_supervision,
        hint=_("督办函、答复审核、挂牌督办、督查清单"),
    ),
    Entry(
        _("专项治理"),
        "accountability:campaigns",
        "target",
        DUTY,
        order=13,
        allowed=can_read_supervision,
    ),
    Entry(
        _("三项建议"),
        "accountability:suggestions",
        "message-2",
        DUTY,
        order=14,
        allowed=can_read_suggestions,
    ),
    Entry(
        _("约谈"),
        "accountability:talk_list",
        "messages",
        DUTY,
        order=20,
        allowed=can_read_talks,
    ),
    Entry(
        _("责任追究"),
        "accountability:inquiry_list",
        "gavel",
        DUTY,
        order=40,
        allowed=can_have_inquiries,
    ),
    Entry(
        _("履职情况"),
        "accountability:holders",
        "id-badge",
        CHARGE,
        order=45,
        allowed=can_read_result_sheets,
    ),
    Entry(
        _("我的履职情况"),
        "accountability:own_sheets",
        "id-badge",
        CHARGE,
        order=46,
        allowed=can_have_result_sheet,
    ),
    Entry(
        _("考核办法"),
        "accountability:rule_set_list",
        "scale",
        FIGURES,
        order=30,
        allowed=can_read_rule_sets,
    ),
    Entry(
        _("考核得分"),
        "accountability:score_list",
        "checklist",
        FIGURES,
        order=31,
        allowed=can_list_scores,
        hint=_("每月扣分明细、异议、人工计分"),
    ),
    Entry(
        _("整改任务"),
        "accountability:problem_tasks",
        "target",
        FIGURES,
        order=23,
        allowed=lambda authority: can_read_supervision(authority) and not authority.sees_all_cases,
        hint=_("月分析交本单位限期整改的问题"),
    ),
    Entry(_("发件箱"), "mail-list", "mail", SYSTEM, order=60, allowed=can_read_mails),
    Entry(_("短信"), "sms-list", "message", SYSTEM, order=65, allowed=can_read_mails),
    Entry(
        _("后台任务"), "effect-list", "alert-triangle", SYSTEM, order=70, allowed=can_repair_effects
    ),
)
add_panel(
    Panel("accountability:leading_panel", order=15, allowed=can_read_duties),
    Panel("accountability:home_panel", order=20),
    Panel("accountability:supervision_panel", order=22, allowed=can_read_supervision),
)
