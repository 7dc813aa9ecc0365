"""Further files of a matter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.forms.fields import FilesField, as_uploads
from petitions.services.drafts import Upload


class AttachmentsForm(forms.Form):
    """One field; the service checks size and kind of each file."""

    attachments = FilesField(label=_("附件"), required=False)

    def uploads(self) -> tuple[Upload, ...]:
        """The chosen files."""
        return as_uploads(self.cleaned_data["attachments"])
