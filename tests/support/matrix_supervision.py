"""Supervision in the world of the permission matrix: a proposal, an item against the town, one about the report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accountability.domain.campaigns import Scope
from accountability.models import (
    AnswerFile,
    CheckItem,
    ChecklistTemplate,
    FeedbackFile,
    Supervision,
    SupervisionAnswer,
    SupervisionGroup,
)
from accountability.services.campaigns import CampaignDraft, start_campaign
from accountability.services.suggestions import (
    SuggestionDraft,
    draft_suggestion,
    issue_suggestion,
)
from accountability.services.supervision import Order, open_supervision
from organizations.authority import Authority
from organizations.models import Unit
from petitions.models import Case

ADVICE: dict[str, Any] = {
    "title": "台账", "facts": "无台账", "text": "建台账", "consequence": "矛盾激化",
}  # fmt: skip


def supervision_ids(
    *, head: Authority, town: Unit, discipline: Unit, case: Case, report: Case, now: datetime
) -> dict[str, int]:
    """Write the rows; returns their ids by name."""
    day = head.on
    order = Order("立即办结", "健全台账", day + timedelta(days=14))
    common: dict[str, Any] = {"ground": "delay", "facts": "逾期", "since": day, "proposed_at": now}
    proposal = Supervision.objects.create(case=case, unit=town, **common)
    duty, secret = (
        open_supervision(
            authority=head,
            item=Supervision.objects.create(case=about, unit=unit, **common),
            order=order,
            now=now,
        )
        for about, unit in ((case, town), (report, discipline))
    )
    answer = SupervisionAnswer.objects.create(
        supervision=duty, text="已办", due_on=order.due_on, on_time=True, by=head.user, at=now
    )
    file = AnswerFile.objects.create(
        answer=answer, file=ContentFile(b"a", name="a.txt"), name="a.txt", size=1,
        sha256="0" * 64, uploaded_by=head.user, uploaded_at=now,
    )  # fmt: skip
    CheckItem.objects.create(supervision=duty, order=1, question="查清了没有")
    campaign = start_campaign(
        authority=head,
        draft=CampaignDraft(
            "治理", "通知", "化解", Scope(forms=("letter",)), day, day + timedelta(days=30)
        ),
        now=now,
    )
    advice, liability = (
        issue_suggestion(
            authority=head,
            row=draft_suggestion(authority=head, draft=SuggestionDraft(**about), now=now),
            now=now,
        )
        for about in (
            {**ADVICE, "kind": "improve", "addressee": town},
            {**ADVICE, "kind": "liability", "addressee": discipline, "about_unit": town},
        )
    )
    unsigned = draft_suggestion(
        authority=head,
        draft=SuggestionDraft(**{**ADVICE, "kind": "improve", "addressee": town}),
        now=now,
    )
    sent = FeedbackFile.objects.create(
        suggestion=advice, file=ContentFile(b"a", name="a.txt"), name="a.txt", size=1,
        sha256="0" * 64, uploaded_by=head.user, uploaded_at=now,
    )  # fmt: skip
    group = SupervisionGroup.objects.create(name="涉法", lead_unit=discipline, contents=["010000"])
    return {
        "proposal": proposal.pk, "duty": duty.pk, "secret": secret.pk, "answered": file.pk,
        "campaign": campaign.pk, "advice": advice.pk, "liability": liability.pk,
        "unsigned": unsigned.pk, "sent": sent.pk,
        "group": group.pk, "checklist": ChecklistTemplate.objects.order_by("pk")[0].pk,
    }  # fmt: skip
