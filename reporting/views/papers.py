"""What the pages of all papers share: their files, and pictures of a draft's pages."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reporting.models import BulletinStatus, Paper
from reporting.services.paper_document import draft_document
from reporting.services.paper_files import published_file
from reporting.services.previews import Preview, draft_pdf, page_png, progress


def pdf_response(paper: Paper) -> HttpResponse:
    """The published file, or a draft as it would be printed today; shown in the browser."""
    if paper.status == BulletinStatus.PUBLISHED:
        found = published_file(paper)
        if found is None:
            raise Http404
        content = found
    else:
        content = draft_pdf(paper, draft_document(paper.content, on=timezone.localdate()))
    return _response(paper, content, ".pdf", "application/pdf", as_attachment=False)


def download(paper: Paper, content: bytes, ending: str, content_type: str) -> HttpResponse:
    """A file to be saved; its name says when the paper is a draft."""
    return _response(paper, content, ending, content_type, as_attachment=True)


def _response(
    paper: Paper, content: bytes, ending: str, content_type: str, *, as_attachment: bool
) -> HttpResponse:
    name = f"{paper.title}{ending}"
    if paper.status != BulletinStatus.PUBLISHED:
        name = _("（送审稿）%(name)s") % {"name": name}
    shown = content_disposition_header(as_attachment=as_attachment, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": shown})


def picture_response(paper: Paper, digest: str, number: int) -> HttpResponse:
    """One page of a draft as a picture; 404 once it is not kept any more."""
    content = page_png(paper=paper, digest=digest, number=number)
    if content is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=900"}
    return HttpResponse(content, content_type="image/png", headers=headers)


@dataclass(frozen=True)
class PreviewPages:
    """The addresses of a draft's pages: names of the routes that ask for them, tell how far they are, and show one."""

    ask: str
    state: str
    picture: str

    def fragment(
        self,
        request: HttpRequest,
        key: object,
        shown: Preview | None,
        form: forms.Form | None = None,
    ) -> HttpResponse:
        """The pages of a draft, how far they are, or why they cannot be shown.

        Args:
            key: of the paper in its addresses.
            shown: as asked for; None where the texts of `form` were refused.
        """
        numbers, digest = (shown.numbers, shown.digest) if shown else ((), "")
        pages = [(n, reverse(self.picture, args=[key, digest, n])) for n in numbers]
        context = {
            "pages": pages,
            "shown": shown,
            "form": form,
            "ask_url": reverse(self.ask, args=[key]),
            "state_url": reverse(self.state, args=[key, digest]) if shown else "",
        }
        return render(request, "reporting/_preview.html", context)

    def progress(
        self, request: HttpRequest, key: object, paper: Paper, digest: str
    ) -> HttpResponse:
        """How far the pages of a draft are that somebody asked for."""
        return self.fragment(request, key, progress(paper, digest, now=timezone.now()))
