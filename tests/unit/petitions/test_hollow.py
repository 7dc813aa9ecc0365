"""Replies that say nothing, and short replies that say enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.hollow import EMPTY, MIN_LENGTH, SHORT, judge
from petitions.domain.hollow_words import COURTESY, ELSEWHERE, FORWARDED, PENDING, RECEIVED

ANSWER = "该路段已列入今年农村公路维修计划，九月底前完工，施工期间请绕行北环路，联系人为镇交通站。"
LONG_UNIT = "XX市人力资源和社会保障局劳动保障监察综合行政执法支队"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        pytest.param("", EMPTY, id="empty"),
        pytest.param(" \u3000\t\n", EMPTY, id="blank"),
        pytest.param("。。。", EMPTY, id="points-only"),
        pytest.param("留言已收悉", RECEIVED, id="received"),
        pytest.param("已收悉", RECEIVED, id="received-short"),
        pytest.param("网友：您好！留言已收悉", RECEIVED, id="greeting-and-received"),
        pytest.param("您关于公交线路的建议我局已收集。", RECEIVED, id="collected"),
        pytest.param("2019年1月14日", COURTESY, id="date-only"),
        pytest.param("L1区网宣办 2015年9月18日", COURTESY, id="signature-only"),
        pytest.param(
            "尊敬的网友：您好！感谢您对我们工作的支持与监督！祝您生活愉快！", COURTESY, id="thanks"
        ),
        pytest.param("国家有规定吗？", COURTESY, id="only-a-question"),
        pytest.param("您好！留言已收悉。已转住建部门处理。", FORWARDED, id="passed-on"),
        pytest.param(
            f"您好，您反映的问题已转交{LONG_UNIT}办理", FORWARDED, id="passed-on-to-a-long-name"
        ),
        pytest.param(
            f"您反映的问题已收悉并交{LONG_UNIT}调查核处", FORWARDED, id="received-and-passed-on"
        ),
        pytest.param(
            "我们已将您反映的问题转相关部门进行处理，敬请关注后续回复，谢谢！",
            FORWARDED,
            id="passed-on-and-wait",
        ),
        pytest.param(
            "您好！您反映的问题已收悉，我们将尽快核实处理，感谢您的留言。2020年1月3日",
            PENDING,
            id="promise",
        ),
        pytest.param("此事正在调查处理中。2019年5月31日", PENDING, id="under-way"),
        pytest.param("您反映的情况属实。", PENDING, id="true-and-nothing-more"),
        pytest.param("您的问题已经帮您解决，敬请谅解。", PENDING, id="solved-without-saying-how"),
        pytest.param("因您未留下联系方式，无法核实相关情况。", PENDING, id="cannot-verify"),
        pytest.param("请咨询K市人社部门。", ELSEWHERE, id="ask-others"),
        pytest.param("您反映的问题不属于我单位职责范围，感谢您的留言。", ELSEWHERE, id="not-ours"),
        pytest.param("从帖文中看，此事比较复杂", SHORT, id="states-nothing"),
    ],
)
def test_hollow(reply, kind):
    finding = judge(reply)
    assert (finding.hollow, finding.kind) == (True, kind), finding
    assert "请" in finding.reason_zh, "what is missing"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(ANSWER, id="plain-answer"),
        pytest.param(
            f"网友“甲”您好！留言已收悉。现将有关情况回复如下：{ANSWER}感谢您！", id="wrapped"
        ),
        pytest.param("网友：您好，您所反映的问题，M市尚未出台相关文件。", id="no-such-rule"),
        pytest.param("该路段今年列入计划", id="planned"),
        pytest.param("A市居住证有效期为一年。", id="a-time"),
        pytest.param("已退还押金2000元。", id="a-sum"),
        pytest.param("是可以领取护理补贴的。", id="allowed"),
        pytest.param("您不符合低保条件。", id="refused"),
        pytest.param("案件已移交检察院审查起诉。", id="a-case-handed-over-is-a-fact"),
        pytest.param("您的档案已转至县人社局档案室。", id="a-file-handed-over-is-a-fact"),
        pytest.param("您反映的问题已转交住建局，路面已修复。", id="passed-on-and-done"),
        pytest.param("可以凭流动人口登记办理回执和身份证到车管所办理注册登记。", id="how-to-do-it"),
    ],
)
def test_an_answer_is_not_hollow(reply):
    finding = judge(reply)
    assert not finding.hollow, finding


def test_the_refusal_quotes_the_clause_and_says_what_is_missing():
    finding = judge("您好！您反映的问题已转交县住建局办理。感谢您的来信！")
    assert finding.reason_zh.startswith("“您反映的问题已转交县住建局办理”只说已转办")
    assert "请写明承办单位查明的情况和处理结果" in finding.reason_zh
    assert "请补充" in judge("从帖文中看，此事比较复杂").reason_zh


def test_the_county_may_ask_less_of_short_replies():
    plain = "从帖文中看，此事比较复杂"
    assert judge(plain).hollow
    assert not judge(plain, min_length=8).hollow


@given(st.text(max_size=80))
def test_never_fails_and_length_agrees(reply):
    finding = judge(reply)
    assert finding.hollow == bool(finding.kind)
    assert finding.core_length < MIN_LENGTH or not finding.hollow


@pytest.mark.parametrize("part", ["已", "转交", "您的问题", "情况", "将", "请联系", "我局"])
def test_a_long_repetition_costs_no_time(part):
    # patterns are tried on whole clauses of bounded length only
    assert judge(part * 20_000) is not None
    assert judge((part * 3 + "。") * 3_000) is not None
    assert judge((part * 40)[:160]) is not None
