"""The printed case file: complete, numbered, its contents right, for those who may have it, each copy on record."""

import hashlib
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from core import jobs
from core.errors import NotAllowed
from core.models import AuditEntry, OwedEffect
from petitions.enums import PrintState
from petitions.models import Attachment, Case, CaseFilePrint, Document
from petitions.selectors.case_file import RECORDS
from petitions.selectors.timeline.work import SOURCES
from petitions.services import recusals
from petitions.services.case_file import printing
from petitions.services.case_file.binding import Volume, bind
from petitions.services.drafts import PersonDraft
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of
from tests.petitions.steps import ACCEPTED, CONCLUDED, accepted, conclude
from tests.petitions.test_timeline import add_note

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("pdf")]
LATER = CONCLUDED + timedelta(days=3)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(LATER), tick=False):
        yield


def attach(county, case, name, content, kind=""):
    return Attachment.objects.create(
        case=case,
        file=ContentFile(content, name="x"),
        name=name,
        content_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=county.officer,
        uploaded_at=at(ACCEPTED, 16),
    )


def pdf(pages):
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(595, 842)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def png():
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def case(county) -> Case:
    done = accepted(county)
    add_note(county, done)
    conclude(county, done)
    attach(county, done, "收据.pdf", pdf(3), "application/pdf")
    attach(county, done, "照片.png", png(), "image/png")
    attach(county, done, "录音.mp3", b"sound", "audio/mpeg")
    attach(county, done, "坏的.pdf", b"broken", "application/pdf")
    return done


def texts(content):
    return [
        re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages
    ]


def test_every_kind_of_record_has_a_sheet_of_its_own():
    """A matter with a cause had no case file: its sheet had no name."""
    assert RECORDS.keys() == SOURCES.keys()


def page_of(user, case, name="case_file", *args, method="get"):
    return getattr(client_of(user), method)(reverse(f"petitions:{name}", args=[case.pk, *args]))


def test_the_contents_name_the_pages_and_what_is_not_bound_is_listed_with_its_digest(county, case):
    volume = bind(case=case, authority=county.who(county.officer, on=LATER))
    pages = texts(volume.content)
    assert len(pages) == volume.pages
    assert all(text.startswith(f"第{number}页") or f"第{number}页" in text
               for number, text in enumerate(pages, start=1))  # fmt: skip
    first = {entry.title: int(span.split("–")[0]) for entry, span in volume.contents}
    for title, words in (
        ("信访事项登记单", "信访事项登记单"),
        ("信访事项流转单（转送、交办）", "信访事项流转单"),
        ("信访事项受理告知书", "信访事项受理告知书"),
        ("《信访事项受理告知书》送达回证", "送达回证"),
        ("信访处理意见书", "信访处理意见书"),
        ("办理记录（听取陈述、调查核实）", "到现场查看"),
        ("附件：照片.png", "照片.png"),
        ("附件清单", "附件清单"),
        ("办理过程", "办理过程"),
    ):
        assert words in pages[first[title] - 1]
        assert f"{first[title]}" in pages[1]
    spans = {entry.title: span for entry, span in volume.contents}
    start = first["附件：收据.pdf"]
    assert spans["附件：收据.pdf"] == f"{start}–{start + 2}"
    assert "附件：坏的.pdf" not in spans
    assert "卷内备考表" in pages[-1]
    assert f"{volume.pages}页" in pages[-1]
    assert "另有2个附件未装订" in pages[-1]

    listed = pages[first["附件清单"] - 1]
    for row in case.attachments.all():
        assert row.sha256 in listed
    assert "未装订：文件有密码" in listed
    assert "未装订：不是PDF或者图片" in listed


def test_letters_are_bound_as_issued_and_a_changed_one_is_not(county, case):
    paper = case.documents.get(kind="opinion")
    Document.objects.filter(pk=paper.pk).update(content={**paper.content, "title": "改过"})
    text = "".join(texts(bind(case=case, authority=county.who(county.officer, on=LATER)).content))
    assert "改过" not in text
    assert "与出具时不一致" in text


def test_identity_numbers_stay_masked_and_every_signer_is_listed(county):
    people = (
        PersonDraft(name="张小明", id_number="11010519491231002X"),
        PersonDraft(name="李四", role="member"),
    )
    matter = register(county, people=people, head_count=2)
    text = "".join(texts(bind(case=matter, authority=county.who(county.clerk, on=LATER)).content))
    assert "11010519491231002X" not in text
    assert "002X" in text
    assert "信访人名单" in text
    assert "登记信访人数2人，名单2人" in text


class TestWhoMay:
    def test_each_copy_is_in_the_audit_with_its_digest(self, county, case):
        answer = page_of(county.officer, case, "case_file_print", method="post")
        assert answer["Content-Type"] == "application/pdf"
        entry = AuditEntry.objects.get(verb="case.print_file")
        assert entry.data["sha256"] == hashlib.sha256(answer.content).hexdigest()
        assert entry.actor == county.officer
        assert (
            page_of(county.other_officer, case, "case_file_print", method="post").status_code == 404
        )

    def test_art30_a_report_only_for_those_who_handle_it(self, county):
        report = register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
        assert page_of(county.officer, report).status_code == 404
        assert page_of(county.clerk, report).status_code == 200
        assert page_of(county.head, report).status_code == 200
        Case.objects.filter(pk=report.pk).update(responsible_unit=county.discipline)
        assert page_of(county.clerk, report).status_code == 403
        report.refresh_from_db()
        with pytest.raises(NotAllowed):
            printing.print_file(
                authority=county.who(county.clerk, on=LATER), case=report, now=at(LATER)
            )

    def test_art28_who_stepped_back_gets_no_file(self, county, case):
        open_case = register(county)
        row = recusals.ask_recusal(
            authority=county.who(county.clerk),
            case=open_case,
            user=county.clerk,
            reason="与信访人是亲属",
            now=at(DAY),
        )
        recusals.decide_recusal(
            authority=county.who(county.head),
            recusal=row,
            approve=True,
            reason="属实",
            now=at(DAY, 11),
        )
        assert page_of(county.clerk, open_case).status_code == 403
        assert "卷宗" not in page_of(county.clerk, open_case, "case_detail").content.decode()


class TestLarge:
    @pytest.fixture(autouse=True)
    def _every_file_is_large(self, monkeypatch):
        monkeypatch.setattr(printing, "PAPERS_AT_ONCE", 0)
        made = Volume(b"%PDF", 1, hashlib.sha256(b"%PDF").hexdigest(), ())
        monkeypatch.setattr(printing, "bind", lambda *args, **kwargs: made)

    @pytest.fixture
    def order(self, county, case) -> CaseFilePrint:
        assert page_of(county.officer, case, "case_file_print", method="post").status_code == 302
        page_of(county.officer, case, "case_file_print", method="post")
        return CaseFilePrint.objects.get()

    def run(self):
        effect = OwedEffect.objects.get(kind=printing.EFFECT)
        return jobs.run(effect.pk, now=at(LATER, 11))

    def test_a_worker_puts_it_together_once_and_its_owner_fetches_it(self, county, case, order):
        assert "every 3s" in page_of(county.officer, case, "case_file_state").content.decode()
        assert self.run()
        order.refresh_from_db()
        assert order.state == PrintState.DONE
        answer = page_of(county.officer, case, "case_file_download", order.pk, method="post")
        assert hashlib.sha256(answer.content).hexdigest() == order.sha256
        assert AuditEntry.objects.filter(verb="case.print_file").count() == 1
        other = page_of(county.head, case, "case_file_download", order.pk, method="post")
        assert other.status_code == 404

    def test_who_may_see_the_matter_no_longer_gets_nothing(self, county, case, order):
        county.officer.terms.all().delete()
        assert self.run()
        order.refresh_from_db()
        assert order.state == PrintState.FAILED
        assert not order.file

    def test_it_is_removed_after_the_days_the_county_keeps_it(self, county, case, order, capsys):
        self.run()
        order.refresh_from_db()
        stored = order.file.name
        late = LATER + timedelta(days=8)
        call_command("remove_case_files", "--on", late.isoformat(), "--dry-run")
        assert stored in capsys.readouterr().out
        assert order.file.storage.exists(stored)
        assert printing.remove_outdated(on=LATER + timedelta(days=7), now=at(LATER)) == 0
        assert printing.remove_outdated(on=late, now=at(late)) == 1
        assert printing.remove_outdated(on=late, now=at(late)) == 0
        assert not order.file.storage.exists(stored)
        answer = page_of(county.officer, case, "case_file_download", order.pk, method="post")
        assert answer.status_code == 302


@pytest.mark.parametrize("files", [0, 20], ids=["none", "twenty"])
def test_query_budget(county, registered, files, django_assert_num_queries):
    for number in range(files):
        attach(county, registered, f"{number}.txt", b"a")
    client = client_of(county.clerk)
    url = reverse("petitions:case_file", args=[registered.pk])
    client.get(url)
    with django_assert_num_queries(8):
        assert client.get(url).status_code == 200
