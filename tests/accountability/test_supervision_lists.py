"""Listed supervision by the joint meeting (条例第三十九条第三款), and the check-list of an item."""

from datetime import timedelta

import pytest

from accountability.models import ChecklistTemplate, Listing, Supervision
from accountability.services import supervision_lists as lists
from core.errors import Invalid, InvalidMany, NotAllowed, Unlawful
from petitions.enums import LegalClass, Purpose
from tests.accountability.supervising import NOW, TODAY, Desk, listed


@pytest.fixture
def desk(db):
    return Desk()


def days(count):
    return TODAY + timedelta(days=count)


class TestListing:
    def test_art39_by_decision_of_the_joint_meeting_until_a_day(self, desk):
        item = desk.opened()
        listed(desk, item)
        assert Supervision.objects.listed().get() == item
        with pytest.raises(Unlawful):
            listed(desk, item)
        lists.unlist_supervision(authority=desk.who(), item=item, reason="已整改", now=NOW)
        assert not Supervision.objects.listed().exists()
        listed(desk, item)
        assert Listing.objects.count() == 2

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"meeting": ""}, "meeting"),
            ({"reason": ""}, "reason"),
            ({"decided_on": days(1)}, "decided_on"),
            ({"starts_on": days(-1)}, "starts_on"),
            ({"ends_on": TODAY}, "ends_on"),
        ],
    )
    def test_what_a_listing_must_say(self, desk, change, field):
        with pytest.raises(Invalid) as refused:
            listed(desk, desk.opened(), **change)
        assert refused.value.field == field

    def test_art30_a_report_is_never_listed(self, desk):
        desk.case.purpose, desk.case.legal_class = Purpose.ACCUSATION, LegalClass.REPORT
        desk.case.save()
        item = desk.opened()
        with pytest.raises(Unlawful):
            listed(desk, item)

    def test_closing_takes_it_off_the_list(self, desk):
        item = desk.opened()
        listed(desk, item)
        desk.answered(item)
        desk.finish_clock()
        desk.closed(item)
        assert Listing.objects.get().removal == "督办办结"


class TestChecklist:
    @pytest.fixture
    def checked(self, desk):
        desk.item = desk.opened()
        desk.template = ChecklistTemplate.objects.create(
            name="督查", questions=["该查清的查清了没有", "该纠正的纠正了没有"], changed_at=NOW
        )
        desk.checks = lists.add_checklist(
            authority=desk.who(), item=desk.item, template=desk.template, now=NOW
        )
        desk.checks = list(desk.item.checks.all())
        return desk

    def fill(self, desk, results, user=None):
        return lists.fill_checklist(
            authority=desk.who(user), item=desk.item, results=results, now=NOW
        )

    def test_questions_are_copied_and_not_asked_twice(self, checked):
        checked.template.questions = [*checked.template.questions, "该解决的解决了没有"]
        checked.template.save()
        lists.add_checklist(
            authority=checked.who(), item=checked.item, template=checked.template, now=NOW
        )
        assert [c.order for c in checked.item.checks.all()] == [1, 2, 3]
        with pytest.raises(Invalid):
            lists.add_checklist(
                authority=checked.who(), item=checked.item, template=checked.template, now=NOW
            )

    def test_yes_and_no_need_what_was_found(self, checked):
        first, second = checked.checks
        with pytest.raises(InvalidMany) as refused:
            self.fill(checked, {first.pk: ("no", " "), second.pk: ("yes", "")})
        assert set(refused.value.errors) == {f"evidence_{first.pk}", f"evidence_{second.pk}"}
        assert self.fill(checked, {first.pk: ("no", "账目未公开"), second.pk: ("", "")}) == 1
        first.refresh_from_db()
        assert (first.result, first.by) == ("no", checked.supervisor)

    def test_only_supervisors_and_the_lead_department_fill_it(self, checked):
        with pytest.raises(NotAllowed):
            self.fill(checked, {}, checked.officer)
