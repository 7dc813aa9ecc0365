"""Keeping, sharing and scheduling a question; the question itself was read by `reporting.domain.asking`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import InvalidMany
from organizations.authority import Authority
from reporting.domain.asking import Asked, AskError
from reporting.models import Audience, MailTo, SavedView, ViewAudience, ViewOptOut
from reporting.permissions import can_keep_view, can_mail_roles, can_query, require
from reporting.selectors.saved_views import asked_of, views_for

FIRST_DAY, LAST_DAY = 2, 28


@dataclass(frozen=True)
class ViewDraft:
    """What a person fills in.

    Attributes:
        name: unique among the person's views.
        audiences: roles the view is shared with, none for a private one.
        mail_to, mail_day: who is sent it each month, and on which day (2 to 28).
    """

    name: str
    audiences: tuple[str, ...] = ()
    mail_to: str = MailTo.NOBODY
    mail_day: int | None = None


def save_view(*, authority: Authority, asked: Asked, draft: ViewDraft, now: datetime) -> SavedView:
    """Keep a question under a name.

    Args:
        authority: the owner to be.
        asked: the question, read with the owner's rights.
        draft: name, sharing and mail.
        now: aware time.

    Raises:
        NotAllowed: the person sees no petitions, or has mail sent to roles without seeing the county.
        InvalidMany: name used, a role that may not ask this, a day outside 2 to 28.
    """
    require(can_query(authority))
    view = SavedView(owner=authority.user, query=urlencode(asked.to_query()), created_at=now)
    return _store(view, authority, draft, now, verb="saved_view.create")


def edit_view(
    *, view: SavedView, authority: Authority, draft: ViewDraft, now: datetime
) -> SavedView:
    """Rename, share, schedule; raises what `save_view` raises, NotAllowed for anybody but the owner."""
    require(can_keep_view(authority, view))
    return _store(view, authority, draft, now, verb="saved_view.edit")


def replace_question(
    *, view: SavedView, authority: Authority, asked: Asked, now: datetime
) -> SavedView:
    """Let a view ask another question; raises what `edit_view` raises."""
    require(can_keep_view(authority, view))
    view.query = urlencode(asked.to_query())
    roles = tuple(view.audiences.values_list("audience", flat=True))
    draft = ViewDraft(view.name, roles, view.mail_to, view.mail_day)
    return _store(view, authority, draft, now, verb="saved_view.question")


def delete_view(*, view: SavedView, authority: Authority, now: datetime) -> None:
    """Remove a view of one's own with its sharing; mails already owed find nothing and end."""
    require(can_keep_view(authority, view))
    with transaction.atomic():
        audit.record(view, "saved_view.delete", actor=authority.user, at=now, name=view.name)
        view.delete()


def choose_mail(*, view: SavedView, authority: Authority, wants: bool, now: datetime) -> None:
    """Refuse or take again the monthly mail of a view; doing it twice changes nothing.

    Raises:
        NotAllowed: the view is neither one's own nor shared with a role of one's own.
    """
    require(views_for(authority).filter(pk=view.pk).exists())
    with transaction.atomic():
        mine = ViewOptOut.objects.filter(view=view, user=authority.user)
        if wants:
            mine.delete()
        else:
            ViewOptOut.objects.get_or_create(view=view, user=authority.user, defaults={"at": now})
        audit.record(view, "saved_view.mail", actor=authority.user, at=now, wants=wants)


def _store(
    view: SavedView, authority: Authority, draft: ViewDraft, now: datetime, *, verb: str
) -> SavedView:
    roles = tuple(dict.fromkeys(draft.audiences))
    _check(view, authority, draft, roles)
    since, day = _schedule(view, draft, timezone.localdate(now))
    view.name, view.changed_at = draft.name.strip(), now
    view.mail_to, view.mail_day, view.mail_since = draft.mail_to, day, since
    with transaction.atomic():
        view.save()
        view.audiences.exclude(audience__in=roles).delete()
        for role in roles:
            ViewAudience.objects.get_or_create(view=view, audience=role)
        audit.record(
            view, verb, actor=authority.user, at=now, name=view.name, query=view.query,
            roles=list(roles), mail_to=view.mail_to, mail_day=day,
        )  # fmt: skip
    return view


def _schedule(view: SavedView, draft: ViewDraft, today: date) -> tuple[date | None, int | None]:
    """From which day the mail is due; a schedule that stays as it was keeps its start."""
    if draft.mail_to == MailTo.NOBODY:
        return None, None
    is_same = view.mail_since is not None and view.mail_day == draft.mail_day
    return (view.mail_since if is_same else today), draft.mail_day


def _check(view: SavedView, authority: Authority, draft: ViewDraft, roles: Iterable[str]) -> None:
    errors: dict[str, str] = {}
    same = SavedView.objects.filter(owner=view.owner, name=draft.name.strip()).exclude(pk=view.pk)
    if not draft.name.strip():
        errors["name"] = _("请填写名称")
    elif same.exists():
        errors["name"] = _("您已有同名的视图，请换一个名称。")
    errors |= _wrong_roles(view, roles) | _wrong_mail(authority, draft, roles)
    if errors:
        raise InvalidMany(errors)


def _wrong_roles(view: SavedView, roles: Iterable[str]) -> dict[str, str]:
    if any(role not in Audience.values for role in roles):
        return {"audiences": _("没有这个角色")}
    if Audience.UNIT_LEADERS in roles:
        try:
            asked_of(view, sees_county=False)
        except AskError as error:
            return {"audiences": _("不能共享给单位领导：%(why)s") % {"why": str(error)}}
    return {}


def _wrong_mail(authority: Authority, draft: ViewDraft, roles: Iterable[str]) -> dict[str, str]:
    if draft.mail_to not in MailTo.values:
        return {"mail_to": _("没有这种发送方式")}
    if draft.mail_to == MailTo.NOBODY:
        return {}
    errors = {}
    if draft.mail_day is None or not FIRST_DAY <= draft.mail_day <= LAST_DAY:
        errors["mail_day"] = _("请填写 2 至 28 之间的日子")
    if draft.mail_to == MailTo.SHARED:
        if not can_mail_roles(authority):
            errors["mail_to"] = _("只有能查看全县数据的人员可以给其他人定时发送")
        elif not tuple(roles):
            errors["mail_to"] = _("视图没有共享给任何角色，请先选择角色")
    return errors
