"""What the product says in Chinese is read in English where the page is finished; what people wrote is not."""

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext

from config.middleware import ScreenLanguageMiddleware
from core.domain import articles, dates
from core.reading import read
from core.screens import read_page

LAWS = {"条例": "", "信访工作条例": "Petition Work Regulation", "民法典": "Civil Code"}


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026年10月", "October 2026"),
        ("10月5日", "5 October"),
        ("2026年第三季度", "Third quarter of 2026"),
        ("2026年上半年", "First half of 2026"),
        ("2026年度", "2026"),
        ("2026年9月1日至11月15日", "1 September 2026 to 15 November"),
        ("2026年13月", None),
        ("2026年13月1日", None),
        ("十月", None),
    ],
)
def test_days_and_periods(text, said):
    assert dates.english(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("《信访工作条例》第四十条第一款", "Petition Work Regulation, Art 40(1)"),
        ("《信访工作条例》第二十三条、第三十一条至第三十四条", "Petition Work Regulation, Art 23, Art 31–Art 34"),
        ("条例第四十六条第六项", "Art 46 item 6"),
        ("条例第十四条第四、六项", "Art 14 item 4, item 6"),
        ("民法典第一千零四十三条", "Civil Code, Art 1043"),
        ("第三款", "para 3"),
        ("条例", None),
        ("至第三条", None),
        ("第三条的规定", None),
    ],
)  # fmt: skip
def test_references_to_articles(text, said):
    assert articles.english(text, LAWS) == said


@pytest.mark.usefixtures("_english")
class TestReading:
    def test_a_word_and_a_filled_sentence(self):
        assert read("起数") == "Matters"
        assert read("期间最长1100天") == "A period has at most 1100 days"

    def test_places_are_read_too(self):
        assert (
            read("“重复率”由信访部门负责，不能按属地划分")
            == "“Repeat rate” is the duty of the petition office and cannot be split by Place"
        )

    def test_clauses_and_a_reference_in_brackets(self):
        assert read("持平；基数为零") == "unchanged; base is zero"
        assert read("持平（条例第三条）") == "unchanged (Art 3)"
        assert read("Basis: 《信访工作条例》第三条") == "Basis: Petition Work Regulation, Art 3"

    def test_a_place_takes_no_further_clause(self):
        assert read("集体访每发生1件（批次）扣0.5分，最多扣15分") == (
            "Collective visit: −0.5 each, at most −15"
        )

    def test_half_a_sentence_is_not_read(self):
        text = "反映某村道路三年没有维修的问题；持平"
        assert read(text) == text

    def test_a_short_pattern_does_not_take_a_name(self):
        assert read("县信访局") == "县信访局"

    def test_what_the_catalogue_does_not_know_stays(self):
        assert read("澄江街道") == "澄江街道"


def test_a_chinese_screen_is_not_read():
    with translation.override("zh-hans"):
        assert read("起数") == "起数"


@pytest.mark.usefixtures("_english")
class TestPage:
    def test_text_and_attributes_are_read(self):
        page = '<p title="起数">了结 <b>在办</b></p><input placeholder="起数" value="起数">'
        assert read_page(page) == (
            '<p title="Matters">Closed <b>Open</b></p><input placeholder="Matters" value="起数">'
        )

    def test_people_s_words_scripts_and_fields_are_left(self):
        page = (
            '<div translate="no">起数<div>起数</div>起数</div>起数'
            '<textarea>起数</textarea><script>"起数"</script><!-- 起数 -->'
        )
        assert read_page(page) == page.replace("</div>起数<textarea", "</div>Matters<textarea")

    def test_signs_stay_escaped(self):
        assert read_page("<p>“a&lt;b”不是有效的月份，应为“2026-10”的形式</p>") == (
            "<p>“a&lt;b” is not a valid month; write it like “2026-10”</p>"
        )


@pytest.mark.parametrize(("language", "said"), [("en", "Matters"), ("zh-hans", "起数")])
def test_a_page_comes_in_the_language_its_reader_chose(language, said):
    request = RequestFactory().post("/")
    request.LANGUAGE_CODE = language
    answer = ScreenLanguageMiddleware(lambda _request: HttpResponse("<p>起数</p>"))(request)
    assert answer.content.decode() == f"<p>{said}</p>"


def test_files_are_not_read():
    request = RequestFactory().get("/")
    request.LANGUAGE_CODE = "en"
    sent = HttpResponse("起数", content_type="text/csv")
    assert ScreenLanguageMiddleware(lambda _request: sent)(request).content.decode() == "起数"


def test_a_screen_after_a_form_is_english_and_a_paper_is_not():
    template = engines["django"].from_string('{% load i18n %}{% translate "起数" %}')
    request = RequestFactory().post("/")
    request.LANGUAGE_CODE = "en"
    with translation.override("zh-hans"):
        assert template.render({}, request) == "Matters"
        assert template.render({}) == "起数"
        assert gettext("起数") == "起数"
