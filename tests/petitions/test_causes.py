"""Causes of answered matters: who writes them down and when, corrections, the county's list, secrecy."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import Invalid, InvalidMany, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry
from organizations.authority import authority_of
from organizations.enums import PostKind
from petitions.models import Case, Cause
from petitions.selectors.causes import cause_groups
from petitions.selectors.timeline import timeline
from petitions.services import causes
from petitions.services.cause_list import add_cause, change_cause, load_causes
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of
from tests.petitions.steps import accepted, conclude, concluded

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _list():
    load_causes()
    with time_machine.travel(at(TODAY), tick=False):
        yield


def cause(code="0201") -> Cause:
    return Cause.objects.get(code=code)


def record(county, case, user=None, code="0201", **fields):
    return causes.record_cause(
        authority=county.who(user or county.officer, on=TODAY),
        case=case,
        cause=cause(code),
        now=at(TODAY),
        **fields,
    )


def correct(county, case, code="0203", **fields):
    values = {"reason": "核实后更正", "now": at(TODAY), **fields}
    return causes.correct_cause(
        authority=county.who(county.clerk, on=TODAY), case=case, cause=cause(code), **values
    )


def told(case, county):
    events = timeline(case, county.who(county.head, on=TODAY))
    texts = [(event.title, [line.text for line in event.lines]) for event in events]
    return [(title, lines) for title, lines in texts if "成因" in title or "成因" in str(lines)]


class TestWritingDown:
    @pytest.mark.parametrize("who", ["officer", "principal", "clerk", "head"])
    def test_by_the_unit_or_the_office(self, county, who):
        case = concluded(county)
        row = record(county, case, getattr(county, who), note="线路没有列入年度计划")
        case.refresh_from_db()
        assert (case.cause, row.cause.code, row.by) == (row.cause, "0201", getattr(county, who))
        entry = AuditEntry.objects.get(chain=f"case:{case.pk}", verb="case.cause")
        assert (entry.data["cause"], entry.data["words"]) == ("0201", "线路没有列入年度计划")
        said = "登记成因：办理行为 / 办理不及时（线路没有列入年度计划）"
        assert told(case, county) == [("登记成因", [said])]

    @pytest.mark.parametrize("who", ["other_officer", "inspector"])
    def test_by_nobody_else(self, county, who):
        with pytest.raises(NotAllowed):
            record(county, concluded(county), getattr(county, who))

    def test_not_while_the_matter_is_open(self, county):
        with pytest.raises(Unlawful):
            record(county, accepted(county))

    def test_once_only(self, county):
        case = concluded(county)
        record(county, case)
        with pytest.raises(Unlawful, match="更正成因"):
            record(county, case, code="0203")

    def test_who_came_second_is_told(self, county):
        case = concluded(county)
        same = Case.objects.get(pk=case.pk)
        record(county, case)
        with pytest.raises((StaleState, IntegrityError)), transaction.atomic():
            causes.write_cause(
                authority=county.who(county.clerk, on=TODAY),
                case=same,
                cause=cause("0203"),
                now=at(TODAY),
            )
        assert Case.objects.get(pk=case.pk).cause.code == "0201"

    @pytest.mark.parametrize(
        ("code", "change"),
        [
            ("0200", {}),
            ("0201", {"valid_to": TODAY - timedelta(days=1)}),
            ("0201", {"valid_from": TODAY + timedelta(days=1)}),
        ],
    )
    def test_only_with_a_cause_that_may_be_chosen(self, county, code, change):
        Cause.objects.filter(code=code).update(**change)
        with pytest.raises(Invalid) as refused:
            record(county, concluded(county), code=code)
        assert refused.value.field == "cause"

    def test_with_the_answer_itself(self, county):
        case = accepted(county)
        conclude(county, case, cause=cause("0401"))
        case.refresh_from_db()
        assert case.cause.code == "0401"
        (entry,) = told(case, county)
        assert any("历史遗留 / 当时规定与现在不同" in line for line in entry[1])

    def test_a_refused_cause_leaves_the_matter_open(self, county):
        case = accepted(county)
        with pytest.raises(Invalid):
            conclude(county, case, cause=cause("0400"))
        assert Case.objects.get(pk=case.pk).status == "accepted"


class TestCorrections:
    def test_keep_what_it_was(self, county):
        case = concluded(county)
        first = record(county, case)
        second = correct(county, case)
        case.refresh_from_db()
        assert (case.cause.code, second.replaces, case.causes.count()) == ("0203", first, 2)
        lines = [line for _title, lines in told(case, county) for line in lines]
        assert lines == [
            "登记成因：办理行为 / 办理不及时",
            "成因由“办理不及时”更正为“办理行为 / 答复不清”（核实后更正）",
        ]

    @pytest.mark.parametrize(
        ("fields", "field"), [({"reason": " "}, "reason"), ({"code": "0201"}, "cause")]
    )
    def test_need_a_reason_and_a_change(self, county, fields, field):
        case = concluded(county)
        record(county, case)
        with pytest.raises(Invalid) as refused:
            correct(county, case, **fields)
        assert refused.value.field == field

    def test_need_something_to_correct(self, county):
        with pytest.raises(Unlawful):
            correct(county, concluded(county))

    def test_of_a_second_page_left_open(self, county):
        case = concluded(county)
        record(county, case)
        first = case.causes.get()
        correct(county, case)
        with pytest.raises((StaleState, IntegrityError)), transaction.atomic():
            causes.write_cause(
                authority=county.who(county.clerk, on=TODAY),
                case=case,
                cause=cause("0205"),
                now=at(TODAY),
                replaces=first,
                reason="另一个窗口",
            )


class TestReports:
    def report(self, county):
        case = register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
        Case.objects.filter(pk=case.pk).update(
            status="concluded", concluded_on=DAY, closed_on=DAY, outcome="replied"
        )
        case.refresh_from_db()
        return case

    def test_have_no_cause_by_any_way(self, county):
        case = self.report(county)
        with pytest.raises(Unlawful, match="检举控告"):
            record(county, case, county.head)
        page = client_of(county.head).get(reverse("petitions:case_detail", args=[case.pk]))
        assert "cause" not in {owed.act.code for owed in page.context["owed"]}
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(cause=cause())

    def test_are_not_counted_in_the_list(self, county):
        record(county, concluded(county))
        used = {c.code: c.used for g in cause_groups(on=TODAY) for c in g.causes}
        assert (used["0201"], sum(used.values())) == (1, 1)


class TestTheList:
    def who(self, county, name):
        if name == "admin":
            user = make_user_with_post(PostKind.ADMINISTRATOR, county.office, "管理员")
        else:
            user = getattr(county, name)
        return authority_of(user, on=TODAY)

    def add(self, county, name="head", **fields):
        values = {
            "name": "标准不统一",
            "hint": "同一事项各地标准不同",
            "parent": cause("0100"),
            "valid_from": TODAY,
            "now": at(TODAY),
        }
        return add_cause(authority=self.who(county, name), **{**values, **fields})

    def test_loading_again_writes_nothing(self):
        Cause.objects.filter(code="0201").update(hint="本县的说明")
        assert load_causes() == 0
        assert cause().hint == "本县的说明"

    @pytest.mark.parametrize("name", ["head", "admin"])
    def test_is_added_to_and_used_from_its_day(self, county, name):
        made = self.add(county, name, valid_from=TODAY + timedelta(days=1))
        assert (made.code, made.parent.code) == ("0105", "0100")
        with pytest.raises(Invalid):
            record(county, concluded(county), code="0105")
        assert AuditEntry.objects.filter(chain="causes", verb="cause.add").count() == 1

    def test_takes_a_new_first_level(self, county):
        assert self.add(county, name="head", parent=None).code == "0900"

    @pytest.mark.parametrize("name", ["clerk", "officer", "inspector"])
    def test_is_kept_by_nobody_else(self, county, name):
        with pytest.raises(NotAllowed):
            self.add(county, name)
        with pytest.raises(NotAllowed):
            change_cause(
                authority=self.who(county, name),
                cause=cause(),
                hint="",
                valid_to=None,
                now=at(TODAY),
            )

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "政策规定不明确"}, "name"),
            ({"valid_from": TODAY - timedelta(days=1)}, "valid_from"),
        ],
    )
    def test_names_what_is_wrong(self, county, fields, field):
        with pytest.raises(InvalidMany) as refused:
            add_cause(
                authority=self.who(county, "head"),
                **{
                    "name": "标准不统一",
                    "hint": "",
                    "parent": cause("0100"),
                    "valid_from": TODAY,
                    "now": at(TODAY),
                    **fields,
                },
            )
        assert set(refused.value.errors) == {field}

    @pytest.mark.parametrize("words", ["诉求过高", "涉嫌违纪已移送", "无理要求"])
    def test_words_about_persons_and_inquiries_have_no_place(self, county, words):
        with pytest.raises(InvalidMany) as refused:
            self.add(county, name="head", hint=words)
        assert set(refused.value.errors) == {"hint"}
        with pytest.raises(InvalidMany):
            change_cause(
                authority=self.who(county, "head"),
                cause=cause(),
                hint=words,
                valid_to=None,
                now=at(TODAY),
            )

    def test_a_third_level_does_not_exist(self, county):
        with pytest.raises(InvalidMany):
            self.add(county, parent=cause("0101"))

    def test_an_ended_cause_stays_with_its_matters_and_is_offered_no_more(self, county):
        case = concluded(county)
        record(county, case)
        yesterday = TODAY - timedelta(days=1)
        self.end(county, yesterday)
        other = concluded(county, outcome="partly")
        page = client_of(county.officer).get(
            reverse("petitions:case_act", args=[other.pk, "cause"])
        )
        offered = [label for _value, label in page.context["form"].fields["cause"].choices]
        assert "办理行为 / 程序不规范" in offered
        assert "办理行为 / 办理不及时" not in offered
        detail = client_of(county.officer).get(reverse("petitions:case_detail", args=[case.pk]))
        assert "办理行为 / 办理不及时" in detail.content.decode()

    def end(self, county, day):
        return change_cause(
            authority=self.who(county, "head"),
            cause=cause(),
            hint="超过期限",
            valid_to=day,
            now=at(TODAY),
        )

    @pytest.mark.parametrize("day", [TODAY - timedelta(days=2), date(2004, 1, 1)])
    def test_is_not_ended_in_the_past(self, county, day):
        with pytest.raises(Invalid):
            self.end(county, day)


class TestPages:
    def test_the_list_is_read_by_all_and_changed_by_its_keepers(self, county):
        page = client_of(county.officer).get(reverse("petitions:cause_list"))
        assert page.status_code == 200
        assert "政策落实不到位" in page.content.decode()
        assert "新增成因" not in page.content.decode()
        client = client_of(county.head)
        answer = client.post(
            reverse("petitions:cause_new"),
            {"parent": cause("0100").pk, "name": "标准不统一", "valid_from": TODAY.isoformat()},
        )
        assert answer.status_code == 302
        address = reverse("petitions:cause_edit", args=["0105"])
        assert client.post(address, {"hint": "", "valid_to": "2026-05-01"}).status_code == 302
        assert cause("0105").valid_to == date(2026, 5, 1)
        assert client.post(address, {"hint": "", "valid_to": "2000-01-01"}).status_code == 422

    def test_its_cost_does_not_grow(self, county, django_assert_max_num_queries):
        for _i in range(3):
            record(county, concluded(county))
        client = client_of(county.head)
        client.get(reverse("petitions:cause_list"))
        with django_assert_max_num_queries(5):
            client.get(reverse("petitions:cause_list"))

    def test_the_cause_is_asked_for_with_the_answer_and_on_the_api(self, county):
        case = concluded(county)
        record(county, case)
        address = reverse("petitions:case_act", args=[case.pk, "correct_cause"])
        form = client_of(county.clerk).get(address).context["form"]
        assert form.get_initial_for_field(form.fields["cause"], "cause") == cause().pk
        assert case.cause.code == "0201"
