"""Classes of contents a portfolio may name; the app that owns the classes provides them."""

from __future__ import annotations

from collections.abc import Callable

Provider = Callable[[], list[tuple[str, str]]]


def _none() -> list[tuple[str, str]]:
    return []


_providers: list[Provider] = [_none]


def provide(provider: Provider) -> None:
    """Register who answers `choices`; called once by the upper app when it starts."""
    _providers[0] = provider


def choices() -> list[tuple[str, str]]:
    """(code, name) of the first-level classes."""
    return _providers[0]()
