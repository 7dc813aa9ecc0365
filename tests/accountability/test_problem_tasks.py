"""Problems of the monthly analysis and their tasks: who may do what, the course, reminders, secrecy, pages."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability.models import AnalysisProblem, Notice, ProblemTask
from accountability.services import problem_tasks as course
from accountability.services.problem_reminders import remind_tasks
from accountability.services.problems import ProblemDraft, TaskDraft, add_task, record_problem
from core.errors import Invalid, InvalidMany, NotAllowed, StaleState
from core.models import AuditEntry, TransitionLog
from organizations.enums import PostKind
from petitions.models import Participant, Petitioner
from petitions.services.drafts import Upload
from tests.accountability.conftest import World, as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 11)  # Wednesday
NOW = at(TODAY)
DUE = TODAY + timedelta(days=30)


def peopled() -> World:
    """The county with its leaders, a supervisor and an officer of another town."""
    world = World().add_leaders()
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查员")
    world.stranger = make_user_with_post(PostKind.PETITION_OFFICER, world.other_town, "他镇干部")
    return world


@pytest.fixture
def world(db, time_machine):
    time_machine.move_to(NOW)
    return peopled()


def draft(**fields):
    values = {
        "month": "2026-02",
        "kind": "cause",
        "title": "补偿款发放不及时",
        "text": "退票后没有专人跟踪。",
        "question": "fact=cause_due&period=2026-02",
    }
    return ProblemDraft(**{**values, **fields})


def give(world, *, who=None, problem=None, on=TODAY, **fields):
    values = {"unit": world.town, "text": "建立退票台账", "due_on": on + timedelta(days=30)}
    return record_problem(
        authority=as_(who or world.clerk, on),
        problem=problem or draft(),
        task=TaskDraft(**{**values, **fields}),
        now=at(on),
    )


def answer(world, task, text="台账已经建立", who=None, on=TODAY, **fields):
    return course.answer_task(
        authority=as_(who or world.officer, on), task=task, text=text, now=at(on), **fields
    )


def titles(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


class TestRecording:
    def test_gives_the_unit_a_task_and_tells_it(self, world):
        task = give(world)
        assert (task.unit, task.responsible, task.status) == (world.town, world.principal, "open")
        assert task.problem.question == "fact=cause_due&period=2026-02"
        for user in (world.principal, world.officer):
            (notice,) = Notice.objects.filter(user=user)
            assert notice.title == "月分析整改任务，请于2026-04-10前完成"
            assert notice.link == f"accountability:problem_task {task.pk}"
        assert not titles(world.stranger)
        verbs = AuditEntry.objects.filter(chain__startswith="analysisproblem:")
        assert verbs.get().verb == "problem.record"
        assert AuditEntry.objects.get(chain=f"problemtask:{task.pk}").verb == "problem_task.give"

    @pytest.mark.parametrize("who", ["officer", "principal", "stranger", "leader"])
    def test_is_for_the_petition_office(self, world, who):
        with pytest.raises(NotAllowed):
            give(world, who=getattr(world, who))
        assert not AnalysisProblem.objects.exists()

    @pytest.mark.parametrize(
        ("problem", "task", "field"),
        [
            ({"title": " "}, {}, "title"),
            ({"text": ""}, {}, "text"),
            ({"kind": "person"}, {}, "kind"),
            ({"month": "2026-04"}, {}, "month"),
            ({"month": "2026-13"}, {}, "month"),
            ({"question": "x y"}, {}, "question"),
            ({"text": "电话13800000001"}, {}, "text"),
            ({"title": "990101202640009265久拖不决"}, {}, "title"),
            ({}, {"text": " "}, "requirement"),
            ({}, {"text": "向13800000001道歉"}, "requirement"),
            ({}, {"text": "核查群众举报的问题"}, "requirement"),
            ({"text": "工作人员涉嫌违纪，有人检举"}, {}, "text"),
            ({}, {"due_on": TODAY - timedelta(days=1)}, "due_on"),
            ({}, {"due_on": date(9999, 12, 31)}, "due_on"),
            ({}, {"text": "字" * 2001}, "requirement"),
            ({"text": "字" * 2001}, {}, "text"),
        ],
    )
    def test_names_what_is_wrong(self, world, problem, task, field):
        with pytest.raises(InvalidMany) as refused:
            give(world, problem=draft(**problem), **task)
        assert set(refused.value.errors) == {field}
        assert not ProblemTask.objects.exists()

    def test_the_responsible_person_is_of_the_unit(self, world):
        assert give(world, responsible=world.deputy).responsible == world.deputy
        with pytest.raises(InvalidMany) as refused:
            give(world, responsible=world.stranger)
        assert set(refused.value.errors) == {"responsible"}

    def test_the_office_is_no_unit_to_be_put_right_here(self, world):
        with pytest.raises(InvalidMany) as refused:
            give(world, unit=world.office)
        assert set(refused.value.errors) == {"unit"}

    def test_another_unit_gets_its_own_task_once(self, world):
        task = give(world)
        other = TaskDraft(world.other_town, "同样整改", DUE, world.stranger)
        made = add_task(
            authority=as_(world.clerk, TODAY), problem=task.problem, task=other, now=NOW
        )
        assert made.responsible == world.stranger
        with pytest.raises(Invalid, match="未销号"):
            add_task(authority=as_(world.clerk, TODAY), problem=task.problem, task=other, now=NOW)


class TestNobodyIsNamed:
    def petitioner(self, world, case, name):
        person = Petitioner.objects.create(name=name, created_at=NOW)
        Participant.objects.create(case=case, petitioner=person, role="main", order=1)

    def test_no_petitioner_of_the_unit(self, world):
        self.petitioner(world, world.case, "张小明")
        with pytest.raises(InvalidMany, match="张小明"):
            give(world, problem=draft(text="张小明等户补偿款未付"))
        task = give(world)
        with pytest.raises(Invalid, match="张小明"):
            answer(world, task, text="已向张小明补发")

    def test_the_refusal_tells_nobody_of_a_report(self, world):
        report = world.add_case(purpose="accusation", legal_class="report")
        self.petitioner(world, report, "李举报")
        give(world, problem=draft(text="李举报一语没有出处"))
        assert AnalysisProblem.objects.count() == 1


class TestTheCourse:
    def test_answered_returned_answered_closed(self, world):
        task = give(world)
        later = TODAY + timedelta(days=20)
        answer(world, task, on=later)
        assert titles(world.supervisor)[-1].endswith("已报整改结果，待审核")
        due = later + timedelta(days=15)
        course.return_task(
            authority=as_(world.supervisor, later),
            task=task,
            reason="没有附台账",
            due_on=due,
            now=at(later),
        )
        assert (task.status, task.due_on) == ("returned", due)
        assert titles(world.officer)[-1] == f"整改结果被退回，请于{due}前重报"
        note = answer(world, task, text="补附台账", on=due + timedelta(days=1))
        assert note.on_time is False
        course.close_task(
            authority=as_(world.head, due), task=task, note="", now=at(due + timedelta(days=2))
        )
        task.refresh_from_db()
        assert (task.status, task.closed_on) == ("closed", due + timedelta(days=2))
        kinds = [(note.kind, note.on_time) for note in task.notes.order_by("pk")]
        assert kinds == [
            ("answer", True),
            ("returned", None),
            ("answer", False),
            ("closed", None),
        ]
        logs = TransitionLog.objects.filter(model="accountability.problemtask", object_id=task.pk)
        assert [log.target for log in logs.order_by("pk")] == [
            "answered",
            "returned",
            "answered",
            "closed",
        ]

    def test_progress_leaves_the_task_where_it_is(self, world):
        task = give(world)
        course.report_progress(
            authority=as_(world.deputy, TODAY), task=task, text="已查十二户", now=NOW
        )
        task.refresh_from_db()
        assert (task.status, task.notes.get().kind) == ("open", "progress")

    @pytest.mark.parametrize("who", ["clerk", "head", "stranger", "leader"])
    def test_only_the_unit_reports(self, world, who):
        task = give(world)
        with pytest.raises(NotAllowed):
            answer(world, task, who=getattr(world, who))
        with pytest.raises(NotAllowed):
            course.report_progress(
                authority=as_(getattr(world, who), TODAY), task=task, text="进展", now=NOW
            )

    @pytest.mark.parametrize("who", ["clerk", "officer", "principal", "leader"])
    def test_only_supervisors_and_the_head_judge(self, world, who):
        task = give(world)
        answer(world, task)
        authority = as_(getattr(world, who), TODAY)
        with pytest.raises(NotAllowed):
            course.close_task(authority=authority, task=task, note="", now=NOW)
        with pytest.raises(NotAllowed):
            course.return_task(authority=authority, task=task, reason="缺", due_on=DUE, now=NOW)
        with pytest.raises(NotAllowed):
            course.adjust_task(
                authority=authority,
                task=task,
                reason="缺",
                due_on=DUE,
                responsible=world.deputy,
                now=NOW,
            )

    def test_nothing_is_judged_before_it_is_answered_or_twice(self, world):
        task = give(world)
        head = as_(world.head, TODAY)
        with pytest.raises(Invalid, match="须写明理由"):
            course.close_task(authority=head, task=task, note="", now=NOW)
        with pytest.raises(StaleState):
            course.return_task(authority=head, task=task, reason="缺", due_on=DUE, now=NOW)
        answer(world, task)
        same = ProblemTask.objects.get(pk=task.pk)
        course.close_task(authority=head, task=task, note="", now=NOW)
        with pytest.raises(StaleState):
            course.return_task(authority=head, task=same, reason="缺", due_on=DUE, now=NOW)
        with pytest.raises(StaleState):
            course.report_progress(
                authority=as_(world.officer, TODAY), task=same, text="还在做", now=NOW
            )

    def test_a_task_given_in_error_is_closed_with_a_reason(self, world):
        task = give(world)
        course.close_task(authority=as_(world.head, TODAY), task=task, note="交办有误", now=NOW)
        assert (task.status, task.notes.get().text) == ("closed", "交办有误")

    def test_a_return_says_why_and_by_when(self, world):
        task = give(world)
        answer(world, task)
        head = as_(world.head, TODAY)
        for reason, due_on, field in (
            (" ", DUE, "reason"),
            ("缺台账", TODAY, "due_on"),
            ("缺台账", date(9999, 1, 1), "due_on"),
            ("字" * 2001, DUE, "reason"),
        ):
            with pytest.raises(Invalid) as refused:
                course.return_task(authority=head, task=task, reason=reason, due_on=due_on, now=NOW)
            assert refused.value.field == field

    def test_another_day_or_person_is_named_with_a_reason(self, world):
        task, new = give(world), DUE + timedelta(days=10)

        def adjust(due_on, person, reason="资金未到"):
            course.adjust_task(
                authority=as_(world.head, TODAY),
                task=task,
                due_on=due_on,
                responsible=person,
                reason=reason,
                now=NOW,
            )

        adjust(new, world.deputy)
        task.refresh_from_db()
        assert (task.due_on, task.responsible) == (new, world.deputy)
        said = f"完成期限由{DUE}调整为{new}，责任人由镇党委书记改为镇分管领导：资金未到"
        assert task.notes.get().text == said
        for due_on, person, reason, field in (
            (new, None, "同日", "due_on"),
            (new, world.deputy, "同人", "due_on"),
            (TODAY - timedelta(days=1), None, "过去", "due_on"),
            (new, world.stranger, "他镇", "responsible"),
            (DUE, None, " ", "reason"),
        ):
            with pytest.raises(Invalid) as refused:
                adjust(due_on, person, reason)
            assert refused.value.field == field

    def test_evidence_is_kept_by_its_digest_and_seen_by_the_unit_and_the_office(
        self, world, client, settings, tmp_path
    ):
        settings.MEDIA_ROOT = tmp_path
        task = give(world)
        file = SimpleUploadedFile("台账.txt", b"1,2,3", "text/plain")
        note = answer(world, task, uploads=[Upload(file.name, file.content_type, file)])
        row = note.files.get()
        entry = AuditEntry.objects.get(chain=f"problemtask:{task.pk}", verb="problem_task.answer")
        assert entry.data["files"] == [{"id": row.pk, "sha256": row.sha256}]
        address = reverse("accountability:problem_task_file", args=[task.pk, row.pk])
        for user, status in ((world.officer, 200), (world.head, 200), (world.stranger, 404)):
            client.force_login(user)
            found = client.get(address)
            assert found.status_code == status
            if status == 200:
                assert b"".join(found.streaming_content) == b"1,2,3"


class TestReminders:
    def run(self, day):
        return remind_tasks(on=day, now=at(day))

    def test_before_on_and_after_the_day_once_each(self, world):
        task = give(world)  # due 2026-04-10, a Friday
        seen = {}
        for number in range(50):
            day = TODAY + timedelta(days=number)
            for step in self.run(day).done:
                seen[day] = step.reason
            assert not self.run(day).done
        assert seen == {
            date(2026, 4, 3): "before-7",
            date(2026, 4, 7): "before-3",
            date(2026, 4, 10): "on-day",
            date(2026, 4, 17): "after-7",
            date(2026, 4, 24): "after-14",
        }
        overdue = "整改任务已逾期"
        assert titles(world.head).count(overdue) == titles(world.officer).count(overdue) == 2
        assert "整改任务即将到期" not in titles(world.head)
        task.refresh_from_db()
        assert task.reminded_step == "after-14"

    def test_not_once_it_is_answered_and_again_after_a_return(self, world):
        task = give(world)
        answer(world, task)
        assert not self.run(DUE).done
        course.return_task(
            authority=as_(world.head, DUE),
            task=task,
            reason="缺台账",
            due_on=DUE + timedelta(days=14),
            now=at(DUE),
        )
        assert [step.reason for step in self.run(DUE + timedelta(days=14)).done] == ["on-day"]

    def test_a_dry_run_writes_nothing(self, world):
        give(world)
        before = Notice.objects.count()
        report = remind_tasks(on=DUE, now=at(DUE), dry_run=True)
        assert [step.reason for step in report.done] == ["on-day"]
        assert Notice.objects.count() == before
        assert self.run(DUE).done


class TestPages:
    def get(self, client, user, name, *args, query=""):
        client.force_login(user)
        return client.get(reverse(f"accountability:{name}", args=args) + query)

    def test_a_unit_sees_its_own_tasks_only(self, world, client):
        mine = give(world)
        theirs = give(world, unit=world.other_town, problem=draft(title="另一个问题"))
        page = self.get(client, world.officer, "problem_tasks", query="?show=all")
        assert [task for task, _last in page.context["rows"]] == [mine]
        assert "另一个问题" not in page.content.decode()
        assert self.get(client, world.officer, "problem_task", theirs.pk).status_code == 404
        assert self.get(client, world.officer, "problem", mine.problem_id).status_code == 404
        for user in (world.clerk, world.leader):
            page = self.get(client, user, "problem_tasks", query="?show=all")
            assert len(page.context["rows"]) == 2

    def test_what_the_analysis_saw_fills_the_form(self, world, client):
        query = (
            "?month=2026-02&kind=hot&title=集中&text=三起&question=fact%3Dmatters%26period%3D2026-02"
            f"&unit={world.town.pk}"
        )
        form = self.get(client, world.clerk, "problem_new", query=query).context["form"]
        assert form.initial == {
            "month": "2026-02",
            "kind": "hot",
            "title": "集中",
            "text": "三起",
            "question": "fact=matters&period=2026-02",
            "unit": world.town.pk,
        }
        odd = self.get(client, world.clerk, "problem_new", query="?kind=x&question=//a&unit=²")
        assert odd.context["form"].initial == {"question": ""} or not odd.context["form"].initial

    def test_recorded_and_carried_to_the_end_on_the_pages(self, world, client):
        client.force_login(world.clerk)
        body = {
            "month": "2026-02",
            "kind": "cause",
            "title": "补偿款发放不及时",
            "text": "退票后没有专人跟踪。",
            "unit": world.town.pk,
            "requirement": "建立台账",
            "due_on": DUE.isoformat(),
        }
        new = reverse("accountability:problem_new")
        assert client.post(new, {**body, "title": ""}).status_code == 422
        answer = client.post(new, body)
        task = ProblemTask.objects.get()
        here = reverse("accountability:problem_task", args=[task.pk])
        assert answer["Location"] == here

        def step(user, code, **data):
            client.force_login(user)
            return client.post(
                reverse("accountability:problem_task_step", args=[task.pk, code]), data
            )

        assert step(world.officer, "progress", text="正在核对").status_code == 302
        assert step(world.officer, "answer", text="已建台账").status_code == 302
        assert step(world.officer, "close", note="好").status_code == 403
        due = (DUE + timedelta(days=5)).isoformat()
        assert step(world.head, "return", reason="", due_on=due).status_code == 422
        assert step(world.head, "return", reason="缺公示", due_on=due).status_code == 302
        assert step(world.officer, "answer", text="已公示").status_code == 302
        assert step(world.head, "close", note="同意").status_code == 302
        assert step(world.head, "unknown", note="同意").status_code == 404
        page = client.get(here)
        assert [note.get_kind_display() for note in page.context["notes"]] == [
            "整改进展",
            "整改结果",
            "退回",
            "整改结果",
            "销号",
        ]
        assert not page.context["may_judge"]

    @pytest.mark.parametrize("count", [2, 20])
    def test_budgets(self, world, client, count, django_assert_max_num_queries):
        for number in range(count):
            task = give(world, problem=draft(title=f"问题{number}"))
            for part in range(count):
                course.report_progress(
                    authority=as_(world.officer, TODAY), task=task, text=f"进展{part}", now=NOW
                )
        for name, args, budget in (
            ("problem_tasks", (), 7),
            ("problem_task", (task.pk,), 7),
            ("problem", (task.problem_id,), 6),
            ("problem_new", (), 6),
            ("problem_task_new", (task.problem_id,), 7),
        ):
            client.force_login(world.clerk)
            address = reverse(f"accountability:{name}", args=args)
            client.get(address)
            with django_assert_max_num_queries(budget):
                assert client.get(address).status_code == 200
