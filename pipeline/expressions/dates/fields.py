"""What the words of a time expression say of the calendar, before anything is computed from it."""

from __future__ import annotations

import msgspec


class Fields(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Calendar fields; `*_to` is the second end of a range inside one atom, `*_shift` counts from the anchor's own.

    `part` 1 beginning, 2 middle, 3 end of the finest unit named; 4/5 halves, 6–8 tenths of a month. `holiday` 1 winter,
    2 summer, 3 both. `festival` is month × 100 + day. `plan` n of the “十n五” plan, `plan_old` n of the “n五” one.
    `masked` 1 where the year is blotted out (20xx年). `n`/`n_to` count `unit` (an id of time_units.yaml), `half` adds
    half a unit (or is the half itself without `n`).
    """

    year: int | None = None
    year_to: int | None = None
    year_shift: int | None = None
    masked: int | None = None
    school_year: int | None = None
    plan: int | None = None
    plan_old: int | None = None
    century: int | None = None
    decade: int | None = None
    half: int | None = None
    quarter: int | None = None
    quarter_to: int | None = None
    quarter_shift: int | None = None
    season: int | None = None
    part: int | None = None
    month: int | None = None
    month_to: int | None = None
    month_shift: int | None = None
    day: int | None = None
    day_to: int | None = None
    day_shift: int | None = None
    week: int | None = None
    week_to: int | None = None
    week_shift: int | None = None
    weekday: int | None = None
    term: int | None = None
    term_shift: int | None = None
    holiday: int | None = None
    festival: int | None = None
    n: int | None = None
    n_to: int | None = None
    unit: str | None = None
    times: int | None = None
    times_to: int | None = None


FIELD_NAMES = frozenset(Fields.__struct_fields__)


def valid(values: dict[str, int | str]) -> bool:
    """Whether the numbers of an atom can be what they are taken for."""
    for name, value in values.items():
        if isinstance(value, str):
            continue
        low, high = _LIMITS.get(name.removesuffix("_to"), (-9999, 9999))
        if not low <= value <= high:
            return False
    return True


_LIMITS: dict[str, tuple[int, int]] = {
    "year": (1900, 2100),
    "month": (1, 12),
    "day": (1, 31),
    "week": (1, 53),
    "quarter": (1, 4),
    "weekday": (1, 7),
}
