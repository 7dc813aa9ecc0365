"""What is written is written in Chinese, whatever language the screen is in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

SAFE = {"GET", "HEAD", "OPTIONS"}


class ChineseByDefaultMiddleware:
    """The county's screens are Chinese unless the user chose another language on the page.

    Stands before LocaleMiddleware, which would otherwise follow the browser's own language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return self.get_response(request)


class OfficialLanguageMiddleware:
    """Carry out requests that may write in the official language.

    Services put translated words into documents, histories and mails: the record of a county must
    not depend on the language that the clerk's browser asked for. Stands after LocaleMiddleware,
    whose choice goes on to hold for pages, which only read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        with translation.override(settings.LANGUAGE_CODE):
            return self.get_response(request)
