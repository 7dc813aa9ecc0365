"""Staff accounts: create, change, give a new password, stop and restart."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, InvalidMany
from organizations.authority import Authority
from organizations.models import Term, User
from organizations.permissions import require_writer

# Without the characters people confuse when they copy a password from a note.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PASSWORD_LENGTH = 14


@dataclass(frozen=True)
class StaffFacts:
    """What an account says about its holder."""

    name: str
    unit_id: int | None
    phone: str = ""
    email: str = ""


def new_password() -> str:
    """A password that is shown once and has to be changed at the first log-in."""
    return "".join(secrets.choice(ALPHABET) for _position in range(PASSWORD_LENGTH))


@transaction.atomic
def create_account(
    *, authority: Authority, username: str, facts: StaffFacts, password: str, now: datetime
) -> User:
    """Create an account without any right: rights come with posts.

    Args:
        authority: an administrator.
        username: log-in name, unique.
        facts: name, unit, contact.
        password: first password, to be changed at the first log-in.
        now: aware time of the act.

    Raises:
        NotAllowed: no administrator. InvalidMany: a field is wrong or the name is taken.
    """
    require_writer(authority)
    user = User(username=username, must_change_password=True)
    _apply(user, facts)
    user.set_password(password)
    user.save()
    audit.record(
        user, "account.create", actor=authority.user, at=now, username=username, **asdict(facts)
    )
    return user


@transaction.atomic
def edit_account(*, authority: Authority, user: User, facts: StaffFacts, now: datetime) -> User:
    """Change name, unit and contact of an account.

    Raises:
        NotAllowed: no administrator. InvalidMany: a field is wrong.
    """
    require_writer(authority)
    old = {name: getattr(user, name) for name in asdict(facts)}
    _apply(user, facts)
    user.save()
    changed = {k: [old[k], v] for k, v in asdict(facts).items() if old[k] != v}
    audit.record(user, "account.edit", actor=authority.user, at=now, changed=changed)
    return user


@transaction.atomic
def reset_password(*, authority: Authority, user: User, password: str, now: datetime) -> None:
    """Give an account a new password, to be changed at the next log-in; running sessions end.

    Raises:
        NotAllowed: no administrator.
    """
    require_writer(authority)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(user, "account.reset_password", actor=authority.user, at=now)


@transaction.atomic
def change_own_password(*, user: User, password: str, now: datetime) -> None:
    """The holder chose a new password (already validated)."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(user, "account.change_password", actor=user, at=now)


@transaction.atomic
def set_active(*, authority: Authority, user: User, active: bool, now: datetime) -> None:
    """Stop or restart an account; a stopped one cannot log in and holds no authority.

    Raises:
        NotAllowed: no administrator. Invalid: one's own account, or posts are still held.
    """
    require_writer(authority)
    if user.pk == authority.user.pk:
        raise Invalid(_("不能停用自己的账号。"))
    if not active and Term.objects.held(on=authority.on).filter(user=user).exists():
        raise Invalid(_("此人仍在任职，请先办理免职，再停用账号。"))
    user.is_active = active
    user.save(update_fields=["is_active"])
    verb = "account.start" if active else "account.stop"
    audit.record(user, verb, actor=authority.user, at=now)


def _apply(user: User, facts: StaffFacts) -> None:
    for name, value in asdict(facts).items():
        setattr(user, name, value)
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise InvalidMany(
            {
                {"__all__": "", "unit": "unit_id"}.get(field, field): "；".join(messages)
                for field, messages in error.message_dict.items()
            }
        ) from error
