"""Every entry of a matter's log has a Chinese name on the screen."""

import ast

import pytest

from accountability.models import InstructionNoteKind
from petitions.domain.case_verbs import verb_name
from petitions.domain.workflow import ACTS
from petitions.enums import Responsibility
from tests.architecture.source import calls, product_modules, tree

HAN = range(0x4E00, 0xA000)


def named(verb: str) -> bool:
    return any(ord(sign) in HAN for sign in verb_name(verb))


def verbs_of_cases() -> set[str]:
    """Verbs in the code: every text that begins like one, and what is recorded on a matter."""
    found = set()
    for path in product_modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head, dot, tail = node.value.partition(".")
                if (
                    head == "case"
                    and dot
                    and tail.isidentifier()
                    and "migrations" not in path.parts
                ):
                    found.add(node.value)
        for name, call in calls(path):
            if name.rpartition(".")[2] == "record" and len(call.args) > 1:
                on, verb = call.args[:2]
                if ast.unparse(on).rpartition(".")[2] == "case" and isinstance(verb, ast.Constant):
                    found.add(str(verb.value))
    return found


def test_every_verb_used_in_the_code_has_a_name():
    used = verbs_of_cases()
    assert {"case.import", "case.accept", "clock.recount", "review.dismiss"} <= used
    assert [verb for verb in sorted(used) if not named(verb)] == []


@pytest.mark.parametrize(
    "verb",
    [
        *(f"case.{code}" for code in (*ACTS, *Responsibility.values)),
        *(f"instruction.{kind}" for kind in InstructionNoteKind.values),
    ],
)
def test_verbs_made_up_from_a_table_have_one_too(verb):
    assert named(verb)


def test_an_unknown_verb_stays_as_it_is():
    assert verb_name("case.nothing") == "case.nothing"
