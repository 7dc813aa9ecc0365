"""Letters as plain data: numbers, parts of the officer's text, what each kind carries."""

from datetime import date

import pytest

from petitions.domain.letters import KINDS, LetterPaper, compose, number_text, organ_symbol
from petitions.enums import DocumentKind

BODY = """张小明：
您于2026年3月2日反映的“路灯不亮”信访事项已受理。
一、您的诉求
恢复照明。
联系人：赵专干　联系电话：0999-1234567
柳河镇人民政府
2026年3月9日"""


def paper(**fields) -> LetterPaper:
    values = {
        "kind": "acceptance",
        "organ": "柳河镇人民政府",
        "number": "柳河信受〔2026〕1号",
        "title": "信访事项受理告知书",
        "addressee": "张小明",
        "body": BODY,
        "issued_on": date(2026, 3, 9),
        "case_number": "990101202610000011",
    }
    return LetterPaper(**{**values, **fields})


def test_every_stored_kind_has_a_letter():
    assert set(KINDS) == set(DocumentKind.values)
    words = [kind.word for kind in KINDS.values()]
    assert len(set(words)) == len(words), "two kinds would share their numbers"


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("柳河镇", "柳河"),
        ("县自然资源局", "自然资源"),
        ("城关街道", "城关"),
        ("县人力资源和社会保障局", "人力资源"),
        ("镇", "镇"),
    ],
    ids=["town", "bureau", "subdistrict", "long", "nothing-left"],
)
def test_symbol(name, symbol):
    assert organ_symbol(name) == symbol


def test_number_has_its_year_in_brackets_and_no_leading_zero():
    assert number_text("云", "opinion", 2026, 12) == "云信意〔2026〕12号"


def test_salutation_signature_date_and_contact_leave_the_body():
    data = compose(paper())
    texts = [block["text"] for block in data["blocks"]]
    assert texts == [
        "您于2026年3月2日反映的“路灯不亮”信访事项已受理。",
        "一、您的诉求",
        "恢复照明。",
    ]
    assert [block["type"] for block in data["blocks"]] == ["paragraph", "heading", "paragraph"]
    assert data["addressee"] == "张小明"
    assert data["signer"] == "柳河镇人民政府"
    assert data["remark"].startswith("联系人：赵专干")


def test_a_body_without_salutation_keeps_every_line():
    data = compose(paper(body="已办结。\n详见附件。"))
    assert [block["text"] for block in data["blocks"]] == ["已办结。", "详见附件。"]
    assert data["addressee"] == "张小明"


@pytest.mark.parametrize("code", KINDS)
def test_who_signs_and_who_is_told_the_three_things(code):
    kind = KINDS[code]
    data = compose(paper(kind=code))
    types = [block["type"] for block in data["closing"]]
    signed = data["closing"] if kind.calls else data["blocks"]
    assert ("signatures" in [block["type"] for block in signed]) == bool(kind.signers)
    assert ("notes" in types) == kind.explains


def test_a_correction_names_what_it_replaces():
    first = compose(paper(correction="柳河信意〔2026〕3号"))["blocks"][0]["text"]
    assert first == "本文书更正并取代柳河信意〔2026〕3号。"


def test_an_agreement_is_signed_by_both_sides_art33():
    (places,) = [b for b in compose(paper(kind="agreement"))["blocks"] if b["type"] == "signatures"]
    assert [label[:3] for label in places["labels"]] == ["信访人", "对方当", "主持人"]
