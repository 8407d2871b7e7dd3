"""What a plan says in numbers: one statement per quantity, with the words around it that tell what it measures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from pipeline.comparison.judging import Amount
from pipeline.comparison.plan import Plan
from pipeline.model.result import Deadline, Extraction, Fact, Indicator, Status
from pipeline.model.span import Span, fold

# Sorted clean offsets: beginnings and ends of the indicators, ends of indicators and deadlines.
Bounds = tuple[list[int], list[int], list[int]]

_COMMA = re.compile(",")
_RIGHT = 14
_LEFT = 80
_CLAUSE = 400
_FIRST = 10
_HEAD_NOUN = re.compile("[,。;:!?()\\n、]")


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity of the plan. Offsets are into the clean text: the quantity itself, and the words `[left, right)` that
    belong to it (from the quantity before it to the noun behind it). `lead`: where its name stands before an earlier
    quantity of the clause, the words around it there. `opening`: the first words of its clause. `freq`: how often, for recurring things."""

    document: str
    section: str | None
    start: int
    end: int
    left: int
    right: int
    amount: Amount
    unit: str
    name: str = ""
    scope: tuple[str, ...] = ()
    status: Status | None = None
    freq: str | None = None
    fact: str | None = None
    spans: tuple[Span, ...] = ()
    zero: bool = False
    lead: str = ""
    opening: str = ""


def statements_of(plan: Plan, extraction: Extraction) -> tuple[Statement, ...]:
    """Statements from the indicators and recurring deadlines of the plans looked at, in order."""
    facts = [fact for fact in extraction.facts if fact.document in plan.facings and fact.spans]
    places = {fact.id: plan.place(fact.spans) for fact in facts if isinstance(fact, (Indicator, Deadline))}
    ends = sorted({places[fact.id][1] for fact in facts if isinstance(fact, Indicator)})
    starts = sorted({places[fact.id][0] for fact in facts if isinstance(fact, Indicator)})
    others = sorted({place[1] for place in places.values()})
    found = [item for fact in facts for item in _statement(plan, fact, places, (starts, ends, others))]
    return tuple(sorted(found, key=lambda item: (item.start, item.end, item.name, item.fact or "")))


def _statement(plan: Plan, fact: Fact, places: dict[str, tuple[int, int]], bounds: Bounds) -> Iterator[Statement]:
    if isinstance(fact, Indicator):
        start, end = places[fact.id]
        left, right = _surroundings(plan, start, end, bounds)
        yield Statement(
            document=fact.document,
            section=fact.section,
            start=start,
            end=end,
            left=left,
            right=right,
            amount=Amount(op=fact.op, value=fact.value, value_max=fact.value_max),
            unit=fact.unit or "",
            name=fold(fact.name),
            scope=fact.scope,
            status=fact.status,
            fact=fact.id,
            spans=fact.spans,
            lead=_lead(plan, fold(fact.name), left, right, bounds),
            opening=_opening(plan, start),
        )
    elif isinstance(fact, Deadline) and fact.kind == "recurring" and fact.freq:
        start, end = places[fact.id]
        left, right = _comma_clause(plan, start, end, bounds[2])
        yield Statement(
            document=fact.document,
            section=fact.section,
            start=start,
            end=end,
            left=left,
            right=right,
            amount=Amount(op="=", value=float(fact.times)),
            unit="次",
            freq=fact.freq,
            fact=fact.id,
            spans=fact.spans,
        )


def _opening(plan: Plan, start: int) -> str:
    clause_start, _ = plan.clause_at(start)
    return plan.text[clause_start : min(start, clause_start + _FIRST)]


def _lead(plan: Plan, name: str, left: int, right: int, bounds: Bounds) -> str:
    """The words before an earlier quantity of the clause from which a name is carried on (…达到1人,明年达到1.2人)."""
    if not name or plan.text.find(name, left, right) >= 0:
        return ""
    clause_start, _ = plan.clause_at(left - 1) if left else (0, 0)
    clause_start = max(clause_start, left - _CLAUSE)
    place = plan.text.rfind(name, clause_start, left)
    if place < 0:
        return ""
    ends = bounds[1]
    before = bisect_left(ends, place + 1) - 1
    return plan.text[max(clause_start, place - _LEFT, ends[before] if before >= 0 else 0) : place + len(name)]


def _surroundings(plan: Plan, start: int, end: int, bounds: Bounds) -> tuple[int, int]:
    """From the end of the quantity before (in the same clause) to the noun that follows."""
    clause_start, clause_end = plan.clause_at(start)
    starts, ends, _ = bounds
    before = bisect_left(ends, start + 1) - 1
    left = max(clause_start, start - _LEFT, ends[before] if before >= 0 and ends[before] <= start else 0)
    after = bisect_left(starts, end)
    limit = min(max(clause_end, end), end + _RIGHT, starts[after] if after < len(starts) else len(plan.text))
    stop = _HEAD_NOUN.search(plan.text, end, max(end, limit))
    return min(left, start), stop.start() if stop else max(end, limit)


def _comma_clause(plan: Plan, start: int, end: int, others: list[int]) -> tuple[int, int]:
    """From the number or time before (in the same clause) to the next comma."""
    clause_start, clause_end = plan.clause_at(start)
    before = bisect_left(others, start + 1) - 1
    left = max(clause_start, start - _LEFT, others[before] if before >= 0 and others[before] <= start else 0)
    after = _COMMA.search(plan.text, end, max(end, clause_end))
    return min(left, start), after.start() if after else max(end, clause_end)
