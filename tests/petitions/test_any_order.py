"""Random lawful and unlawful acts, by anybody, on any day: what must hold after each of them."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core import audit
from core.errors import DomainError
from petitions import permissions
from petitions.domain.deadlines import reproduce
from petitions.domain.duties import RIGHTS
from petitions.domain.workflow import ACTS, lawful_acts
from petitions.enums import CaseStatus
from petitions.models import Case
from petitions.selectors.acts import case_file, possible_acts
from petitions.selectors.proceedings import BETWEEN_ORGANS
from tests.petitions.conftest import DAY, register
from tests.petitions.doing import DOERS, NothingToDoItOn

PEOPLE = ("clerk", "head", "officer", "principal", "deputy", "other_officer")
STEPS = Counter()
TRY = st.tuples(
    st.integers(0, 7),
    st.sampled_from(PEOPLE),
    st.sampled_from([True, True, True, False]),
    st.integers(0, 99),
)
# Before acceptance the notice is handed over with the act; an end that needs no paper has none to serve.
UNSERVED_ELSEWHERE = ("registered", "dispatched", "objected", "withdrawn", "merged", "filed")


def test_every_act_can_be_tried():
    assert set(DOERS) == set(ACTS)


class Anybody(RuleBasedStateMachine):
    """A few matters on which everybody tries everything."""

    county = None

    def __init__(self):
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.on = DAY
        self.touched = set()

    def teardown(self):
        for case in Case.objects.all():
            assert audit.verify(audit.chain_of(case)) == []
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @initialize(purpose=st.sampled_from(["request", "suggestion"]), anonymous=st.booleans())
    def register(self, purpose, anonymous):
        fields = {"people": (), "is_anonymous": True} if anonymous else {}
        register(self.county, purpose=purpose, **fields)
        register(self.county, title="第二件")

    @rule(days=st.integers(0, 12))
    def time_passes(self, days):
        self.on += timedelta(days=days)

    @rule(tries=st.lists(TRY, min_size=4, max_size=8))
    def act(self, tries):
        """Mostly what the page would offer somebody, sometimes anything at all by anybody."""
        for which, person, offered, pick in tries:
            cases = list(Case.objects.order_by("pk"))
            case = cases[which % len(cases)]
            codes = sorted(ACTS)
            if offered:
                who = self.county.who(getattr(self.county, person), on=self.on)
                page = permissions.acts_for(who, case, case_file(case), on=self.on)
                codes = [option.act.code for option in page] or codes
            self.attempt(case, codes[pick % len(codes)], person)
            self.touched.add(case.pk)

    def attempt(self, case, code, person):
        before = case.status
        who = self.county.who(getattr(self.county, person), on=self.on)
        try:
            with transaction.atomic():
                DOERS[code](self.county, who, case, self.on)
        except (DomainError, NothingToDoItOn):
            STEPS["refused"] += 1
            fresh = Case.objects.get(pk=case.pk)
            assert fresh.status == before, "a refused act leaves the state alone"
        else:
            STEPS["done"] += 1
            lawful = {act.code for act in lawful_acts(before)}
            assert code in lawful, f"{code} was done in {before}"

    @invariant()
    def facts_agree(self):
        touched = Case.objects.filter(pk__in=self.touched)
        self.touched = set()
        for case in touched.prefetch_related("clocks", "documents"):
            self.check_state(case)
            self.check_clocks(case)
            self.check_papers(case)

    def check_state(self, case):
        is_open = case.status in ("registered", "dispatched", "objected", "accepted")
        assert is_open == (case.closed_on is None)
        assert (case.status == CaseStatus.CONCLUDED) == (case.concluded_on is not None)
        assert case.status != CaseStatus.ACCEPTED or case.accepted_on
        assert (case.status == CaseStatus.MERGED) == (case.merged_into_id is not None)

    def check_clocks(self, case):
        running = [c for c in case.clocks.all() if c.status == "open"]
        assert len({c.code for c in running}) == len(running), "two open clocks of one kind"
        for clock in case.clocks.all():
            assert reproduce(clock.explanation) == clock.due_on
        duties = [c.due_on for c in running if c.code not in RIGHTS]
        assert case.next_due_on == min(duties, default=None)

    def check_papers(self, case):
        """A paper for the petitioner is served, or the page asks for its service."""
        waiting = [
            p for p in case.documents.all() if not p.served_on and p.kind not in BETWEEN_ORGANS
        ]
        if waiting and case.status not in UNSERVED_ELSEWHERE:
            offered = {o.act.code for o in possible_acts(case, case_file(case), on=self.on)}
            assert "serve" in offered, waiting


@pytest.mark.django_db
@pytest.mark.timeout(240)
def test_any_order(county):
    """Hundreds of acts each run; HYPOTHESIS_PROFILE=thorough tries more."""
    Anybody.county = county
    run_state_machine_as_test(
        Anybody,
        settings=settings(
            max_examples=12,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert STEPS["done"] + STEPS["refused"] >= 400
    assert STEPS["done"] >= 100, STEPS
