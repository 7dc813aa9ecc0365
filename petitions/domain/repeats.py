"""Whether a matter repeats an earlier one (重复信访): the same person and the same matter, each with its reasons.

The test of petition offices is “同人 + 同事”: at least one petitioner is the same (co-signers and representatives count, an
agent stands for the principal; of an anonymous report the accused), and facts and claims are basically the same. Both
must hold. What comes out is a proposal with its reasons; a person decides. Nothing here says anything about a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from core.domain.words import words as _

#: Two statements this alike are taken for the same matter; a county sets its own in ``repeat.alike``.
ALIKE = 0.5
#: Less alike than that, place and contents must agree as well.
ALIKE_IN_PLACE = 0.25
SAME_PERSON, SAME_MATTER = _("同人"), _("同事")


@dataclass(frozen=True, slots=True)
class Person:
    """One petitioner as compared; ``record`` is the id of the register, "" and 0 for what is not known."""

    record: int
    name: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a matter is compared.

    ``people``: petitioners without agents; ``accused``: names of accused units and persons of a report; ``alike``: likeness of
    the two statements from 0 to 1; ``place``, ``content``: names, "" when not known.
    """

    received_on: date
    people: tuple[Person, ...] = ()
    accused: frozenset[str] = frozenset()
    is_anonymous: bool = False
    place: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of a proposal: which half of the test it speaks for, and what was found."""

    test: str
    text: str


def why_repeat(
    case: Facts, earlier: Facts, alike: float, *, threshold: float = ALIKE
) -> tuple[Reason, ...]:
    """Return the reasons to propose that ``case`` repeats ``earlier``; none unless both halves of the test hold.

    Args:
        case: the matter.
        earlier: one received on the same day or before.
        alike: likeness of the two statements, 0 to 1.
        threshold: from which likeness on the statements alone say that the matter is the same.
    """
    if earlier.received_on > case.received_on:
        return ()
    persons = _same_person(case, earlier)
    matters = _same_matter(case, earlier, alike, threshold)
    if not persons or not matters:
        return ()
    days = (case.received_on - earlier.received_on).days
    return (*persons, *matters, Reason("", _("距前件收到 %(days)s 天") % {"days": days}))


def _same_person(case: Facts, earlier: Facts) -> tuple[Reason, ...]:
    found = []
    for person in case.people:
        for other in earlier.people:
            if text := _same(person, other):
                found.append(Reason(SAME_PERSON, text))
                break
    if not found and case.is_anonymous and earlier.is_anonymous:
        both = case.accused & earlier.accused
        if both:
            names = "、".join(sorted(both))
            found.append(
                Reason(
                    SAME_PERSON,
                    _("匿名检举控告，被检举控告的对象相同：%(names)s") % {"names": names},
                )
            )
    return tuple(found)


def _same(person: Person, other: Person) -> str:
    if person.record and person.record == other.record:
        return _("信访人相同：%(name)s（同一登记记录）") % {"name": person.name}
    if person.name != other.name:
        return ""
    if person.phone and person.phone == other.phone:
        return _("信访人相同：%(name)s（姓名、电话相同）") % {"name": person.name}
    if person.address and person.address == other.address:
        return _("信访人可能相同：%(name)s（姓名、住址相同，请核对）") % {"name": person.name}
    return ""


def _same_matter(case: Facts, earlier: Facts, alike: float, threshold: float) -> tuple[Reason, ...]:
    same_place = bool(case.place) and case.place == earlier.place
    same_content = bool(case.content) and case.content == earlier.content
    enough = alike >= threshold or (alike >= ALIKE_IN_PLACE and same_place and same_content)
    if not enough:
        return ()
    text = (
        _("诉求文本相同")
        if alike >= 1
        else (_("诉求文本相似度 %(alike)s") % {"alike": f"{alike:.0%}"})
    )
    found = [Reason(SAME_MATTER, text)]
    if same_place:
        found.append(Reason(SAME_MATTER, _("问题属地相同：%(place)s") % {"place": case.place}))
    if same_content:
        found.append(
            Reason(SAME_MATTER, _("内容分类相同：%(content)s") % {"content": case.content})
        )
    return tuple(found)


def days_between(days: Sequence[date]) -> list[int | None]:
    """For days in order the days since the one before; None for the first."""
    return [None, *((after - before).days for before, after in pairwise(days))] if days else []
