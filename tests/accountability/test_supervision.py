"""Supervision (条例第四十条): proposed by facts, opened with a letter or dismissed, answered, returned, closed."""

from datetime import timedelta

import pytest

from accountability.models import (
    DutyLetter,
    Notice,
    Supervision,
    SupervisionChase,
    SupervisionGroup,
)
from accountability.services import supervision as services
from accountability.services.duty_letters import is_intact
from accountability.services.supervision_run import propose_items
from core import audit
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry
from petitions.enums import LegalClass, Purpose
from tests.accountability.supervising import NOW, ORDER, TODAY, Desk, listed, run, upload
from tests.factories.petitions import make_content_class


@pytest.fixture
def desk(db):
    return Desk()


def days(count):
    return TODAY + timedelta(days=count)


class TestDecision:
    def test_art40_the_letter_is_numbered_frozen_and_told(self, desk):
        item = desk.opened()
        letter = DutyLetter.objects.get()
        assert (item.status, item.letter, item.due_on) == ("open", letter, ORDER.due_on)
        assert "信督〔2026〕1号" in letter.number
        assert is_intact(letter)
        assert letter.addressee == desk.town.name
        for words in (desk.case.number, "拖延", "条例第四十条第一款", "请健全台账"):
            assert words in letter.body
        notice = Notice.objects.get(user=desk.officer)
        assert notice.link == f"accountability:supervision {item.pk}"
        assert audit.verify(f"supervision:{item.pk}") == []

    def test_numbers_run_without_gaps(self, desk):
        first = desk.opened()
        other = desk.add_case()
        desk.add_clock(other)
        propose_items(on=TODAY, now=NOW)
        second = Supervision.objects.select_related("case", "unit").get(case=other)
        desk.opened(second)
        assert second.letter.number_serial == first.letter.number_serial + 1

    def test_a_draft_takes_no_number(self, desk):
        item = desk.propose()
        draft = services.draft_letter(authority=desk.who(), item=item, order=ORDER)
        assert draft["draft"]
        assert not DutyLetter.objects.exists()
        assert desk.opened(item).letter.number_serial == 1

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"requirement": " "}, "requirement"),
            ({"improvement": ""}, "improvement"),
            ({"due_on": TODAY}, "due_on"),
        ],
    )
    def test_what_an_order_must_say(self, desk, change, field):
        with pytest.raises(Invalid) as refused:
            desk.opened(**change)
        assert refused.value.field == field

    @pytest.mark.parametrize("who", ["clerk", "officer", "principal", "leader"])
    def test_only_supervisors_decide(self, desk, who):
        item = desk.propose()
        with pytest.raises(NotAllowed):
            services.open_supervision(
                authority=desk.who(getattr(desk, who)), item=item, order=ORDER, now=NOW
            )

    def test_dismissed_with_a_reason_and_never_proposed_again(self, desk):
        item = desk.propose()
        with pytest.raises(Invalid):
            services.dismiss_supervision(authority=desk.who(), item=item, reason=" ", now=NOW)
        services.dismiss_supervision(authority=desk.who(), item=item, reason="已延期", now=NOW)
        run(days(1))
        assert Supervision.objects.get().status == "dismissed"
        with pytest.raises(StaleState):
            desk.opened(item)

    def test_usual_day_counts_working_days(self, desk):
        assert services.answer_day(on=TODAY) == TODAY + timedelta(days=14)

    def test_seed000_the_department_of_the_group_leads(self, desk):
        desk.case.content_class = make_content_class("090300", "村务管理")
        desk.case.save()
        SupervisionGroup.objects.create(name="涉农", lead_unit=desk.department, contents=["090000"])
        item = desk.opened()
        assert (item.group.name, item.lead_unit) == ("涉农", desk.department)

    def test_art30_the_letter_about_a_report_names_no_title(self, desk):
        desk.case.purpose, desk.case.legal_class = Purpose.ACCUSATION, LegalClass.REPORT
        desk.case.first_contact = desk.supervisor
        desk.case.save()
        SupervisionGroup.objects.create(name="全部", lead_unit=desk.department, min_repeats=0)
        item = desk.opened()
        assert desk.case.title not in str(item.letter.content)
        assert item.lead_unit is None
        assert not AuditEntry.objects.filter(data__icontains=desk.case.title).exists()


class TestAnswers:
    def test_from_letter_to_close(self, desk):
        item = desk.opened()
        desk.answered(item, uploads=[upload()])
        desk.returned(item)
        assert (item.status, item.due_on) == ("returned", days(20))
        desk.answered(item, on=days(5))
        with pytest.raises(Unlawful) as refused:
            desk.closed(item)
        assert "仍未履行" in str(refused.value)
        desk.finish_clock()
        closed = desk.closed(item)
        assert closed.status == "closed"
        assert [(a.verdict, a.on_time) for a in closed.answers.all()] == [
            ("returned", True), ("accepted", True),
        ]  # fmt: skip
        (file,) = closed.answers.first().files.all()
        assert file.name == "佐证.pdf"
        assert desk.case.title not in file.file.name

    def test_on_time_is_fixed_at_the_act(self, desk):
        item = desk.opened()
        answer = desk.answered(item, on=ORDER.due_on + timedelta(days=1))
        desk.returned(item)
        answer.refresh_from_db()
        assert (answer.on_time, answer.due_on) == (False, ORDER.due_on)

    @pytest.mark.parametrize("who", ["clerk", "supervisor", "leader"])
    def test_only_the_unit_answers(self, desk, who):
        item = desk.opened()
        with pytest.raises(NotAllowed):
            services_answer(desk, item, getattr(desk, who))

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"text": ""}, "text"),
            ({"evidence": ""}, "evidence"),
            ({"uploads": [upload("a.exe")]}, "attachments"),
        ],
    )
    def test_what_an_answer_must_hold(self, desk, change, field):
        item = desk.opened()
        with pytest.raises(Invalid) as refused:
            desk.answered(item, **change)
        assert refused.value.field == field

    def test_closing_without_an_answer_needs_a_reason(self, desk):
        item = desk.opened()
        desk.finish_clock()
        with pytest.raises(Invalid):
            desk.closed(item, conclusion="")
        assert desk.closed(item, conclusion="已当面核实").status == "closed"

    def test_returning_needs_an_answer(self, desk):
        with pytest.raises(Unlawful):
            desk.returned(desk.opened())


def services_answer(desk, item, user):
    from accountability.services.supervision_answers import answer_supervision

    return answer_supervision(
        authority=desk.who(user), item=item, text="已办", evidence="有", now=NOW
    )


class TestChasing:
    def test_reminded_then_up_the_levels_once_each(self, desk):
        item = desk.opened()
        for offset in range(25):
            day = ORDER.due_on + timedelta(days=offset - 3)
            for _twice in range(2):
                run(day)
        rows = SupervisionChase.objects.order_by("pk")
        assert [row.level for row in rows] == [0, 1, 2, 3, 4]
        assert [row.days_overdue for row in rows][1:] == [
            1,
            7,
            10,
            21,
        ]  # five days later is a weekend
        assert "镇分管领导" in rows[2].recipients
        assert Notice.objects.filter(user=desk.principal, kind="overdue").count() == 1
        item.refresh_from_db()
        assert item.status == "open"

    def test_an_answer_stops_it_and_a_return_begins_anew(self, desk):
        item = desk.opened()
        desk.answered(item)
        run(ORDER.due_on + timedelta(days=1))
        assert not SupervisionChase.objects.exists()
        desk.returned(item, due_on=days(1))
        run(days(2))
        assert SupervisionChase.objects.get().due_on == days(1)

    def test_the_end_of_a_listing_is_told_once(self, desk):
        item = desk.opened()
        listed(desk, item)
        for _twice in range(2):
            run(days(61))
        assert SupervisionChase.objects.filter(level=9).count() == 1
        assert Notice.objects.filter(user=desk.head, title__contains="尚未摘牌").count() == 1
