"""Values on one axis as dots, those that would lie on one another stacked. A pure function."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

MOST_DOTS = 300
_WIDTH, _EDGE, _RADIUS, _AXIS = 640.0, 28.0, 5.0, 26.0
_MOST_ROWS = 8
_TICKS = 5
_GREATEST = 1e15  # what is no number of a plan is not drawn


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value, drawn hollow where it is not a target; `title` is shown with it."""

    value: float
    hollow: bool
    href: str
    title: str


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """A dot at a place."""

    x: float
    y: float
    hollow: bool
    href: str
    title: str


class Tick(msgspec.Struct, frozen=True):
    """A number under the axis."""

    x: float
    value: float


class Dots(msgspec.Struct, frozen=True, kw_only=True):
    """The chart; `axis` is the height of its line, `left_off` how many values there was no room for."""

    width: float
    height: float
    axis: float
    radius: float
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    left_off: int


def dotted(values: Sequence[Value]) -> Dots:
    """The chart of some values."""
    known = [one for one in values if abs(one.value) <= _GREATEST][:MOST_DOTS]
    low, step, count = _scale([one.value for one in known])
    span = step * count
    room = _WIDTH - 2 * _EDGE
    stacks: dict[int, int] = {}
    placed: list[tuple[float, int, Value]] = []
    for one in known:
        x = _EDGE + (room * ((one.value - low) / span) if span else room / 2)
        slot = round(x / (2 * _RADIUS))
        if stacks.get(slot, 0) < _MOST_ROWS:
            placed.append((slot * 2 * _RADIUS, stacks.get(slot, 0), one))
            stacks[slot] = stacks.get(slot, 0) + 1
    axis = max((row for _, row, _ in placed), default=0) * 2 * _RADIUS + 2 * _RADIUS + 6
    return Dots(
        width=_WIDTH, height=axis + _AXIS, axis=axis, radius=_RADIUS - 0.5, left_off=len(values) - len(placed),
        dots=tuple(
            Dot(x=x, y=axis - _RADIUS - 1 - row * 2 * _RADIUS, hollow=one.hollow, href=one.href, title=one.title)
            for x, row, one in placed
        ),
        ticks=tuple(Tick(round(_EDGE + room * n / count, 1), float(f"{low + step * n:.12g}")) for n in range(count + 1)) if span else (),
    )  # fmt: skip


def _scale(values: Sequence[float]) -> tuple[float, float, int]:
    """Where an axis begins, its step (1, 2 or 5 times a power of ten) and how many steps it has."""
    if not values:
        return 0.0, 0.0, 0
    low, high = min(values), max(values)
    if low == high:
        low, high = low - (abs(low) / 10 or 1), high + (abs(high) / 10 or 1)
    raw = (high - low) / _TICKS
    if not math.isfinite(raw) or raw <= 0:
        return low, 0.0, 0
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10, 20) if factor * power >= raw)
    begin = math.floor(low / step) * step
    return begin, step, max(1, math.ceil((high - begin) / step - 1e-9))
