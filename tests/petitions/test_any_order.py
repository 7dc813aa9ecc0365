"""Thousands of lawful and unlawful acts, by anybody, on any day: what must hold after each of them."""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.errors import DomainError, NotAllowed, Unlawful
from organizations.selectors import work_calendar
from petitions import permissions
from petitions.domain.workflow import ACTS, lawful_acts
from petitions.models import Case
from petitions.selectors.acts import case_file, possible_acts
from petitions.services import clocks
from tests.petitions import holding
from tests.petitions.conftest import DAY
from tests.petitions.crowd import KINDS, PEOPLE, arrive, gather
from tests.petitions.doing import DOERS, NothingToDoItOn
from tests.petitions.steps import noon

CODES = sorted(ACTS)
AT_LEAST = 2000
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"  # longer, and shrinks what it finds
WHICH = st.integers(0, 15)
ENDS = {act.target for act in ACTS.values()} - {None, *holding.OPEN}
#: From the last remedy back to the first step: what is possible nearest the end is done.
MAIN_WAY = ("serve", "conclude", "accept", "decide_objection", "transfer")
WAYS = (
    (
        "terminate",
        "decide_recheck",
        "request_recheck",
        "decide_review",
        "request_review",
        *MAIN_WAY,
    ),
    ("dismiss_review", "request_recheck", "decide_review", "request_review", *MAIN_WAY),
    ("redo", "decide_review", "request_review", "execute", "evaluate", *MAIN_WAY),
    ("settle", "accept", "decide_objection", "transfer"),
)
ANYTHING = st.tuples(WHICH, st.sampled_from(PEOPLE), st.sampled_from(CODES))


class Run:
    """What all examples did together: nothing here steers an example, so that each can be repeated."""

    done: Counter = Counter()
    refused: Counter = Counter()

    @classmethod
    def steps(cls) -> int:
        """Acts tried, lawful or not."""
        return cls.done.total() + cls.refused.total()


def test_every_act_can_be_tried():
    assert set(DOERS) == set(ACTS)


class Anybody(RuleBasedStateMachine):
    """A few matters on which everybody tries everything."""

    crowd = None

    def __init__(self):
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.on = DAY
        self.calendar = work_calendar()
        self.touched: set[int] = set()
        self.memory = holding.Memory()
        self.done: Counter = Counter()
        self.known: dict[str, object] = {}

    def teardown(self):
        try:
            holding.check_secrecy(self.crowd, self.who)
            holding.check_audit()
        finally:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    @initialize(kinds=st.lists(st.sampled_from(KINDS), min_size=3, max_size=5))
    def first_matters(self, kinds):
        for kind in kinds:
            self.touched.add(arrive(self.crowd, kind).pk)

    @rule(kind=st.sampled_from(KINDS))
    def another_arrives(self, kind):
        if Case.objects.open().count() < 5:
            self.touched.add(arrive(self.crowd, kind, received_on=self.on, now=noon(self.on)).pk)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days):
        """The days go by, and each night what was not used lapses."""
        self.on += timedelta(days=days)
        self.known.clear()
        clocks.lapse_rights(on=self.on)

    @rule(tries=st.lists(ANYTHING, min_size=6, max_size=10))
    def anything(self, tries):
        """Any act on any matter by anybody, lawful or not."""
        for which, person, code in tries:
            self.attempt(self.case(which), code, person)

    @rule(tries=st.lists(WHICH, min_size=2, max_size=4))
    def next_of_those_offered(self, tries):
        """What some page offers somebody, the acts least done so far first: no page offers what is refused."""
        for which in tries:
            case = self.case(which)
            self.do_offered(case, which, lambda code: self.done[code] + (ACTS[code].target in ENDS))

    @rule(which=WHICH, way=st.sampled_from(WAYS), steps=st.integers(2, 11))
    def the_long_way(self, which, way, steps):
        """A matter goes on towards its end, some steps of the way."""
        pk = self.case(which).pk
        for _step in range(steps):
            self.do_offered(Case.objects.get(pk=pk), which, way.index, among=way)

    def do_offered(self, case, which, order, among=CODES):
        """Do what comes first of the acts some page offers; only particulars may be refused there."""
        file = case_file(case)
        options = [o.act.code for o in possible_acts(case, file, on=self.on) if o.act.code in among]
        for code in sorted(options, key=order):
            people = [p for p in PEOPLE if permissions.may_do(self.who(p), case, code, file)]
            people = [p for p in people if not case.is_secret or self.sees(p, case)]
            if people:
                person = people[which % len(people)]
                problem = self.attempt(case, code, person)
                assert not isinstance(problem, (NotAllowed, Unlawful)), (code, person, problem)
                return

    def case(self, which):
        """One of the open matters, or of the last few that ended: something may be owed on them still."""
        pks = list(Case.objects.open().order_by("pk").values_list("pk", flat=True))
        ended = Case.objects.exclude(pk__in=pks).order_by("-closed_on", "-pk")
        pks += ended.values_list("pk", flat=True)[:2]
        return Case.objects.get(pk=pks[which % len(pks)])

    def who(self, person):
        """What somebody may do today."""
        user = getattr(self.crowd, person)
        if person not in self.known:
            self.known[person] = self.crowd.who(user, on=self.on)
        return self.known[person]

    def sees(self, person, case):
        """Asked of reports only: whoever the table lets act on any other matter may see it."""
        return Case.objects.visible_to(self.who(person)).filter(pk=case.pk).exists()

    def attempt(self, case, code, person):
        """Do an act as a page or the API would; the error when it was refused."""
        before, rows = case.status, holding.rows_written()
        self.touched.add(case.pk)
        try:
            if case.is_secret and not self.sees(person, case):
                raise NothingToDoItOn
            with transaction.atomic():
                DOERS[code](self.crowd, self.who(person), case, self.on)
        except (DomainError, NothingToDoItOn) as problem:
            Run.refused[code] += 1
            fresh = Case.objects.get(pk=case.pk)
            assert fresh.status == before, "a refused act leaves the state alone"
            assert holding.rows_written() == rows, "a refused act writes nothing"
            return problem
        Run.done[code] += 1
        self.done[code] += 1
        lawful = {act.code for act in lawful_acts(before)}
        assert code in lawful, f"{code} was done in {before}"
        assert holding.rows_written()[-2] > rows[-2], f"{code} left no trace"
        return None

    @invariant()
    def facts_agree(self):
        touched = Case.objects.filter(pk__in=self.touched)
        self.touched = set()
        reports = False
        for case in touched.prefetch_related("clocks", "documents__proofs", "dispatches"):
            reports |= case.is_secret
            holding.check_state(case)
            holding.check_dispatches(case)
            holding.check_clocks(case, self.memory, self.calendar)
            holding.check_papers(case, on=self.on)
        if reports:
            holding.check_secrecy(self.crowd, self.who)


def walk(dice, calls):
    """The same machine with honest dice: Hypothesis prefers short and small, which seldom gets to the end."""
    machine = Anybody()
    try:
        machine.first_matters(kinds=dice.sample(KINDS, 5))
        for _call in range(calls):
            which = [dice.randrange(16) for _ in range(5)]
            draw = {
                machine.another_arrives: {"kind": dice.choice(KINDS)},
                machine.time_passes: {"days": dice.randint(1, 12)},
                machine.anything: {
                    "tries": [(w, dice.choice(PEOPLE), dice.choice(CODES)) for w in which]
                },
                machine.next_of_those_offered: {"tries": which[:3]},
                machine.the_long_way: {"which": which[0], "way": dice.choice(WAYS), "steps": 11},
            }
            step = dice.choices(list(draw), weights=(2, 2, 7, 4, 1))[0]
            step(**draw[step])
            machine.facts_agree()
    finally:
        machine.teardown()


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_any_order(county, told):
    """Thousands of acts each run, each kind of act among them; the count is told at the end of the run."""
    Anybody.crowd = gather(county)
    run_state_machine_as_test(
        Anybody,
        settings=settings(
            max_examples=200 if THOROUGH else 5,
            stateful_step_count=50 if THOROUGH else 25,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate, *([Phase.shrink] if THOROUGH else [])],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    dice = random.Random(20220501)
    for _walk in range(100 if THOROUGH else 8):
        walk(dice, calls=90)
    counts = ", ".join(f"{code} {count}" for code, count in Run.done.most_common())
    told(f"{Run.steps()} acts tried in any order, {Run.done.total()} of them lawful: {counts}")
    assert set(Run.done) == set(ACTS), f"never done: {set(ACTS) - set(Run.done)}"
    assert Run.steps() >= AT_LEAST
