"""Writing in a draft: kept through a new count, never over somebody else's words, seen page by page before it is saved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry
from reporting.domain.spans import Period
from reporting.models import Bulletin
from reporting.services.bulletin_texts import edit_texts
from reporting.services.bulletins import approve_bulletin, build_bulletin
from reporting.tasks import PREVIEW
from tests.reporting.conftest import MONTH, NOW, run_owed

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse(MONTH)


@pytest.fixture
def draft(october) -> Bulletin:
    return build_bulletin(period=OCTOBER, now=NOW)


def write(county, bulletin, user=None, **more):
    more.setdefault("requirements", "要求。")
    edit_texts(bulletin=bulletin, authority=county.authority(user or county.clerk), now=NOW, **more)


def paragraphs(bulletin):
    return [b for b in bulletin.content["document"]["blocks"] if b["type"] == "paragraph"]


class TestTexts:
    def test_additions_stand_in_their_sections_and_survive_a_new_count(self, october, draft):
        write(
            october,
            draft,
            additions={"left": "（一）另有问题。详见**附件**。", "overview": "总述。"},
        )
        october.case(place=october.townships[1])
        again = build_bulletin(period=OCTOBER, now=NOW + timedelta(hours=1))
        assert again.additions == {"left": "（一）另有问题。详见**附件**。", "overview": "总述。"}
        texts = [one["text"] for one in again.content["document"]["blocks"] if "text" in one]
        order = [
            "一、总体情况", "总述。", "二、群众反映的主要问题", "四、存在的问题", "详见附件。",
            "五、点名与整改", "六、下月要求", "要求。",
        ]  # fmt: skip
        places = [texts.index(text) for text in order]
        assert places == sorted(places)
        (mine,) = [one for one in paragraphs(again) if one["text"] == "详见附件。"]
        assert mine["lead"] == "（一）另有问题。"
        assert [list(run) for run in mine["runs"]] == [
            ["详见", False], ["附件", True], ["。", False],
        ]  # fmt: skip
        assert "共登记信访事项5起" in str(again.content)

    def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(self, october, draft):
        mine, yours = Bulletin.objects.get(), Bulletin.objects.get()
        write(october, mine, requirements="甲的文字。")
        with pytest.raises(StaleState, match="保存了另一份文字"):
            write(october, yours, requirements="乙的文字。")
        assert Bulletin.objects.get().requirements == "甲的文字。"
        write(october, yours, requirements="乙改过的文字。", edition=2)
        assert (Bulletin.objects.get().edition, Bulletin.objects.get().edited_by) == (
            3,
            october.clerk,
        )

    def test_each_save_is_in_the_audit(self, october, draft):
        write(october, draft)
        assert AuditEntry.objects.filter(verb="bulletin.edit").count() == 1

    @pytest.mark.parametrize("more", [{"nothing": "x"}, {"left": "长" * 4001}])
    def test_additions_are_checked(self, october, draft, more):
        with pytest.raises(Invalid):
            write(october, draft, additions=more)

    def test_a_township_writes_nothing(self, october, draft):
        with pytest.raises(NotAllowed):
            write(october, draft, october.principals[0])


class TestTwoPeople:
    def test_who_ever_wrote_in_it_does_not_approve_it(self, october, draft):
        head = october.authority(october.head)
        write(october, draft, october.head)
        for again in ("要求。", "另一要求。"):  # the same words saved by another, then other words
            write(october, draft, october.clerk, requirements=again)
            with pytest.raises(Unlawful, match="两人审核"):
                approve_bulletin(bulletin=draft, authority=head, now=NOW)

    def test_the_same_words_are_nobodys_edit(self, october, draft):
        write(october, draft, requirements="要求。", additions={"left": ""})
        edition = draft.edition
        write(october, draft, october.head, requirements="要求。", additions={"left": ""})
        assert (draft.edition, draft.edited_by) == (edition, october.clerk)
        assert AuditEntry.objects.filter(verb="bulletin.edit").count() == 1

    def test_begun_again_by_a_clerk_without_those_words_it_can_be_approved(self, october, draft):
        write(october, draft, october.head, additions={"left": "局长的话。"})
        clerk, head = october.authority(october.clerk), october.authority(october.head)
        build_bulletin(period=OCTOBER, now=NOW, authority=clerk)
        with pytest.raises(Unlawful, match="两人审核"):
            approve_bulletin(bulletin=draft, authority=head, now=NOW)
        again = build_bulletin(period=OCTOBER, now=NOW, authority=clerk, fresh=True)
        assert again.additions == {}
        assert "局长的话" not in str(again.content)
        approve_bulletin(bulletin=again, authority=head, now=NOW)
        assert Bulletin.objects.get().status == "approved"

    def test_what_the_system_counted_waits_for_a_second_person(self, october, draft):
        head = october.authority(october.head)
        with pytest.raises(Unlawful, match="还没有人核稿"):
            approve_bulletin(bulletin=draft, authority=head, now=NOW)
        checked = build_bulletin(
            period=OCTOBER, now=NOW, authority=october.authority(october.clerk)
        )
        approve_bulletin(bulletin=checked, authority=head, now=NOW)
        assert Bulletin.objects.get().status == "approved"

    def test_who_counted_it_does_not_approve_it(self, october):
        head = october.authority(october.head)
        bulletin = build_bulletin(period=OCTOBER, now=NOW, authority=head)
        with pytest.raises(Unlawful, match="两人审核"):
            approve_bulletin(bulletin=bulletin, authority=head, now=NOW)


class TestPages:
    @pytest.fixture
    def clerk(self, october, draft, client):
        client.force_login(october.clerk)
        return client

    def test_what_was_typed_is_not_lost_beside_what_was_saved(self, october, draft, clerk):
        write(october, draft, october.head, requirements="局长的文字。")
        url = reverse("reporting:texts", args=[MONTH])
        answer = clerk.post(url, {"requirements": "我的文字。", "edition": 1, "left": "补充。"})
        page = answer.content.decode()
        assert answer.status_code == 422
        for text in (
            "我的文字。",
            "补充。",
            "局长的文字。",
            "现有文字",
            'name="edition" value="2"',
        ):
            assert text in page
        assert clerk.post(url, {"requirements": "我的文字。", "edition": 2}).status_code == 302
        assert Bulletin.objects.get().requirements == "我的文字。"

    def test_the_pages_show_texts_that_are_not_saved(self, october, draft, clerk, typeset):
        url = reverse("reporting:preview", args=[MONTH])
        body = {"requirements": "未保存的文字。", "edition": 1}
        assert "等待后台排版" in clerk.post(url, body).content.decode()
        run_owed(PREVIEW)
        page = clerk.post(url, body).content.decode()
        assert Bulletin.objects.get().requirements != "未保存的文字。"
        first = page.split('src="')[1].split('"')[0]
        picture = clerk.get(first)
        assert picture["Content-Type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG")
        assert "共" in page
        clerk.post(url, {"requirements": "另一份。", "edition": 1})
        run_owed(PREVIEW)
        other = clerk.post(url, {"requirements": "另一份。", "edition": 1}).content.decode()
        assert first not in other
        assert clerk.get(first.replace("1.png", "99.png")).status_code == 404

    def test_a_text_that_cannot_be_kept_is_said_instead(self, draft, clerk):
        url = reverse("reporting:preview", args=[MONTH])
        page = clerk.post(url, {"requirements": "长" * 4001, "edition": 1}).content.decode()
        assert "暂不能预览" in page
        assert "4000" in page

    def test_a_unit_sees_no_page_of_a_draft(self, october, draft, client):
        client.force_login(october.principals[0])
        url = reverse("reporting:preview", args=[MONTH])
        assert client.post(url, {"requirements": "x", "edition": 1}).status_code == 404
