"""Which rows of a list a statement concerns: by its name, its scope, or the words to the left of its quantity."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import msgspec

from pipeline.comparison.plan import Plan
from pipeline.comparison.rows import Standard
from pipeline.comparison.statements import Statement
from pipeline.comparison.wordings import Found, Tie, find_wordings

# Words that may stand in a comma clause of their own between a quantity and what it measures: dates, verbs, adverbs.
_CARRIED = re.compile(
    "[\\d年月日底前末到至在于起内约零〇一二三四五六七八九十、\\s]|学期|学年|达到|控制|严格|不得|不低于|不少于|不超过|目标|"
    "现|现为|目前|目前为|已|已经|其中|要求|提高|保持|实现|稳定|均|都|各|分别|应|须|必须|力争|争取|确保|全部|每年|每学期|每天|每周|为"
)


class Bond(msgspec.Struct, frozen=True, kw_only=True):
    """A tie of a statement to a row. `sure`: the wording stands in the quantity's own name; else only near it."""

    tie: Tie
    sure: bool
    end: int


def bonds_of(standard: Standard, plan: Plan, found: tuple[Found, ...], statement: Statement) -> list[Bond]:
    """The rows a statement concerns, in list order, one bond for each row; longer wordings win over shorter ones."""
    named = _named(standard, statement)
    near = list(_near(plan, found, statement))
    if named:
        longest = max(item.weight for item in named)
        wider = [item for item in near if item.weight > longest and _around_name(plan, statement, item)]
        chosen = [(item, True) for item in (wider[-1:] or named)]
    else:
        chosen = [(item, False) for item in _nearest(plan, statement, near)]
    bonds: dict[int, Bond] = {}
    for item, sure in chosen:
        for tie in item.ties:
            end = item.end if not sure else statement.left
            bonds.setdefault(tie.row, Bond(tie=tie, sure=sure, end=end))
    return [bonds[row] for row in sorted(bonds)]


def _named(standard: Standard, statement: Statement) -> list[Found]:
    """Wordings in the name, or in scope and name read together, whichever gives the longest."""
    if not statement.name:
        return []
    texts = [statement.name, *(scope + statement.name for scope in statement.scope)]
    best = max(
        (find_wordings(standard, text) for text in texts), key=lambda hits: max((h.weight for h in hits), default=0)
    )
    return list(best)


def _near(plan: Plan, found: tuple[Found, ...], statement: Statement) -> Iterator[Found]:
    """Wordings that begin in the statement's words and outside the quantity itself."""
    first = bisect_left(found, statement.left, key=lambda item: item.start)
    for item in found[first:]:
        if item.start >= statement.right:
            break
        inside = statement.start <= item.start and item.end <= statement.end
        if not inside and item.end <= max(statement.right, statement.end):
            yield item


def _around_name(plan: Plan, statement: Statement, item: Found) -> bool:
    """Whether a wording covers the place where the statement's name stands in the text."""
    place = plan.text.rfind(statement.name, statement.left, statement.right)
    return (place >= 0 and item.start <= place < item.end) or any(piece[0] <= place < piece[1] for piece in item.pieces)


def _nearest(plan: Plan, statement: Statement, near: Iterable[Found]) -> list[Found]:
    """The wording next to the quantity: the last one left of it, else the first right of it."""
    items = list(near)
    left = [item for item in items if item.start < statement.start and _reaches(plan, statement, item)]
    if left:
        last = max(left, key=lambda item: (item.end, item.weight))
        return [last]
    right = [item for item in items if item.start >= statement.end]
    return right[:1]


def _reaches(plan: Plan, statement: Statement, item: Found) -> bool:
    """Whether nothing but dates and verbs stands in the comma clauses between a wording and the quantity."""
    between = plan.text[item.end : statement.start]
    if statement.freq is not None or "," not in between:
        return True
    last = between.rpartition(",")[2]
    return not statement.name or (statement.name not in last and not _CARRIED.sub("", last))
