"""The API's description says the same on every database."""

from __future__ import annotations

from typing import Any

# How large a column may be differs between SQLite and PostgreSQL; it is no promise of the API.
COLUMN_BOUNDS = {
    bound - step for bound in (2**15, 2**16, 2**31, 2**32, 2**63, 2**64) for step in (0, 1)
}


def without_column_bounds(result: Any, **_context: Any) -> Any:
    """Leave out bounds and widths of integers that only tell what the database's columns hold."""
    if isinstance(result, dict):
        if result.get("type") == "integer":
            for name in ("minimum", "maximum"):
                if abs(result.get(name, 0)) in COLUMN_BOUNDS:
                    del result[name]
            if result.get("format") == "int64":
                del result["format"]
        for value in result.values():
            without_column_bounds(value)
    elif isinstance(result, list):
        for value in result:
            without_column_bounds(value)
    return result
