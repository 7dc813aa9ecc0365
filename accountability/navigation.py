"""What the accountability app adds to the navigation, the pages of the kernel included."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accountability.permissions import can_read_rule_sets, can_read_talks
from core.navigation import DUTY, SYSTEM, WORK, Entry, Panel, add, add_panel
from core.permissions import can_read_mails, can_repair_effects

add(
    Entry(_("站内通知"), "accountability:inbox", "bell", WORK, order=60),
    Entry(
        _("升级督办"),
        "accountability:escalation_list",
        "stairs-up",
        DUTY,
        order=10,
        allowed=lambda authority: bool(authority.posts),
        hint=_("逾期事项逐级升级、签阅情况"),
    ),
    Entry(
        _("谈话建议"),
        "accountability:talk_list",
        "messages",
        DUTY,
        order=20,
        allowed=can_read_talks,
    ),
    Entry(
        _("考核办法"),
        "accountability:rule_set_list",
        "scale",
        DUTY,
        order=30,
        allowed=can_read_rule_sets,
    ),
    Entry(_("发件箱"), "mail-list", "mail", SYSTEM, order=60, allowed=can_read_mails),
    Entry(
        _("后台任务"), "effect-list", "alert-triangle", SYSTEM, order=70, allowed=can_repair_effects
    ),
)
add_panel(Panel("accountability:home_panel", order=20))
