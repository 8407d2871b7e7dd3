"""Questions over several plans: which school has the most, the earliest, the most often; which say nothing of it; how many do."""

from __future__ import annotations

from pipeline.asking.across.between import between
from pipeline.asking.across.completed import completed, first_part
from pipeline.asking.across.days import by_day, first_or_last
from pipeline.asking.across.each import amounts_of_each, each_body, told_of_each
from pipeline.asking.across.often import most_often
from pipeline.asking.across.saying import absent, tally
from pipeline.asking.across.single import LARGEST_BASE
from pipeline.asking.across.values import extreme, gap, threshold

__all__ = [
    "LARGEST_BASE",
    "absent",
    "amounts_of_each",
    "between",
    "by_day",
    "completed",
    "each_body",
    "extreme",
    "first_or_last",
    "first_part",
    "gap",
    "most_often",
    "tally",
    "threshold",
    "told_of_each",
]
