"""What may not be written of petitioners (宪法第三十七条, 条例第六条、第二十条、第四十六条第六项), and what may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.custody import ALWAYS, custody_words


@pytest.mark.parametrize("word", ALWAYS)
def test_art46_6_words_of_custody_are_found(word):
    assert custody_words("请村干部", f"安排专人{word}") == (word,)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("已将上访人接回并稳控在家", "接回"),
        ("已将上访人接回并稳控在家", "稳控"),
        ("当日接回3人", "接回"),
        ("已安全接回", "接回"),
        ("上访人已接回", "接回"),
        ("把其带回镇里", "带回"),
        ("将该批来访群众带回本县", "带回"),
        ("带回上访群众12人", "带回"),
        ("连夜送回家中", "送回家中"),
        ("派车将其送返原籍", "送返"),
        ("已由镇干部将信访人领回", "领回"),
        ("负责将上访群众领回", "领回"),
        ("对其进行控制", "控制"),
        ("对重点信访人员落实管控措施", "管控"),
        ("来访人员全部被控制", "控制"),
        ("控制上访人员不再外出", "控制"),
        ("采取措施控制进京", "控制进京"),
        ("包案干部看住其本人", "看住"),
        ("落实专人看管", "看管"),
        ("把他稳住", "稳住"),
        ("将人稳定在当地", "稳定在当地"),
        ("沿途拦截上访群众", "拦截"),
        ("阻止进京反映问题", "阻止进京"),
        ("强行带离", "强行带离"),
        ("扣留其身份证", "扣留其身份证"),
        ("劝返信访人2名", "劝返"),
        ("未果后劝返", "劝返"),
        ("已将反映问题的上访人接回", "接回"),
        ("安排民警监视", "监视"),
        ("将信访人遣返回乡", "遣返"),
    ],
)
def test_what_is_done_to_people_is_refused(text, word):
    assert any(word in found for found in custody_words(text))


@pytest.mark.parametrize(
    "text",
    [
        "上门走访，听取诉求",
        "加强工程质量控制，控制工期和成本",
        "控制污染排放",
        "来访人数得到控制",
        "控制接谈人数和时间",
        "控制群众反映强烈的噪声污染",
        "带回材料交镇政府研究",
        "将材料带回局里登记",
        "将信访人提交的材料带回核对",
        "把信访人的身份证复印件带回存档",
        "送回材料并说明补正内容",
        "送回信访人材料三份",
        "带回信访人的诉求和意见",
        "将群众的意见带回研究",
        "领回补偿款",
        "供水管线已接回主管网",
        "接回电话线",
        "监控摄像头安装到位",
        "跟踪落实补偿款发放",
        "劝说双方调解",
        "拦截污水口",
        "公司看管设备不力，责令整改",
        "无人看管的水塘已设围栏",
        "空气监视器校准",
        "信访人自行决定去留，不得劝返、接回或者限制",
        "已向镇里重申严禁截访",
        "未采取看管等措施",
        "纠正了拦卡堵截的做法",
        "信访人自愿由子女接回家中照料",
        "应信访人本人要求送回家中",
        "反映其被镇干部截访",
        "投诉被村干部看管三天",
        "反映镇政府截访",
        "对其反映被限制出行的问题，由纪委核查",
        "核查是否被软禁的情况",
        "稳定就业岗位",
        "为其稳定住房提供帮助",
        "社会稳定风险评估",
        "群众满意",
        "已当面答复，三日内由镇核实",
    ],
)
def test_work_for_the_petitioner_may_be_written(text):
    assert custody_words(text) == ()


def test_the_names_of_those_concerned_are_people():
    assert custody_words("已将王小红领回") == ()
    assert custody_words("已将王小红领回", people=["王小红", ""]) == ("领回",)
    assert custody_words("已将王小红的材料领回", people=["王小红"]) == ()


def test_each_word_is_named_once_in_its_order():
    assert custody_words("劝返，再劝返", "看管") == ("劝返", "看管")


@given(st.text(alphabet="将把对其上访人接回控制材料的，。不得反映被0", max_size=40))
def test_any_text_is_read(text):
    found = custody_words(text)
    assert all(word in text for word in found)
    assert len(set(found)) == len(found)
