"""Collective visits: from how many people a visit counts as one, and how many may represent it."""

from dataclasses import dataclass

from core.domain.words import words as _

COLLECTIVE_THRESHOLD = 5
MAX_REPRESENTATIVES = 5  # 条例第二十条第三款
VISIT = "visit"


@dataclass(frozen=True, slots=True)
class VisitProblem:
    """Why a visit cannot be recorded like this: the field, the Chinese message and the article."""

    field: str
    message: str
    article: str


def is_collective(form: str, head_count: int, *, threshold: int = COLLECTIVE_THRESHOLD) -> bool:
    """True when a visit brings at least ``threshold`` people; other forms are never collective."""
    return form == VISIT and head_count >= threshold


def visit_problems(
    form: str,
    head_count: int,
    representatives: int,
    people: int,
    *,
    limit: int = MAX_REPRESENTATIVES,
) -> list[VisitProblem]:
    """Check the head count of a matter against the people named.

    Args:
        form: 信访形式.
        head_count: people who came or signed.
        representatives: people named as representatives (条例第二十条第三款: at most five).
        people: people named on the record in all.
        limit: most representatives allowed.
    """
    problems = []
    if head_count < 1:
        problems.append(VisitProblem("head_count", _("信访人数至少为 1 人"), ""))
    if form == VISIT and representatives > limit:
        problems.append(
            VisitProblem(
                "representatives",
                _("多人走访提出共同的信访事项，应当推选代表，代表人数不得超过%(limit)s人")
                % {"limit": limit},
                "条例第二十条第三款",
            )
        )
    if people > max(head_count, 1):
        problems.append(
            VisitProblem(
                "head_count",
                _("已登记%(people)s名信访人，信访人数不能少于此数") % {"people": people},
                "",
            )
        )
    return problems
