"""Warning lights by the rules of `lexicons/ledger_lights.yaml`, which a bureau sets as it likes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from pipeline.lexicon import Entry, load

When = Literal["closed", "overdue", "due", "ahead", "recurring", "undated"]


class Light(Entry, frozen=True, kw_only=True):
    """A light: the case it stands for, its word and its colour. The word says what the colour says."""

    when: When
    word: Annotated[str, msgspec.Meta(min_length=1)]
    colour: Annotated[str, msgspec.Meta(pattern=r"^#[0-9A-Fa-f]{6}$")]
    days: Annotated[int, msgspec.Meta(ge=0, le=3660)] | None = None


# Where a bureau's rows leave a case open.
_NONE = Light(id="none", when="undated", word="无灯", colour="#FFFFFF")


def lights() -> tuple[Light, ...]:
    """Every light, in the order in which they are tried."""
    return load("ledger_lights", Light)


def light_of(*, closed: bool, recurring: bool, days_left: int | None) -> Light:
    """The light of a task: whether it is closed, comes back, and how many days are left (null: no day is known)."""
    return next((row for row in lights() if _fits(row, closed, recurring, days_left)), _NONE)


def days_left(due: str | None, on: str) -> int | None:
    """Whole days from `on` to `due` (both ISO days); below 0 is late. Null for what is no day of the calendar."""
    try:
        return None if due is None else (date.fromisoformat(due) - date.fromisoformat(on)).days
    except ValueError:
        return None


def _fits(row: Light, closed: bool, recurring: bool, left: int | None) -> bool:
    if closed or row.when == "closed":
        return closed and row.when == "closed"
    if left is None:
        return row.when == ("recurring" if recurring else "undated")
    if left < 0:
        return row.when == "overdue" and -left >= (row.days or 1)
    return row.when == "ahead" or (row.when == "due" and left <= (row.days or 0))
