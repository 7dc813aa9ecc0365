"""What the invented petitioners say of the office and of the unit that answered them (满意度评价)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random

from django.db.models import Min, Q
from django.utils import timezone

from petitions.enums import EvaluationTarget, LegalClass, Outcome, Rating
from petitions.models import Case
from petitions.selectors.proceedings import ANSWERS, evaluation_days
from petitions.services.evaluating import RatingDraft, evaluate_publicly

TAKES_PART = 0.64
MONTHS = 14
GRADES = (Rating.GOOD, Rating.FAIR, Rating.BAD)
OFFICE_WEIGHTS = (78, 18, 4)
#: Of the unit, by what it answered; any other answer as the last line.
UNIT_WEIGHTS = {
    Outcome.SUPPORTED: (74, 20, 6),
    Outcome.PARTLY: (48, 36, 16),
    Outcome.EXPLAINED: (38, 40, 22),
    Outcome.REJECTED: (20, 38, 42),
    "": (62, 28, 10),
}
REASONS = {
    EvaluationTarget.OFFICE: ("问了几次才知道转到了哪个单位", "等候时间较长", "没有提前说明需要带哪些材料"),
    EvaluationTarget.UNIT: (
        "答复没有说清楚什么时候解决",
        "没有到现场看过就答复了",
        "只解决了一部分",
        "打电话询问进展没有人接",
        "补偿依据没有讲明白",
    ),
}  # fmt: skip


def play_ratings(*, seed: int, now: datetime, say: Callable[[str], object]) -> None:
    """Two petitioners in three rate, some days after their answer was served; the newest may still do so."""
    say("demo county: evaluations by petitioners")
    since, today = timezone.localdate(now) - timedelta(days=31 * MONTHS), timezone.localdate(now)
    days = evaluation_days(on=today)
    rows = (
        Case.objects.exclude(legal_class=LegalClass.REPORT)
        .filter(is_anonymous=False, concluded_on__gte=since)
        .annotate(
            served=Min(
                "documents__served_on",
                filter=Q(documents__kind__in=ANSWERS, documents__served_on__isnull=False),
            )
        )
        .filter(served__isnull=False)
        .order_by("pk")
    )
    for case in rows:
        rng = Random(f"{seed}:rating:{case.number}")
        day = case.served + timedelta(days=rng.randrange(1, max(2, days - 1)))
        if rng.random() > TAKES_PART or day >= today:
            continue
        moment = datetime.combine(day, time(19, rng.randrange(60)), now.tzinfo)
        evaluate_publicly(case=case, ratings=_ratings(rng, case.outcome), now=moment)


def _ratings(rng: Random, outcome: str) -> dict[str, RatingDraft]:
    return {
        EvaluationTarget.OFFICE: _draft(rng, EvaluationTarget.OFFICE, OFFICE_WEIGHTS),
        EvaluationTarget.UNIT: _draft(
            rng, EvaluationTarget.UNIT, UNIT_WEIGHTS.get(outcome, UNIT_WEIGHTS[""])
        ),
    }


def _draft(rng: Random, target: EvaluationTarget, weights: tuple[int, ...]) -> RatingDraft:
    grade = rng.choices(GRADES, weights)[0]
    return RatingDraft(grade, rng.choice(REASONS[target]) if grade == Rating.BAD else "")
