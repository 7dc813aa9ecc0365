"""Replies that say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.hollow import judge

ANSWER = "该路段已列入今年农村公路维修计划，九月底前完工，施工期间请绕行北环路，联系人为镇交通站。"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("", id="empty"),
        pytest.param(" \u3000\t\n", id="blank"),
        pytest.param("留言已收悉", id="received"),
        pytest.param("已收悉", id="received-short"),
        pytest.param("网友：您好！留言已收悉", id="greeting-and-received"),
        pytest.param("2019年1月14日", id="date-only"),
        pytest.param("尊敬的网友：您好！感谢您对我们工作的支持与监督！", id="thanks"),
        pytest.param(
            "您好！您反映的问题已收悉，我们将尽快核实处理，感谢您的留言。2020年1月3日",
            id="promise",
        ),
        pytest.param("您好！留言已收悉。已转住建部门处理。", id="passed-on"),
    ],
)
def test_hollow(reply):
    finding = judge(reply)
    assert finding.hollow
    assert finding.reason_zh


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(ANSWER, id="plain-answer"),
        pytest.param(
            f"网友“甲”您好！留言已收悉。现将有关情况回复如下：{ANSWER}感谢您！", id="wrapped"
        ),
        pytest.param(
            "可以凭流动人口登记办理回执和身份证到车管所办理注册登记。", id="short-but-an-answer"
        ),
    ],
)
def test_an_answer_is_not_hollow(reply):
    assert not judge(reply).hollow


def test_the_limit_is_a_parameter_and_the_reason_names_it():
    assert not judge("请到镇民政办申请临时救助", min_length=5).hollow
    assert "少于 50 字" in judge(ANSWER[:30], min_length=50).reason_zh


@given(st.text(max_size=80))
def test_never_fails_and_length_agrees(reply):
    finding = judge(reply)
    assert finding.hollow == (finding.core_length < 20)
