"""Which limits stand behind 及时受理率 and 按期办结率 (codes of `petitions.domain.clock_rules`)."""

from __future__ import annotations

INFORM = ("C3", "C4", "S1")
CONCLUDE = ("C8", "C9", "S2")
