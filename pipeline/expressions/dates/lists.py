"""Dates in a list that share one bound: 3月1日、9月1日前 are two dates by which, 到2027年、2030年 two years until which."""

from __future__ import annotations

from pipeline.expressions.dates.fields import Fields
from pipeline.expressions.dates.grammar import Match, TimeRow, expression_row

_MARKS = frozenset({"、", "和", "与", "及", "以及", "或"})
_POINT, _BEFORE, _UNTIL, _END = "period.point", "by.before", "by.until", "by.end"
# From the finest to the coarsest.
_GRAINS = ("day", "festival", "holiday", "week", "month", "year")


def share_bounds(found: list[Match], text: str) -> list[Match]:
    """The matches with every bare date of a list made one by which, where the last has 前 or the first 到."""
    by = expression_row(_UNTIL) if len(found) > 1 else None
    if by is None:
        return found
    shared = list(found)
    for at in range(len(shared) - 2, -1, -1):
        one, other = shared[at], shared[at + 1]
        if (
            other.row.id in (_BEFORE, _UNTIL)
            and any(part.name == "point" for part in other.parts)
            and _listed(one, other, text)
        ):
            shared[at] = _by(one, by)
    for at in range(1, len(shared)):
        one, other = shared[at - 1], shared[at]
        until = one.row.id in (_UNTIL, _END) and one.named("until")  # 到2023年底和2030年
        if until and one.named("point", "end_point") and _listed(other, one, text):
            shared[at] = _by(other, by)
    return shared


def _listed(bare: Match, bound: Match, text: str) -> bool:
    """Whether a bare date and a bounded one stand in one list and are of one grain."""
    first, second = (bare, bound) if bare.start < bound.start else (bound, bare)
    return (
        bare.row.id == _POINT
        and len(bare.parts) == 1
        and text[first.end : second.start] in _MARKS
        and _grain(bare.parts[0].fields) == _grain(bound.named("point", "end_point")[0].fields)
    )


def _by(match: Match, by: TimeRow) -> Match:
    return Match(by, match.start, match.end, match.parts, match.units)


def _grain(fields: Fields) -> str:
    return next((name for name in _GRAINS if getattr(fields, name) is not None), "")
