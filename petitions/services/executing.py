"""Following up what a supporting opinion promised (条例第三十二条第二款)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, Unlawful
from organizations.authority import Authority
from petitions.models import Case, Execution
from petitions.services import acts


def plan_execution(
    *, case: Case, promise: str, due_on: date | None, authority: Authority, now: datetime
) -> Execution:
    """Record what is to be carried out and by when (part of issuing the opinion)."""
    if due_on is None:
        raise Invalid(_("请填写执行期限。"), field="promise_due_on")
    return Execution.objects.create(
        case=case, promise=promise.strip(), due_on=due_on, by=authority.user, recorded_at=now
    )


@transaction.atomic
def finish_execution(
    *, authority: Authority, case: Case, done_on: date, result: str, now: datetime
) -> Execution:
    """Record that the promise was kept, with what was done."""
    acts.check_lawful(case, "execute")
    acts.need_handler(authority=authority, case=case, message=_("只有责任单位可以登记执行情况。"))
    row = Execution.objects.filter(case=case).first()
    if row is None:
        raise Unlawful(_("该事项的处理意见没有应执行的内容。"), article="条例第三十二条")
    if row.done_on:
        raise Unlawful(_("执行情况已于 %(day)s 登记。") % {"day": row.done_on})
    if done_on > timezone.localdate(now):
        raise Invalid(_("日期不能晚于今天。"), field="done_on")
    row.done_on = done_on
    row.result = acts.need(result, "result", _("请写明执行情况。"))
    row.save(update_fields=["done_on", "result"])
    audit.record(case, "case.execute", actor=authority.user, at=now, on=done_on, result=row.result)
    return row
