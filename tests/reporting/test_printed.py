"""A bulletin of 45 units as printed: measured, checked by qpdf, printed again from its snapshot page by page."""

import hashlib
import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from pypdf import PdfReader

from accountability.models import RuleSet
from core.pdf import Document, render
from organizations.models import Setting, Unit
from petitions.models import Case, Clock
from reporting.domain.results import BulletinData
from reporting.models import Bulletin
from reporting.services.bulletin_document import bulletin_content
from reporting.services.paper_document import signed_document
from reporting.services.publication import number_of
from tests.factories.petitions import at, make_clock, make_content_class
from tests.reporting.conftest import NOW, build_county, published
from tests.support.pdf import BOTTOM, LEFT, MM, RIGHT, TOP, Printed

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("pdf")]
CLASSES = (
    ("080300", "房屋征收"),
    ("090000", "农村农业"),
    ("070100", "工资福利"),
    ("110000", "环境保护"),
)


@pytest.fixture
def printed(db, rule_set, typeset) -> Bulletin:
    """October 2026 of 31 townships and 14 departments: late matters, visits in groups, a month before."""
    county = build_county(townships=31, departments=14)
    names = "云岭青山石桥柳林白水红旗新丰东关西河南坪北镇"
    for number, unit in enumerate([*county.townships, *county.departments]):
        stem = names[number % 20 : number % 20 + 2]
        kind = "镇" if unit in county.townships else "局"
        Unit.objects.filter(pk=unit.pk).update(name=f"{stem}{number}{kind}", short_name="")
    classes = [make_content_class(*one) for one in CLASSES]
    for month, factor in ((9, 2), (10, 3)):
        for number, town in enumerate(county.townships):
            for nth in range(number % (factor + 2)):
                department = county.departments[(number + nth) % 14]
                case = county.case(
                    place=town,
                    responsible_unit=town if nth % 2 else department,
                    received_on=date(2026, month, 2 + nth),
                    content_class=classes[(number + nth) % 4],
                    form="visit" if nth == 1 else "letter",
                    head_count=9 if nth == 1 else 1,
                    is_collective=nth == 1,
                )
                make_clock(case, "C4", date(2026, month, 17 + nth), unit=case.responsible_unit)
    published(county, "2026-09", at(date(2026, 10, 1), 6))
    return published(county)


def page_images(content: bytes) -> list[str]:
    """The digest of each page's picture."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        return [hashlib.sha256(page.render(scale=1).to_pil().tobytes()).hexdigest() for page in pdf]
    finally:
        pdf.close()


def test_a_bulletin_of_45_units(printed, tmp_path):
    """One test for all that is measured: the file takes seconds to print."""
    content = (Path(settings.MEDIA_ROOT) / printed.pdf.name).read_bytes()
    path = tmp_path / "bulletin.pdf"
    path.write_bytes(content)
    _is_accessible(content)
    _passes_the_tools(path)
    _keeps_the_text_area(printed)
    _is_printed_again_alike(printed, content)


def _is_accessible(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("zh")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "关于2026年10月全县信访工作情况的通报"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def _passes_the_tools(path: Path) -> None:
    for name, wanted in (("qpdf", ["--check", str(path)]), ("pdfinfo", [str(path)])):
        tool = shutil.which(name)
        assert tool, f"{name} is missing; scripts/setup.sh dev installs it"
        found = subprocess.run([tool, *wanted], capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stderr
        assert found.stderr == ""
        assert "warning" not in found.stdout.lower()
    assert "Tagged:          yes" in found.stdout
    assert "A4" in found.stdout


def _keeps_the_text_area(bulletin: Bulletin) -> None:
    """版心 156 × 225 mm (GB/T 9704 5.2.1) on every page; headings and tables in order."""
    sheet = Printed(Document.from_dict(bulletin.content["document"]))
    text = ""
    for page in range(sheet.result.pages):
        text += sheet.text(page)
        for char in sheet.inside(page):
            assert char["x0"] / MM >= LEFT - 0.1
            # a closing mark may be set tight: the empty half of its square, not its ink, passes the edge
            edge = RIGHT + (0.5 if char["text"] in "》」）〉”" else 0.3)
            assert char["x1"] / MM <= edge, (page, char["text"])
            assert char["top"] / MM >= TOP - 0.1
            assert char["bottom"] / MM <= BOTTOM + 0.1, (page, char["text"])
    assert sheet.result.missing_glyphs == ""
    parts = ["一、总体情况", "二、群众反映的主要问题", "三、各乡镇", "表1", "表2", "表3", "表4",
             "四、存在的问题", "五、点名与整改", "六、下月要求", "附件", "统计口径说明", "考核扣分事项编号"]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def _is_printed_again_alike(bulletin: Bulletin, content: bytes) -> None:
    """Cases, names and rules change afterwards; the snapshot prints the same bytes and pages."""
    Clock.objects.update(article="改", due_on=date(2026, 12, 31))
    Case.objects.update(title="改", head_count=77)
    Unit.objects.update(name="改名后的单位", short_name="改")
    RuleSet.objects.update(name="改过的办法", base_score=50)
    Setting.objects.create(code="bulletin.threshold", value=1, valid_from=date(2020, 1, 1))
    kept = Bulletin.objects.get(pk=bulletin.pk)
    again = render(kept.content["document"])
    assert again.sha256 == kept.pdf_sha256
    assert page_images(again.content) == page_images(content)
    data = BulletinData.from_json(kept.figures)
    fresh = bulletin_content(data, requirements=kept.requirements, built_at=kept.built_at)
    issued_on = kept.requested_at.astimezone(NOW.tzinfo).date()
    document = signed_document(fresh, number=number_of(kept), issued_on=issued_on)
    assert render(document).sha256 == kept.pdf_sha256
