"""Pages of the organizations app: who opens them, what they cost, what they do with a posted form."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from organizations.domain.numbers import SPECS
from organizations.enums import PostKind, UnitKind
from organizations.forms.basics import WORDS
from organizations.models import CalendarYear, Population, Post, Setting, Term, Unit, User
from tests.factories.organizations import (
    make_population,
    make_term,
    make_unit,
    make_user_with_post,
)

READ = ("unit-list", "vacancy-list", "staff-list", "population-list", "setting-list")
WRITE = ("unit-create", "staff-create", "population-import", "calendar-import")


@pytest.fixture
def browse(client):
    """Log a user in and return the client."""

    def log_in(user: User, language: str = "zh-hans") -> Client:
        client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return log_in


def _unit_pages(county) -> list[str]:
    unit, term = county.township, Term.objects.get(user=county.officer)
    return [
        *(reverse(name) for name in (*READ, *WRITE)),
        reverse("home"),
        reverse("calendar"),
        reverse("calendar") + "?year=2027",
        reverse("password_change"),
        reverse("otp-setup"),
        reverse("setting-set", args=["clock.roll_over"]),
        reverse("setting-set", args=["collective_threshold"]),
        *(
            reverse(name, args=[unit.pk])
            for name in ("unit-detail", "unit-edit", "unit-close", "post-create", "population-edit")
        ),
        *(reverse(name, args=[term.post_id]) for name in ("post-edit", "term-start")),
        reverse("term-end", args=[term.pk]),
        reverse("staff-edit", args=[county.clerk.pk]),
        *(f"{reverse('unit-list')}?kind={kind}" for kind in UnitKind.values),
        f"{reverse('unit-list')}?closed=1",
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_for_an_administrator(county, browse, language):
    make_population(county.township, 32000)
    client = browse(county.admin, language)
    for url in _unit_pages(county):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert f'lang="{language}"'.encode() in answer.content


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [
        pytest.param("admin", 200, 200, id="administrator"),
        pytest.param("clerk", 200, 403, id="office staff read"),
        pytest.param("officer", 403, 403, id="a township's officer"),
        pytest.param("nobody", 403, 403, id="an account without a post"),
    ],
)
def test_who_opens_what(county, browse, who, read, write):
    client = browse(getattr(county, who))
    unit = county.township.pk
    assert {client.get(reverse(name)).status_code for name in READ} == {read}
    assert client.get(reverse("unit-detail", args=[unit])).status_code == read
    for name in WRITE:
        assert client.get(reverse(name)).status_code == write, name
    for name in ("unit-edit", "unit-close", "post-create", "population-edit"):
        assert client.get(reverse(name, args=[unit])).status_code == write, name
    assert client.get(reverse("calendar")).status_code == 200


@pytest.mark.parametrize("who", ["clerk", "officer", "nobody"])
def test_posting_is_refused_to_all_but_administrators(county, browse, who):
    client = browse(getattr(county, who))
    clerk = county.clerk.pk
    for url in (
        reverse("calendar-load"),
        reverse("staff-password", args=[clerk]),
        reverse("staff-active", args=[clerk]),
    ):
        assert client.post(url, {"year": 2026, "active": 0}).status_code == 403, url
    county.clerk.refresh_from_db()
    assert county.clerk.is_active
    assert not CalendarYear.objects.exists()


def test_without_a_log_in_every_page_leads_to_it(county, client):
    for url in _unit_pages(county):
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("login"))


def _many(county, number: int) -> None:
    for index in range(number):
        unit = make_unit(UnitKind.TOWNSHIP, parent=county.township)
        user = make_user_with_post(PostKind.PRINCIPAL, unit)
        make_term(user, county.township, PostKind.PETITION_OFFICER, title=f"干事{index}")
        make_population(unit, 1000 + index)
        make_population(county.township, 500, year=2000 + Population.objects.count())


@pytest.mark.parametrize(
    ("page", "budget"),
    [
        ("unit-list", 8),
        ("unit-detail", 14),
        ("vacancy-list", 7),
        ("staff-list", 8),
        ("population-list", 8),
        ("calendar", 7),
        ("setting-list", 6),
        ("home", 6),
    ],
)
def test_cost_does_not_grow_with_rows(county, browse, page, budget, django_assert_max_num_queries):
    client = browse(county.admin)
    url = reverse(page, args=[county.township.pk] if page == "unit-detail" else [])
    for rows in (2, 18):
        _many(county, rows)
        with django_assert_max_num_queries(budget):
            assert client.get(url).status_code == 200


def test_a_unit_is_set_up_on_the_page(county, browse):
    root = county.units[UnitKind.COUNTY][0]
    data = {
        "code": "990101300",
        "name": "县水务局",
        "short_name": "水务局",
        "kind": "department",
        "parent_id": root.pk,
        "order": 3,
        "valid_from": "2026-01-01",
    }
    answer = browse(county.admin).post(reverse("unit-create"), data)
    assert answer.status_code == 302
    assert Unit.objects.get(code="990101300").path.startswith(root.path)


def test_a_refusal_stands_next_to_its_field_and_the_form_keeps_what_was_typed(county, browse):
    data = {"last_day": "2026-12-31", "succeeded_by": ""}
    answer = browse(county.admin).post(reverse("unit-close", args=[county.other.pk]), data)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert list(form.errors) == ["succeeded_by"]
    assert 'id="id_succeeded_by_error"' in answer.content.decode()
    assert 'value="2026-12-31"' in answer.content.decode()


def test_appointment_and_end_of_a_term_on_the_page(county, browse):
    client = browse(county.admin)
    data = {"kind": "principal", "title": "镇长", "order": 0}
    client.post(reverse("post-create", args=[county.township.pk]), data)
    post = Post.objects.get(title="镇长")
    data = {"user": county.nobody.pk, "starts_on": "2026-03-01"}
    client.post(reverse("term-start", args=[post.pk]), data)
    term = Term.objects.get(post=post)
    client.post(reverse("term-end", args=[term.pk]), {"ends_on": "2026-10-31"})
    term.refresh_from_db()
    assert (term.starts_on, term.ends_on) == (date(2026, 3, 1), date(2026, 10, 31))
    page = client.get(reverse("unit-detail", args=[county.township.pk])).content.decode()
    assert "任命 镇长 无职务 2026-03-01" in page


def test_a_first_password_is_shown_once_and_works(county, browse):
    data = {"username": "zhousan", "name": "周三", "unit_id": county.township.pk}
    answer = browse(county.admin).post(reverse("staff-create"), data)
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert User.objects.get(username="zhousan").check_password(password)


def test_accounts_are_filtered_and_stopped(county, browse):
    client = browse(county.admin)
    client.post(reverse("staff-active", args=[county.nobody.pk]), {"active": "0"})
    found = client.get(reverse("staff-list"), {"state": "stopped"}).context["lines"]
    assert [user for user, _terms in found] == [county.nobody]
    found = client.get(reverse("staff-list"), {"q": "赵"}).context["lines"]
    assert [user for user, _terms in found] == [county.officer]
    answer = client.post(
        reverse("staff-active", args=[county.clerk.pk]), {"active": "0"}, follow=True
    )
    assert "仍在任职" in answer.content.decode()


def _file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("file.csv", text.encode("utf-8-sig"))


def test_a_calendar_file_with_errors_lists_its_rows(county, browse):
    client = browse(county.admin)
    url = reverse("calendar-import")
    bad = {"file": _file("2027-01-01,也许,元旦\n"), "source": "国办通知"}
    answer = client.post(url, bad)
    assert answer.context["row_errors"] == [(1, "性质须为“放假”或“上班”：也许")]
    good = {"file": _file("日期,性质,名称\n2027-01-01,放假,元旦\n"), "source": "国办通知"}
    assert client.post(url, good).url == reverse("calendar") + "?year=2027"
    assert CalendarYear.objects.get().source == "国办通知"


def test_a_file_that_is_no_table_is_refused_on_the_form(county, browse):
    data = {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04broken"), "source": "x"}
    answer = browse(county.admin).post(reverse("calendar-import"), data)
    assert list(answer.context["form"].errors) == ["file"]


def test_a_population_file(county, browse):
    data = {"file": _file(f"{county.township.code},2025,32000\n"), "source": "公报"}
    assert browse(county.admin).post(reverse("population-import"), data).status_code == 302
    assert Population.objects.get().residents == 32000


def test_the_built_in_plan_is_loaded_with_a_button(county, browse):
    client = browse(county.admin)
    client.post(reverse("calendar-load"), {"year": "2026"})
    assert CalendarYear.objects.get().year == 2026
    answer = client.post(reverse("calendar-load"), {"year": "2027"}, follow=True)
    assert "用文件导入" in answer.content.decode()


def test_a_provisional_year_says_so(county, browse):
    page = browse(county.clerk).get(reverse("calendar"), {"year": "2027"}).content.decode()
    assert "2027 年的放假安排尚未载入" in page
    assert "暂定" in page


def test_settings_are_called_by_their_names(county, browse):
    assert set(WORDS) >= {spec.code for spec in SPECS}
    page = browse(county.admin).get(reverse("setting-list")).content.decode()
    assert "collective_threshold</" not in page
    assert "集体访人数下限" in page


def test_a_setting_gets_a_new_value(county, browse):
    client = browse(county.admin)
    data = {"value": "8", "valid_from": "2027-01-01", "basis": "县委办文件"}
    client.post(reverse("setting-set", args=["collective_threshold"]), data)
    assert Setting.objects.get().value == 8
    assert client.get(reverse("setting-set", args=["no.such"])).status_code == 404
