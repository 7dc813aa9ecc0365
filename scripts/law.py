"""Prints which test proves which article: `make law`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.law.coverage import ARTICLES

for article in ARTICLES:
    print(f"Article {article.number}: {article.topic}")
    for proof in article.proofs:
        print(f"    {proof}")
    if article.reason:
        print(
            f"    {'beyond software' if article.proofs else 'no software meaning'}: {article.reason}"
        )
