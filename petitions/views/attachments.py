"""Files of a matter: adding them later, and handing them out safely."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.access import record_view
from core.http import attempt, file_response, redirect
from organizations.views.common import authority_of
from petitions.forms.attachments import AttachmentsForm
from petitions.models import Attachment
from petitions.services.attachments import add_attachments
from petitions.views.common import visible_case

# Pictures a browser draws without running anything; everything else is only ever downloaded.
INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp"}
SUFFIX_OF = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
}


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put further files on an open matter."""
    case = visible_case(request, pk)
    form = AttachmentsForm(request.POST, request.FILES)
    if form.is_valid():
        rows = attempt(
            form,
            lambda: add_attachments(
                authority=authority_of(request),
                case=case,
                uploads=form.uploads(),
                now=timezone.now(),
            ),
        )
        if rows:
            messages.success(request, _("已添加 %(count)s 个附件。") % {"count": len(rows)})
            url = reverse("petitions:case_detail", args=[case.pk])
            return redirect(request, f"{url}#attachments")
    context = {"case": case, "form": form}
    return render(request, "petitions/attachment_add.html", context, status=422)


@require_GET
def download(request: HttpRequest, pk: int, attachment: int) -> FileResponse:
    """Hand out one file of a matter the user may see; noted in the access log.

    Only pictures of four known kinds open in the browser (?inline=1), under a policy that runs nothing.
    """
    case = visible_case(request, pk)
    row = get_object_or_404(Attachment, pk=attachment, case=case)
    record_view(case, user=request.user, at=timezone.now(), action=f"download:{row.pk}")
    inline = (
        "inline" in request.GET
        and row.content_type in INLINE
        and row.name.lower().endswith(SUFFIX_OF[row.content_type])
    )
    return file_response(row.file, name=row.name, content_type=row.content_type if inline else "")
