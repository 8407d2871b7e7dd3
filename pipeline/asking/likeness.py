"""The sentences of a base that are most like a question by its characters."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.grams import ABOVE, BESIDE, OWN, SYNONYM, TITLE, Grams
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import Line, lines
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, phrase

_MOST_PAIRS = 16
_MOST_READ = 60
# A group's name stands at most so many lines above one of its seats.
_ABOVE_SEAT = 4
# With so many passages found by pairs, characters alone are not looked for.
_ENOUGH = 12
# Of two sentences as like the question the shorter one: a character counts so much.
_LENGTH = 0.0003
_LONG = 200


class Likely(msgspec.Struct, frozen=True):
    """A sentence and the share of the question that it, its headings and those beside it cover."""

    hit: Hit
    score: float


def most_like(kb: KnowledgeBase, grams: Grams, documents: Sequence[int]) -> list[Likely]:
    """Sentences by how much of the question they cover, the best first; in some plans only, where these are given."""
    keys = _keys(kb, grams, documents)
    wanted = dict.fromkeys(near for key in keys for near in (key, key - 1, key + 1))
    near_by = lines(kb.db, dict.fromkeys(near for key in wanted for near in (key - 1, key, key + 1)))
    refused = held.held(kb).passages
    kept = [key for key in wanted if key in near_by and key not in refused and near_by[key].kind != "heading"]
    found = [_likely(grams, hit, near_by) for hit in finding.hits(kb.db, ((key, 0.0) for key in kept))]
    return sorted((one for one in found if grams.found(flat(one.hit.text))), key=lambda one: (-one.score, one.hit.key))


def at_seats(kb: KnowledgeBase, matter: Grams, words: Sequence[str], documents: Sequence[int]) -> list[Likely]:
    """Sentences that hold one of some words for a seat (组长, 成员), by how much of the group's name stands in them, above them, in the
    sentences before them or in the title."""
    keys = dict.fromkeys(key for word in words for key in _holding(kb, flat(word), documents))
    near_by = lines(kb.db, dict.fromkeys(near for key in keys for near in range(key - _ABOVE_SEAT, key + 1)))
    refused = held.held(kb).passages
    kept = [key for key in keys if key in near_by and key not in refused and near_by[key].kind != "heading"]
    found = [
        Likely(hit, matter.share([*around(hit), *_seat_heading(hit), *_before(hit, near_by)]))
        for hit in finding.hits(kb.db, ((key, 0.0) for key in kept))
    ]
    return sorted(found, key=lambda one: (-one.score, one.hit.key))


def _seat_heading(hit: Hit) -> list[tuple[str, float]]:
    """The innermost heading, which names the group whose seats stand below it."""
    return [(flat((hit.section or "").rsplit(">", 1)[-1]), OWN)]


def _before(hit: Hit, near_by: dict[int, Line]) -> list[tuple[str, float]]:
    """The sentences before one in its section: the group is named there, its seats each in a line of their own."""
    return [
        (flat(near_by[near].text), ABOVE)
        for near in range(hit.key - _ABOVE_SEAT, hit.key)
        if near in near_by and together(near_by[near], near_by[hit.key])
    ]


def around(told: Hit | AnswerRow) -> list[tuple[str, float]]:
    """A sentence with its headings and title, each with what it is worth."""
    return [(flat(told.text), OWN), (flat(told.section or ""), ABOVE), (flat(told.document), TITLE)]


def _likely(grams: Grams, hit: Hit, near_by: dict[int, Line]) -> Likely:
    beside = [
        (flat(near_by[near].text), BESIDE)
        for near in (hit.key - 1, hit.key + 1)
        if near in near_by and together(near_by[near], near_by[hit.key])
    ]
    return Likely(hit, grams.share([*around(hit), *beside]) - _LENGTH * min(len(hit.text), _LONG))


def together(one: Line, other: Line) -> bool:
    """Whether two passages speak of one matter; the rows of a table each speak of another."""
    same = one.section == other.section and content_of(one.key) == content_of(other.key)
    return same and "row" not in (one.kind, other.kind)


def _keys(kb: KnowledgeBase, grams: Grams, documents: Sequence[int]) -> list[int]:
    """Keys of the passages that hold most of the weight, in the sentence or above it."""
    rare = sorted(grams.pairs, key=lambda pair: (-grams.pairs[pair], pair))[:_MOST_PAIRS]
    pieces = [(pair, grams.pairs[pair]) for pair in rare]
    pieces += [
        (form, SYNONYM * sum(grams.weights[g] for g in some)) for some, forms in grams.stands_for for form in forms
    ]
    worths: dict[int, float] = {}
    for some in (pieces, sorted(grams.singles.items())):
        for piece, weight in some:
            for key in _holding(kb, piece, documents):
                worths[key] = worths.get(key, 0.0) + weight
        if len(worths) >= _ENOUGH:
            break
    return sorted(worths, key=lambda key: (-worths[key], key))[:_MOST_READ]


def _holding(kb: KnowledgeBase, piece: str, documents: Sequence[int]) -> list[int]:
    """Passages that hold a piece; none for one that so many hold that it says little."""
    if not any(map(str.isalnum, piece)):
        return []
    expression = phrase(piece)
    key = ("holding", expression, *map(str, documents))
    found = kb.recent(key, lambda: finding.holding(kb.db, expression, documents))
    return found if len(found) <= finding.MANY else []
