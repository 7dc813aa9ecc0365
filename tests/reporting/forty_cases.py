"""October 2026 in a county of two townships and a department: forty matters that can be counted by hand.

    row   n  form    level     class    place resp.  persons
     1   12  来信    县        房屋征收  甲    甲      1      ten of them closed in October
     2    8  网上    乡镇      农村农业  甲    甲      1
     3    4  来访    县        房屋征收  甲    部门    2      two of them closed in October
     4    1  来访    市        房屋征收  甲    甲      6      collective
     5    6  来电    县        农村农业  乙    乙      1      three of them closed in October, two repeat the first
     6    5  来访    省        城乡建设  乙    乙      1
     7    4  来信    国家      农村农业  乙    部门    1
         40

Limits that ended in October — 告知: 甲 10 (9 kept), 乙 5 (5), 部门 4 (2); 办结: 甲 5 (4).
"""

from dataclasses import dataclass
from datetime import date

from petitions.models import Case, ContentClass
from tests.factories.petitions import make_clock
from tests.reporting.conftest import County

HOUSING, FARMING, BUILDING = "080300", "090000", "080000"
DUE, KEPT, MISSED, CLOSED = (date(2026, 10, day) for day in (20, 19, 25, 30))


@dataclass(frozen=True)
class Batch:
    """Like matters: how many, what they are, how many were closed."""

    n: int
    form: str
    level: str
    content: str
    place: int
    owner: int
    persons: int
    closed: int = 0


A, B, D = 0, 1, 2
BATCHES = (
    Batch(12, "letter", "county", HOUSING, A, A, 1, closed=10),
    Batch(8, "online", "township", FARMING, A, A, 1),
    Batch(4, "visit", "county", HOUSING, A, D, 2, closed=2),
    Batch(1, "visit", "city", HOUSING, A, A, 6),
    Batch(6, "call", "county", FARMING, B, B, 1, closed=3),
    Batch(5, "visit", "province", BUILDING, B, B, 1),
    Batch(4, "letter", "national", FARMING, B, D, 1),
)
#: Limits of each owner: code, how many ended, how many were kept.
LIMITS = ((A, "C4", 10, 9), (B, "C4", 5, 5), (D, "C4", 4, 2), (A, "C8", 5, 4))


def forty_cases(county: County) -> list[Case]:
    """Write the forty matters; those of one batch follow each other."""
    units = [*county.townships, county.departments[0]]
    classes = {one.code: one for one in ContentClass.objects.all()}
    made: list[tuple[Batch, Case]] = []
    for batch in BATCHES:
        for number in range(batch.n):
            case = county.case(
                form=batch.form,
                level_visited=batch.level,
                content_class=classes[batch.content],
                place=units[batch.place],
                responsible_unit=units[batch.owner],
                head_count=batch.persons,
                is_collective=batch.persons >= 5,
                received_on=date(2026, 10, 5 + number),
                closed_on=CLOSED if number < batch.closed else None,
            )
            made.append((batch, case))
    calls = [case for batch, case in made if batch.form == "call"]
    for again in calls[1:3]:
        again.repeat_of = calls[0]
        again.save(update_fields=["repeat_of"])
    for owner, code, due, kept in LIMITS:
        mine = [case for batch, case in made if batch.owner == owner][:due]
        for number, case in enumerate(mine):
            stopped = KEPT if number < kept else MISSED
            make_clock(case, code, DUE, unit=units[owner], stopped_on=stopped)
    return [case for _batch, case in made]
