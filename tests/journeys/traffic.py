"""How many requests the live server is answering: a test must not empty the database under one of them."""

from __future__ import annotations

import time
from threading import Lock
from typing import Any

from django.core.signals import request_finished, request_started

#: Longest wait for answers nobody reads any more, seconds.
PATIENCE = 15.0


class Traffic:
    """Counts requests between their first and their last signal, in every thread of this process."""

    def __init__(self) -> None:
        self._lock, self._open = Lock(), 0
        request_started.connect(self._began, weak=False, dispatch_uid="journeys.began")
        request_finished.connect(self._ended, weak=False, dispatch_uid="journeys.ended")

    def wait_until_quiet(self) -> None:
        """Return once nothing is being answered; parts a closed page asked for are still answered for a moment."""
        until = time.monotonic() + PATIENCE
        while self._open > 0 and time.monotonic() < until:
            time.sleep(0.02)
        with self._lock:
            self._open = 0

    def _began(self, **_more: Any) -> None:
        with self._lock:
            self._open += 1

    def _ended(self, **_more: Any) -> None:
        with self._lock:
            self._open = max(0, self._open - 1)


#: Counts from the first import on.
TRAFFIC = Traffic()
