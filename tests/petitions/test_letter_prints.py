"""Every kind of letter printed in its worst shape: a claim of 200 characters, rare characters, thirty petitioners."""

import pytest

from core.pdf import Document
from petitions.domain.letters import KINDS, NAMED, compose, named, people_annex
from tests.support import letter_samples
from tests.support.letter_samples import FACTS, PEOPLE, TITLE, paper, sample
from tests.support.pdf import BOTTOM, LEFT, MM, RIGHT, Printed

#: Pages of each sample at most: head and body, what did not fit, the annex.
PAGES = {"non_acceptance": 4, "referral": 4, "opinion": 4, "reply": 4, "review": 4, "recheck": 4}
HAIR = 0.6  # millimetres: a closing mark may stand that far out


def test_the_samples_are_as_bad_as_they_should_be():
    assert 190 <= len(TITLE) <= 200
    assert len(PEOPLE) == 30
    assert {"䶮", "𬱖"} <= {char for name, _role in PEOPLE for char in name}
    assert set(letter_samples.BODIES) | {"receipt"} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_prints_whole(kind):
    printed = Printed(Document.from_dict(sample(kind)))
    assert printed.result.missing_glyphs == ""
    assert printed.result.pages <= PAGES.get(kind, 3)
    everything = "".join(printed.text(page) for page in range(printed.result.pages))
    for page in range(printed.result.pages):
        for char in printed.inside(page):
            assert char["x0"] >= (LEFT - HAIR) * MM, (page, char["text"])
            assert char["x1"] <= (RIGHT + HAIR) * MM, (page, char["text"])
            assert char["bottom"] <= (BOTTOM + 5) * MM, (page, char["text"])
    assert FACTS.unit in everything
    assert "〓" not in everything
    if KINDS[kind].lists_people:
        last = printed.text(printed.result.pages - 1)
        assert "信访人名单" in last
        assert all(name in last for name, _role in PEOPLE)
    if KINDS[kind].explains:
        (page,) = {
            at
            for at in range(printed.result.pages)
            if "三个明白" in printed.text(at) or "检举控告的内容依法保密" in printed.text(at)
        }
        assert "任何单位和个人不得打击报复信访人" in printed.text(page), "the note stays together"


class TestComposition:
    def test_nobody_is_listed_who_is_called_by_name(self):
        few = paper("acceptance", people=PEOPLE[:NAMED])
        assert "annexes" not in compose(few)
        assert len(compose(paper("acceptance"))["annexes"]) == 1

    @pytest.mark.parametrize("count", [6, 7, 31], ids=["even", "odd", "long"])
    def test_the_list_has_everybody_once(self, count):
        people = [(f"人{at}", "联名人") for at in range(count)]
        (table,) = people_annex(people)["blocks"]
        names = [row[at] for row in table["rows"] for at in (1, 4) if row[at]]
        assert sorted(names) == sorted(name for name, _role in people)

    @pytest.mark.parametrize(
        ("names", "count", "words"),
        [
            ([], 3, "信访人"),
            (["甲"], 1, "甲"),
            (["甲", "乙"], 2, "甲、乙"),
            (["甲"], 4, "甲等4人"),
            (list("甲乙丙丁戊己"), 6, "甲、乙、丙、丁、戊等6人"),
        ],
        ids=["nobody", "one", "two", "only-one-registered", "six"],
    )
    def test_how_they_are_called(self, names, count, words):
        assert named(names, count) == words

    def test_an_agreement_is_signed_under_its_text_and_calls_nobody(self):
        data = sample("agreement")
        assert data["addressee"] == ""
        assert data["blocks"][-1]["type"] == "signatures"
        assert "code" not in data

    def test_the_basis_stands_before_the_remedy_and_the_signature(self):
        texts = [block["text"] for block in sample("opinion")["blocks"]]
        assert texts[-2].startswith("依据：")
        assert texts[-1].startswith("您如不服")
        assert FACTS.unit not in texts
