"""What is written is written in Chinese, whatever language the screen is in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from core.screens import read_page

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


class ScreenLanguageMiddleware:
    """Show a page in the language its reader chose, whatever language it was written in.

    Stands between LocaleMiddleware, which says what the reader chose, and OfficialLanguageMiddleware, which has the
    answer to a form written in Chinese.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
        is_page = not response.streaming and response.get("Content-Type", "").startswith(
            "text/html"
        )
        if language.startswith("zh") or not is_page or not response.content:
            return response
        with translation.override(language):
            response.content = read_page(response.content.decode(response.charset)).encode(
                response.charset
            )
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response
