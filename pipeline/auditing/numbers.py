"""Numbers that cannot both hold: inside one plan, and between a school's plan and its superior's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import msgspec

from pipeline.auditing.findings import Finding, finding
from pipeline.auditing.lexicons import first_word, words
from pipeline.auditing.view import View
from pipeline.comparison.lexicons import stage_table
from pipeline.comparison.ranges import Range, apart, laxer, range_of
from pipeline.comparison.similarity import measure_name
from pipeline.comparison.stages import stages_in
from pipeline.comparison.units import measure
from pipeline.model import labels
from pipeline.model.result import Document, Indicator
from pipeline.store import StoredFact
from pipeline.store.dates import last_day

# So many different numbers of one name are a list of things, no contradiction.
_MOST_NUMBERS = 3
_SHORTEST = 2
_SHORTEST_SUM = 7
_HOME = re.compile("^(?:中共)?([^0-9\\s]{2,7}?[县区旗市州])")
_RANKS = {"学校": 0, "乡镇": 1, "县区": 2, "市": 3, "省": 4}


class _Number(msgspec.Struct, frozen=True):
    """A quantity with what must agree before two are held against each other."""

    stored: StoredFact
    fact: Indicator
    range: Range
    name: str
    kind: str
    stages: frozenset[str]


def contradictions(view: View) -> Iterator[Finding | None]:
    """Pairs of numbers of one plan that measure the same and exclude each other."""
    groups: dict[tuple[object, ...], list[_Number]] = defaultdict(list)
    for one in _numbers(view):
        groups[(one.name, one.kind, one.stages, one.fact.scope, one.fact.status)].append(one)
    for found in groups.values():
        if len({one.range for one in found}) > _MOST_NUMBERS:
            continue
        for left, right in combinations(found, 2):
            if _may_be_held_together(view, left, right) and apart(left.range, right.range):
                told = [_told(one.fact) for one in (left, right)]
                why = f"“{left.fact.name}”一处是 {told[0]}，另一处是 {told[1]}"
                sure = left.fact.unit in ("%", "‰", "1:x", "x:1")
                yield finding(
                    "numbers-contradict", (view.place(left.stored), view.place(right.stored)), why,
                    words=(left.fact.name,), lower=0 if sure else 1,
                )  # fmt: skip


def _may_be_held_together(view: View, left: _Number, right: _Number) -> bool:
    """Whether two numbers speak of the same time and not of two things of a list."""
    if left.stored.passage == right.stored.passage or _complementary(left.range, right.range):
        return False
    if {left.stored.passage, right.stored.passage} <= view.row_passages:
        return False
    dates = [_due(view, one.fact) for one in (left, right)]
    if dates[0] != dates[1] or any(_due_words(view, one) for one in (left, right) if dates[0] is None):
        return False
    headings = [frozenset(stages_in((one.stored.section or "").rsplit(" > ", 1)[-1])) for one in (left, right)]
    if headings[0] and headings[1] and headings[0] != headings[1]:
        return False
    return not any(first_word("stretch", one.stored.text) for one in (left, right))


def _complementary(left: Range, right: Range) -> bool:
    """Whether one begins where the other ends (不超过1.5% and 超过1.5%): a rule and the case it forbids."""
    return left.high == right.low or right.high == left.low


def below_superior(view: View, superiors: Sequence[View]) -> Iterator[Finding | None]:
    """Numbers of a school's plan that miss or loosen what a plan of its superior wants of the same measure."""
    ours = [one for one in _numbers(view) if one.fact.status == "target" and _for_each_school(one)]
    for above in superiors:
        theirs: dict[tuple[str, str], list[_Number]] = defaultdict(list)
        for one in _numbers(above):
            if one.fact.status == "target" and _for_each_school(one):
                theirs[(one.name, one.kind)].append(one)
        for one in ours:
            wanted = next(
                (other for other in theirs.get((one.name, one.kind), ()) if _asks(above, other, view, one)), None
            )
            if wanted is not None:
                yield _below(view, one, above, wanted)


def _below(view: View, one: _Number, above: View, wanted: _Number) -> Finding | None:
    why = f"“{one.fact.name}”本计划是 {_told(one.fact)}，上级《{above.document.title}》是 {_told(wanted.fact)}"
    same_year = view.span[1] is not None and view.span[1] == above.span[1]
    return finding(
        "below-superior", (view.place(one.stored), above.place(wanted.stored)), why, words=(one.fact.name,),
        lower=0 if apart(one.range, wanted.range) or same_year else 1,
    )  # fmt: skip


def _asks(above: View, wanted: _Number, view: View, one: _Number) -> bool:
    """Whether the superior's number is for this school and time, and ours does not reach it."""
    stages = one.stages or frozenset(stages_in("、".join((*view.document.school_types, view.document.title))))
    if wanted.stages and (not stages or not stages <= wanted.stages):
        return False
    ours, theirs = _due(view, one.fact), _due(above, wanted.fact)
    if theirs is not None and (ours is None or ours < theirs):
        return False
    if (ours is None and _due_words(view, one)) or (theirs is None and _due_words(above, wanted)):
        return False
    if any(first_word("stretch", item.stored.text) for item in (one, wanted)):
        return False
    return _misses(one.range, wanted.range)


def _misses(ours: Range, theirs: Range) -> bool:
    """Whether ours asks for less than theirs. More than theirs is no fault, on whichever side theirs is bounded."""
    if theirs.low == theirs.high:
        return False  # 达到 X: which side is the good one is not said
    return laxer(ours, theirs)


def superiors_of(document: Document, others: Iterable[Document]) -> list[Document]:
    """Plans of the county (or city) that a school's or town's plan belongs to by name."""
    if _RANKS.get(document.level or "", -1) not in (0, 1):
        return []
    mine = f"{document.issuer or ''}|{document.title}"
    return [
        other
        for other in others
        if _RANKS.get(other.level or "", -1) >= 2
        and other.id != document.id
        and (home := _home(other))
        and home in mine
    ]


def _home(document: Document) -> str:
    for name in (document.issuer or "", document.title.lstrip("0123456789年关于")):
        if hit := _HOME.match(name):
            return hit.group(1)
    return ""


def _numbers(view: View) -> Iterator[_Number]:
    general = set(words("item"))
    for one, fact in view.indicators:
        name = _without_stage(measure_name(fact.name))
        span = range_of(fact)
        unit = measure(fact.unit or "")
        if span is None or len(name) < (_SHORTEST_SUM if unit.kind == "money" else _SHORTEST) or name in general:
            continue
        ground = unit.ground.family if unit.ground else ""
        kind = f"{unit.kind or unit.head}/{ground}"
        yield _Number(one, fact, span, name, kind, frozenset(stages_in("、".join((*fact.scope, fact.name)))))


def _without_stage(name: str) -> str:
    """A name without the school stage before it (小学班额), which is held against the other's by itself."""
    hit = stage_table()[0].match(name)
    rest = name[hit.end() :] if hit else name
    return rest if len(rest) >= _SHORTEST else name


def _for_each_school(one: _Number) -> bool:
    unit = one.fact.unit or ""
    return any(
        word == unit or (len(word) > 1 and word in one.name) or one.name.endswith(word) for word in words("per_school")
    )


def _due(view: View, fact: Indicator) -> str | None:
    found = view.plan.deadline_of(fact, view.known)
    end = getattr(found.fact, "end", None) if found is not None else None
    return last_day(end)


def _due_words(view: View, one: _Number) -> bool:
    """Whether the number has a time that has no date (每年, 三年内)."""
    return view.plan.deadline_of(one.fact, view.known) is not None


def _told(fact: Indicator) -> str:
    return labels.quantity(fact.op, fact.value, fact.value_max, fact.unit)
