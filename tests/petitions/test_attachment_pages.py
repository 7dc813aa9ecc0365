"""Files of a matter: added later, handed out safely, to nobody else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import AccessLog
from organizations.enums import PostKind
from petitions.models import Attachment
from petitions.services.drafts import Upload
from tests.factories.organizations import make_user_with_post
from tests.petitions.conftest import register
from tests.petitions.pages import client_of, transferred

pytestmark = pytest.mark.django_db


class TestAttachments:
    def add(self, user, case, *files):
        return client_of(user).post(
            reverse("petitions:attachment_add", args=[case.pk]), {"attachments": list(files)}
        )

    def get(self, user, row, query=""):
        return client_of(user).get(
            reverse("petitions:attachment", args=[row.case_id, row.pk]) + query
        )

    @pytest.fixture
    def photo(self, county, registered):
        self.add(county.clerk, registered, SimpleUploadedFile("现场.png", b"png", "image/png"))
        return Attachment.objects.get()

    def test_added_later_with_a_line_of_history(self, county, registered, photo):
        assert (photo.name, photo.uploaded_by) == ("现场.png", county.clerk)
        text = (
            client_of(county.clerk)
            .get(reverse("petitions:case_timeline", args=[registered.pk]))
            .content.decode()
        )
        assert "添加附件" in text

    @pytest.mark.parametrize(
        ("file", "word"),
        [
            (SimpleUploadedFile("x.exe", b"MZ"), "不接收"),
            (SimpleUploadedFile("x.html", b"<script>"), "不接收"),
            (SimpleUploadedFile("x.pdf", b""), "空"),
        ],
        ids=["program", "page", "empty"],
    )
    def test_refused_kinds(self, county, registered, file, word):
        answer = self.add(county.clerk, registered, file)
        assert answer.status_code == 422
        assert word in answer.content.decode()
        assert not Attachment.objects.exists()

    def test_only_by_those_who_hold_the_matter(self, county, registered):
        transferred(county, registered)
        file = SimpleUploadedFile("a.pdf", b"%PDF")
        assert self.add(county.other_officer, registered, file).status_code == 404
        leader = make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent, "县领导")
        assert self.add(leader, registered, SimpleUploadedFile("a.pdf", b"%PDF")).status_code == 422
        assert (
            self.add(county.officer, registered, SimpleUploadedFile("a.pdf", b"%PDF")).status_code
            == 302
        )

    def test_handed_out_as_a_download_that_runs_nothing(self, county, photo):
        answer = self.get(county.clerk, photo)
        assert b"".join(answer.streaming_content) == b"png"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert AccessLog.objects.filter(action=f"download:{photo.pk}").count() == 1

    @pytest.mark.parametrize(
        ("name", "kind", "inline"),
        [
            ("a.png", "image/png", True),
            ("a.pdf", "application/pdf", False),
            ("a.png", "text/html", False),
            ("a.txt", "image/png", False),
        ],
    )
    def test_only_pictures_open_in_the_browser(self, county, name, kind, inline):
        case = register(county, uploads=(Upload(name, kind, io.BytesIO(b"data")),))
        answer = self.get(county.clerk, case.attachments.get(), "?inline=1")
        assert answer["Content-Disposition"].startswith("inline") is inline
        assert b"".join(answer.streaming_content) == b"data"

    def test_not_of_unseen_matters_nor_through_another_one(self, county, photo):
        assert self.get(county.officer, photo).status_code == 404
        own = register(county, user=county.officer)
        crossed = reverse("petitions:attachment", args=[own.pk, photo.pk])
        assert client_of(county.officer).get(crossed).status_code == 404
