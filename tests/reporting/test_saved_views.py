"""Saved views: kept, shared with roles, opened with the reader's own rights, mailed once a month."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accountability.models import Notice
from core import jobs
from core.models import AuditEntry, Mail, OwedEffect
from organizations.enums import PostKind
from organizations.models import Term, User
from reporting.domain.asking import Asked
from reporting.models import Audience, SavedView, ViewOptOut
from reporting.selectors.saved_views import audiences_of, people_of, views_for
from reporting.services.saved_views import ViewDraft, save_view
from reporting.services.view_mails import owe_due_views
from tests.factories.organizations import make_user, make_user_with_post
from tests.factories.petitions import at
from tests.reporting.test_pages import people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
QUESTION = Asked(("matters", "persons"), ("place",), "last_month")


@pytest.fixture(autouse=True)
def clock():
    """The middle of November until a test moves it."""
    with time_machine.travel(at(TODAY), tick=False) as travelled:
        yield travelled


@pytest.fixture
def go(client):
    def ask(user, name, *args, data=None, query=""):
        client.force_login(user)
        url = reverse(f"reporting:{name}", args=args) + query
        return client.get(url) if data is None else client.post(url, data)

    return ask


def keep(county, user, name="各乡镇", asked=QUESTION, **draft):
    return save_view(
        authority=county.authority(user, TODAY),
        asked=asked,
        draft=ViewDraft(name, **draft),
        now=timezone.now(),
    )


def work_off():
    """What a worker does, also with what the effects bring about."""
    for _round in range(4):
        for effect in jobs.sweep(now=timezone.now()):
            jobs.run(effect, now=timezone.now())


def test_a_question_is_kept_renamed_and_deleted(october, go):
    query = "?i=matters&i=persons&by=place&period=last_month"
    assert "上月起数、人次（按属地）" in go(october.clerk, "view_new", query=query).content.decode()
    done = go(october.clerk, "view_new", query=query, data={"name": "各乡镇信访量"})
    view = SavedView.objects.get()
    assert done.url.endswith(f"&period=last_month&view={view.pk}")
    page = go(october.clerk, "query", query=f"?{done.url.partition('?')[2]}").content.decode()
    assert "各乡镇信访量" in page
    go(october.clerk, "view_edit", view.pk, data={"name": "每月各乡镇"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("每月各乡镇", query[1:])
    assert go(october.clerk, "view_delete", view.pk, data={}).status_code == 302
    assert not SavedView.objects.exists()
    verbs = AuditEntry.objects.filter(chain=f"savedview:{view.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["saved_view.create", "saved_view.edit", "saved_view.delete"]


def test_opening_brings_the_whole_question_into_the_address(october, go):
    view = keep(october, october.head, audiences=(Audience.UNIT_LEADERS,))
    answer = go(october.principals[0], "view_open", view.pk)
    assert answer.url == (
        f"/figures/query/?i=matters&i=persons&by=place&period=last_month&view={view.pk}"
    )
    page = go(october.principals[0], "query", query="?" + answer.url.partition("?")[2])
    assert "按您的权限统计" in page.content.decode()
    mine = page.context["table"].total.cells[0].number
    whole = go(october.head, "query", query="?" + answer.url.partition("?")[2])
    assert mine < whole.context["table"].total.cells[0].number == 4


def test_a_view_is_seen_by_its_owner_and_its_roles_only(october, go):
    everybody = people(october)
    view = keep(october, october.clerk, audiences=(Audience.SUPERVISORS, Audience.COUNTY_LEADERS))
    allowed = {"clerk", "supervisor", "county leader"}
    for name, user in everybody.items():
        expected = 302 if name in allowed else 403 if name in ("administrator", "nobody") else 404
        assert go(user, "view_open", view.pk).status_code == expected, name
        # only the owner changes it
        if name != "clerk":
            for act in ("view_edit", "view_delete", "view_question"):
                answer = go(user, act, view.pk, data={"name": "别的"}, query="?i=matters")
                assert answer.status_code == (403 if name in allowed else expected), (name, act)
    assert SavedView.objects.get().name == "各乡镇"


def test_the_roles_of_a_mail_are_those_of_the_authority(october):
    """One rule in SQL, one over the posts of a person; both must name the same people."""
    people(october)
    for user in User.objects.all():
        authority = october.authority(user, TODAY)
        in_sql = [role for role in Audience if people_of([role], on=TODAY).filter(pk=user.pk)]
        assert in_sql == audiences_of(authority), user
    ended = october.principals[0]
    Term.objects.filter(user=ended).update(ends_on=date(2026, 11, 1))
    assert ended not in people_of([Audience.UNIT_LEADERS], on=TODAY)


@pytest.mark.parametrize(
    ("who", "data", "field", "sentence"),
    [
        ("clerk", {"name": ""}, "name", "必填"),
        ("clerk", {"name": "各乡镇"}, "name", "您已有同名的视图"),
        ("clerk", {"name": "新", "audiences": ["mayor"]}, "audiences", "mayor"),
        ("clerk", {"name": "新", "mail_to": "self", "mail_day": "1"}, "mail_day", "2 至 28"),
        ("clerk", {"name": "新", "mail_to": "self", "mail_day": "29"}, "mail_day", "2 至 28"),
        ("clerk", {"name": "新", "mail_to": "self"}, "mail_day", "2 至 28"),
        ("clerk", {"name": "新", "mail_to": "shared", "mail_day": "5"}, "mail_to", "没有共享给任何角色"),
        (
            "principal",
            {"name": "新", "mail_to": "shared", "mail_day": "5", "audiences": ["office"]},
            "mail_to",
            "只有能查看全县数据的人员",
        ),
    ],
)  # fmt: skip
def test_bad_input_stands_beside_its_field(october, go, who, data, field, sentence):
    user = {"clerk": october.clerk, "principal": october.principals[0]}[who]
    keep(october, october.clerk)
    answer = go(user, "view_new", query="?i=matters&period=last_month", data=data)
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    assert f'value="{data["name"]}"' in answer.content.decode() or not data["name"]
    assert SavedView.objects.count() == 1


def test_what_unit_leaders_may_not_ask_is_not_shared_with_them(october, go):
    data = {"name": "人均", "audiences": ["unit_leaders"]}
    answer = go(october.clerk, "view_new", query="?i=per_10k&by=place", data=data)
    assert "不能共享给单位领导" in answer.context["form"].errors["audiences"][0]


def test_the_question_of_a_view_is_replaced(october, go):
    view = keep(october, october.clerk)
    query = "?i=repeats&period=last_quarter"
    page = go(october.clerk, "query", query=f"{query}&view={view.pk}").content.decode()
    assert "用现在的条件替换原来的" in page
    go(october.clerk, "view_question", view.pk, query=query, data={})
    view.refresh_from_db()
    assert view.query == "i=repeats&period=last_quarter"
    page = go(october.clerk, "query", query=f"{query}&view={view.pk}").content.decode()
    assert "用现在的条件替换原来的" not in page


@pytest.mark.parametrize("rows", [2, 20])
def test_budget_of_the_list(october, go, client, rows):
    for number in range(rows):
        keep(october, october.head, f"视图{number:02}", audiences=(Audience.OFFICE,))
    go(october.clerk, "saved_views")
    with CaptureQueriesContext(connection) as caught:
        page = client.get(reverse("reporting:saved_views"))
    assert len(page.context["rows"]) == rows
    assert len(caught) == 5


def test_the_database_refuses_half_a_schedule(october):
    for broken in ({"mail_to": "self"}, {"mail_day": 5}, {"mail_to": "self", "mail_day": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(
                owner=october.head, name="半", query="i=matters", created_at=at(TODAY),
                changed_at=at(TODAY), **broken,
            )  # fmt: skip


class TestMails:
    """One mail to each reader and month."""

    @pytest.fixture
    def shared(self, october, clock):
        for user in (october.head, october.leader, *october.principals, *october.deputies):
            User.objects.filter(pk=user.pk).update(email=f"u{user.pk}@example.invalid")
        clock.move_to(at(TODAY))
        return keep(
            october, october.head, audiences=(Audience.UNIT_LEADERS,), mail_to="shared", mail_day=5
        )

    @staticmethod
    def on(clock, day, hour=9):
        clock.move_to(at(day, hour))
        owed = owe_due_views(now=timezone.now())
        work_off()
        return owed

    def test_each_reader_gets_his_own_numbers_once_a_month(self, october, shared, clock):
        assert self.on(clock, TODAY) == 0  # its day of this month is over
        assert self.on(clock, date(2026, 12, 4)) == 0
        october.case(place=october.townships[0], received_on=date(2026, 11, 20))
        assert self.on(clock, date(2026, 12, 5)) == 1
        assert self.on(clock, date(2026, 12, 5), 12) == 0
        assert self.on(clock, date(2026, 12, 9)) == 0
        mails = Mail.objects.filter(key__startswith=f"view:{shared.pk}:")
        assert mails.count() == 5  # the owner, two principals, two deputies
        mine = mails.get(recipient=october.head)
        assert mine.subject == "【统计】各乡镇（2026年11月）"
        assert "全县信访事项" in mine.text
        town = october.townships[0]
        assert f"{town}：起数 1，人次" in mine.text
        assert f"/figures/views/{shared.pk}/" in mine.text
        assert "<table" in mine.html
        assert "合计" in mine.html
        other = mails.get(recipient=october.principals[1])
        assert "不是全县数" in other.text
        assert "合计：起数 0" in other.text
        assert "退订邮件" in other.text
        # next month is new
        assert self.on(clock, date(2027, 1, 5)) == 1
        assert mails.count() == 10

    def test_the_file_in_the_mail_is_the_table(self, october, shared, clock):
        october.case(place=october.townships[0], received_on=date(2026, 11, 20))
        self.on(clock, date(2026, 12, 5))
        mine = Mail.objects.get(key__startswith=f"view:{shared.pk}:", recipient=october.head)
        (item,) = mine.attachments
        assert item["name"] == "统计查询_2026年11月起数、人次（按属地）.xlsx"
        book = openpyxl.load_workbook(
            BytesIO((settings.MEDIA_ROOT / item["path"]).read_bytes()), data_only=True
        )
        last = [cell.value for cell in list(book.worksheets[0].iter_rows())[-1]]
        assert last == ["合计", 1, 1]

    def test_many_workers_send_once(self, october, shared, clock):
        clock.move_to(at(date(2026, 12, 5)))
        for _worker in range(3):
            owe_due_views(now=timezone.now())
        effects = OwedEffect.objects.filter(kind__startswith="reporting.view_mail")
        assert effects.count() == 1
        work_off()
        # a worker that died after queueing: its effect is handed out again
        effects.update(state="owed", due_at=timezone.now())
        work_off()
        assert Mail.objects.filter(key__startswith=f"view:{shared.pk}:").count() == 5
        assert effects.filter(state="done").count() == 6

    def test_who_refused_gets_none_and_may_take_it_again(self, october, shared, go, clock):
        deputy = october.deputies[0]
        go(deputy, "view_mail", shared.pk, data={"wants": "0"})
        go(deputy, "view_mail", shared.pk, data={"wants": "0"})
        assert ViewOptOut.objects.count() == 1
        assert "您已退订" in go(deputy, "saved_views").content.decode()
        self.on(clock, date(2026, 12, 5))
        assert not Mail.objects.filter(recipient=deputy, key__startswith="view:").exists()
        go(deputy, "view_mail", shared.pk, data={"wants": "1"})
        self.on(clock, date(2027, 1, 5))
        assert Mail.objects.filter(recipient=deputy, key__startswith="view:").count() == 1

    def test_refusing_between_the_effect_and_the_mail_counts(self, october, shared, clock):
        clock.move_to(at(date(2026, 12, 5)))
        owe_due_views(now=timezone.now())
        jobs.run(OwedEffect.objects.get(kind="reporting.view_mails").pk, now=timezone.now())
        ViewOptOut.objects.create(view=shared, user=october.leader, at=timezone.now())
        ViewOptOut.objects.create(view=shared, user=october.principals[0], at=timezone.now())
        work_off()
        assert Mail.objects.filter(key__startswith="view:").count() == 4

    def test_nothing_is_sent_once_the_view_or_its_owner_is_gone(self, october, shared, go, clock):
        Term.objects.filter(user=october.head).update(ends_on=date(2026, 11, 30))
        self.on(clock, date(2026, 12, 5))
        assert not Mail.objects.filter(key__startswith="view:").exists()
        clock.move_to(at(date(2027, 1, 5)))
        owe_due_views(now=timezone.now())
        SavedView.objects.all().delete()
        work_off()
        assert not OwedEffect.objects.filter(kind="reporting.view_mails", state="owed").exists()
        assert not Mail.objects.filter(key__startswith="view:").exists()

    def test_the_owner_is_told_of_a_question_that_cannot_be_asked_any_more(
        self, october, shared, go, clock
    ):
        shared.query = "figure=gone_figure&period=last_month"
        shared.save()
        assert self.on(clock, date(2026, 12, 5)) == 1
        assert not Mail.objects.filter(key__startswith="view:").exists()
        (notice,) = Notice.objects.filter(title__contains="没有发送")
        assert (notice.user, notice.title) == (
            october.head,
            f"统计视图“{shared.name}”本月没有发送",
        )
        assert "请打开视图，重新选择后保存。" in notice.text
        assert go(october.head, "view_edit", shared.pk).status_code == 200
        assert self.on(clock, date(2026, 12, 6)) == 0  # once a month
        assert Notice.objects.filter(title__contains="没有发送").count() == 1

    def test_a_private_view_goes_to_its_owner_alone(self, october, shared, clock):
        clock.move_to(at(TODAY))
        mine = keep(october, october.principals[0], mail_to="self", mail_day=17)
        assert self.on(clock, date(2026, 11, 17)) == 1
        mail = Mail.objects.get(key__startswith=f"view:{mine.pk}:")
        assert mail.recipient == october.principals[0]

    def test_people_without_an_address_are_named(self, october, shared, go):
        make_user_with_post(PostKind.DEPUTY, october.departments[0], "无邮箱", email="")
        page = go(october.head, "view_edit", shared.pk).content.decode()
        assert "现在有 6 人会收到每月邮件" in page
        assert "无邮箱" in page

    def test_a_schedule_that_stays_keeps_its_start(self, october, shared, go, clock):
        clock.move_to(at(date(2026, 12, 4)))
        data = {"name": "改名", "audiences": ["unit_leaders"], "mail_to": "shared", "mail_day": 5}
        assert go(october.head, "view_edit", shared.pk, data=data).status_code == 302
        shared.refresh_from_db()
        assert (shared.name, shared.mail_since) == ("改名", TODAY)
        data["mail_to"] = ""
        go(october.head, "view_edit", shared.pk, data=data)
        shared.refresh_from_db()
        assert (shared.mail_to, shared.mail_day, shared.mail_since) == ("", None, None)


def test_views_of_nobody(october):
    assert not views_for(october.authority(make_user(), TODAY)).exists()
