"""How the matters of a register came, told by its titles and headings."""

import pytest

from petitions.domain.import_fields import guess_form


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["某镇2026年来访登记簿", "来访日期", "姓名"], "visit"),
        (["来信日期", "来信人", "内容"], "letter"),
        (["来电时间", "电话"], "call"),
        (["留言时间", "留言详情"], ""),
        (["来信来访登记表"], ""),
        ([None, 3], ""),
    ],
    ids=["visits", "letters", "calls", "online", "both", "nothing"],
)
def test_form_of_headings(cells, form):
    assert guess_form(cells) == form
