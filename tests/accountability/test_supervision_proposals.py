"""Proposals of supervision (条例第四十条): what the books show is proposed once, and nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accountability.models import Notice, Supervision
from accountability.services import supervision as services
from accountability.services.supervision_run import propose_items
from core.errors import Invalid, Unlawful
from organizations.models import Setting
from petitions.enums import DispatchKind, LegalClass, Purpose
from petitions.models import (
    CompetenceDispute,
    Dispatch,
    Document,
    Execution,
    Objection,
    ServiceProof,
)
from tests.accountability.conftest import DUE, RECEIVED
from tests.accountability.supervising import NOW, TODAY, Desk, run
from tests.factories.petitions import at


@pytest.fixture
def desk(db):
    return Desk()


def days(count):
    return TODAY + timedelta(days=count)


class TestProposals:
    def test_art40_the_job_proposes_once_and_tells_the_supervisors(self, desk):
        for _twice in range(2):
            run(TODAY)
        item = Supervision.objects.get()
        assert (item.case, item.unit, item.ground) == (desk.case, desk.town, "delay")
        assert (item.clock, item.rests_on) == (desk.clock, f"clock:{desk.clock.pk}")
        assert "逾期12天" in item.facts
        told = Notice.objects.filter(title__contains="提出督办1件")
        assert {n.user for n in told} == {desk.supervisor, desk.head}
        assert told[0].link == "accountability:supervision_list"

    def test_the_database_itself_refuses_a_second_proposal(self, desk):
        item = desk.propose()
        item.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            item.save()

    def test_dry_run_writes_nothing_and_says_what_it_would(self, desk):
        said = StringIO()
        call_command("propose_supervision", on=TODAY, dry_run=True, stdout=said)
        assert "would send" in said.getvalue()
        assert not Supervision.objects.exists()

    def test_the_county_sets_its_number_of_days(self, desk):
        Setting.objects.create(code="supervision.delay_days", value=13, valid_from=RECEIVED)
        assert not propose_items(on=TODAY, now=NOW).done
        assert propose_items(on=days(1), now=NOW).done

    def test_volume_is_never_a_ground(self, desk):
        desk.finish_clock()
        for _n in range(30):
            desk.add_clock(desk.add_case(), due_on=days(5))
        assert not propose_items(on=TODAY, now=NOW).done

    def test_art43_the_offices_own_limits_escalate_instead(self, desk):
        type(desk.clock).objects.update(owed_by_unit=desk.office, code="C1")
        assert not propose_items(on=TODAY, now=NOW).done

    def test_art30_a_report_is_never_proposed_against_the_accused(self, desk):
        desk.case.purpose, desk.case.legal_class = Purpose.ACCUSATION, LegalClass.REPORT
        desk.case.save()
        desk.case.accused_units.add(desk.town)
        report = propose_items(on=TODAY, now=NOW)
        assert report.problems
        assert not Supervision.objects.exists()

    def dispatch(self, desk, case, sent=None):
        return Dispatch.objects.create(
            case=case, kind=DispatchKind.TRANSFER, from_unit=desk.office, to_unit=desk.town,
            sent_at=sent or NOW, received_on=RECEIVED, sent_by=desk.clerk,
        )  # fmt: skip

    def refused_objection(self, desk, case, back):
        return Objection.objects.create(
            dispatch=self.dispatch(desk, case), reason="不归我管", raised_by=desk.officer,
            raised_at=NOW, status="refused", decided_by=desk.clerk,
            decided_at=NOW - timedelta(days=back), decision_reason="属你单位",
        )  # fmt: skip

    def test_art23_two_refused_objections_are_shirking(self, desk):
        desk.finish_clock()
        self.refused_objection(desk, desk.case, 30)
        assert not propose_items(on=TODAY, now=NOW).done
        second = desk.add_case()
        self.refused_objection(desk, second, 2)
        propose_items(on=TODAY, now=NOW)
        item = Supervision.objects.get()
        assert (item.case, item.ground) == (second, "shirking")
        assert desk.case.number in item.facts

    def test_art24_a_lost_dispute_counts(self, desk):
        desk.finish_clock()
        self.refused_objection(desk, desk.case, 5)
        dispute = CompetenceDispute.objects.create(
            case=desk.case, reason="r", raised_by=desk.clerk, raised_at=NOW, status="approved",
            decider="superior", decided_unit=desk.town, decided_by=desk.head, decided_at=NOW,
            decision="由该镇受理",
        )  # fmt: skip
        dispute.parties.set([desk.town, desk.other_town])
        propose_items(on=TODAY, now=NOW)
        assert Supervision.objects.get().rests_on == f"dispute:{dispute.pk}"

    def document(self, desk, **fields):
        given = {
            "case": desk.case, "kind": "opinion", "unit": desk.town, "title": "信访处理意见书",
            "body": "意见", "issued_by": desk.officer, "issued_on": DUE, "recorded_at": NOW,
            "number": "x", "number_year": 2026, "number_serial": Document.objects.count() + 1,
        }  # fmt: skip
        return Document.objects.create(**{**given, **fields})

    def test_art40_a_day_written_down_after_its_limit(self, desk):
        type(desk.clock).objects.update(status="met", stopped_on=DUE, on_time=True)
        paper = self.document(desk)
        propose_items(on=TODAY, now=NOW)
        item = Supervision.objects.get()
        assert (item.ground, item.rests_on) == ("falsehood", f"document:{paper.pk}")

    def test_art40_an_imported_register_is_no_falsehood(self, desk):
        type(desk.clock).objects.update(status="met", stopped_on=DUE, on_time=True)
        self.document(desk)
        type(desk.case).objects.update(import_row="row")
        assert not propose_items(on=TODAY, now=NOW).done

    def test_art40_served_and_not_served(self, desk):
        desk.finish_clock()
        paper = self.document(
            desk, served_on=DUE, served_how="post", recorded_at=at(DUE), issued_on=DUE
        )
        ServiceProof.objects.create(
            document=paper, method="post", on=DUE + timedelta(days=1), is_served=False,
            note="查无此人", server="邮局", by=desk.officer, recorded_at=NOW,
        )  # fmt: skip
        propose_items(on=TODAY, now=NOW)
        assert Supervision.objects.get().rests_on == f"service:{paper.pk}"

    def test_art32_what_an_opinion_promised(self, desk):
        desk.finish_clock()
        row = Execution.objects.create(
            case=desk.case, promise="修路", due_on=days(-1), by=desk.officer, recorded_at=NOW
        )
        propose_items(on=TODAY, now=NOW)
        item = Supervision.objects.get()
        assert (item.ground, item.rests_on) == ("unexecuted", f"execution:{row.pk}")
        desk.opened(item)
        desk.answered(item)
        with pytest.raises(Unlawful):
            desk.closed(item)

    def test_art44_refused_and_taken_later(self, desk):
        desk.finish_clock()
        refused = desk.add_case(
            status="not_accepted", received_on=days(-40), closed_on=days(-35), accepted_on=None
        )
        desk.add_case(received_on=days(-20), accepted_on=days(-15), repeat_of=refused)
        propose_items(on=TODAY, now=NOW)
        item = Supervision.objects.get()
        assert (item.case, item.ground) == (refused, "acceptance")

    def test_by_hand_only_against_a_unit_that_had_the_matter(self, desk):
        given = {
            "authority": desk.who(), "ground": "perfunctory", "facts": "答复未回应诉求",
            "since": DUE, "case": desk.case, "now": NOW,
        }  # fmt: skip
        with pytest.raises(Invalid) as refused:
            services.propose_supervision(unit=desk.other_town, **given)
        assert refused.value.field == "unit"
        item = services.propose_supervision(unit=desk.town, **given)
        assert item.proposed_by == desk.supervisor
        whole = services.propose_supervision(unit=desk.other_town, **{**given, "case": None})
        assert whole.case is None

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"facts": " "}, "facts"),
            ({"ground": "volume"}, "ground"),
            ({"since": days(1)}, "since"),
        ],
    )
    def test_what_a_proposal_must_say(self, desk, change, field):
        given = {
            "authority": desk.who(), "unit": desk.town, "ground": "delay", "facts": "拖延",
            "since": DUE, "case": desk.case, "now": NOW,
        }  # fmt: skip
        with pytest.raises(Invalid) as refused:
            services.propose_supervision(**{**given, **change})
        assert refused.value.field == field
