"""Every article from 17 to 37 and 40 is proven by tests that exist, or says why it cannot be."""

import ast

from tests.law.coverage import ARTICLES


def test_no_article_is_left_out():
    assert [article.number for article in ARTICLES] == [*map(str, range(17, 38)), "40"]


def test_each_is_proven_or_says_why_not():
    assert [a.number for a in ARTICLES if not a.proofs and not a.reason] == []


def test_each_proof_exists(root):
    known: dict[str, set[str]] = {}
    missing = []
    for article in ARTICLES:
        for proof in article.proofs:
            file, name = proof.split("::")
            if file not in known:
                tree = ast.parse((root / "tests" / file).read_text())
                known[file] = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
            if name not in known[file]:
                missing.append(f"{article.number}: {proof}")
    assert missing == []
