"""What is still to be done on a matter before its leader may let go (一抓到底)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from petitions.enums import CaseStatus, ReviewStatus
from petitions.models import Case, Clock, Execution

ARTICLE = "条例第十八条第二款"


@dataclass(frozen=True)
class Rest:
    """What is left, in a sentence, and on which article it rests."""

    words: str
    article: str


def what_is_left(case: Case) -> Rest | None:
    """Why the matter is not done yet; None when it is closed in law and its opinion was carried out.

    A matter that was merged is done when the one it went into is. At most five queries.
    """
    for _hop in range(20):
        if case.status != CaseStatus.MERGED or case.merged_into is None:
            break
        case = case.merged_into
    if case.is_open:
        words = _("信访事项%(number)s目前为“%(status)s”，尚未依法办结，包案不能了结。")
        facts = {"number": case.number, "status": case.get_status_display()}
        return Rest(words % facts, f"{ARTICLE}、第三十四条")
    review = case.reviews.filter(status=ReviewStatus.OPEN).order_by("pk").first()
    if review is not None:
        words = _("该事项正在%(level)s，包案不能了结。") % {"level": review.get_level_display()}
        return Rest(words, "条例第三十五条、第三十六条")
    clock = Clock.objects.running().duties().filter(case=case).order_by("due_on", "pk").first()
    if clock is not None:
        words = _("该事项的“%(clock)s”期限仍在计算，包案不能了结。") % {"clock": clock.name}
        return Rest(words, clock.article)
    execution = Execution.objects.filter(case=case, done_on__isnull=True).first()
    if execution is not None:
        words = _("处理意见尚未执行完毕（期限%(day)s），包案不能了结。")
        return Rest(words % {"day": execution.due_on}, "条例第三十二条第二款")
    return None
