"""How often somebody may try something: counters in the cache that forget after a while."""

from __future__ import annotations

from django.core.cache import cache

WINDOW_SECONDS = 10 * 60


def count(key: str, *, seconds: int = WINDOW_SECONDS) -> int:
    """Count one try; returns how many there were within the window, this one included.

    Args:
        key: what is counted, such as ``receipt:address:10.0.0.1``.
        seconds: length of the window.
    """
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two
        cache.set(key, 1, seconds)
        return 1


def counted(key: str) -> int:
    """How many tries the window holds, without counting one."""
    return int(cache.get(key, 0))
