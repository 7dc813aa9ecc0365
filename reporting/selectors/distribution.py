"""The distribution list of a bulletin: which posts get it, who holds them on the day, who gets nothing and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.enums import PostKind, UnitKind
from organizations.models import Post, Term, User
from organizations.selectors import settings_of
from reporting.domain.deliveries import GROUPS, post_group
from reporting.models import Bulletin, DistributionChange, DistributionKind, PostGroup

SEND, VACANT, NO_ADDRESS, INACTIVE = "send", "vacant", "no_address", "inactive"
OMITTED, SAME = "omitted", "same"
PROBLEMS = {
    VACANT: _("职务空缺"),
    NO_ADDRESS: _("账号没有登记电子邮箱"),
    INACTIVE: _("账号已停用"),
    SAME: _("同一人已因另一职务列入，不重复发送"),
}
POST_KINDS = (PostKind.PRINCIPAL, PostKind.DEPUTY, PostKind.COUNTY_LEADER)
UNIT_KINDS = (UnitKind.COUNTY, UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)


@dataclass(frozen=True)
class Line:
    """One post with its holder, or one person who was added.

    Attributes:
        group: group of posts, "" for a person added who holds no such post.
        post: None for such a person.
        user: None for a vacant post.
        state: what the bulletin's publication does with the line.
        change: what the signer changed about the person.
    """

    group: str
    post: Post | None
    user: User | None
    state: str
    change: DistributionChange | None = None

    @property
    def group_name(self) -> str:
        """What the screen calls the group."""
        return str(PostGroup(self.group).label) if self.group else gettext("签发人加入")

    @property
    def problem(self) -> str:
        """Why nothing is sent, "" when something is."""
        if self.state == OMITTED and self.change:
            return gettext("签发人决定不发送：%(reason)s") % {"reason": self.change.reason}
        return str(PROBLEMS.get(self.state, ""))


@dataclass(frozen=True)
class Distribution:
    """The whole list, in the order of the units and posts; each person stands on it once."""

    on: date
    lines: list[Line]
    off: list[str] = field(default_factory=list)

    @property
    def served(self) -> list[Line]:
        """Who gets a mail."""
        return [line for line in self.lines if line.state == SEND]

    @property
    def unserved(self) -> list[Line]:
        """Who gets none, and why; a second post of somebody who is served is no gap."""
        return [line for line in self.lines if line.state not in {SEND, SAME}]

    @property
    def counts(self) -> dict[str, int]:
        """State of a line → number."""
        return dict(Counter(line.state for line in self.lines))


def distribution(bulletin: Bulletin, *, on: date) -> Distribution:
    """The distribution list as it stands for a day (four queries).

    Args:
        bulletin: its changes count.
        on: the day whose holders of posts are addressed.
    """
    switched = settings_of([f"delivery.{group}" for group in GROUPS], on=on)
    changes = {
        change.user_id: change
        for change in DistributionChange.objects.filter(bulletin=bulletin)
        .select_related("user", "by")
        .order_by("pk")
    }
    off = [str(PostGroup(group).label) for group in GROUPS if not switched[f"delivery.{group}"]]
    lines: list[Line] = []
    seen: set[int] = set()
    for group, post, terms in _posts(on):
        if switched[f"delivery.{group}"]:
            lines += _of_post(group, post, terms, changes, seen)
    for change in changes.values():
        if change.kind == DistributionKind.ADD and change.user_id not in seen:
            lines.append(Line("", None, change.user, _state(change.user), change))
    return Distribution(on=on, lines=lines, off=off)


def _posts(on: date) -> list[tuple[str, Post, list[Term]]]:
    held = Term.objects.held(on=on).select_related("user").order_by("pk")
    posts = (
        Post.objects.filter(
            kind__in=POST_KINDS, unit__kind__in=UNIT_KINDS, unit__valid_from__lte=on
        )
        .filter(Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=on))
        .select_related("unit")
        .prefetch_related(Prefetch("terms", queryset=held, to_attr="held_terms"))
        .order_by("unit__order", "unit__code", "order", "pk")
    )
    grouped = [
        (post_group(kind=p.kind, unit_kind=p.unit.kind, title=p.title), p, p.held_terms)
        for p in posts
    ]
    return [row for row in grouped if row[0]]


def _of_post(
    group: str,
    post: Post,
    terms: list[Term],
    changes: dict[int, DistributionChange],
    seen: set[int],
) -> list[Line]:
    """The lines of one post; a person who already stands on the list is served once."""
    if not terms:
        return [Line(group, post, None, VACANT)]
    lines = []
    for term in terms:
        if term.user_id in seen:
            lines.append(Line(group, post, term.user, SAME))
            continue
        seen.add(term.user_id)
        change = changes.get(term.user_id)
        omitted = change is not None and change.kind == DistributionKind.OMIT
        state = OMITTED if omitted else _state(term.user)
        lines.append(Line(group, post, term.user, state, change))
    return lines


def _state(user: User) -> str:
    if not user.is_active:
        return INACTIVE
    return SEND if user.email else NO_ADDRESS


def people_to_choose(on: date) -> list[tuple[str, str]]:
    """(id, name with unit and post) of everybody who may read bulletins on that day (one query)."""
    terms = (
        Term.objects.held(on=on)
        .filter(user__is_active=True)
        .exclude(post__kind=PostKind.ADMINISTRATOR)
        .filter(post__unit__kind__in=[*UNIT_KINDS, UnitKind.PETITION_OFFICE])
        .select_related("user", "post__unit")
        .order_by("post__unit__order", "post__unit__code", "post__order", "pk")
    )
    found: dict[str, str] = {}
    for term in terms:
        found.setdefault(str(term.user_id), f"{term.user}（{term.post.unit} {term.post.title}）")
    return list(found.items())
