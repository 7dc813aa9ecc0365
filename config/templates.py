"""Templates that show a screen in the reader's language even while a form is carried out in Chinese."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template
from django.utils import translation


class ScreenTemplate(Template):
    """What is rendered for a request is a screen; documents and mails are rendered without one."""

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        language = getattr(request, "LANGUAGE_CODE", None)
        if language is None:
            return super().render(context, request)
        with translation.override(language):
            return super().render(context, request)


class ScreenTemplates(DjangoTemplates):
    """Django's own templates with screens in the reader's language."""

    def from_string(self, template_code: str) -> ScreenTemplate:
        return self._screen(super().from_string(template_code))

    def get_template(self, template_name: str) -> ScreenTemplate:
        return self._screen(super().get_template(template_name))

    def _screen(self, found: Template) -> ScreenTemplate:
        return ScreenTemplate(found.template, self)
