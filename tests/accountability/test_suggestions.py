"""The three kinds of suggestion (条例第四十条): to whom, who may see them, and the written feedback."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accountability.models import DutyLetter, Notice, Suggestion, SuggestionChase
from accountability.services import suggestions as services
from accountability.services.suggestion_feedback import (
    Feedback,
    answer_suggestion,
    chase_suggestions,
)
from core.errors import Invalid, InvalidMany, NotAllowed, StaleState
from core.models import AuditEntry
from organizations.enums import Competence, PostKind, UnitKind
from petitions.enums import LegalClass, Purpose
from tests.accountability.supervising import NOW, TODAY, Desk, upload
from tests.factories.organizations import make_unit, make_user_with_post
from tests.factories.petitions import at


class Advice(Desk):
    """The desk with a discipline organ."""

    def __init__(self):
        super().__init__()
        self.discipline = make_unit(
            UnitKind.DEPARTMENT, "县纪委监委", parent=self.county, competence=Competence.DISCIPLINE
        )
        self.inspector = make_user_with_post(PostKind.PETITION_OFFICER, self.discipline, "吴纪检")

    def draft(self, kind="improve", *, user=None, **change):
        given = {
            "kind": kind,
            "addressee": {"improve": self.town, "policy": self.county}.get(kind, self.discipline),
            "title": "规范补偿款发放公示",
            "facts": "补偿款发放未公示。",
            "text": "每季度公示一次。",
        }
        if kind == "liability":
            given |= {
                "about_unit": self.town,
                "about_people": [self.officer],
                "consequence": "拖延两年，引发群体性矛盾。",
            }
        draft = services.SuggestionDraft(**{**given, **change})
        return services.draft_suggestion(authority=self.who(user), draft=draft, now=NOW)

    def issued(self, kind="improve", **change):
        row = self.draft(kind, **change)
        return services.issue_suggestion(authority=self.who(self.head), row=row, now=NOW)

    def answered(self, row, adoption="full", text="已部署落实", *, user=None, on=TODAY, **change):
        feedback = Feedback(adoption, text, change.pop("source", ""))
        return answer_suggestion(
            authority=self.who(user or self.officer, on), row=row, feedback=feedback, now=at(on),
            **change,
        )  # fmt: skip


@pytest.fixture
def desk(db):
    return Advice()


class TestDraft:
    @pytest.mark.parametrize(
        ("kind", "change", "fields"),
        [
            pytest.param("improve", {"title": " "}, ["title"], id="no-title"),
            pytest.param("improve", {"facts": ""}, ["facts"], id="no-facts"),
            pytest.param("improve", {"text": ""}, ["text"], id="no-advice"),
            pytest.param("improve", {"addressee": None}, ["addressee"], id="to-nobody"),
            pytest.param("liability", {"consequence": ""}, ["consequence"], id="art40-3-no-consequence"),
            pytest.param("liability", {"about_unit": None}, ["about_unit"], id="art40-3-about-nobody"),
            pytest.param("whim", {}, ["kind"], id="unknown-kind"),
        ],
    )  # fmt: skip
    def test_what_it_must_say(self, desk, kind, change, fields):
        with pytest.raises(InvalidMany) as refused:
            desk.draft(kind, **change)
        assert list(refused.value.errors) == fields

    def test_art40_each_kind_goes_to_its_own_organ(self, desk):
        for kind, wrong in (
            ("improve", desk.county), ("policy", desk.town), ("liability", desk.department),
            ("liability", desk.town),
        ):  # fmt: skip
            with pytest.raises(InvalidMany) as refused:
                desk.draft(kind, addressee=wrong)
            assert "addressee" in refused.value.errors

    def test_liability_never_goes_to_the_unit_it_is_about(self, desk):
        with pytest.raises(InvalidMany):
            desk.draft("liability", about_unit=desk.discipline)

    def test_only_supervisors_draft(self, desk):
        for user in (desk.clerk, desk.officer, desk.leader):
            with pytest.raises(NotAllowed):
                desk.draft(user=user)

    def test_from_a_supervision_item(self, desk):
        item = desk.opened()
        row = desk.draft(supervision=item)
        assert (row.supervision, row.case) == (item, desk.case)

    def test_art30_about_a_report_only_to_who_may_know(self, desk):
        desk.case.purpose, desk.case.legal_class = Purpose.ACCUSATION, LegalClass.REPORT
        desk.case.save()
        item = desk.opened()
        with pytest.raises(InvalidMany):
            desk.draft(supervision=item, addressee=desk.other_town)

    def test_dropped_with_a_reason(self, desk):
        row = desk.draft()
        with pytest.raises(Invalid):
            services.drop_suggestion(authority=desk.who(), row=row, reason="", now=NOW)
        services.drop_suggestion(authority=desk.who(), row=row, reason="并入他案", now=NOW)
        with pytest.raises(StaleState):
            services.issue_suggestion(authority=desk.who(desk.head), row=row, now=NOW)


class TestLetter:
    def test_numbered_frozen_told_and_due_in_thirty_days(self, desk):
        row = desk.issued()
        letter = DutyLetter.objects.get()
        assert "信建〔2026〕1号" in letter.number
        assert row.due_on == TODAY + timedelta(days=30)
        for words in ("补偿款发放未公示", "第四十条第一款", "书面反馈采纳情况"):
            assert words in letter.body
        assert Notice.objects.get(user=desk.officer).link == f"accountability:suggestion {row.pk}"

    def test_a_last_day_off_moves_to_the_next_working_day(self, desk):
        assert services.feedback_day(on=TODAY + timedelta(days=3)) == TODAY + timedelta(days=35)

    @pytest.mark.parametrize(("kind", "allowed"), [("improve", True), ("policy", False), ("liability", False)])  # fmt: skip
    def test_who_signs(self, desk, kind, allowed):
        row = desk.draft(kind)
        if not allowed:
            with pytest.raises(NotAllowed):
                services.issue_suggestion(authority=desk.who(), row=row, now=NOW)
        by = desk.supervisor if allowed else desk.head
        services.issue_suggestion(authority=desk.who(by), row=row, now=NOW)
        assert row.status == "issued"

    def test_liability_says_whom_and_what_came_of_it(self, desk):
        body = desk.issued("liability").letter.body
        for words in (desk.town.name, "镇信访干部", "引发群体性矛盾", "第四十条第三款"):
            assert words in body


class TestFeedback:
    def test_in_writing_with_files_and_told_to_the_office(self, desk):
        row = desk.answered(desk.issued(), uploads=[upload()])
        assert (row.adoption, row.on_time) == ("full", True)
        assert row.files.get().name == "佐证.pdf"
        assert Notice.objects.filter(user=desk.supervisor, title__contains="采纳").exists()
        with pytest.raises(StaleState):
            desk.answered(row)

    @pytest.mark.parametrize("adoption", ["part", "none", "full"])
    def test_art40_4_reasons_are_needed(self, desk, adoption):
        row = desk.issued()
        with pytest.raises(Invalid) as refused:
            desk.answered(row, adoption, " ")
        assert refused.value.field == "text"

    def test_late_is_fixed_at_the_act(self, desk):
        row = desk.issued()
        assert desk.answered(row, on=row.due_on + timedelta(days=1)).on_time is False

    def test_the_office_writes_down_a_paper_with_its_source(self, desk):
        row = desk.issued("policy")
        with pytest.raises(Invalid) as refused:
            desk.answered(row, user=desk.supervisor)
        assert refused.value.field == "source"
        desk.answered(row, user=desk.supervisor, source="县政办函〔2026〕8号")
        assert row.source == "县政办函〔2026〕8号"

    def test_nobody_else_answers(self, desk):
        row = desk.issued()
        for user in (desk.clerk, desk.inspector):
            with pytest.raises(NotAllowed):
                desk.answered(row, user=user, source="函")

    def test_reminded_before_and_again_after_the_day(self, desk):
        row = desk.issued()
        for offset in range(-10, 12):
            day = row.due_on + timedelta(days=offset)
            for _twice in range(2):
                chase_suggestions(on=day, now=at(day))
        steps = SuggestionChase.objects.order_by("step").values_list("step", flat=True)
        assert list(steps) == [0, 1, 2, 3], "the tenth day is a Saturday"
        assert Notice.objects.filter(user=desk.officer, kind="overdue").count() == 3
        assert Notice.objects.filter(user=desk.head, title__contains="逾期未反馈").exists()


class TestWhoSees:
    def sees(self, desk, row, user):
        return Suggestion.objects.visible_to(desk.who(user)).filter(pk=row.pk).exists()

    def test_art40_3_liability_is_seen_by_few(self, desk):
        row = desk.issued("liability")
        for name in ("head", "supervisor", "inspector"):
            assert self.sees(desk, row, getattr(desk, name)), name
        for name in ("clerk", "officer", "principal", "deputy", "leader"):
            assert not self.sees(desk, row, getattr(desk, name)), name
        other = make_user_with_post(PostKind.SUPERVISOR, desk.office, "另一督查员")
        assert not self.sees(desk, row, other)

    def test_never_by_the_people_it_is_about_wherever_they_sit(self, desk):
        row = desk.issued("liability", about_people=[desk.inspector, desk.head])
        assert not self.sees(desk, row, desk.inspector)
        assert not self.sees(desk, row, desk.head)

    def test_its_notices_say_nothing(self, desk):
        desk.issued("liability")
        notice = Notice.objects.get(user=desk.inspector)
        assert notice.title == "您有一件保密的建议需要办理"
        assert not Notice.objects.filter(user=desk.officer).exists()
        assert not AuditEntry.objects.filter(data__icontains="群体性").exists()

    def test_improvement_by_the_addressee_and_who_reads_all(self, desk):
        row = desk.draft()
        assert self.sees(desk, row, desk.head)
        for name in ("officer", "clerk", "leader"):
            assert not self.sees(desk, row, getattr(desk, name)), name
        services.issue_suggestion(authority=desk.who(), row=row, now=NOW)
        for name in ("officer", "clerk", "leader"):
            assert self.sees(desk, row, getattr(desk, name)), name
        assert not self.sees(desk, row, desk.inspector)


class TestPages:
    @pytest.fixture(autouse=True)
    def _today(self, time_machine):
        time_machine.move_to(NOW)

    def url(self, name, *args):
        return reverse(f"accountability:{name}", args=args)

    @pytest.mark.parametrize("count", [2, 20])
    def test_budgets(self, desk, client, count, django_assert_max_num_queries):
        people = [make_user_with_post(PostKind.DEPUTY, desk.town, f"副职{n}") for n in range(count)]
        for _n in range(count):
            row = desk.issued("liability", about_people=people)
        desk.answered(row, user=desk.head, source="函", uploads=[upload()] * count)
        client.force_login(desk.head)
        with django_assert_max_num_queries(6):
            assert client.get(self.url("suggestions")).status_code == 200
        with django_assert_max_num_queries(9):
            assert client.get(self.url("suggestion", row.pk)).status_code == 200

    def test_from_draft_to_feedback_by_pages(self, desk, client):
        item = desk.opened()
        client.force_login(desk.supervisor)
        address = f"{self.url('suggestion_new', 'improve')}?supervision={item.pk}"
        assert item.facts in client.get(address).content.decode()
        body = {
            "addressee": desk.town.pk, "title": "健全台账", "facts": "无台账", "text": "建台账",
            "basis": "《信访工作条例》第四十条第一款",
        }  # fmt: skip
        refused = client.post(address, {**body, "text": ""})
        assert refused.status_code == 422
        client.post(address, body)
        row = Suggestion.objects.get()
        draft = client.get(self.url("suggestion_letter", row.pk))
        assert draft.content.startswith(b"%PDF")
        client.post(self.url("suggestion_edit", row.pk), {**body, "title": "建立台账"})
        client.post(self.url("suggestion_issue", row.pk))
        row.refresh_from_db()
        assert (row.title, row.status, row.supervision) == ("建立台账", "issued", item)
        assert client.get(self.url("suggestion_letter", row.pk)).content.startswith(b"%PDF")
        client.force_login(desk.officer)
        assert "建立台账" in client.get(self.url("suggestions")).content.decode()
        client.post(self.url("suggestion_answer", row.pk), {"adoption": "part", "text": "部分办到"})
        row.refresh_from_db()
        assert row.adoption == "part"
        assert "部分办到" in client.get(self.url("suggestion", row.pk)).content.decode()

    def test_liability_by_page_and_not_for_the_unit(self, desk, client):
        client.force_login(desk.head)
        body = {
            "addressee": desk.discipline.pk, "title": "追责", "facts": "拖延", "text": "处理",
            "about_unit": desk.town.pk, "about_people": [desk.officer.pk], "consequence": "矛盾激化",
            "basis": "《信访工作条例》第四十条第三款",
        }  # fmt: skip
        client.post(self.url("suggestion_new", "liability"), body)
        row = Suggestion.objects.get()
        assert list(row.about_people.all()) == [desk.officer]
        client.post(self.url("suggestion_issue", row.pk))
        client.force_login(desk.principal)
        for name in ("suggestion", "suggestion_letter", "suggestion_answer"):
            assert client.get(self.url(name, row.pk)).status_code == 404
        page = client.get(self.url("suggestions"))
        assert page.context["counts"]["issued"] == 0

    def test_dropped_by_page(self, desk, client):
        row = desk.draft()
        client.force_login(desk.supervisor)
        client.post(self.url("suggestion_drop", row.pk), {"reason": "重复"})
        row.refresh_from_db()
        assert row.status == "dropped"
