"""Drafts of papers: names, dates and what the law wants in each."""

from dataclasses import replace
from datetime import date

import pytest

from petitions.domain import letter_texts
from petitions.domain.letter_texts import LetterFacts, has_gap

FACTS = LetterFacts(
    names=("张小明", "李四"),
    head_count=8,
    form="来访",
    title="路灯不亮",
    number="990101202620000023",
    received_on=date(2026, 3, 2),
    unit="柳河镇人民政府",
    today=date(2026, 3, 9),
    sender="县信访局",
    sent_on=date(2026, 3, 5),
    contact="赵专干",
    phone="0999-1234567",
    superior="清河县人民政府",
)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (letter_texts.acceptance, ("决定予以受理", "六十日内", "不超过三十日", "0999-1234567")),
        (letter_texts.notice, ("已收到您反映的事项", "第三十一条", "查询码")),
        (letter_texts.non_acceptance, ("决定不予受理", "请您向有权处理的机关、单位")),
        (letter_texts.no_longer, ("第三十六条第三款", "不再受理")),
        (letter_texts.opinion, ("三十日内向清河县人民政府请求复查", "查明的事实")),
        (letter_texts.reply, ("现答复如下",)),
    ],
    ids=[
        "art23-acceptance",
        "art23-notice",
        "art19-refusal",
        "art36-final",
        "art32-opinion",
        "art29-reply",
    ],
)
def test_each_paper_names_the_matter_and_says_what_it_must(write, words):
    text = write(FACTS)
    assert text.startswith("张小明、李四等8人：")
    assert text.endswith("柳河镇人民政府\n2026年3月9日")
    for word in ("2026年3月2日以来访形式反映的“路灯不亮”", "990101202620000023", *words):
        assert word in text


def test_the_report_goes_to_the_sender():
    text = letter_texts.report(FACTS)
    assert text.startswith("县信访局：")
    assert "2026年3月5日交办的" in text


@pytest.mark.parametrize("write", [letter_texts.acceptance, letter_texts.notice])
def test_what_is_sent_at_once_has_no_gap(write):
    assert not has_gap(write(FACTS))


def test_a_suggestion_is_promised_no_sixty_days():
    assert "六十日" not in letter_texts.acceptance(replace(FACTS, is_claim=False))


def test_a_matter_received_directly_names_no_sender():
    assert "转交" not in letter_texts.notice(replace(FACTS, sender="", sent_on=None))
