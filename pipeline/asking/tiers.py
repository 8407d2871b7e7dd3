"""Which of several values holds for the case that a question names: 三年级 lies in 3-5年级, 8000元 between 5000元 and 10000元."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline.expressions import quantities
from pipeline.lexicon import lexicon_folders, wording
from pipeline.model.expression import Quantity
from pipeline.store.searchtext import folded

_DIGITS = "零一二三四五六七八九"
_BOUNDED = frozenset({">=", "<=", ">", "<", "range"})


def names_a_case(asked: str) -> bool:
    """Whether a question names a grade or an amount at all."""
    return "年级" in asked or bool(_cases(asked, lexicon_folders()))


@lru_cache(maxsize=64)
def _cases(asked: str, _folders: object) -> tuple[Quantity, ...]:
    return tuple(one for one in quantities(asked) if one.unit and one.op in _BOUNDED | {"="})


def tier(asked: str, told: str) -> int:
    """1 where a text speaks of the case that a question names by its grade or an amount, -1 where of other such cases only."""
    lies = [*_of_grade(asked, told), *_of_amount(asked, told)]
    return 0 if not lies else 1 if any(lies) else -1


def _of_grade(asked: str, told: str) -> Iterator[bool]:
    """For each span of grades in a text, whether a grade asked for lies in it."""
    if "年级" not in asked:
        return
    wanted = [low for low, high in _grades(asked) if low == high]
    if wanted:
        yield from (any(low <= grade <= high for grade in wanted) for low, high in _grades(told))


def _grades(text: str) -> Iterator[tuple[int, int]]:
    for match in wording.pattern("question", "grades").finditer(folded(text)):
        low = match["low"] or match["high"]
        yield _digit(low), _digit(match["high"])


def _digit(char: str) -> int:
    return int(char) if char.isascii() else _DIGITS.index(char)


def _of_amount(asked: str, told: str) -> Iterator[bool]:
    """For each bounded amount in a text of the kind asked for (10人以下, 2000元至5000元), whether the question's amount lies in it."""
    cases = _cases(asked, lexicon_folders())
    if not cases:
        return
    for bound in quantities(told):
        if bound.op in _BOUNDED:
            yield from (_meets(case, bound) for case in cases if case.unit == bound.unit)


def _meets(case: Quantity, bound: Quantity) -> bool:
    """Whether a case is one that an amount speaks of: 四个班 and 四个班以上 are both met by 四个班以上."""
    if case.op == "=":
        return lies_in(case.value, bound)
    return (case.op, case.value, case.value_max) == (bound.op, bound.value, bound.value_max)


def lies_in(value: float, bound: Quantity) -> bool:
    """Whether a value lies within what an amount says."""
    above = bound.low is None or value > bound.low or (bound.low_inclusive and value == bound.low)
    below = bound.high is None or value < bound.high or (bound.high_inclusive and value == bound.high)
    return above and below
