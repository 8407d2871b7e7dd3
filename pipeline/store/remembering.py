"""What a reader has worked out of the base, kept until somebody writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

T = TypeVar("T")
_MOST = 50_000


class Remembered:
    """Values by key for one version of the base; at most so many, then the oldest goes."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._version: int | None = None
        self._values: dict[tuple[str, ...], object] = {}

    def value(self, version: int, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """The value kept for a key; made where there is none for this version."""
        if version != self._version:
            self._version, self._values = version, {}
        if key in self._values:
            return cast(T, self._values[key])
        made = make()
        if len(self._values) >= self._most:
            del self._values[next(iter(self._values))]
        self._values[key] = made
        return made
