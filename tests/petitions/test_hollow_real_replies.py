"""The rule against hollow replies, over the county's real replies (docs/adr/0013)."""

import sys
from collections import Counter
from contextlib import closing

import openpyxl
import pytest

from petitions.domain.hollow import MIN_LENGTH, judge


@pytest.fixture
def findings(shared_data):
    """The finding on each reply of the file, with the reply."""
    book = openpyxl.load_workbook(shared_data / "messages_replied.xlsx", read_only=True)
    with closing(book):
        head, *rows = book.worksheets[0].iter_rows(values_only=True)
    column = [str(name).strip() for name in head].index("答复意见")
    return [(judge(str(row[column] or "")), str(row[column] or "")) for row in rows]


def test_how_many_are_refused_and_why(findings, capsys):
    kinds = Counter(found.kind for found, _ in findings if found.hollow)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(findings)} replies, {kinds.total()} refused: {kinds.most_common()}\n"
        )
    assert len(findings) == 2271
    # read one by one: 297 refused; a change of the rule that moves these bounds must be read again
    assert 285 <= kinds.total() <= 310
    assert 175 <= kinds["forwarded"] <= 190
    assert 30 <= kinds["received"] <= 36
    assert 28 <= kinds["pending"] <= 36
    assert 20 <= kinds["elsewhere"] <= 28
    assert kinds["short"] <= 6


def test_no_long_explanation_is_refused_and_no_bare_hand_off_passes(findings):
    refused = [(found, text) for found, text in findings if found.hollow]
    assert max(len(text) for _, text in refused) < 260
    assert all(found.core_length < MIN_LENGTH and found.reason_zh for found, _ in refused)
    accepted = [text for found, text in findings if not found.hollow]
    assert not [text for text in accepted if text.strip().endswith(("调查核处。", "调查处理。"))
                and len(text) < 50]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("M市尚未出台相关文件", id="no-such-rule"),
        pytest.param("A市居住证有效期为一年", id="a-time"),
        pytest.param("水竹湖公园2019年暂无建设计划", id="no-plan"),
        pytest.param("是可以领取护理补贴的", id="allowed"),
    ],
)
def test_real_short_answers_pass(findings, words):
    hits = [found for found, text in findings if words in text]
    assert hits
    assert not any(found.hollow for found in hits)
