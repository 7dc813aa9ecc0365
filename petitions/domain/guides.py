"""Guidance for matters that belong to a procedure of their own (条例第二十八条第二款、第三十一条第一至五项).

A guide says which procedure it is, where to go, by which law and within which time. The general limits are those of
the law for the common case ("一般"); the organ that takes the matter judges the case itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.domain.words import words as _

#: Ways of 条例第三十一条 that are led elsewhere, and how the article's items are counted.
ITEMS = {"1": "第一项", "2": "第二项", "3": "第三项", "4": "第四项", "5": "第五项"}
#: Said under every guide: a limit in a letter is no ruling on the case.
CAVEAT = _(
    "以上期限为法律规定的一般期限，法律另有规定的从其规定；是否超过期限由受理机关依法认定。请及时提出。"
)


@dataclass(frozen=True, slots=True)
class Guide:
    """One procedure, as told to the petitioner.

    ``code``: stable; ``route``: "1" to "5", the item of 条例第三十一条; ``name``: of the procedure; ``organ``: where to go;
    ``basis``: law and article; ``limit``: usual time limits; ``text``: why this procedure and what to do.
    """

    code: str
    route: str
    name: str
    organ: str
    basis: str
    limit: str
    text: str

    @property
    def item(self) -> str:
        """The item of 条例第三十一条 it rests on, e.g. "第一项"."""
        return ITEMS[self.route]


@dataclass(frozen=True, slots=True)
class GuideVersion:
    """A guide as the office set it, in force from a day on; ``is_active`` False takes the procedure off the list."""

    guide: Guide
    valid_from: date
    is_active: bool = True


def guides_on(
    day: date, versions: Iterable[GuideVersion], defaults: Iterable[Guide]
) -> tuple[Guide, ...]:
    """The guides in force on a day, in the order of the routes.

    The latest version that has begun replaces the default of its code; versions of a code without default are the
    county's own procedures and follow the others of their route.
    """
    latest: dict[str, GuideVersion] = {}
    for version in sorted(versions, key=lambda v: v.valid_from):
        if version.valid_from <= day:
            latest[version.guide.code] = version
    found = [
        latest[guide.code].guide if guide.code in latest else guide
        for guide in defaults
        if guide.code not in latest or latest[guide.code].is_active
    ]
    known = {guide.code for guide in found} | {
        code for code, version in latest.items() if not version.is_active
    }
    found += [version.guide for code, version in latest.items() if code not in known]
    return tuple(sorted(found, key=lambda guide: guide.route))
