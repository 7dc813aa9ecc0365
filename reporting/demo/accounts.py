"""The log-ins of the demonstration county, for those who try the system."""

from __future__ import annotations

from dataclasses import dataclass

from organizations.models import User

#: One password for all invented people; it opens nothing but demonstration data.
PASSWORD = "yanshi-xinfang-2026"  # noqa: S105 - of invented accounts, printed by the command
MAIL_DOMAIN = "xianzheng.invalid"

#: (username, what the person does) of those worth trying, in the order of the work.
SHOWN: tuple[tuple[str, str], ...] = (
    ("clerk1", "窗口接待（登记、转送、交办）"),
    ("clerk2", "来信办理"),
    ("head", "信访局局长（审批、签发月通报）"),
    ("supervisor1", "督查专员（催办、督办）"),
    ("town04.officer", "乡镇信访专干（受理、办理）"),
    ("town04.deputy", "乡镇分管领导"),
    ("town04.secretary", "乡镇主要领导（批准延期）"),
    ("dept11.officer", "县直部门信访工作负责人"),
    ("dept11.head", "县直部门主要领导"),
    ("dept01.officer", "纪检监察机关（检举控告）"),
    ("leader1", "县委书记"),
    ("leader6", "副县长（包案领导）"),
    ("admin", "系统管理员（机构、人员、日历）"),
)


@dataclass(frozen=True)
class Account:
    """One log-in as shown: part, name, unit, username."""

    part: str
    name: str
    unit: str
    username: str


def shown_accounts() -> list[Account]:
    """The accounts of `SHOWN` that exist, with names and units (one query)."""
    users = {
        user.username: user
        for user in User.objects.filter(username__in=[name for name, _ in SHOWN]).select_related(
            "unit"
        )
    }
    return [
        Account(part, users[username].name, str(users[username].unit), username)
        for username, part in SHOWN
        if username in users
    ]
