"""How often: periods of the contract (`P1M`, `P1S`) against `次/月`, `次/学期`, `次/年` of a standard."""

from __future__ import annotations

import re

from pipeline.comparison.units import Measure

_PERIOD = re.compile("P(\\d{1,3})(SY|S|D|W|M|Y)")
# Times in a school year of two terms, nine months and forty weeks of teaching.
_PER_YEAR = {"D": 200.0, "W": 40.0, "M": 9.0, "S": 2.0, "SY": 1.0, "Y": 1.0}
# A term has four to five months (list OT, row OT-SAFE-DRILL).
_MONTHS_OF_TERM = (4.0, 5.0)


def frequency_factor(freq: str, times: float, wanted: Measure) -> float | None:
    """What `times` per `freq` is to be multiplied by to be times per the standard's period; null for other units.

    >>> from pipeline.comparison.units import measure
    >>> frequency_factor("P1S", 2, measure("次/月")), frequency_factor("P1S", 1, measure("次/年"))
    (0.25, 2.0)
    """
    found = _PERIOD.fullmatch(freq)
    period = wanted.period
    if found is None or wanted.kind != "occasion" or period is None or len(wanted.per) != 1:
        return None
    length, code = int(found.group(1)), found.group(2)
    if length == 0:
        return None
    if period.family == "month" and code == "S":
        few, many = _MONTHS_OF_TERM
        months = min(max(times / length, few), many) * length
        return 1 / months
    yearly = _PER_YEAR[code] / length
    if period.family == "year":
        return yearly * period.amount
    if period.family == "month":
        return 1 / length if code == "M" else yearly / _PER_YEAR["M"]
    if period.family == "week":
        return yearly / _PER_YEAR["W"]
    return None
