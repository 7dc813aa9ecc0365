"""What the petitions app adds to the navigation and the home page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.navigation import DUTY, REGISTERS, SYSTEM, WORK, Entry, Panel, add, add_panel
from petitions import permissions


def _has_post(authority: Any) -> bool:
    return bool(authority.works_with_matters)


def _handles(authority: Any) -> bool:
    return authority.is_office_staff or bool(authority.handling_units)


add(
    Entry(
        _("登记信访事项"),
        "petitions:intake",
        "file-plus",
        WORK,
        order=10,
        allowed=permissions.can_register,
        hint=_("来访、来信、来电、网上信访"),
    ),
    Entry(
        _("待我办理"),
        "petitions:case_list",
        "checklist",
        WORK,
        order=20,
        allowed=_handles,
        query="view=todo",
        hint=_("本单位应当办理的事项，最近到期在前"),
    ),
    Entry(
        _("待审核异议"),
        "petitions:case_list",
        "gavel",
        WORK,
        order=30,
        allowed=lambda authority: authority.is_office_staff,
        query="view=objections",
    ),
    Entry(
        _("信访事项"),
        "petitions:case_list",
        "list-details",
        WORK,
        order=40,
        allowed=_has_post,
        hint=_("查找、筛选、导出"),
    ),
)
add(
    Entry(
        _("登记簿导入"),
        "petitions:import_list",
        "file-import",
        REGISTERS,
        order=60,
        allowed=permissions.can_import,
    ),
    Entry(
        _("属地待定"),
        "petitions:place_queue",
        "map-pin",
        REGISTERS,
        order=61,
        allowed=permissions.can_change_place,
    ),
)
add(
    Entry(
        _("当日文书"),
        "petitions:letters_day",
        "printer",
        REGISTERS,
        order=5,
        allowed=_handles,
        hint=_("本单位当天出具的文书，一次打印"),
    )
)
add(
    Entry(
        _("重大紧急报告"),
        "petitions:urgent_list",
        "urgent",
        DUTY,
        order=5,
        allowed=_has_post,
        hint=_("还没有向谁报告、还没有签收"),
    )
)
add(
    Entry(
        _("法定程序指引"),
        "petitions:guide_list",
        "book",
        SYSTEM,
        order=30,
        allowed=lambda authority: bool(authority.posts) or authority.is_administrator,
        hint=_("诉讼、仲裁、复议等程序：到哪里、依据、一般期限"),
    )
)
add(
    Entry(
        _("成因表"),
        "petitions:cause_list",
        "list-check",
        SYSTEM,
        order=31,
        allowed=lambda authority: bool(authority.posts) or authority.is_administrator,
        hint=_("登记成因时可以选什么，何时选用"),
    )
)
add_panel(Panel("petitions:home_panel", order=10, allowed=_has_post))
