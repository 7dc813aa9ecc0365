"""Which leader a matter falls to by the division of duties (一岗双责), with the reason in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accountability.domain.escalation import county_leader
from accountability.selectors.recipients import leader_post
from organizations.authority import authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Post, Term, User
from organizations.selectors import leading, setting
from petitions.models import Case

LEADING = (PostKind.COUNTY_LEADER, PostKind.PRINCIPAL, PostKind.DEPUTY, PostKind.OFFICE_HEAD)
ARTICLE = "条例第五条第三项"
# Who writes the work of a leader's case for a unit; county leaders of one building do not write for each other.
LEADER_WRITERS = (
    PostKind.PRINCIPAL,
    PostKind.DEPUTY,
    PostKind.PETITION_OFFICER,
    PostKind.OFFICE_HEAD,
)


@dataclass(frozen=True)
class Suggestion:
    """The leader found, the post that makes it his or her duty, and why."""

    user: User
    post: Post
    reason: str


def suggest(case: Case, *, on: date) -> Suggestion | None:
    """The leader of a hard or major matter by rule; None when nobody suitable holds a post.

    A county leader first, or the leader of the unit that handles it, as the county set
    (``leader_case.county_first``). Who is accused by the matter or had to step back is passed over.
    """
    without = unsuitable(case, on=on)
    ways = [_of_county, _of_unit]
    if not setting("leader_case.county_first", on=on, default=True):
        ways.reverse()
    return next((found for way in ways if (found := way(case, on, without))), None)


def _content(case: Case) -> tuple[str, str]:
    content = case.content_class
    if content is None:
        return "", ""
    return content.code, str(content.parent or content)


def _of_county(case: Case, on: date, without: Collection[int]) -> Suggestion | None:
    code, name = _content(case)
    terms = (
        Term.objects.held(on=on)
        .filter(post__kind=PostKind.COUNTY_LEADER, user__is_active=True)
        .exclude(user__in=without)
        .select_related("post__unit", "user")
        .prefetch_related("post__portfolio_units")
        .order_by("post__order", "pk")
    )
    by_post = {term.post_id: term for term in terms}
    posts = [leader_post(term) for term in by_post.values()]
    found = county_leader(posts, content_code=code, unit_id=case.responsible_unit_id)
    if found is None or found[0].post_id is None:
        return None
    term = by_post[found[0].post_id]
    return Suggestion(term.user, term.post, _words(term, found[1], name, case))


def _of_unit(case: Case, on: date, without: Collection[int]) -> Suggestion | None:
    code, name = _content(case)
    found = leading(case.responsible_unit_id, code, on=on, without=without)
    if found is None:
        return None
    term = found.term
    return Suggestion(term.user, term.post, _words(term, found.why, name, case))


def _words(term: Term, why: str, content: str, case: Case) -> str:
    about = {
        "按分管内容分类": _("分管“%(content)s”") % {"content": content},
        "按联系单位": _("联系%(unit)s") % {"unit": case.responsible_unit},
    }.get(why, why)
    return _("%(post)s%(about)s，按一岗双责包案（%(article)s）") % {
        "post": term.post.title,
        "about": about,
        "article": ARTICLE,
    }


def unsuitable(case: Case, *, on: date) -> set[int]:
    """People who may not lead a matter: recused (条例第二十八条第三款) or accused by it (第三十条第三款)."""
    found = set(case.recusals.filter(status="approved").values_list("user_id", flat=True))
    if not case.is_secret:
        return found
    leaders = (
        Term.objects.held(on=on)
        .filter(post__kind__in=LEADING, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    for user in {term.user_id: term.user for term in leaders}.values():
        if user.pk not in found and not is_fit_to_know(case, user, on=on):
            found.add(user.pk)
    return found


def is_fit_to_know(case: Case, user: User, *, on: date) -> bool:
    """Whether somebody may be entrusted with a report (条例第三十条第三款); any other matter is open to every leader.

    A county leader, the head of the petition office, or a leader of an organ that is competent for reports, none of
    whom is accused.
    """
    if not case.is_secret:
        return True
    authority = authority_of(user, on=on)
    competent = any(post.competence for post in authority.posts)
    if not (authority.is_county_leader or authority.is_office_head or competent):
        return False
    return Case.objects.filter(pk=case.pk).hidden_from_accused(authority).exists()


def leading_post(user: User, case: Case, *, on: date) -> Post | None:
    """The post through which somebody leads a matter: of the county, else of its unit, else the first one."""
    terms = list(
        Term.objects.held(on=on)
        .filter(user=user, user__is_active=True, post__kind__in=LEADING)
        .select_related("post__unit")
        .order_by("post__order", "pk")
    )
    best = sorted(
        terms,
        key=lambda term: (
            term.post.unit.kind != UnitKind.COUNTY,
            term.post.unit_id != case.responsible_unit_id,
        ),
    )
    return best[0].post if best else None
