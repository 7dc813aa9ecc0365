"""The life of a matter on its page: complete, filtered by its address, silent about what the reader may not see."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from accountability.models import Escalation, Notice, Reminder
from petitions.models import Attachment, Case
from petitions.services import evaluating, merging, recording
from petitions.services.evaluating import RatingDraft
from petitions.services.responsibility import raise_level
from tests.factories.petitions import at
from tests.petitions.conftest import register
from tests.petitions.pages import client_of
from tests.petitions.steps import ACCEPTED, CONCLUDED, accepted, ask, concluded

pytestmark = pytest.mark.django_db
LATER = CONCLUDED + timedelta(days=3)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(LATER), tick=False):
        yield


def life(user, case, *, htmx=False, **params):
    headers = {"HX-Request": "true", "HX-Target": "timeline-body"} if htmx else {}
    return client_of(user).get(
        reverse("petitions:case_timeline", args=[case.pk]), params, headers=headers
    )


def text_of(user, case, **params):
    return life(user, case, **params).content.decode()


def add_note(county, case, day=ACCEPTED):
    return recording.add_note(
        authority=county.who(county.officer, on=day),
        case=case,
        kind="investigation",
        on=day,
        text="到现场查看，线路老化。",
        people="赵专干、村主任",
        now=at(day, 15),
    )


@pytest.fixture
def case(county) -> Case:
    return accepted(county)


def test_every_kind_of_thing_that_happened_is_told(county, case):
    add_note(county, case)
    Attachment.objects.create(
        case=case,
        file=ContentFile(b"a", name="a.txt"),
        name="现场照片.txt",
        size=1,
        sha256="0" * 64,
        uploaded_by=county.officer,
        uploaded_at=at(ACCEPTED, 16),
    )
    text = text_of(county.officer, case)
    for words in (
        "登记",
        "转送",
        "请依法处理",
        "已登记 → 已转办",
        "《信访事项受理告知书》",
        "直接送达",
        "到现场查看",
        "村主任",
        "附件：现场照片.txt",
        "“办结”期限开始计算",
        "“转送交办事项书面告知”按期完成",
        "责任单位：",
    ):
        assert words in text


def test_a_missed_day_is_told_on_its_day(county, registered):
    text = text_of(county.clerk, registered)
    assert "“登记转送交办”期限届满，没有完成" in text
    assert text.index("2026-03-17") < text.index("期限届满，没有完成")


def test_what_was_evaluated_and_asked_of_a_superior(county):
    done = concluded(county)
    evaluating.evaluate_publicly(
        case=done,
        ratings={"office": RatingDraft("good"), "unit": RatingDraft("bad", "拖了一个月")},
        now=at(CONCLUDED, 15),
    )
    ask(county, done, "review", CONCLUDED + timedelta(days=1))
    text = text_of(county.clerk, done, kind="evaluation")
    assert "评价责任单位：不满意" in text
    assert "拖了一个月" in text
    assert "请求复查" not in text
    assert "请求复查" in text_of(county.clerk, done)


def test_reminders_and_steps_come_from_the_app_above(county, registered):
    clock = registered.clocks.get(code="C1")
    notice = Notice.objects.create(user=county.clerk, kind="overdue", title="逾期", at=at(LATER))
    Reminder.objects.create(
        clock=clock,
        step="overdue-20",
        due_on=clock.due_on,
        recipient=county.clerk,
        notice=notice,
        reason="已逾期，请尽快转送",
        sent_at=at(LATER, 9),
    )
    raise_level(case=registered, to_level=1, reason="逾期", now=at(LATER))
    Escalation.objects.create(
        case=registered,
        clock=clock,
        from_level=0,
        level=1,
        days_overdue=20,
        recipient=county.officer,
        reason="逾期 20 天",
        fired_at=at(LATER),
    )
    text = text_of(county.clerk, registered, kind="reminder")
    assert "升至“承办单位信访干部”（逾期 20 天）→ 赵专干" in text
    assert "催办提醒 → 李接访" in text
    assert "督办层级" in text_of(county.clerk, registered, kind="duty")


def test_the_address_holds_the_filter_and_says_what_is_wrong(county, case):
    text = text_of(county.officer, case, kind="clock", since=ACCEPTED.isoformat())
    assert "受理告知书" not in text
    assert 'value="clock" class="form-check-input" id="id_kind_1" checked' in text
    assert "“办结”期限开始计算" in text
    assert "“登记转送交办”期限开始计算" not in text
    wrong = text_of(county.officer, case, since="2026-03-05", until="2026-03-01")
    assert "结束日期不能早于开始日期" in wrong
    assert "登记" in wrong


def test_only_what_an_article_asks_for(county, case):
    add_note(county, case)
    text = text_of(county.officer, case, statutory="on")
    assert "受理" in text
    assert "首接责任人：" not in text
    assert "第三十四条" in text


def test_the_part_of_the_case_page_and_the_page_of_its_own(county, case):
    assert "<html" in text_of(county.officer, case)
    part = life(county.officer, case, htmx=True).content.decode()
    assert "<html" not in part
    assert "单独打开" in part
    assert "hx-push-url" not in part


def test_another_matter_is_named_only_to_who_may_see_it(county, case):
    elsewhere = register(county, title="他镇事项")
    merging.link_repeat(
        authority=county.who(county.clerk),
        case=case,
        earlier=elsewhere,
        reason="同人同事",
        now=at(ACCEPTED, 17),
    )
    assert elsewhere.number in text_of(county.clerk, case)
    assert elsewhere.number not in text_of(county.officer, case)
    assert "另一信访事项" in text_of(county.officer, case)


@pytest.mark.parametrize("notes", [1, 20], ids=["one", "twenty"])
def test_query_budget(county, case, notes, django_assert_num_queries):
    for _number in range(notes):
        add_note(county, case)
    client = client_of(county.officer)
    url = reverse("petitions:case_timeline", args=[case.pk])
    client.get(url)
    with django_assert_num_queries(24):
        assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
