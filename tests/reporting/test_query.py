"""Ad-hoc query: what is asked, what is refused, numbers that open their matters, the file that agrees."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from urllib.parse import parse_qs, urlencode, urlsplit

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.enums import PostKind, UnitKind
from reporting.domain.asking import Asked
from reporting.domain.indicators import BY_CODE, INDICATORS
from reporting.domain.spans import Period
from reporting.selectors.cases import county_cases
from reporting.selectors.measuring import Question, measure
from reporting.selectors.querying import answer
from tests.factories.organizations import make_unit, make_user_with_post
from tests.factories.petitions import at, make_clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
OCTOBER = "period=2026-10"


@pytest.fixture(autouse=True)
def _mid_november():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def ask(client):
    def get(user, query, name="query"):
        client.force_login(user)
        return client.get(f"{reverse(f'reporting:{name}')}?{query}")

    return get


def lines(response):
    """Labels → texts of the cells, for the rows and the total."""
    table = response.context["table"]
    return {row.labels: [cell.text for cell in row.cells] for row in (*table.rows, table.total)}


def test_figures_by_place_with_total_and_zero_rows(october, ask):
    found = lines(ask(october.head, f"i=matters&i=persons&by=place&{OCTOBER}"))
    one, two = (str(town) for town in october.townships)
    assert found == {(one,): ["3", "10"], (two,): ["1", "1"], ("合计",): ["4", "11"]}
    empty = make_unit(UnitKind.TOWNSHIP, "空镇")
    found = lines(ask(october.head, f"i=matters&by=place&{OCTOBER}"))
    assert found[str(empty),] == ["0"]


@pytest.mark.parametrize("by", ["class1", "month"])
def test_every_figure_can_be_asked_by_content_and_month(october, ask, by):
    codes = [i.code for i in INDICATORS if by == "month" or i.code != "per_10k"]
    running = Period.parse("2026-10-01_2026-11-15")
    whole = measure(county_cases(), Question(tuple(codes), running))
    while codes:
        some, codes = codes[:12], codes[12:]
        query = "&".join(f"i={code}" for code in some)
        response = ask(october.head, f"{query}&by={by}&period=2026-Q4&compared=1")
        assert response.status_code == 200
        table = response.context["table"]
        for column, cell in zip(table.columns, table.total.cells, strict=True):
            assert column.change or cell.text == whole.value(column.code).text


def test_each_number_opens_as_many_matters_as_it_says(october, ask, client):
    queries = (
        "i=matters&i=pending&i=inform_missed&i=timely_rate&by=owner&by=",
        "i=matters&by=place&then=form",
    )
    opened = 0
    for query in (*queries, "i=matters&i=pending&by=month&then=place", "i=matters&i=mean_days"):
        response = ask(october.head, f"{query}&{OCTOBER}")
        for row in (*response.context["rows"], response.context["total"]):
            for cell in row["cells"]:
                if not cell["url"]:
                    assert cell["text"] in ("0", "—")
                    continue
                behind = client.get(cell["url"]).context["count"]
                opened += 1
                if cell["text"].isdigit():
                    assert behind == int(cell["text"]), cell
                else:
                    assert behind > 0
    assert opened > 20


def test_the_file_agrees_with_the_page_to_the_last_cell(october, ask):
    town = october.townships[0]
    for number in range(7):  # a sample large enough to be ranked
        case = october.case(place=october.townships[1], closed_on=date(2026, 10, 20 + number))
        make_clock(
            case, "C4", date(2026, 10, 20), unit=october.departments[0],
            stopped_on=date(2026, 10, 18 + number),
        )  # fmt: skip
    october.case(place=town, received_on=date(2026, 9, 2))
    figures = "i=matters&i=repeat_rate&i=mean_days&i=per_10k&i=pending"
    for query in (
        f"{figures}&by=place&compared=1&{OCTOBER}",
        f"i=matters&i=timely_rate&by=owner&then=form&compared=1&sort=-timely_rate&{OCTOBER}",
        f"i=matters&by=place&then=form&{OCTOBER}",
        "i=matters&i=pending&by=month&period=last_quarter",
        f"i=matters&i=persons&{OCTOBER}",
    ):
        page = ask(october.head, query)
        answer = ask(october.head, query, "query_table")
        assert answer.status_code == 200
        book = openpyxl.load_workbook(BytesIO(answer.content))
        sheet = list(book.worksheets[0].iter_rows())
        shown = [*page.context["rows"], page.context["total"]]
        assert len(sheet) == len(shown) + 1
        for line, row in zip(sheet[1:], shown, strict=True):
            labels = max(1, len(page.context["table"].heads))
            assert [c.value for c in line[: len(row["labels"])]] == list(row["labels"])
            cells = [as_excel_shows(c) for c in line[labels:]]
            assert cells == [c["text"] for c in row["cells"]]


def as_excel_shows(cell):
    """The text of a cell in the number format of the file."""
    if isinstance(cell.value, str):
        return cell.value
    form, number = cell.number_format, Decimal(repr(cell.value))
    signed = form.startswith('"+"')
    if signed and not number:
        return "持平"
    sign = ("+" if number > 0 else "−") if signed else ""
    number = abs(number) if signed else number
    if "%" in form:
        return f"{sign}{number * 100:.1f}%"
    word = "个百分点" if "个百分点" in form else "天" if "天" in form else ""
    places = 2 if "0.00" in form else 1 if "0.0" in form else 0
    return f"{sign}{number:.{places}f}{word}"


def test_the_file_says_what_its_figures_mean(october, ask):
    answer = ask(october.principals[0], f"i=timely_rate&i=repeat_rate&by=owner&compared=1&{OCTOBER}", "query_table")  # fmt: skip
    assert "%E7%BB%9F%E8%AE%A1%E6%9F%A5%E8%AF%A2" in answer["Content-Disposition"]  # 统计查询
    about = {
        row[0]: row[1]
        for row in openpyxl.load_workbook(BytesIO(answer.content))["口径"].iter_rows(
            values_only=True
        )
    }
    assert about["统计期间"] == "2026年10月（2026-10-01 — 2026-10-31）"
    assert about["同比的比较期"].startswith("2025年10月")
    assert about["统计范围"] == "只统计查询人有权查看的事项，不是全县数"
    assert about["查询人"] == str(october.principals[0])
    assert BY_CODE["timely_rate"].formula in about["及时受理率（%）"]
    assert about["同一查询的网址"].endswith(
        "/figures/query/?i=timely_rate&i=repeat_rate&by=owner&period=2026-10&compared=1"
    )


def test_a_unit_sees_its_own_matters_only_and_is_told(october, ask):
    officer = make_user_with_post(PostKind.PETITION_OFFICER, october.townships[1])
    response = ask(officer, f"i=matters&by=place&{OCTOBER}")
    assert "只统计您有权查看的事项，不是全县数" in response.content.decode()
    whole = lines(ask(october.head, f"i=matters&by=place&{OCTOBER}"))
    mine = lines(response)
    assert int(mine["合计",][0]) < int(whole["合计",][0])
    assert "全县信访事项" in ask(october.head, f"i=matters&{OCTOBER}").content.decode()


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("period=2026-10", "i", "请至少选择一项指标"),
        ("i=nonsense&period=2026-10", "i", "没有这项指标：nonsense"),
        ("i=matters&by=place&then=place", "then", "两个维度不能相同"),
        ("i=matters&by=weather", "by", "没有这个维度：weather"),
        ("i=matters&period=2026-13", "period", ""),
        ("i=matters&period=days&from=2026-02-30&to=2026-03-01", "from", "起始日不是有效的日期"),
        ("i=matters&period=days&to=2026-03-01", "from", "请填写起始日"),
        ("i=matters&period=days&from=2026-03-02&to=2026-03-01", "to", "截止日不能早于起始日"),
        ("i=matters&period=days&from=2020-01-01&to=2026-03-01", "to", "期间最长1100天"),
        ("i=matters&period=days&from=0001-01-01&to=2026-03-01", "from", "请填写2001年至2099年之间的日期"),
        ("i=matters&period=2026-12", "period", "这一期间还没有一整天已经过去，没有可以统计的数"),
        ("i=dispatch_rate&by=owner", "by", "“及时转送交办率”由信访部门负责，不能按承办单位划分"),
        ("i=dispatch_rate&by=form&then=place", "then", "“及时转送交办率”由信访部门负责，不能按属地划分"),
        ("i=per_10k&by=form", "by", "“每万人起数”只有各乡镇的常住人口可用，只能按属地或者月份划分"),
        ("&".join(f"i={i.code}" for i in INDICATORS[:13]), "i", "一次最多选择12项指标，现在选了13项"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_beside_its_field(october, ask, query, field, sentence):
    response = ask(october.head, query)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert errors[field][0] in response.content.decode()
    # the file sends the reader back to the page that says why
    assert ask(october.head, query, "query_table").status_code == 302


def test_figures_per_resident_are_for_those_who_see_the_county(october, ask):
    response = ask(october.principals[0], f"i=per_10k&by=place&{OCTOBER}")
    assert "要用全县事项计算" in response.context["form"].errors["i"][0]
    assert ask(october.head, f"i=per_10k&by=place&{OCTOBER}").status_code == 200


def test_speed_never_stands_without_quality(october, ask):
    response = ask(october.head, f"i=mean_days&by=place&{OCTOBER}")
    codes = [column.code for column in response.context["table"].columns]
    assert codes == ["mean_days", "repeat_rate", "overturned_rate", "unit_satisfaction"]
    assert "时限、进度指标不单独列示" in response.content.decode()
    chosen = ask(october.head, f"i=timely_rate&i=repeat_rate&{OCTOBER}").context["table"]
    assert [column.code for column in chosen.columns] == ["timely_rate", "repeat_rate"]
    plain = ask(october.head, f"i=matters&{OCTOBER}").context["table"]
    assert [column.code for column in plain.columns] == ["matters"]


def test_comparisons_say_zero_base_and_points(october, ask):
    for day in (5, 6, 7):
        october.case(responsible_unit=october.townships[0], received_on=date(2026, 9, day))
    found = lines(ask(october.head, f"i=matters&i=timely_rate&by=owner&compared=1&{OCTOBER}"))
    one, two = str(october.townships[0]), str(october.departments[0])
    assert found[one,][:3] == ["3", "基数为零", "持平"]
    assert found[two,][:3] == ["1", "基数为零", "基数为零"]
    assert found["合计",][2] == "+33.3%"
    assert "∞" not in str(found)


def test_a_small_sample_is_marked_and_not_ordered(october, ask):
    for number in range(6):
        case = october.case(place=october.townships[1])
        make_clock(
            case, "C4", date(2026, 10, 20), unit=october.departments[0],
            stopped_on=date(2026, 10, 18) if number < 3 else date(2026, 10, 25),
        )  # fmt: skip
    for sort in ("timely_rate", "-timely_rate"):
        response = ask(october.head, f"i=timely_rate&i=repeat_rate&by=owner&sort={sort}&{OCTOBER}")
        rows = response.context["table"].rows
        assert rows[0].labels == (str(october.departments[0]),)
        assert [row.cells[0].note for row in rows] == ["", "样本不足", ""]
        assert rows[-1].cells[0].text == "—"
    assert "样本不足" in response.content.decode()


def test_rows_are_ordered_by_a_figure_and_by_nothing_else(october, ask):
    def order(sort):
        response = ask(october.head, f"i=matters&i=persons&by=place&sort={sort}&{OCTOBER}")
        return [row.cells[0].text for row in response.context["table"].rows]

    assert order("matters") == ["1", "3"]
    assert order("-matters") == ["3", "1"]
    assert order("registered_by__password") == order("")


def test_months_stand_in_a_line_with_stock_at_their_ends(october, ask):
    response = ask(october.head, "i=matters&i=pending&by=month&period=last_12_months")
    table = response.context["table"]
    assert [row.labels[0] for row in table.rows][-2:] == ["2026年9月", "2026年10月"]
    assert [cell.text for cell in table.rows[-1].cells] == ["4", "3"]
    assert [cell.text for cell in table.total.cells] == ["4", "3"]
    assert "各月末数，合计为期末数" in response.content.decode()
    assert response.context["chart"].rows[0] == ["", "起数（起）", "在办（起）"]
    assert response.context["chart"].rows[-1] == ["2026年10月", "4", "3"]


def test_a_running_month_counts_the_days_that_are_over(october, ask):
    october.case(received_on=date(2026, 11, 15))
    october.case(received_on=TODAY)
    response = ask(october.head, "i=matters&period=this_month&compared=1")
    assert lines(response)["合计",][0] == "1"
    text = response.content.decode()
    assert "2026年11月尚未结束，统计到已经结束的最后一天11月15日。" in text
    assert "2026年10月1日至10月15日" in text  # compared with as many days


@pytest.mark.parametrize(
    ("query", "head"),
    [
        ("i=matters&i=persons&by=place", ["", "起数（起）"]),
        ("i=matters&by=place&then=form", ["", "信", "访"]),
        ("i=matters&by=place&then=month", None),
        ("i=matters&i=firsts", ["", "（起）"]),
    ],
)
def test_every_chart_has_its_data(october, ask, query, head):
    response = ask(october.head, f"{query}&period=2026-Q3" if "month" in query else f"{query}&{OCTOBER}")  # fmt: skip
    chart = response.context["chart"]
    if head is None:
        october.case(place=october.townships[0], received_on=date(2026, 8, 3))
        chart = ask(october.head, f"{query}&period=2026-Q3").context["chart"]
    assert chart is not None
    assert chart.svg.startswith("<svg")
    page = ask(october.head, f"{query}&{OCTOBER}").content.decode()
    assert "图中数据" in page


def test_long_answers_are_paged_and_the_file_has_all(county, ask):
    for number in range(110):
        unit = make_unit(UnitKind.DEPARTMENT, f"第{number}局")
        county.case(responsible_unit=unit)
    query = f"i=matters&by=owner&{OCTOBER}"
    first = ask(county.head, query)
    assert len(first.context["rows"]) == 100
    assert len(ask(county.head, f"{query}&page=2").context["rows"]) == 10
    book = openpyxl.load_workbook(BytesIO(ask(county.head, query, "query_table").content))
    assert book.worksheets[0].max_row == 112


@pytest.mark.parametrize(
    "query",
    [
        "i=matters&i=timely_rate&i=mean_days&i=repeat_rate&by=owner&compared=1",
        "i=matters&by=place&then=form",
        "i=matters&i=pending&by=month&then=owner&period=last_12_months",
    ],
)
def test_budget_is_the_same_for_2_and_20_rows(county, ask, client, query):
    counts = []
    for total in (2, 20):
        for number in range(total):
            town = make_unit(UnitKind.TOWNSHIP, f"{total}之{number}镇")
            case = county.case(place=town, responsible_unit=town)
            make_clock(case, "C4", date(2026, 10, 20), unit=town)
        ask(county.head, query)  # the log-in is not the page's
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{reverse('reporting:query')}?{query}&{OCTOBER}").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[0] <= 24


def test_a_question_survives_its_address(october):
    asked = Asked(("matters", "mean_days"), ("place", "form"), "last_quarter", True, "-repeat_rate")
    found = Asked.read(parse_qs(urlencode(asked.to_query())), sees_county=True)
    assert found == asked
    table = answer(october.authority(october.head, TODAY), found, on=TODAY)
    assert table.title == "2026年第三季度起数、平均办理天数（按属地、信访形式）"


def test_the_widest_question_fits_the_database(october, ask):
    """Twelve figures for 37 months with both comparisons."""
    codes = [i.code for i in INDICATORS if i.code != "per_10k"][-13:-1]
    query = "&".join(f"i={code}" for code in codes)
    response = ask(
        october.head,
        f"{query}&by=month&then=place&compared=1&period=days&from=2023-11-15&to=2026-11-10",
    )
    assert response.status_code == 200
    assert len(response.context["table"].columns) == 36


def test_the_definition_stands_beside_every_figure(october, ask):
    text = ask(october.head, "").content.decode()
    for one in INDICATORS:
        assert f"{reverse('reporting:definitions')}#{one.code}" in text
    assert urlsplit(reverse("reporting:query")).path == "/figures/query/"
