"""First contact (首接负责制): a duty that stays until somebody accepted it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accountability.models import FirstContactDuty, HandOver, HandOverList, Notice
from accountability.selectors import first_contact as selectors
from accountability.selectors.first_resolution import (
    Question,
    first_resolutions,
    resolution_cases,
    total,
)
from accountability.services import first_contact as services
from accountability.services import hand_over
from accountability.services.hand_over_run import propose_hand_overs
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.enums import PostKind
from organizations.models import Term
from petitions import events
from petitions.enums import CaseStatus, LegalClass, Purpose
from petitions.models import Case
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

NOW = at(DUE)


@pytest.fixture
def desk(world):
    """The clerk holds two matters; a colleague at the window and a supervisor are there."""
    world.add_leaders()
    world.colleague = make_user_with_post(PostKind.PETITION_OFFICER, world.office, "同事")
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查员")
    world.second = world.add_case()
    services.begin(case_ids=[world.case.pk, world.second.pk], now=NOW - timedelta(days=3))
    world.duties = list(FirstContactDuty.objects.select_related("case", "unit__succeeded_by"))
    return world


def offer(desk, **change):
    given = {
        "authority": as_(desk.clerk), "giver": desk.clerk, "receiver": desk.colleague,
        "duties": desk.duties, "cause": "leave", "reason": "外出培训", "on": DUE, "now": NOW,
    }  # fmt: skip
    return services.offer(**{**given, **change})


def items(sheet):
    return list(sheet.items.select_related("duty__case", "duty__unit__succeeded_by"))


def holder_of(case):
    case.refresh_from_db()
    duty = case.first_contact_duties.current().get()
    assert duty.holder == case.first_contact, "the name on the case is the holder's"
    return duty.holder


def test_it_begins_with_the_registration_and_only_once(world):
    for _twice in range(2):
        events.case_registered.send(Case, case_id=world.case.pk, now=NOW)
    assert holder_of(world.case) == world.clerk
    events.cases_imported.send(Case, batch_id=1, case_ids=[world.add_case().pk], now=NOW)
    assert FirstContactDuty.objects.count() == 2


def test_a_matter_has_one_holder_at_a_time(desk):
    duty = desk.duties[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstContactDuty.objects.create(
            case=duty.case, holder=desk.head, unit=duty.unit, began_at=NOW
        )


def test_the_duty_stays_with_the_giver_until_it_is_accepted(desk):
    sheet = offer(desk)
    assert holder_of(desk.case) == desk.clerk
    assert (
        Notice.objects.get(user=desk.colleague).title == "接访员向您移交2件首接事项，请接收或退回"
    )
    first, second = items(sheet)
    hand_over.accept(authority=as_(desk.colleague), sheet=sheet, offers=[first], now=NOW)
    hand_over.decline(
        authority=as_(desk.colleague), sheet=sheet, offers=[second], reason="不熟悉情况", now=NOW
    )
    assert holder_of(first.duty.case) == desk.colleague
    assert holder_of(second.duty.case) == desk.clerk
    assert list(first.duty.case.first_contact_duties.values_list("holder", flat=True)) == [
        desk.clerk.pk, desk.colleague.pk,
    ]  # fmt: skip
    change = first.duty.case.responsibility_changes.get(what="first_contact")
    assert (change.old, change.new, change.by) == ("接访员", "同事", desk.colleague)


def test_closing_ends_it_and_opening_again_revives_it(desk):
    Case.objects.filter(pk=desk.case.pk).update(
        status=CaseStatus.FILED, closed_on=DUE, accepted_on=None
    )
    assert list(FirstContactDuty.objects.open().values_list("case", flat=True)) == [desk.second.pk]
    Case.objects.filter(pk=desk.case.pk).update(status=CaseStatus.REGISTERED, closed_on=None)
    assert FirstContactDuty.objects.open().count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"duties": []}, "duties"),
        ({"cause": "whim"}, "cause"),
        ({"cause": "post", "returns_on": DUE + timedelta(days=5)}, "returns_on"),
        ({"returns_on": DUE}, "returns_on"),
    ],
)
def test_what_a_list_must_say(desk, change, field):
    with pytest.raises(Invalid) as refused:
        offer(desk, **change)
    assert refused.value.field == field


def test_the_receiver_works_in_the_unit_of_first_contact(desk):
    for receiver in (desk.clerk, desk.officer):
        with pytest.raises(Invalid) as refused:
            offer(desk, receiver=receiver)
        assert refused.value.field == "receiver"


def test_only_the_holder_or_who_may_order_it_offers(desk):
    for user in (desk.colleague, desk.officer, desk.leader):
        with pytest.raises(NotAllowed):
            offer(desk, authority=as_(user))
    assert offer(desk, authority=as_(desk.supervisor)).created_by == desk.supervisor


def test_only_the_receiver_answers(desk):
    sheet = offer(desk)
    for user in (desk.clerk, desk.supervisor):
        with pytest.raises(NotAllowed):
            hand_over.accept(authority=as_(user), sheet=sheet, offers=items(sheet), now=NOW)


def test_declining_needs_a_reason(desk):
    sheet = offer(desk)
    with pytest.raises(Invalid) as refused:
        hand_over.decline(
            authority=as_(desk.colleague), sheet=sheet, offers=items(sheet), reason="", now=NOW
        )
    assert refused.value.field == "reason"


def test_a_matter_is_offered_once_and_may_be_offered_again_after_withdrawal(desk):
    sheet = offer(desk)
    with pytest.raises(Invalid):
        offer(desk)
    assert hand_over.withdraw(authority=as_(desk.clerk), sheet=sheet, now=NOW) == 2
    with pytest.raises(Unlawful):
        hand_over.withdraw(authority=as_(desk.clerk), sheet=sheet, now=NOW)
    offer(desk)


def test_back_from_leave_everything_still_open_returns(desk):
    sheet = offer(desk, returns_on=DUE + timedelta(days=7))
    hand_over.accept(authority=as_(desk.colleague), sheet=sheet, offers=items(sheet), now=NOW)
    with pytest.raises(NotAllowed):
        hand_over.take_back(authority=as_(desk.colleague), sheet=sheet, now=NOW)
    assert hand_over.take_back(authority=as_(desk.clerk), sheet=sheet, now=NOW) == 2
    assert holder_of(desk.case) == desk.clerk


def test_art30_a_report_is_never_handed_to_whom_it_is_directed_against(desk):
    report = desk.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
    report.accused_people.add(desk.colleague)
    services.begin(case_ids=[report.pk], now=NOW)
    duty = report.first_contact_duties.select_related("case", "unit__succeeded_by").get()
    with pytest.raises(Invalid) as refused:
        offer(desk, duties=[duty])
    assert refused.value.field == "receiver"


class TestWhoLeft:
    def leave(self, desk, *, successor=None):
        term = Term.objects.get(user=desk.clerk)
        term.ends_on = DUE - timedelta(days=1)
        term.save()
        if successor:
            Term.objects.create(post=term.post, user=successor, starts_on=DUE)

    def test_goes_to_who_holds_the_post_now(self, desk):
        self.leave(desk, successor=desk.colleague)
        assert selectors.stranded(on=DUE).count() == 2
        for dry_run, count in ((True, 0), (False, 2), (False, 2)):
            propose_hand_overs(on=DUE, now=NOW, dry_run=dry_run)
            assert HandOver.objects.waiting().count() == count
        sheet = HandOverList.objects.get()
        assert (sheet.receiver, sheet.created_by, sheet.cause) == (desk.colleague, None, "post")
        assert holder_of(desk.case) == desk.clerk, "until the successor signs"

    def test_without_a_successor_the_supervisors_are_told_once_a_week(self, desk):
        self.leave(desk)
        for day, told in ((0, 1), (1, 1), (8, 2)):
            later = NOW + timedelta(days=day)
            report = propose_hand_overs(on=later.date(), now=later)
            assert len(report.problems) == 1
            assert Notice.objects.filter(user=desk.supervisor).count() == told
        assert not HandOver.objects.exists()

    def test_of_a_merged_unit_the_successors_colleague_may_take_it(self, desk):
        desk.town.succeeded_by = desk.other_town
        desk.town.valid_to = DUE
        desk.town.save()
        case = desk.add_case(first_contact=desk.officer)
        services.begin(case_ids=[case.pk], now=NOW)
        case.first_contact_duties.update(unit=desk.town)
        other = make_user_with_post(PostKind.PETITION_OFFICER, desk.other_town, "新镇干部")
        Term.objects.filter(user=desk.officer).update(ends_on=DUE - timedelta(days=1))
        propose_hand_overs(on=DUE, now=NOW)
        sheet = HandOverList.objects.get(giver=desk.officer)
        hand_over.accept(authority=as_(other), sheet=sheet, offers=items(sheet), now=NOW)
        assert holder_of(case) == other
        assert case.first_contact_duties.current().get().unit == desk.other_town


class TestFirstResolution:
    """Window of 60 days; asked on 2026-06-30 about matters closed since 1 January."""

    ON = date(2026, 6, 30)

    def closed(self, world, day, *, repeat_after=None, **fields):
        case = world.add_case(
            received_on=day - timedelta(days=20), status=CaseStatus.CONCLUDED, closed_on=day,
            accepted_on=day - timedelta(days=15), **fields,
        )  # fmt: skip
        if repeat_after is not None:
            world.add_case(received_on=day + timedelta(days=repeat_after), repeat_of=case)
        return case

    def ask(self, by="responsible_unit", window=60):
        question = Question(by, date(2026, 1, 1), self.ON, window, self.ON)
        return question, first_resolutions(Case.objects.all(), question)

    @pytest.mark.parametrize(
        ("closed", "repeat_after", "state"),
        [
            (date(2026, 3, 1), None, "resolved"),
            (date(2026, 3, 1), 60, "repeated"),
            (date(2026, 3, 1), 61, "resolved"),
            (date(2026, 4, 30), None, "resolved"),  # day 61 after the end
            (date(2026, 5, 1), None, "watched"),  # day 60: a repeat may still come today
            (date(2026, 6, 20), None, "watched"),
            (date(2026, 6, 20), 5, "repeated"),
        ],
    )
    def test_resolved_repeated_or_watched(self, world, closed, repeat_after, state):
        case = self.closed(world, closed, repeat_after=repeat_after)
        question, (line,) = self.ask()
        found = {name: getattr(line, name) for name in ("resolved", "repeated", "watched")}
        assert found == {**dict.fromkeys(found, 0), state: 1}
        shown = resolution_cases(Case.objects.all(), question, key=world.town.pk, state=state)
        assert list(shown) == [case]

    def test_repeats_themselves_and_other_ends_do_not_count(self, world):
        first = self.closed(world, date(2026, 2, 1))
        self.closed(world, date(2026, 3, 5), repeat_of=first)
        world.add_case(status=CaseStatus.WITHDRAWN, closed_on=date(2026, 3, 1))
        _question, (line,) = self.ask()
        assert (line.closed, line.repeated) == (1, 1)
        assert line.rate == 0

    def test_by_officer_and_in_total(self, world):
        other = make_user_with_post(PostKind.RECEPTION, world.office, "同事")
        self.closed(world, date(2026, 2, 1))
        self.closed(world, date(2026, 2, 1), first_contact=other, repeat_after=3)
        _question, lines = self.ask(by="first_contact")
        assert [(line.name, line.rate) for line in lines] == [("接访员", 1.0), ("同事", 0.0)]
        assert (total(lines).percent, total([]).rate) == ("50.0", None)


class TestPages:
    def get(self, client, user, name, *args, **query):
        client.force_login(user)
        return client.get(reverse(f"accountability:{name}", args=args), query)

    @pytest.mark.parametrize("count", [2, 20])
    @pytest.mark.parametrize(
        ("name", "who", "budget"),
        [
            ("first_contact", "clerk", 7),
            ("hand_over_new", "clerk", 8),
            ("hand_over_list", "head", 6),
            ("first_contact_loads", "head", 6),
            ("first_resolution", "head", 6),
        ],
    )
    def test_budgets(self, desk, client, name, who, budget, count, django_assert_max_num_queries):
        services.begin(case_ids=[desk.add_case().pk for _n in range(count)], now=NOW)
        for _n in range(count):
            sheet = offer(desk)
            hand_over.withdraw(authority=as_(desk.clerk), sheet=sheet, now=NOW)
        client.force_login(getattr(desk, who))
        with django_assert_max_num_queries(budget):
            page = client.get(reverse(f"accountability:{name}"))
        assert page.status_code == 200

    @pytest.mark.parametrize("count", [2, 20])
    def test_budget_of_a_list_and_of_the_case_slot(
        self, desk, client, count, django_assert_max_num_queries
    ):
        services.begin(case_ids=[desk.add_case().pk for _n in range(count)], now=NOW)
        duties = list(FirstContactDuty.objects.select_related("case", "unit__succeeded_by"))
        sheet = offer(desk, duties=duties)
        for user, name, pk, budget in (
            (desk.colleague, "hand_over", sheet.pk, 7),
            (desk.clerk, "case_first_contact", desk.case.pk, 6),
        ):
            client.force_login(user)
            with django_assert_max_num_queries(budget):
                page = client.get(reverse(f"accountability:{name}", args=[pk]))
            assert "待接收" in page.content.decode()

    def test_from_offer_to_answer_by_page(self, desk, client):
        client.force_login(desk.clerk)
        url = reverse("accountability:hand_over_new")
        body = {"receiver": desk.colleague.pk, "cause": "leave", "duties": [desk.duties[0].pk]}
        refused = client.post(url, body)
        assert refused.status_code == 422
        assert "同事" in refused.content.decode(), "what was chosen is still there"
        assert client.post(url, {**body, "reason": "休假"}).status_code == 302
        sheet = HandOverList.objects.get()
        client.force_login(desk.colleague)
        answer = reverse("accountability:hand_over_answer", args=[sheet.pk])
        item = sheet.items.get()
        assert client.post(answer, {"offers": [item.pk], "answer": "decline"}).status_code == 422
        assert client.post(answer, {"offers": [item.pk], "answer": "accept"}).status_code == 302
        assert holder_of(desk.duties[0].case) == desk.colleague
        client.force_login(desk.clerk)
        client.post(reverse("accountability:hand_over_undo", args=[sheet.pk, "take-back"]))
        assert holder_of(desk.duties[0].case) == desk.clerk

    def test_a_list_is_for_those_on_it(self, desk, client):
        sheet = offer(desk)
        for user, status in ((desk.clerk, 200), (desk.colleague, 200), (desk.head, 200), (desk.officer, 404)):  # fmt: skip
            assert self.get(client, user, "hand_over", sheet.pk).status_code == status
