"""What the pages of bulletins and annual reports share: their files, and pictures of a draft's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reporting.models import BulletinStatus, Paper
from reporting.services.paper_document import draft_document
from reporting.services.paper_files import published_file
from reporting.services.previews import Preview, page_png, pdf_of


def pdf_response(paper: Paper) -> HttpResponse:
    """The published file, or a draft as it would be printed today; shown in the browser."""
    if paper.status == BulletinStatus.PUBLISHED:
        found = published_file(paper)
        if found is None:
            raise Http404
        content = found
    else:
        content = pdf_of(draft_document(paper.content, on=timezone.localdate()))
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


def preview_context(
    shown: Preview | None, form: forms.Form, url_of: Callable[[str, int], str]
) -> dict[str, Any]:
    """What the fragment of the pages shows; `url_of` gives the address of a page by digest and number."""
    pages = [(number, url_of(shown.digest, number)) for number in shown.numbers] if shown else []
    return {"pages": pages, "form": form}
