"""Files handed in: kept with their hash under a name that tells nothing, refused with a reason."""

import hashlib
from io import BytesIO

import pytest

from core.errors import InvalidMany
from petitions.services.attachments import base_name
from petitions.services.drafts import Upload
from tests.petitions.conftest import register

pytestmark = pytest.mark.django_db


def upload(name="上访信.pdf", content=b"%PDF-1.4 scan"):
    return Upload(name=name, content_type="application/pdf", file=BytesIO(content))


def test_a_file_is_kept_with_its_hash(county, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = register(county, uploads=(upload(),))
    row = case.attachments.get()
    assert row.sha256 == hashlib.sha256(b"%PDF-1.4 scan").hexdigest()
    assert (row.name, row.size) == ("上访信.pdf", 13)
    assert "上访信" not in row.file.name
    with row.file.open() as kept:
        assert kept.read() == b"%PDF-1.4 scan"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "不接收"),
        ("a.html", b"<p>", "不接收"),
        ("a.pdf", b"", "空的"),
        ("a.pdf", b"x" * 2048, "超过"),
    ],
    ids=["program", "page", "empty", "large"],
)
def test_what_is_refused(county, settings, name, content, words):
    settings.ATTACHMENT_MAX_BYTES = 1024
    with pytest.raises(InvalidMany) as refused:
        register(county, uploads=(upload(name, content),))
    assert words in refused.value.errors["attachments"]


@pytest.mark.parametrize("name", ["C:\\桌面\\信.pdf", "/home/x/信.pdf", "信.pdf"])
def test_only_the_files_own_name_is_kept(name):
    assert base_name(name) == "信.pdf"
