"""Guides to procedures of their own: which version counts, and that the ones a county begins with are usable."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.default_guides import DEFAULT_GUIDES
from petitions.domain.guides import ITEMS, Guide, GuideVersion, guides_on

DAY = date(2026, 3, 2)
CIVIL = next(guide for guide in DEFAULT_GUIDES if guide.code == "civil")
OWN = Guide("own1", "2", "医疗纠纷调解", "县医调委", "某办法", "一般一年", "请申请调解。")


def words(code: str) -> str:
    guide = next(guide for guide in DEFAULT_GUIDES if guide.code == code)
    return guide.limit + guide.basis


class TestDefaults:
    def test_codes_are_unique_and_every_item_of_article_31_has_one(self):
        assert len({guide.code for guide in DEFAULT_GUIDES}) == len(DEFAULT_GUIDES)
        assert {guide.route for guide in DEFAULT_GUIDES} == set(ITEMS)

    @pytest.mark.parametrize("guide", DEFAULT_GUIDES, ids=lambda guide: guide.code)
    def test_fits_its_columns_and_speaks_of_the_common_case(self, guide):
        assert len(guide.name) <= 60
        assert len(guide.organ) <= 120
        assert len(guide.basis) <= 300
        assert len(guide.limit) <= 200
        assert "一般" in guide.limit or "按照" in guide.limit
        assert "《" in guide.basis
        assert "您" in guide.text or "应当" in guide.text

    @pytest.mark.parametrize(
        ("code", "limit", "article"),
        [
            ("civil", "三年", "《中华人民共和国民法典》第一百八十八条"),
            ("administrative", "六个月", "第四十六条"),
            ("retrial", "六个月", "第二百一十六条"),
            ("enforcement", "二年", "第二百五十条"),
            ("labour", "一年", "第二十七条"),
            ("farmland", "二年", "第十八条"),
            ("personnel", "三十日", "第九十五条"),
            ("reconsideration", "六十日", "第二十条"),
            ("land", "三十日", "第十四条"),
            ("duty", "两个月", "第四十七条"),
            ("wages", "二年", "第二十条"),
        ],
    )
    def test_limits_of_the_laws(self, code, limit, article):
        assert limit in words(code)
        assert article in words(code)


class TestVersions:
    def test_the_latest_that_has_begun_counts(self):
        first = replace(CIVIL, organ="甲法院")
        second = replace(CIVIL, organ="乙法院")
        versions = [GuideVersion(second, date(2026, 4, 1)), GuideVersion(first, DAY)]
        assert guides_on(date(2026, 3, 1), versions, [CIVIL]) == (CIVIL,)
        assert guides_on(DAY, versions, [CIVIL]) == (first,)
        assert guides_on(date(2026, 4, 1), versions, [CIVIL]) == (second,)

    def test_own_procedures_stand_with_their_route(self):
        found = guides_on(DAY, [GuideVersion(OWN, DAY)], DEFAULT_GUIDES)
        assert [g.route for g in found] == sorted(g.route for g in found)
        assert OWN in found

    def test_a_procedure_taken_off_the_list(self):
        versions = [GuideVersion(CIVIL, DAY, is_active=False), GuideVersion(OWN, DAY)]
        assert guides_on(DAY, versions, [CIVIL]) == (OWN,)
        off = [*versions, GuideVersion(OWN, date(2026, 3, 3), is_active=False)]
        assert guides_on(date(2026, 3, 3), off, [CIVIL]) == ()

    @given(st.lists(st.integers(0, 400), unique=True, max_size=8), st.integers(0, 400))
    def test_one_version_of_each_code_at_any_time(self, starts, when):
        versions = [
            GuideVersion(replace(CIVIL, organ=str(start)), date.fromordinal(739000 + start))
            for start in starts
        ]
        (found,) = guides_on(date.fromordinal(739000 + when), versions, [CIVIL])
        begun = [start for start in starts if start <= when]
        assert found.organ == (str(max(begun)) if begun else CIVIL.organ)
