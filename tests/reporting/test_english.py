"""The tables of words of the figures are whole in English, and Chinese says what it always said."""

import pytest
from django.utils import translation

from core.reading import HAN, read
from reporting.domain.indicators import AREAS, DEFINED
from reporting.domain.relative import RELATIVE
from reporting.domain.spans import KINDS
from reporting.selectors.dimensions import DIMENSIONS, UNKNOWN

WORDS = {
    "indicators": [
        word
        for one in DEFINED.values()
        for word in (one.name, one.unit, one.formula, one.source)
    ],
    "areas": list(AREAS.values()),
    "dimensions": [one.name for one in DIMENSIONS.values()] + list(UNKNOWN.values()),
    "periods": [name for name, _period in RELATIVE.values()] + [name for name, _n in KINDS.values()],
}  # fmt: skip


@pytest.mark.parametrize("table", WORDS)
def test_every_word_has_its_english(table):
    with translation.override("en"):
        left = [word for word in WORDS[table] if HAN.search(read(word))]
    assert left == []


@pytest.mark.parametrize("table", WORDS)
def test_the_domain_speaks_chinese_whatever_the_screen(table):
    with translation.override("en"):
        assert all(HAN.search(word) for word in WORDS[table] if word != "%")
