"""Pages of delivery: list before signing, states after it, receipts by link and by log-in."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from core.models import Mail
from reporting.models import Delivery, DistributionChange
from reporting.services.bulletin_mails import RECEIPTS, receipt_token
from tests.factories.petitions import at
from tests.reporting.conftest import MONTH, build_county, published
from tests.reporting.test_deliveries import approved, of

pytestmark = pytest.mark.django_db
DAY = at(date(2026, 11, 16), 9)


@pytest.fixture(autouse=True)
def _mid_november():
    cache.clear()
    with time_machine.travel(DAY, tick=False):
        yield
    cache.clear()


def address(name, *args):
    return reverse(f"reporting:{name}", args=[MONTH, *args])


def post(client, who, name, *args, **data):
    client.force_login(who)
    return client.post(address(name, *args), data, follow=True)


def link(bulletin, user):
    token = receipt_token(bulletin_id=bulletin.pk, user_id=user.pk)
    return reverse("reporting:receipt_link", args=[token])


class TestDistributionPage:
    def test_the_signer_sees_and_changes_it(self, client, october):
        bulletin = approved(october)
        client.force_login(october.head)
        front = client.get(address("bulletin")).content.decode()
        assert "发送名单：5 人" in front
        page = post(client, october.head, "distribution_change", kind="omit",
                    user=october.leader.pk, reason="另送纸质件").content.decode()  # fmt: skip
        assert "发送 4 人" in page
        assert "签发人决定不发送：另送纸质件" in page
        change = DistributionChange.objects.get()
        page = post(client, october.head, "distribution_undo", change.pk).content.decode()
        assert "发送 5 人" in page
        assert not bulletin.changes.exists()

    def test_mistakes_stay_beside_their_field(self, client, october):
        approved(october)
        answer = post(client, october.head, "distribution_change", kind="add",
                      user=october.leader.pk, reason="请阅")  # fmt: skip
        assert answer.status_code == 422
        assert "此人已在发送名单中。" in answer.content.decode()
        assert "请阅" in answer.content.decode()

    def test_after_signing_there_is_no_list_any_more(self, client, october):
        published(october)
        client.force_login(october.head)
        assert client.get(address("distribution")).status_code == 404


class TestDeliveryPages:
    def test_states_counts_and_filter(self, client, october):
        bulletin = published(october)
        row = of(bulletin, october.leader)
        Mail.objects.filter(pk=row.mail_id).update(state="unknown", last_error="请人工核实")
        client.force_login(october.clerk)
        front = client.get(address("bulletin")).content.decode()
        assert "不明请核查：1" in front
        assert "待发送：4" in front
        page = client.get(address("deliveries"), {"state": "unknown"})
        assert [found.pk for found in page.context["page"].rows] == [row.pk]
        assert len(client.get(address("deliveries"), {"state": "x"}).context["page"].rows) == 5

    def test_confirm_bounce_and_resend(self, client, october):
        bulletin = published(october)
        row = of(bulletin, october.leader)
        Mail.objects.filter(pk=row.mail_id).update(state="unknown", sending_at=DAY)
        page = post(client, october.clerk, "delivery_confirm", row.pk).content.decode()
        assert "已登记为送达" in page
        answer = post(client, october.clerk, "delivery_bounce", row.pk, reason="")
        assert (answer.status_code, "is-invalid" in answer.content.decode()) == (422, True)
        page = post(client, october.clerk, "delivery_bounce", row.pk, reason="邮箱已满")
        assert "邮箱已满" in page.content.decode()
        page = post(client, october.clerk, "delivery_resend", row.pk, reason="已清理邮箱")
        assert "第 2 封" in page.content.decode()
        assert Mail.objects.count() == 6

    @pytest.mark.parametrize("towns", [2, 20])
    @pytest.mark.parametrize(
        ("name", "budget"), [("deliveries", 7), ("delivery", 7), ("bulletin", 7)]
    )
    def test_they_stay_in_their_budget(
        self, client, db, rule_set, django_assert_max_num_queries, towns, name, budget
    ):
        county = build_county(townships=towns)
        bulletin = published(county)
        client.force_login(county.clerk)
        args = [of(bulletin, county.leader).pk] if name == "delivery" else []
        with django_assert_max_num_queries(budget):
            assert client.get(address(name, *args)).status_code == 200

    @pytest.mark.parametrize("towns", [2, 20])
    def test_the_list_stays_in_its_budget(
        self, client, db, rule_set, django_assert_max_num_queries, towns
    ):
        county = build_county(townships=towns)
        approved(county)
        client.force_login(county.head)
        with django_assert_max_num_queries(9):
            assert client.get(address("distribution")).status_code == 200


class TestReceipt:
    def test_opening_the_link_signs_nothing_and_the_button_does(self, client, october):
        bulletin = published(october)
        url = link(bulletin, october.leader)
        for _ in range(3):  # a mail scanner, the preview, the person
            page = client.get(url)
            assert bulletin.title in page.content.decode()
            assert f"签收人：{october.leader.name}" in page.content.decode()
        assert of(bulletin, october.leader).signed_at is None
        assert page["Referrer-Policy"] == "no-referrer"
        assert "签收成功" in client.post(url).content.decode()
        assert "不需要再次签收" in client.post(url).content.decode()
        assert of(bulletin, october.leader).signed_means == "link"
        assert Delivery.objects.filter(signed_at__isnull=False).count() == 1

    @pytest.mark.parametrize("how", ["forged", "other key", "nobody", "old"])
    def test_a_wrong_link_tells_nothing(self, client, october, how):
        bulletin = published(october)
        url = link(bulletin, october.clerk if how == "nobody" else october.leader)
        if how == "forged":
            url = reverse("reporting:receipt_link", args=["x:y:z"])
        if how == "other key":
            url = url[:-3] + ("AA/" if url[-3:-1] != "AA" else "BB/")
        with time_machine.travel(DAY + timedelta(days=31 if how == "old" else 0), tick=False):
            for answer in (client.get(url), client.post(url)):
                text = answer.content.decode()
                assert answer.status_code == 404
                assert "链接无效或者已过期" in text
                assert bulletin.title not in text
        assert not Delivery.objects.filter(signed_at__isnull=False).exists()

    def test_guessing_is_stopped(self, client, october):
        bulletin = published(october)
        wrong = reverse("reporting:receipt_link", args=["x:y:z"])
        codes = [client.get(wrong).status_code for _ in range(22)]
        assert codes == [404] * 20 + [429] * 2
        assert client.get(link(bulletin, october.leader)).status_code == 429

    def test_one_link_is_not_opened_for_ever(self, client, october):
        url = link(published(october), october.leader)
        codes = [client.get(url).status_code for _ in range(31)]
        assert codes == [200] * 30 + [429]

    def test_logged_in(self, client, october):
        bulletin = published(october)
        client.force_login(october.principals[0])
        assert "请阅后签收" in client.get(address("bulletin")).content.decode()
        page = post(client, october.principals[0], "receipt").content.decode()
        assert "签收（登录系统）" in page
        assert of(bulletin, october.principals[0]).state == "signed"
        client.force_login(october.clerk)
        assert "请阅后签收" not in client.get(address("bulletin")).content.decode()


def test_the_link_in_the_mail_is_the_address_of_the_page():
    assert reverse("reporting:receipt_link", args=["a:b:c"]) == f"{RECEIPTS}a:b:c/"
