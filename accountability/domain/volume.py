"""Whether rules deduct for the mere number of matters and visits, against the policy in force.

2014 中办国办《关于创新群众工作方法解决信访突出问题的意见》: “不简单以信访数量多少为标准进行考评”; 条例第三十九条: 考核“以依规依法
及时就地解决信访问题为导向”. Such rules serve comparison; they come into force only with a cited document and two approvals.
"""

from collections.abc import Iterable

from accountability.domain.rule_items import Formula, RuleItem
from accountability.domain.score_terms import EventKind
from core.domain.words import words as _

#: Happenings that only say that people petitioned; a repeat says that the first answer did not settle it.
MERE_NUMBERS = frozenset(
    {EventKind.MATTER, EventKind.COLLECTIVE, EventKind.VISIT_ABOVE, EventKind.COLLECTIVE_ABOVE}
)
VOLUME_NOTE = _(
    "政策提示：本办法按信访数量扣分，与现行政策不一致。2013年起国家信访局不再对各地非正常上访数量排名通报；2014年"
    "中央办公厅、国务院办公厅关于创新群众工作方法解决信访突出问题的意见要求“不简单以信访数量多少为标准进行考评”；"
    "条例第三十九条以依规依法及时就地解决信访问题为导向，条例第六条、第二十条保障群众依法走访。本办法供试算和与历史"
    "数据对照使用；确需启用的，须上传明确的依据文件，由起草人以外的两人先后批准，并不得据此拦阻群众。"
)


def volume_items(items: Iterable[RuleItem]) -> tuple[RuleItem, ...]:
    """The items that cost points for numbers alone; none when the rules look at duties only."""
    return tuple(
        item
        for item in items
        if item.formula in (Formula.PER_EVENT, Formula.THRESHOLD)
        and item.metric in MERE_NUMBERS
        and not item.only_after_breach
        and any(points > 0 for points in (item.points, *dict(item.level_points).values()))
    )
