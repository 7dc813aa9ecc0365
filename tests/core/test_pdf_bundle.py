"""Binding files: a number on every page however it lies, nothing that runs, nothing lost."""

import io
import shutil
import subprocess

import pdfplumber
import pytest
from PIL import Image as Pillow
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from core.pdf import Document, Paragraph, Space, bundle, render
from core.pdf.pictures import pictures

pytestmark = pytest.mark.xdist_group("pdf")
A4, A3 = (595.28, 841.89), (841.89, 1190.55)


def form(*texts):
    blocks = tuple(Paragraph(text) for text in texts)
    return render(Document("县信访局", "记录", "2026-12-01", format="form", blocks=blocks)).content


def blank(*sizes, turned=0, left=0):
    writer = PdfWriter()
    for width, height in sizes:
        page = writer.add_blank_page(width, height)
        page.mediabox.left, page.mediabox.right = left, left + width
        page.cropbox = page.mediabox
        if turned:
            page.rotate(turned)
    return written(writer)


def written(writer):
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def stamps(content):
    """The page number of each page, and where its right end and its top stand from the corner, points."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            _x0, y0, x1, _y1 = page.bbox
            chars = [c for c in page.chars if c["top"] - y0 < 60 and c["x1"] > x1 - 150]
            text = "".join(c["text"] for c in chars).replace(" ", "")
            yield text, x1 - max(c["x1"] for c in chars), min(c["top"] for c in chars) - y0


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("left", [0, 100], ids=["at-zero", "shifted"])
def test_every_page_has_its_number_in_the_upper_right_corner(turned, left):
    parts = [
        ("甲", form("甲")),
        ("乙", blank(A4, A3, turned=turned, left=left)),
        ("丙", form("丙")),
    ]
    whole = bundle.bound(parts, title="卷")
    assert whole.starts == (1, 2, 4)
    assert whole.pages == 4
    found = list(stamps(whole.content))
    assert [text for text, _, _ in found] == ["第1页", "第2页", "第3页", "第4页"]
    for _, right, top in found:
        assert 30 < right < 45
        assert 26 < top < 40


def test_bookmarks_title_and_a_sound_file(tmp_path):
    whole = bundle.bound([("封面", form("甲")), ("目录", form("乙"))], title="卷宗")
    reader = PdfReader(io.BytesIO(whole.content))
    assert [item.title for item in reader.outline] == ["封面", "目录"]
    assert reader.metadata.title == "卷宗"
    if qpdf := shutil.which("qpdf"):
        path = tmp_path / "a.pdf"
        path.write_bytes(whole.content)
        done = subprocess.run([qpdf, "--check", path], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout


def test_nothing_to_bind():
    with pytest.raises(ValueError, match="nothing"):
        bundle.bound([], title="卷")


def test_a_foreign_file_loses_what_runs_and_keeps_its_pages():
    writer = PdfWriter()
    page = writer.add_blank_page(*A4)
    writer.add_open_action(JavaScript("app.alert('x')"))
    runs = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    link = {NameObject("/Subtype"): NameObject("/Link")}
    page[NameObject("/Annots")] = ArrayObject(
        [
            DictionaryObject({**link, NameObject("/A"): DictionaryObject(runs)}),
            DictionaryObject(link),
        ]
    )
    content = bundle.cleaned(written(writer))
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 1
    assert len(reader.pages[0]["/Annots"]) == 1
    assert b"JavaScript" not in content


def locked():
    writer = PdfWriter()
    writer.add_blank_page(*A4)
    writer.encrypt("secret")
    return written(writer)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 broken", b"PK\x03\x04", locked()],
    ids=["empty", "cut", "zip", "locked"],
)
def test_what_cannot_be_opened_says_so(content):
    with pytest.raises(bundle.Unreadable):
        bundle.cleaned(content)


def saved(image, kind, **options):
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def test_a_photograph_stands_upright_and_fits_the_page():
    exif = Pillow.Exif()
    exif[0x0112] = 6  # taken with the camera turned
    (photo,) = pictures(saved(Pillow.new("RGB", (4000, 2000)), "JPEG", exif=exif))
    assert (photo.width, photo.height) == (950, 1900)
    assert photo.width_within(156, 200) == pytest.approx(100)


def test_every_page_of_a_scan_and_only_the_first_of_an_animation():
    page = Pillow.new("L", (100, 100))
    assert len(pictures(saved(page, "TIFF", save_all=True, append_images=[page, page]))) == 3
    frames = [Pillow.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    assert len(pictures(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))) == 1


def test_no_picture_says_so():
    with pytest.raises(bundle.Unreadable):
        pictures(b"no picture")


def test_a_form_has_no_red_no_number_and_no_date_of_its_own():
    sheet = Document(
        "县信访局", "备考表", "2026-12-01", format="form", blocks=(Space(2), Paragraph("甲"))
    )
    with pdfplumber.open(io.BytesIO(render(sheet).content)) as pdf:
        (page,) = pdf.pages
        text = page.extract_text()
    assert "—" not in text
    assert "2026" not in text
    assert {char["non_stroking_color"] for char in page.chars} <= {(0,), (0, 0, 0), 0, None}
