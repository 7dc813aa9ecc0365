"""The acts and files every paper has on the site: written in, previewed, approved, sent back, signed, printed, checked.

A paper is found by whatever its address names (a year, a period); who may see it is asked there, who may act by the services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import docx, sheets
from core.errors import DomainError
from core.http import attempt, redirect
from organizations.views.common import authority_of
from reporting import permissions
from reporting.forms import ReasonForm
from reporting.models import AnnualReport, Bulletin, BulletinStatus, Correction
from reporting.selectors.bulletins import publication_failure
from reporting.selectors.corrections import published_corrections
from reporting.services.exports import paper_word
from reporting.services.paper_files import verify_pdf
from reporting.views.counting import count_anew
from reporting.views.paper_kinds import P, PaperKind
from reporting.views.papers import PreviewPages, download, pdf_response, picture_response

#: Part of a paper → how its address ends, and whether it is asked by POST.
PARTS = {
    "rebuild": ("rebuild/", True),
    "texts": ("texts/", True),
    "preview": ("preview/", True),
    "preview_state": ("pages/<str:digest>/", False),
    "picture": ("pages/<str:digest>/<int:number>.png", False),
    "approve": ("approve/", True),
    "send_back": ("send-back/", True),
    "sign": ("publish/", True),
    "state": ("state/", False),
    "pdf": ("pdf/", False),
    "excel": ("excel/", False),
    "word": ("word/", False),
    "verify": ("verify/", False),
}
#: Parts of a draft's pages, whose addresses name the draft.
OF_PAGES = ("preview_state", "picture")
Act = Callable[..., object]


class PaperDesk(PaperKind[P]):
    """The views of one kind of paper."""

    @property
    def pages(self) -> PreviewPages:
        """The addresses of a draft's pages."""
        ask, state, picture = (
            f"reporting:{self.name(part)}" for part in ("preview", "preview_state", "picture")
        )
        return PreviewPages(ask=ask, state=state, picture=picture)

    def paths(self, route: str) -> list[URLPattern]:
        """The addresses of a paper and of its parts below a route."""
        found = [path(route, require_GET(self.show), name=self.page.partition(":")[2])]
        for part, (ending, is_act) in PARTS.items():
            view = (require_POST if is_act else require_GET)(getattr(self, part))
            found.append(path(f"{route}{ending}", view, name=self.name(part)))
        return found

    def show(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """The paper as printed, with its acts. Query budget: 4 (session, user, authority, paper), one for
        corrections once it is issued, and what the kind adds."""
        paper = self.find(request, **key)
        return render(request, self.template, self.page_context(request, paper))

    def page_context(
        self, request: HttpRequest, paper: P, *, form: forms.Form | None = None
    ) -> dict[str, Any]:
        """What every paper's page shows, then what this kind adds; `form` when a text was refused."""
        authority = authority_of(request)
        is_draft = paper.status == BulletinStatus.DRAFT
        signs = permissions.can_sign(authority)
        shown = {
            "paper": paper,
            "number": self.number_of(paper),
            "document": paper.content["document"],
            "urls": {part: self.url(part, paper) for part in PARTS if part not in OF_PAGES},
            "draft_key": f"{paper._meta.model_name}-{self.key(paper)}",
            "list_url": reverse(self.list_page),
            "list_name": self.list_name,
            "can_draft": is_draft and permissions.can_draft(authority),
            "can_approve": is_draft and signs,
            "can_sign": paper.status == BulletinStatus.APPROVED and paper.serial is None and signs,
            "form": form or self.form(paper=paper),
            "kept": [],
            "reason_form": ReasonForm(),
            "corrections": [
                (row, self._correction_url(paper, row)) for row in self._corrections(paper)
            ],
            **self.printing(paper),
        }
        return {**shown, **self.context(request, paper, shown)}

    def _corrections(self, paper: P) -> list[Correction]:
        if not self.correction or paper.status != BulletinStatus.PUBLISHED:
            return []
        return list(published_corrections(cast("Bulletin | AnnualReport", paper)))

    def _correction_url(self, paper: P, row: Correction) -> str:
        return reverse(f"reporting:{self.correction}", args=[self.key(paper), row.pk])

    def printing(self, paper: P) -> dict[str, Any]:
        """Whether a signed paper is being printed, and why it stopped."""
        is_publishing = paper.serial is not None and paper.status != BulletinStatus.PUBLISHED
        failure = publication_failure(paper, effect_kind=self.effect) if is_publishing else ""
        return {
            "is_publishing": is_publishing,
            "serial": paper.serial,
            "failure": failure,
            "state_url": self.url("state", paper),
        }

    def state(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """Fragment asked for while a signed paper is being printed; reloads the page at the end."""
        shown = self.printing(self.find(request, **key))
        if not shown["is_publishing"]:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "reporting/_publishing.html", shown)

    def _act(
        self, request: HttpRequest, key: Mapping[str, Any], act: Act, done: object
    ) -> HttpResponse:
        """Carry out one act on a paper and go back to its page with a message."""
        paper = self.find(request, **key)
        try:
            act(paper, authority=authority_of(request), now=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(done))
        return redirect(request, self.page, self.key(paper))

    def rebuild(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """Count the generated parts of a draft anew; what was written by hand stays."""
        paper = self.find(request, **key)

        def act() -> bool:
            by = {"authority": authority_of(request), "now": timezone.now()}
            return bool(self.count_again(paper, fresh="fresh" in request.POST, **by))

        return count_anew(request, act, kind=self.counted, page=self.page, code=self.key(paper))

    def approve(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """The office's head approves the draft."""
        return self._act(request, key, self.approving, self.words["approve"])

    def send_back(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """The office's head takes the approval back."""

        def act(paper: P, **by: Any) -> object:
            return self.sending_back(paper, reason=request.POST.get("reason", ""), **by)

        return self._act(request, key, act, self.words["send_back"])

    def sign(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """The office's head signs the approved paper."""
        return self._act(request, key, self.signing, self.words["sign"])

    def texts(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """Save what was written by hand; what somebody else saved meanwhile is shown beside what was typed."""
        paper = self.find(request, **key)
        form = self.form(request.POST, paper=paper)
        if form.is_valid() and attempt(form, lambda: self._saved(request, paper, form)):
            messages.success(request, _("文字已保存。"))
            return redirect(request, self.page, self.key(paper))
        paper.refresh_from_db()
        context = self.page_context(request, paper, form=form)
        if str(request.POST.get("edition")) != str(paper.edition):
            typed = request.POST.copy()  # the next save is made against the text that is shown now
            typed["edition"] = str(paper.edition)
            form.data = typed
            context["kept"] = self.kept(paper, form)
        return render(request, self.template, context, status=422)

    def _saved(self, request: HttpRequest, paper: P, form: forms.Form) -> bool:
        self.save(
            paper,
            form,
            edition=form.cleaned_data["edition"],
            authority=authority_of(request),
            now=timezone.now(),
        )
        return True

    def preview(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """Fragment: have the pages of a draft printed with the texts of the form, saved or not; the draft is not touched."""
        paper = self.find(request, **key)
        if not permissions.can_draft(authority_of(request)):
            raise PermissionDenied
        form, shown = self.form(request.POST, paper=paper), None
        if paper.status == BulletinStatus.DRAFT and form.is_valid():
            shown = attempt(form, lambda: self.printed(paper, form, now=timezone.now()))

        return self.pages.fragment(request, self.key(paper), shown, form)

    def preview_state(self, request: HttpRequest, digest: str, **key: Any) -> HttpResponse:
        """Fragment asked for while the pages of a draft are being printed. Query budget: 5."""
        paper = self.find(request, **key)
        return self.pages.progress(request, self.key(paper), paper, digest)

    def picture(self, request: HttpRequest, digest: str, number: int, **key: Any) -> HttpResponse:
        """One page of a draft as a picture."""
        return picture_response(self.find(request, **key), digest, number)

    def pdf(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """The issued file, or a draft as it would be printed today."""
        return pdf_response(self.find(request, **key))

    def excel(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """Every table of the paper. Query budget: 4 (session, user, authority, paper)."""
        paper = self.find(request, **key)
        content = self.workbook(paper, now=timezone.now())
        return download(paper, content, ".xlsx", sheets.CONTENT_TYPE)

    def word(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """The paper to edit. Query budget: 4 (session, user, authority, paper)."""
        paper = self.find(request, **key)
        return download(paper, paper_word(paper, now=timezone.now()), ".docx", docx.CONTENT_TYPE)

    def verify(self, request: HttpRequest, **key: Any) -> HttpResponse:
        """Recompute the digest of the issued file and compare it with the one stored then."""
        paper = self.find(request, **key)
        if paper.status != BulletinStatus.PUBLISHED:
            raise Http404
        context = {
            "paper": paper,
            "list_url": reverse(self.list_page),
            "list_name": self.list_name,
            "paper_url": reverse(self.page, args=[self.key(paper)]),
            "problem": verify_pdf(paper),
            "corrections": [
                (row, self._correction_url(paper, row), verify_pdf(row))
                for row in self._corrections(paper)
            ],
        }
        return render(request, "reporting/verify.html", context)
