"""A year that can be counted by hand: 2025 in the small county, with three matters of 2024 to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accountability.models import Suggestion, Supervision
from accountability.services.suggestion_feedback import Feedback, answer_suggestion
from accountability.services.suggestions import (
    SuggestionDraft,
    draft_suggestion,
    issue_suggestion,
)
from accountability.services.supervision import Order, open_supervision
from organizations.enums import Competence, UnitKind
from organizations.models import Unit
from petitions.models import Case, ContentClass, Dispatch
from reporting.models import AnnualReport
from reporting.services.annual_publication import finish_annual_report, sign_annual_report
from reporting.services.annual_reports import approve_annual_report, build_annual_report
from tests.factories.organizations import make_unit
from tests.factories.petitions import at, make_clock
from tests.reporting.conftest import County

JANUARY = at(date(2026, 1, 5))
MAY = date(2025, 5, 12)
#: Text → value by which pages, files and the API are checked.
WORKED = {
    "totals": "2025年，全县共登记信访事项15起、25人次，起数同比由3升至15，人次同比由3升至25。"
    "其中，初次信访14起，同比由3升至14；重复信访1起，同比基数为零，重复率6.7%。",
    "apart": "另收到检举控告类事项不足5件",
    "forms": "来访5批15人次，同比基数为零；来信6件，同比由3升至6；来电4件，同比基数为零。",
    "purposes": "意见建议5起，占33.3%，同比基数为零；求决10起，占66.7%，同比由3升至10。",
    "fields": "信访事项涉及较多的领域依次是：城乡建设6起，占40.0%，同比由3升至6；"
    "农村农业5起，占33.3%，同比基数为零。另有4起尚未作内容分类，占26.7%。",
    "towns": "起数较多的依次是：甲6起，同比由3升至6。",
    "departments": "起数较多的依次是：丙5起，同比基数为零。",
    "sending": "县信访局转送信访事项2件，同比基数为零；交办1件，同比基数为零。",
    "supervision": "决定督办2件（其中针对单位整体工作的1件），督办情形为拖延2件。"
    "针对信访事项的督办1件，同比基数为零；办结0件，期末未结1件。",
    "suggestions": "共提出建议2件，同比基数为零；已书面反馈1件，其中采纳和部分采纳1件。",
}  # fmt: skip


@dataclass
class Year:
    """The county with its year."""

    county: County

    def draft(self, year: int = 2025, now: datetime = JANUARY, by: Any = None) -> AnnualReport:
        """Counted by the clerk."""
        user = by or self.county.clerk
        authority = self.county.authority(user, now.date())
        report = build_annual_report(year=year, now=now, authority=authority)
        report.refresh_from_db()
        return report

    def issued(self, year: int = 2025, now: datetime = JANUARY) -> AnnualReport:
        """Counted by the clerk, approved and signed by the head, printed."""
        report = self.draft(year, now)
        head = self.county.authority(self.county.head, now.date())
        approve_annual_report(report=report, authority=head, now=now)
        sign_annual_report(report=report, authority=head, now=now)
        return finish_annual_report(report_id=report.pk, now=now)


def play_year(county: County) -> Year:
    """Six letters of 甲, five visits of three for 丙, four calls of 乙."""
    first, second = county.townships
    department = county.departments[0]
    for unit, name in zip((first, second, department), "甲乙丙", strict=True):
        unit.name = unit.short_name = name
        unit.save()
    building = ContentClass.objects.get(code="080300")
    farming = ContentClass.objects.get(code="090000")
    for month in (3, 4, 5):
        county.case(
            received_on=date(2024, month, 4), responsible_unit=first, content_class=building,
            closed_on=date(2024, month, 20),
        )  # fmt: skip
    letters = [
        county.case(
            received_on=date(2025, month, 4), responsible_unit=first, content_class=building
        )
        for month in range(1, 7)
    ]
    Case.objects.filter(pk=letters[5].pk).update(repeat_of=letters[0])
    for month in range(2, 7):
        county.case(
            received_on=date(2025, month, 6), responsible_unit=department, form="visit",
            head_count=3, purpose="suggestion", content_class=farming,
        )  # fmt: skip
    for day in range(1, 5):
        county.case(received_on=date(2025, 7, day), responsible_unit=second, form="call")
    _send(county, letters[0], "transfer", first)
    _send(county, letters[1], "transfer", first)
    _send(county, letters[2], "assign", first)
    make_clock(letters[2], "C2", MAY + timedelta(days=20), unit=first, stopped_on=MAY)
    _supervise(county, letters[0], first)
    _supervise(county, None, first)
    _suggest(county, first, adoption="full")
    _suggest(county, first)
    return Year(county)


def add_report(year: Year) -> Case:
    """A report against 甲, sent to the discipline organ, supervised there, with a suggestion."""
    county = year.county
    discipline = make_unit(
        UnitKind.DEPARTMENT, "县纪委监委", parent=county.office.parent,
        competence=Competence.DISCIPLINE,
    )  # fmt: skip
    report = county.case(
        received_on=MAY, responsible_unit=discipline, purpose="accusation", title="检举甲",
        content_class=ContentClass.objects.get(code="080300"),
    )  # fmt: skip
    report.accused_units.add(county.townships[0])
    _send(county, report, "transfer", discipline)
    make_clock(report, "C2", MAY + timedelta(days=20), unit=discipline)
    item = _supervise(county, report, discipline)
    _suggest(county, discipline, supervision=item)
    return report


def _send(county: County, case: Case, kind: str, to: Unit) -> None:
    Dispatch.objects.create(
        case=case, kind=kind, from_unit=county.office, to_unit=to, sent_by=county.clerk,
        sent_at=at(MAY), received_on=MAY,
        report_due_on=MAY + timedelta(days=20) if kind == "assign" else None,
    )  # fmt: skip


def _supervise(county: County, case: Case | None, unit: Unit) -> Supervision:
    item = Supervision.objects.create(
        case=case, unit=unit, ground="delay", facts="逾期", since=MAY, proposed_at=at(MAY)
    )
    order = Order("立即办结", "健全台账", MAY + timedelta(days=14))
    return open_supervision(
        authority=county.authority(county.head, MAY), item=item, order=order, now=at(MAY)
    )


def _suggest(county: County, unit: Unit, *, adoption: str = "", **more: Any) -> Suggestion:
    head, now = county.authority(county.head, MAY), at(MAY)
    draft = SuggestionDraft(
        kind="improve", addressee=unit, title="台账", facts="无台账", text="建台账", **more
    )
    row = draft_suggestion(authority=head, draft=draft, now=now)
    row = issue_suggestion(authority=head, row=row, now=now)
    if adoption:
        by = county.authority(county.head, MAY)
        feedback = Feedback(adoption, "已建立", "来文")
        row = answer_suggestion(authority=by, row=row, feedback=feedback, now=now)
    return row
