"""Posts and who holds them: set up, portfolio, appointment, end of a term."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid
from organizations.authority import Authority
from organizations.domain.terms import Span, conflicts
from organizations.enums import PostKind
from organizations.events import term_changed
from organizations.models import Post, Term, Unit, User
from organizations.permissions import require_writer


@dataclass(frozen=True)
class PostFacts:
    """What a post is called and what it answers for (一岗双责).

    ``is_convenor``: its holder convenes the joint meeting (联席会议召集人, 条例第十三条); county leaders only.
    """

    kind: str
    title: str
    order: int = 0
    portfolio: tuple[str, ...] = ()
    portfolio_unit_ids: tuple[int, ...] = ()
    is_convenor: bool = False


@transaction.atomic
def save_post(
    *, authority: Authority, unit: Unit, facts: PostFacts, now: datetime, post: Post | None = None
) -> Post:
    """Set up a post in a unit, or change one.

    Args:
        authority: an administrator.
        unit: the unit of a new post.
        facts: kind, title, order, classes and units in its portfolio.
        now: aware time of the act.
        post: the post to change; None sets up a new one.

    Raises:
        NotAllowed: no administrator. Invalid: the unit has a post of that name already, the kind of a
            post that has been held would change, or the convenor would not be a county leader.
    """
    require_writer(authority)
    verb = "post.edit" if post else "post.create"
    post = post or Post(unit=unit)
    if post.pk and post.kind != facts.kind and post.terms.exists():
        raise Invalid(_("已有人任过的职务不能改变类别，请新设职务。"), field="kind")
    post.kind, post.title, post.order = facts.kind, facts.title, facts.order
    post.portfolio = sorted(facts.portfolio)
    if facts.is_convenor and facts.kind != PostKind.COUNTY_LEADER:
        raise Invalid(_("联席会议召集人须是县领导职务（条例第十三条）。"), field="is_convenor")
    post.is_convenor = facts.is_convenor
    try:
        post.full_clean()
    except ValidationError as error:
        raise Invalid("；".join(error.messages), field="title") from error
    post.save()
    post.portfolio_units.set(Unit.objects.filter(pk__in=facts.portfolio_unit_ids))
    audit.record(
        unit,
        verb,
        actor=authority.user,
        at=now,
        post=post.pk,
        kind=facts.kind,
        title=facts.title,
        portfolio=post.portfolio,
        units=sorted(facts.portfolio_unit_ids),
        convenor=facts.is_convenor,
    )
    return post


@transaction.atomic
def appoint(
    *,
    authority: Authority,
    post: Post,
    user: User,
    starts_on: date,
    now: datetime,
    ends_on: date | None = None,
    replace: bool = False,
) -> Term:
    """Let a person hold a post from a day on.

    Args:
        authority: an administrator.
        post: the post.
        user: an active account.
        starts_on: first day of the term.
        now: aware time of the act.
        ends_on: last day, when it is known already.
        replace: end the running term of the present holder on the day before.

    Raises:
        NotAllowed: no administrator. Invalid: inactive account, dates out of order, or the post is held in
            that time.
    """
    require_writer(authority)
    if not user.is_active:
        raise Invalid(_("该账号已停用，不能任职。"), field="user")
    if ends_on and ends_on < starts_on:
        raise Invalid(_("免职日期不能早于任职日期。"), field="ends_on")
    terms = list(post.terms.select_related("user"))
    if replace:
        for term in _replaceable(terms, starts_on):
            end_term(authority=authority, term=term, ends_on=starts_on - timedelta(days=1), now=now)
    _check_free(post, user, Span(starts_on, ends_on), terms)
    term = Term.objects.create(post=post, user=user, starts_on=starts_on, ends_on=ends_on)
    audit.record(
        post.unit,
        "term.start",
        actor=authority.user,
        at=now,
        post=post.pk,
        title=post.title,
        user=user.pk,
        name=str(user),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    term_changed.send(sender=Term, unit_id=post.unit_id, user_id=user.pk, now=now)
    return term


@transaction.atomic
def end_term(*, authority: Authority, term: Term, ends_on: date, now: datetime) -> Term:
    """End a term on its last day; the row stays as history.

    Raises:
        NotAllowed: no administrator. Invalid: the day lies before the first one, or the term ended earlier.
    """
    require_writer(authority)
    if ends_on < term.starts_on:
        raise Invalid(_("免职日期不能早于任职日期。"), field="ends_on")
    if term.ends_on and term.ends_on < ends_on:
        raise Invalid(_("任期已于更早的日期结束。"), field="ends_on")
    term.ends_on = ends_on
    term.save(update_fields=["ends_on"])
    audit.record(
        term.post.unit,
        "term.end",
        actor=authority.user,
        at=now,
        post=term.post_id,
        title=term.post.title,
        user=term.user_id,
        name=str(term.user),
        ends_on=ends_on,
    )
    term_changed.send(sender=Term, unit_id=term.post.unit_id, user_id=term.user_id, now=now)
    return term


def _replaceable(terms: Collection[Term], starts_on: date) -> list[Term]:
    return [t for t in terms if t.ends_on is None and t.starts_on < starts_on]


def _check_free(post: Post, user: User, wanted: Span, terms: Collection[Term]) -> None:
    held = [(t.user_id, Span(t.starts_on, t.ends_on)) for t in terms]
    in_the_way = set(conflicts(post.kind, wanted, held, user_id=user.pk))
    if user.pk in in_the_way:
        raise Invalid(_("此人在这段时间已任该职务。"), field="user")
    if in_the_way:
        names = "、".join(sorted({str(t.user) for t in terms if t.user_id in in_the_way}))
        message = _("该职务在这段时间由%(names)s担任；接任请勾选“免去现任”。") % {"names": names}
        raise Invalid(message, field="starts_on")
