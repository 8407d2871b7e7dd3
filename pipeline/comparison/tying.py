"""Which rows of a list a statement concerns: by its name, its scope, or the words to the left of its quantity."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.comparison.lexicons import alternation, filler_words, stage_table
from pipeline.comparison.plan import Plan
from pipeline.comparison.rows import Standard
from pipeline.comparison.stages import stages_in
from pipeline.comparison.statements import Statement
from pipeline.comparison.wordings import Found, Tie, Wordings
from pipeline.lexicon import lexicon_folders


class Bond(msgspec.Struct, frozen=True, kw_only=True):
    """A tie of a statement to a row. `sure`: the wording stands in the quantity's own name; else only near it."""

    tie: Tie
    sure: bool
    end: int


@lru_cache(maxsize=4)
def _carried(_folders: tuple[Path, ...]) -> re.Pattern[str]:
    return re.compile(alternation(filler_words("carried")))


Tied = tuple[Statement, tuple[Bond, ...]]
_PART = "其中"


def bonds_of(wordings: Wordings, plan: Plan, found: tuple[Found, ...], statement: Statement) -> list[Bond]:
    """The rows a statement concerns, in list order, one bond for each row; longer wordings win over shorter ones."""
    whole = wordings.whole(statement.name)
    if whole:
        return [Bond(tie=tie, sure=True, end=statement.left) for tie in whole]
    near = list(_near(plan, found, statement))
    chosen = [(item, True) for item in _own(wordings, plan, near, statement)]
    chosen = chosen or [(item, False) for item in _nearest(plan, statement, near)]
    bonds: dict[int, Bond] = {}
    for item, sure in chosen:
        for tie in item.ties:
            end = item.end if not sure else statement.left
            bonds.setdefault(tie.row, Bond(tie=tie, sure=sure, end=end))
    return [bonds[row] for row in sorted(bonds)]


def carries_on(plan: Plan, before: Statement, statement: Statement) -> bool:
    """Whether a quantity goes on with what the one before it measures: nothing but dates, verbs and school stages
    stands between them (小学班额不超过45人,初中不超过50人)."""
    same = before.document == statement.document and before.unit == statement.unit and before.freq == statement.freq
    if not same or plan.clause_at(before.start) != plan.clause_at(statement.start) or before.end > statement.start:
        return False
    between = stage_table()[0].sub("", plan.text[before.end : statement.start])
    return not _carried(lexicon_folders()).sub("", between).strip(",;()")


def parts_of_before(standard: Standard, plan: Plan, before: Tied, now: Tied) -> tuple[Bond, ...]:
    """Bonds of a part (其中…) to rows that the quantity before it is tied to and that have a value for such a part:
    …不低于符合条件教师的10%,其中骨干教师占20%. Empty where the part is tied to one of them anyway."""
    first, statement = before[0], now[0]
    if first.unit != statement.unit or plan.clause_at(first.start) != plan.clause_at(statement.start):
        return ()
    words = statement.name + plan.text[statement.left : statement.start]
    known = {bond.tie.row for bond in now[1]}
    if _PART not in plan.text[first.end : statement.start] or known & {bond.tie.row for bond in before[1]}:
        return ()
    parts = tuple(
        bond
        for bond in before[1]
        if any(
            item.sub_quantity and any(word in words for word in item.when)
            for item in standard.rows[bond.tie.row].thresholds
        )
    )
    return tuple(sorted((*now[1], *parts), key=lambda bond: bond.tie.row)) if parts else ()


def _own(wordings: Wordings, plan: Plan, near: list[Found], statement: Statement) -> list[Found]:
    """Wordings in the quantity's own name: a longer one that the name is part of in the text, else one in the name, or
    in scope and name read together if that is longer."""
    if not statement.name:
        return []
    named = wordings.in_name(statement.name)
    longest = _longest(named)
    around = [
        item
        for item in near
        if item.weight > longest
        and _around_name(plan, statement, item)
        and not _of_another_stage(plan, statement, item)
    ]
    if around:
        return around[-1:]
    scoped = [wordings.in_name(scope + statement.name) for scope in statement.scope]
    return list(max((named, *scoped), key=_longest))


def _of_another_stage(plan: Plan, statement: Statement, item: Found) -> bool:
    """Whether a wording names other stages than the statement's scope (小学、初中巩固率分别为100%、98%)."""
    told, wanted = stages_in(plan.text[item.start : item.end]), stages_in("、".join(statement.scope))
    return bool(told and wanted) and not set(told) & set(wanted)


def _longest(found: Iterable[Found]) -> int:
    return max((item.weight for item in found), default=0)


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
    place = _place_of_name(plan, statement)
    return place is not None and any(start <= place < end for start, end in item.pieces)


def _place_of_name(plan: Plan, statement: Statement) -> int | None:
    """Where the name stands among the statement's words; null where it only names a school stage."""
    if not stage_table()[0].sub("", statement.name):
        return None
    place = plan.text.rfind(statement.name, statement.left, statement.right)
    return place if place >= 0 else None


def _nearest(plan: Plan, statement: Statement, near: Iterable[Found]) -> list[Found]:
    """The wording next to the quantity: the last one left of it, else the first right of it."""
    items = list(near)
    place = _place_of_name(plan, statement)
    if place is not None:  # what stands between a quantity and its name is another thing
        behind = place + len(statement.name)
        items = [item for item in items if item.start < behind or item.start >= statement.end]
        items = [item for item in items if not _about_another(statement, item, place)]
    left = [item for item in items if item.start < statement.start and _reaches(plan, statement, item)]
    if left:
        last = max(left, key=lambda item: (item.end, item.weight))
        return [last]
    right = [item for item in items if item.start >= statement.end]
    return right[:1]


def _about_another(statement: Statement, item: Found, place: int) -> bool:
    """Whether the quantity's name stands in a gap of a wording: 每班(帮扶对象)不超过5人 is no class size."""
    if statement.name in filler_words("counted"):
        return False
    gaps = zip(item.pieces, item.pieces[1:], strict=False)
    return any(before[1] <= place and place + len(statement.name) <= after[0] for before, after in gaps)


def _reaches(plan: Plan, statement: Statement, item: Found) -> bool:
    """Whether nothing but dates and verbs stands in the comma clauses between a wording and the quantity."""
    between = plan.text[item.end : statement.start]
    if "," not in between:
        return True
    if statement.freq is not None:  # 应急演练,每月1次 — but not 应急演练,每月1次班会
        return not _carried(lexicon_folders()).sub("", plan.text[statement.end : statement.right])
    last = between.rpartition(",")[2]
    return not statement.name or (statement.name not in last and not _carried(lexicon_folders()).sub("", last))
