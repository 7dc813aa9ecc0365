"""Life of a bulletin: draft, rebuilt, approved, signed, published once, frozen."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accountability.models import Notice, ScoreEntry, Talk
from core import jobs
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry, Mail, OwedEffect, TransitionLog
from organizations.enums import PostKind
from organizations.models import Population, Term
from reporting.domain.periods import Month
from reporting.domain.results import BulletinData
from reporting.models import Bulletin, Delivery
from reporting.services import paper_issue, publication
from reporting.services.bulletin_texts import edit_texts
from reporting.services.bulletins import (
    approve_bulletin,
    build_bulletin,
    send_back_bulletin,
)
from reporting.services.paper_files import verify_pdf
from reporting.services.publication import finish_publication, sign_bulletin
from reporting.tasks import owe_monthly_draft
from tests.factories.organizations import make_term, make_user_with_post
from tests.factories.petitions import at
from tests.reporting.conftest import MONTH, NOW, published

OCTOBER = Month.parse(MONTH)
pytestmark = pytest.mark.django_db


def build(county, **more):
    return build_bulletin(period=OCTOBER, now=NOW, authority=county.authority(county.clerk), **more)


class TestDraft:
    def test_rows_entries_and_content_come_from_the_figures(self, october):
        bulletin = build(october)
        town, quiet = (bulletin.rows.get(unit=unit) for unit in october.townships)
        assert (town.matters, town.persons, town.rank_matters) == (3, 10, 1)
        assert (town.per_10k, town.rank_per_10k) == (3, 1)
        assert (quiet.matters, quiet.rank_matters, quiet.rank_score) == (1, 2, 1)
        assert town.points < 0
        assert town.is_worst
        assert not quiet.is_worst
        department = bulletin.rows.get(unit=october.departments[0])
        assert (department.rank_per_10k, department.per_10k) == (None, None)
        texts = str(bulletin.content["document"])
        assert "全县共登记信访事项4起、11人次" in texts
        assert "不足5件" in texts

    def test_each_units_entries_add_up_to_its_points(self, october):
        bulletin = build(october)
        for row in bulletin.rows.all():
            entries = ScoreEntry.objects.filter(period=MONTH, unit=row.unit)
            assert sum(entry.points for entry in entries) == row.points
            assert all(entry.reason and entry.clause for entry in entries)

    def test_a_draft_is_rebuilt_in_place_and_keeps_its_text(self, october):
        bulletin = build(october)
        authority = october.authority(october.clerk)
        edit_texts(
            bulletin=bulletin, requirements=" 一要。\n\n二要。 ", authority=authority, now=NOW
        )
        october.case(place=october.townships[1])
        again = build(october)
        assert again.pk == bulletin.pk
        assert again.rows.count() == 3
        assert again.rows.get(unit=october.townships[1]).matters == 2
        assert again.requirements == "一要。\n二要。"
        assert "二要。" in str(again.content)

    def test_the_system_builds_it_too_and_tells_the_head(self, october):
        assert build_bulletin(period=OCTOBER, now=NOW).built_by is None
        assert "草稿已生成" in october.head.notices.get().title
        assert not october.clerk.notices.exists()

    def test_a_month_that_runs_is_refused(self, october):
        with pytest.raises(Unlawful, match="尚未结束"):
            build_bulletin(period=OCTOBER, now=at(date(2026, 10, 31), 23))

    def test_without_rules_in_force_nothing_is_built(self, busy_county):
        with pytest.raises(Unlawful, match="考核办法"):
            build(busy_county)
        assert not Bulletin.objects.exists()

    def test_a_township_without_population_has_no_second_tier(self, october):
        Population.objects.filter(unit=october.townships[0]).delete()
        bulletin = build(october)
        row = bulletin.rows.get(unit=october.townships[0])
        assert (row.residents, row.per_10k, row.rank_per_10k) == (None, None, None)
        assert "缺少常住人口数据" in str(bulletin.content)

    @pytest.mark.parametrize("text", ["", " \n ", "长" * 4001])
    def test_requirements_are_checked(self, october, text):
        bulletin = build(october)
        with pytest.raises(Invalid):
            edit_texts(
                bulletin=bulletin,
                requirements=text,
                authority=october.authority(october.clerk),
                now=NOW,
            )

    def test_a_text_written_against_older_figures_gets_the_newest(self, october):
        seen = build(october)
        october.case(place=october.townships[1])
        build_bulletin(period=OCTOBER, now=NOW + timedelta(minutes=5))
        authority = october.authority(october.clerk)
        edit_texts(bulletin=seen, requirements="要求。", authority=authority, now=NOW)
        assert "共登记信访事项5起" in str(seen.content)
        assert "要求。" in str(seen.content)


class TestSigning:
    def test_only_the_head_approves_and_signs(self, october):
        bulletin = build(october)
        for user in (october.clerk, october.leader, october.principals[0]):
            with pytest.raises(NotAllowed):
                approve_bulletin(bulletin=bulletin, authority=october.authority(user), now=NOW)
            with pytest.raises(NotAllowed):
                sign_bulletin(bulletin=bulletin, authority=october.authority(user), now=NOW)

    def test_a_township_cannot_build(self, october):
        with pytest.raises(NotAllowed):
            build_bulletin(
                period=OCTOBER, now=NOW, authority=october.authority(october.principals[0])
            )

    def test_a_draft_is_not_signed(self, october):
        with pytest.raises(Unlawful):
            sign_bulletin(
                bulletin=build(october), authority=october.authority(october.head), now=NOW
            )

    def test_an_approved_bulletin_is_not_rebuilt_until_sent_back(self, october):
        head = october.authority(october.head)
        bulletin = build(october)
        approve_bulletin(bulletin=bulletin, authority=head, now=NOW)
        with pytest.raises(Unlawful):
            build(october)
        with pytest.raises(Invalid):
            send_back_bulletin(bulletin=bulletin, reason=" ", authority=head, now=NOW)
        send_back_bulletin(bulletin=bulletin, reason="数据有误", authority=head, now=NOW)
        assert build(october).status == "draft"

    @pytest.mark.parametrize("act", [approve_bulletin, sign_bulletin])
    def test_a_draft_older_than_last_months_publication_is_built_anew_first(self, october, act):
        head = october.authority(october.head)
        bulletin = build(october)
        if act is sign_bulletin:
            approve_bulletin(bulletin=bulletin, authority=head, now=NOW)
        published(october, "2026-09", NOW + timedelta(minutes=5))
        with pytest.raises(Unlawful, match="重新统计"):
            act(bulletin=bulletin, authority=head, now=NOW + timedelta(minutes=9))

    def test_after_signing_there_is_no_way_back(self, october):
        head = october.authority(october.head)
        bulletin = build(october)
        approve_bulletin(bulletin=bulletin, authority=head, now=NOW)
        sign_bulletin(bulletin=bulletin, authority=head, now=NOW)
        with pytest.raises(Unlawful):
            send_back_bulletin(bulletin=bulletin, reason="迟了", authority=head, now=NOW)

    def test_numbers_run_without_gaps_and_signing_again_takes_none(self, october):
        head = october.authority(october.head)
        first = published(october, "2026-09")
        sign_bulletin(bulletin=first, authority=head, now=NOW)
        second = published(october)
        assert (first.serial, second.serial) == (1, 2)
        january = published(october, "2026-12", at(date(2027, 1, 4)))
        assert (january.serial_year, january.serial) == (2027, 1)
        assert january.content["document"]["number"].endswith("〔2027〕1号")

    def test_a_refused_signing_gives_its_number_back(self, october):
        head = october.authority(october.head)
        bulletin = build(october)
        approve_bulletin(bulletin=bulletin, authority=head, now=NOW)
        stale = Bulletin.objects.get(pk=bulletin.pk)
        sign_bulletin(bulletin=bulletin, authority=head, now=NOW)
        stale.refresh_from_db = lambda **_: None
        with pytest.raises(StaleState):
            sign_bulletin(bulletin=stale, authority=head, now=NOW)
        assert published(october, "2026-11", at(date(2026, 12, 3))).serial == 2

    def test_an_earlier_month_is_not_issued_after_a_later_one(self, october):
        published(october)
        with pytest.raises(Unlawful, match="之后期间"):
            published(october, "2026-09")


class TestPublication:
    def test_each_leader_gets_one_mail_with_the_file(self, october):
        bulletin = published(october)
        people = {october.leader, *october.principals, *october.deputies}
        assert {delivery.recipient for delivery in bulletin.deliveries.all()} == people
        assert Mail.objects.count() == len(people) == 5
        message = Mail.objects.first()
        assert message.attachments[0]["path"] == bulletin.pdf.name
        assert bulletin.pdf_sha256 in message.text
        assert OwedEffect.objects.filter(kind="mail.send").count() == 5

    def test_publishing_again_and_again_sends_nothing_more(self, october):
        bulletin = published(october)
        for _ in range(3):
            finish_publication(bulletin_id=bulletin.pk, now=NOW + timedelta(hours=1))
        assert (Mail.objects.count(), Delivery.objects.count()) == (5, 5)
        assert TransitionLog.objects.filter(verb="bulletin.publish").count() == 1

    def test_a_crash_between_printing_and_freezing_is_repaired_by_the_next_run(
        self, october, monkeypatch
    ):
        head = october.authority(october.head)
        bulletin = build(october)
        approve_bulletin(bulletin=bulletin, authority=head, now=NOW)
        sign_bulletin(bulletin=bulletin, authority=head, now=NOW)
        monkeypatch.setattr(publication, "deliver", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            finish_publication(bulletin_id=bulletin.pk, now=NOW)
        assert Bulletin.objects.get().status == "approved"
        assert not Mail.objects.exists()
        monkeypatch.undo()
        effect = OwedEffect.objects.get(kind=publication.EFFECT)
        assert jobs.run(effect.pk, now=NOW)
        found = Bulletin.objects.get()
        assert (found.status, found.serial) == ("published", 1)
        assert verify_pdf(found) == ""

    def test_two_workers_at_once_publish_once(self, october, monkeypatch):
        head = october.authority(october.head)
        bulletin = build(october)
        approve_bulletin(bulletin=bulletin, authority=head, now=NOW)
        sign_bulletin(bulletin=bulletin, authority=head, now=NOW)
        store = paper_issue.store_file

        def meanwhile(*args):
            monkeypatch.setattr(paper_issue, "store_file", store)
            finish_publication(bulletin_id=bulletin.pk, now=NOW)
            return store(*args)

        monkeypatch.setattr(paper_issue, "store_file", meanwhile)
        assert finish_publication(bulletin_id=bulletin.pk, now=NOW).status == "published"
        assert (Mail.objects.count(), Delivery.objects.count()) == (5, 5)

    def test_an_unsigned_bulletin_is_not_published(self, october):
        with pytest.raises(Unlawful):
            finish_publication(bulletin_id=build(october).pk, now=NOW)

    def test_who_holds_the_post_that_day_is_addressed(self, october):
        old, new = october.principals[0], october.deputies[0]
        Term.objects.filter(user=old).update(ends_on=date(2026, 10, 31))
        successor = make_user_with_post(PostKind.PRINCIPAL, october.townships[0])
        make_term(new, october.townships[1], PostKind.PRINCIPAL)
        silent = october.principals[1]
        silent.email = ""
        silent.save()
        bulletin = published(october)
        found = {delivery.recipient: delivery for delivery in bulletin.deliveries.all()}
        assert old not in found
        assert successor in found
        assert len(found) == 5
        assert found[silent].mail is None
        assert found[silent].problem == "账号没有登记电子邮箱"
        assert Mail.objects.count() == 4

    def test_the_database_refuses_a_second_delivery(self, october):
        delivery = published(october).deliveries.first()
        delivery.pk, delivery.mail, delivery.problem = None, None, "再发"
        with pytest.raises(IntegrityError), transaction.atomic():
            delivery.save(force_insert=True)

    def test_nothing_changes_after_publication(self, october):
        bulletin = published(october)
        before = Bulletin.objects.values().get(pk=bulletin.pk)
        rows = list(bulletin.rows.values())
        october.case(place=october.townships[0], received_on=date(2026, 10, 3))
        with pytest.raises(Unlawful):
            build(october)
        authority = october.authority(october.clerk)
        with pytest.raises(StaleState):
            edit_texts(bulletin=bulletin, requirements="改", authority=authority, now=NOW)
        assert Bulletin.objects.values().get(pk=bulletin.pk) == before
        assert list(bulletin.rows.values()) == rows
        assert BulletinData.from_json(before["figures"]).figures.matters.now == 4

    def test_the_printed_file_is_the_one_that_was_signed(self, october, typeset):
        bulletin = published(october)
        assert (Path(settings.MEDIA_ROOT) / bulletin.pdf.name).read_bytes().startswith(b"%PDF-")
        assert verify_pdf(bulletin) == ""

    def test_a_touched_file_is_found_out(self, october):
        bulletin = published(october)
        path = Path(settings.MEDIA_ROOT) / bulletin.pdf.name
        assert verify_pdf(bulletin) == ""
        path.write_bytes(path.read_bytes() + b" ")
        assert "不一致" in verify_pdf(bulletin)
        path.unlink()
        assert verify_pdf(bulletin) == "印发的文件不存在。"

    def test_every_act_is_audited(self, october):
        bulletin = published(october)
        verbs = AuditEntry.objects.filter(chain=f"bulletin:{bulletin.pk}").order_by("seq")
        assert [row.verb for row in verbs] == [
            "bulletin.build",
            "bulletin.approve",
            "bulletin.sign",
            "bulletin.publish",
        ]

    def test_every_recipient_finds_a_notice_even_without_an_address(self, october):
        silent = october.principals[1]
        silent.email = ""
        silent.save()
        published(october)
        assert Notice.objects.filter(kind="bulletin").count() == 5
        assert "印发" in silent.notices.get().text


class TestTalks:
    def test_the_last_places_in_two_consecutive_bulletins_are_listed_for_a_talk(self, october):
        town = october.townships[0]
        for case in october_cases(october):
            case.received_on = date(2026, 9, 1)
            case.save()
        from petitions.models import Clock

        late = Clock.objects.filter(status="open", owed_by_unit=town).first()
        Clock.objects.create(
            case=late.case,
            code="C8",
            name="办结",
            article="条例第三十四条",
            owed_by_unit=town,
            started_on=date(2026, 9, 1),
            due_on=date(2026, 9, 20),
            raw_due_on=date(2026, 9, 20),
        )
        published(october, "2026-09", at(date(2026, 10, 1)))
        assert not Talk.objects.exists()
        bulletin = published(october)
        talk = Talk.objects.get()
        assert (talk.unit, talk.period, talk.consecutive, talk.target) == (town, MONTH, 2, "deputy")
        assert "拟与分管领导谈话" in str(bulletin.content)
        assert bulletin.rows.get(unit=town).last_rank == 2


def october_cases(county):
    from petitions.models import Case

    return list(Case.objects.filter(place=county.townships[0]))


class TestMonthlyJob:
    def test_the_draft_of_the_month_before_is_owed_once(self, october):
        first_of_november = at(date(2026, 11, 1), 6)
        assert owe_monthly_draft(now=first_of_november)
        assert not owe_monthly_draft(now=first_of_november + timedelta(hours=5))
        effect = OwedEffect.objects.get(kind="reporting.build")
        assert effect.period == MONTH
        assert jobs.run(effect.pk, now=first_of_november)
        assert Bulletin.objects.get().period == MONTH

    def test_a_draft_that_somebody_built_is_left_alone(self, october):
        build(october)
        owe_monthly_draft(now=NOW + timedelta(minutes=1))
        assert jobs.run(
            OwedEffect.objects.get(kind="reporting.build").pk, now=NOW + timedelta(minutes=1)
        )
        assert Bulletin.objects.get().built_by == october.clerk
