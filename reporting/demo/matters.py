"""Which matters come to the demonstration county, day by day: drawn from a seed, without any database."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from petitions.enums import Form, LevelVisited, ParticipantRole, Purpose
from petitions.services.drafts import PersonDraft
from reporting.demo import names
from reporting.demo.bodies import DEPARTMENTS
from reporting.demo.other_topics import OTHERS, REPORTS, SUGGESTIONS
from reporting.demo.places import TOWNSHIPS, TownshipData
from reporting.demo.texts import Words, choose_words
from reporting.demo.topics import TOPICS, Topic

OFFICE = "县信访局"
#: Petitions of a month against the average: few around the Spring Festival, many in March and before the year's end.
SEASON = (0.85, 0.7, 1.25, 1.1, 1.05, 1.0, 1.05, 0.95, 1.05, 0.9, 1.05, 1.15)
PURPOSES = ((Purpose.REQUEST, 74), (Purpose.APPEAL, 8), (Purpose.SUGGESTION, 8), (Purpose.ACCUSATION, 5), (Purpose.OTHER, 5))  # fmt: skip
FORMS = ((Form.VISIT, 40), (Form.LETTER, 18), (Form.ONLINE, 30), (Form.CALL, 12))
TOPICS_OF = {
    Purpose.REQUEST: TOPICS, Purpose.APPEAL: TOPICS, Purpose.SUGGESTION: SUGGESTIONS,
    Purpose.ACCUSATION: REPORTS, Purpose.OTHER: OTHERS,
}  # fmt: skip
REPEAT_SHARE = 0.11
REPEAT_WINDOW = (20, 210)  # days after the first matter
RURAL_CLASSES = ("05", "09")
RURAL_TOPICS = ("080200", "080600", "060100", "110200")
PACE = {t.name: t.pace for t in TOWNSHIPS} | {d.short_name: d.pace for d in DEPARTMENTS}


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter as it will arrive, and the bodies it will pass through.

    ``owner``: short name of the unit that handles it in the end; ``detour``: a unit it is first sent to and that objects, "" for
    none; ``receiver``: where it is registered; ``repeat_of``: index of the earlier matter, None for a first one; ``luck`` is a number
    from 0 to 1 that the later course draws on.
    """

    index: int
    received_on: date
    form: str
    level: str
    purpose: str
    words: Words
    town: TownshipData
    village: str
    people: tuple[PersonDraft, ...]
    head_count: int
    receiver: str
    owner: str
    detour: str = ""
    accused: str = ""
    from_superior: bool = False
    repeat_of: int | None = None
    placed: bool = True

    @property
    def pace(self) -> float:
        """How slowly the owner works (1 is average)."""
        return PACE.get(self.owner, 0.8)

    @property
    def is_anonymous(self) -> bool:
        """Nobody signed."""
        return not self.people

    @property
    def is_claim(self) -> bool:
        """Handled by an opinion (条例第三十一条)."""
        return self.purpose in (Purpose.REQUEST, Purpose.APPEAL)

    def statement(self) -> str:
        """What was written or said."""
        return self.words.statement(speaker=_speaker(self), again=self.repeat_of is not None)


def plan_matters(*, seed: int, first: date, until: date, per_month: int) -> list[Matter]:
    """All matters received from `first` to `until`, in the order of their days."""
    rng = Random(f"{seed}:matters")
    matters: list[Matter] = []
    days = sorted(_days(rng, first, until, per_month))
    for index, day in enumerate(days):
        earlier = _earlier(rng, matters, days[:index], day)
        made = _again(rng, index, day, earlier) if earlier else _new(rng, index, day)
        matters.append(made)
    return matters


def _days(rng: Random, first: date, until: date, per_month: int) -> Iterator[date]:
    span = (until - first).days + 1
    for offset in range(span):
        day = first + timedelta(days=offset)
        growth = 1 + 0.12 * offset / span
        weekly = (1.6, 1.25, 1.15, 1.1, 1.1, 0.5, 0.3)[day.weekday()]
        expected = per_month / 30.4 * SEASON[day.month - 1] * growth * weekly
        count = int(expected) + (rng.random() < expected % 1)
        yield from [day] * count


def _earlier(rng: Random, matters: list[Matter], days: list[date], day: date) -> Matter | None:
    if rng.random() >= REPEAT_SHARE:
        return None
    low = bisect_left(days, day - timedelta(days=REPEAT_WINDOW[1]))
    high = bisect_right(days, day - timedelta(days=REPEAT_WINDOW[0]))
    if high <= low:
        return None
    found = matters[rng.randrange(low, high)]
    return found if found.people and found.is_claim else None


def _new(rng: Random, index: int, day: date) -> Matter:
    purpose = _pick(rng, PURPOSES)
    topics = TOPICS_OF[Purpose(purpose)]
    topic = rng.choices(topics, [t.weight * (2 if day.month in t.peak else 1) for t in topics])[0]
    town = rng.choices(TOWNSHIPS, [t.residents * t.weight for t in TOWNSHIPS])[0]
    form = _pick(rng, FORMS)
    village = rng.choice(_villages(topic, town))
    accused = town.name if purpose == Purpose.ACCUSATION else ""
    words = choose_words(rng, topic, place=village, on=day, accused=accused)
    crowd = form == Form.VISIT and rng.random() < topic.crowd * 0.55
    head_count = rng.randrange(5, 24) if crowd else _few(rng, form)
    anonymous = purpose == Purpose.ACCUSATION and form == Form.LETTER and rng.random() < 0.6
    owner = _owner(topic, town)
    return Matter(
        index=index,
        received_on=day,
        form=form,
        level=_level(rng, form),
        purpose=purpose,
        words=words,
        town=town,
        village=village,
        people=() if anonymous else _people(rng, town, village, head_count),
        head_count=1 if anonymous else head_count,
        receiver=_receiver(rng, form, purpose, owner, crowd=crowd),
        owner=owner,
        detour=_detour(rng, topic, town, purpose),
        accused=accused,
        from_superior=form in (Form.LETTER, Form.ONLINE) and rng.random() < 0.15,
        placed=rng.random() > 0.01,
    )


def _again(rng: Random, index: int, day: date, first: Matter) -> Matter:
    """The same people with the same matter: more often in person and one level higher."""
    form = rng.choice((Form.VISIT, Form.VISIT, Form.LETTER, Form.ONLINE))
    higher = (LevelVisited.COUNTY, LevelVisited.COUNTY, LevelVisited.CITY, LevelVisited.PROVINCE)
    level = rng.choices(higher, (45, 25, 22, 8))[0] if form == Form.VISIT else LevelVisited.COUNTY
    return Matter(
        index=index, received_on=day, form=form, level=level, purpose=first.purpose,
        words=first.words, town=first.town, village=first.village, people=first.people,
        head_count=first.head_count, receiver=OFFICE, owner=first.owner,
        from_superior=level != LevelVisited.COUNTY, repeat_of=first.index,
    )  # fmt: skip


def _pick(rng: Random, table: tuple[tuple, ...]) -> str:
    return rng.choices([row[0] for row in table], [row[1] for row in table])[0]


def _villages(topic: Topic, town: TownshipData) -> list[str]:
    """Farmland, village roads and village accounts are a matter of villages, not of town quarters."""
    rural = topic.code[:2] in RURAL_CLASSES or topic.code in RURAL_TOPICS
    return [name for name in town.villages if not rural or name.endswith("村")]


def _few(rng: Random, form: str) -> int:
    return rng.choices((1, 2, 3), (80, 14, 6))[0] if form in (Form.VISIT, Form.LETTER) else 1


def _level(rng: Random, form: str) -> str:
    if form != Form.VISIT:
        return LevelVisited.COUNTY
    levels = (LevelVisited.COUNTY, LevelVisited.CITY, LevelVisited.PROVINCE, LevelVisited.NATIONAL)
    return rng.choices(levels, (930, 45, 20, 5))[0]


def _owner(topic: Topic, town: TownshipData) -> str:
    return town.name if topic.owner == "town" else topic.owner


def _receiver(rng: Random, form: str, purpose: str, owner: str, *, crowd: bool) -> str:
    direct = purpose == Purpose.REQUEST and not crowd and owner in {t.name for t in TOWNSHIPS}
    if direct and form in (Form.VISIT, Form.CALL) and rng.random() < 0.35:
        return owner
    return OFFICE


def _detour(rng: Random, topic: Topic, town: TownshipData, purpose: str) -> str:
    """Sent to the township first, although the matter is a department's."""
    wrong = topic.owner != "town" and purpose == Purpose.REQUEST and rng.random() < 0.09
    return town.name if wrong else ""


def _people(
    rng: Random, town: TownshipData, village: str, head_count: int
) -> tuple[PersonDraft, ...]:
    named = min(head_count, 5 if head_count >= 5 else head_count)
    found = []
    for order in range(named):
        roles = (ParticipantRole.REPRESENTATIVE,) if head_count >= 5 else (ParticipantRole.MEMBER,)
        found.append(
            PersonDraft(
                name=names.person_name(rng),
                phone=names.phone(rng),
                id_number=names.id_number(rng) if rng.random() < 0.6 else "",
                address=f"{town.name}{village}{rng.randrange(1, 12)}组",
                role=ParticipantRole.MAIN if order == 0 else roles[0],
            )
        )
    return tuple(found)


def _speaker(matter: Matter) -> str:
    if matter.is_anonymous:
        return f"我们是{matter.town.name}的群众。"
    kind = "居民" if matter.village.endswith("社区") else "村民"
    name = matter.people[0].name
    if matter.head_count >= 5:
        return f"我们是{matter.village}{kind}{name}等{matter.head_count}户，共同反映以下问题。"
    return f"我是{matter.village}{kind}{name}。"
