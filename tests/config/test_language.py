"""Chinese is the language of the record; English is only another way to look at it."""

import re
from subprocess import run

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import get_language

from config.middleware import OfficialLanguageMiddleware
from tests.architecture.source import ROOT

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize(
    ("method", "language"),
    [("get", "en"), ("head", "en"), ("post", "zh-hans"), ("put", "zh-hans"), ("delete", "zh-hans")],
)
def test_requests_that_may_write_are_carried_out_in_chinese(method, language):
    seen = []

    def view(request):
        seen.append(get_language())
        return HttpResponse()

    with translation.override("en"):
        OfficialLanguageMiddleware(view)(getattr(RequestFactory(), method)("/"))
        assert get_language() == "en"
    assert seen == [language]


def test_the_catalogue_compiles_and_keeps_every_placeholder(tmp_path):
    command = ["msgfmt", "--check", "--output-file", tmp_path / "django.mo", CATALOGUE]
    done = run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_english_text_holds_chinese_characters_outside_quotation():
    """A half-translated line is worse than none; what the user has to type may be Chinese."""
    texts = re.findall(r'^msgstr "(.*)"$', CATALOGUE.read_text(), re.M)
    allowed = re.compile(r"放假|上班|检举控告|【】")
    wrong = [text for text in texts if re.search(r"[\u4e00-\u9fff]", allowed.sub("", text))]
    assert wrong == []
