"""Which fact of one plan is which of the other: the best pairs first, each fact once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from pipeline.comparison.diff.scoring import fits, may_change_hands, score
from pipeline.comparison.similarity import likeness, pairs
from pipeline.model.result import Deadline, Indicator, Membership, fact_type
from pipeline.store import StoredFact

# A pair of characters that so many facts share finds no candidates.
_COMMON = 60


class Pair(msgspec.Struct, frozen=True):
    """Two facts taken for one statement, and how well they fit."""

    left: StoredFact
    right: StoredFact
    score: float


def pair_facts(left: Sequence[StoredFact], right: Sequence[StoredFact]) -> list[Pair]:
    """Pairs of facts of one kind. The order of the two plans makes no difference: ties are broken by measures that look
    the same from both sides."""
    alone = _seats(left), _seats(right)
    found: list[tuple[tuple[object, ...], Pair]] = []
    for one, other in _candidates(left, right):
        value = score(one, other)
        kind = fact_type(one.fact)
        only = _only(one, alone[0]) and _only(other, alone[1])
        if fits(kind, value) and may_change_hands(one.fact, other.fact, only):
            found.append((_rank(value, one, other), Pair(one, other, value)))
    found.sort(key=lambda item: item[0])
    taken: set[int] = set()
    chosen: list[Pair] = []
    for _, pair in found:
        if pair.left.key in taken or -pair.right.key - 1 in taken:
            continue
        taken.update((pair.left.key, -pair.right.key - 1))
        chosen.append(pair)
    return chosen


def _rank(value: float, one: StoredFact, other: StoredFact) -> tuple[object, ...]:
    starts = sorted((one.fact.spans[0].start, other.fact.spans[0].start))
    words = -round(likeness(one.text, other.text), 9), one.words != other.words
    return (-round(value, 9), *words, starts[1] - starts[0], starts, sorted((one.fact.id, other.fact.id)))


def _candidates(left: Sequence[StoredFact], right: Sequence[StoredFact]) -> list[tuple[StoredFact, StoredFact]]:
    """Pairs of facts that share a pair of characters that is not everywhere (or a person)."""
    index: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(right):
        for token in set(_tokens(one)):
            index[token].append(place)
    seen: list[tuple[StoredFact, StoredFact]] = []
    for one in left:
        near: set[int] = set()
        for token in set(_tokens(one)):
            places = index.get(token, ())
            if len(places) <= _COMMON or len(right) <= _COMMON:
                near.update(places)
        seen += [(one, right[place]) for place in sorted(near)]
    return seen


def _tokens(stored: StoredFact) -> tuple[str, ...]:
    fact = stored.fact
    if isinstance(fact, Membership):
        return (fact.person, fact.position)
    if isinstance(fact, Indicator):
        return tuple(pairs(fact.name))
    return tuple(pairs(stored.text if isinstance(fact, Deadline) else stored.words))


def _seats(facts: Sequence[StoredFact]) -> Counter[tuple[str | None, str]]:
    return Counter((one.fact.group, one.fact.position) for one in facts if isinstance(one.fact, Membership))


def _only(stored: StoredFact, seats: Counter[tuple[str | None, str]]) -> bool:
    fact = stored.fact
    return isinstance(fact, Membership) and seats[(fact.group, fact.position)] == 1
