"""Number and time expressions: what `quantities` and `times` give."""

from __future__ import annotations

from typing import Literal

import msgspec

Op = Literal[">=", "<=", ">", "<", "=", "~", "range"]
TimeKind = Literal["by", "period", "recurring", "relative"]


class Quantity(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A number expression with its bound and unit words.

    `start`/`end` are half-open offsets into the text that was given; `number_start`/`number_end` cover the bare numeral.
    `value` is counted in the base `unit` (0.2万册 → 2000 册). `low`/`high` say the same as an interval; null is open.
    `rule` names the lexicon row that fired last; `cues` are the words that decided (bound, hedge, unit).
    """

    start: int
    end: int
    text: str
    op: Op
    value: float
    value_max: float | None = None
    unit: str = ""
    low: float | None = None
    low_inclusive: bool = False
    high: float | None = None
    high_inclusive: bool = False
    number_start: int = 0
    number_end: int = 0
    rule: str = ""
    cues: tuple[str, ...] = ()


class TimeExpression(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A time expression.

    `from_date`/`to_date` are ISO dates at the precision given (`2017`, `2017-07`, `2017-07-31`), both included, null
    where open or not known. `freq` is an ISO 8601 period or `P1S`/`P1SY`; `duration` is ISO 8601.
    """

    start: int
    end: int
    text: str
    kind: TimeKind
    from_date: str | None = None
    to_date: str | None = None
    freq: str | None = None
    times: int = 1
    duration: str | None = None
    rule: str = ""
    cues: tuple[str, ...] = ()
