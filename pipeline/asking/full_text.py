"""`search`: full text over facts and headings, and the marks that show what was hit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from pipeline.asking.rows import answer_row, distinct, section_row
from pipeline.model.result import fact_type
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit, StoredFact
from pipeline.store.searchtext import contains, phrase, query_words, searchable, with_origin, writings

if TYPE_CHECKING:
    from pipeline.asking.filters import Filters
    from pipeline.asking.words import Term  # with it comes the dictionary of words, which full text does without

_TYPE_ORDER = ("duty", "target", "indicator", "deadline", "membership", "evidence", "problem")
# Short texts rank high; a bare heading says less than a sentence that holds the same word.
_HEADING_WORTH = 0.5
# Fields put right that are searched.
_SEARCHED = ("actor", "words", "name", "person", "group", "post")
_WINDOW = 40
_CHUNK = 200
# Facts are read for so many sentences at a time; most searches need no more.
_AT_A_TIME = 8


def search(kb: KnowledgeBase, words: str, limit: int = 20, filters: Filters | None = None) -> list[AnswerRow]:
    """Facts, and headings and sentences without facts, whose words hold all the words asked for.

    Words are parted by blanks. Where no single sentence holds them all, headings and actors above it count too. Rows of
    one sentence stand together, those whose own words were hit first. With `filters` only facts that satisfy them are
    given; without words, all of them in the order of the plans.
    """
    wanted = query_words(words)
    if filters:
        return _filtered(kb, wanted, filters, limit) if wanted or not words.strip() else []
    if not wanted:
        return []
    hits = _hits(kb, wanted, "text", limit) or _hits(kb, wanted, "", limit)
    facts = finding.facts_in(kb.db, [hit.key for hit in hits])
    covered = finding.extents(kb.db, [key for keys in facts.values() for key in keys])
    rows: list[AnswerRow] = []
    for start in range(0, len(hits), _AT_A_TIME):
        some = hits[start : start + _AT_A_TIME]
        stored = held.facts_by_key(kb, (key for hit in some for key in facts.get(hit.key, ())))
        for hit in some:
            here = (stored[key] for key in facts.get(hit.key, ()) if key in stored)
            inside = sorted(here, key=lambda s: _order(s, wanted))
            rows.extend(answer_row(fact) for fact in inside)
            if not inside and not _is_covered(hit, covered):
                rows.append(section_row(hit))
        if len(rows) >= limit:
            break
    return [*_put_right(kb, wanted, {row.fact for row in rows}), *rows][:limit]


def _put_right(kb: KnowledgeBase, words: Sequence[str], given: set[str | None]) -> list[AnswerRow]:
    """Facts that hold all the words since people put them right: the index has only what the plans say."""

    def fits(value: str) -> bool:
        text = searchable(value)
        return all(contains(text, word) for word in words)

    found = held.facts_by_key(kb, held.corrected_to(kb, _SEARCHED, fits)).values()
    return [answer_row(stored) for stored in found if stored.fact.id not in given]


def _filtered(kb: KnowledgeBase, words: Sequence[str], filters: Filters, limit: int) -> list[AnswerRow]:
    """The facts that satisfy the filters and hold the words, in the order of the files and places."""
    from pipeline.asking.filters import condition

    where, values = condition(kb, filters)
    for column in ("text", "") if words else ("",):
        source = f"FROM facts f WHERE {where}"
        if words:
            source = f"FROM passage_index i CROSS JOIN facts f ON f.passage = i.rowid WHERE passage_index MATCH ? AND {where}"
        held = (_expression(words, column),) if words else ()
        keys = (row[0] for row in kb.db.execute(f"SELECT f.key {source} ORDER BY f.key", (*held, *values)))
        rows = distinct(_rows_of(kb, keys, words if column else ()), limit)
        if rows:
            return rows
    return []


def _rows_of(kb: KnowledgeBase, keys: Iterator[int], words: Sequence[str]) -> Iterator[AnswerRow]:
    while chunk := list(islice(keys, _CHUNK)):
        stored = held.facts_by_key(kb, chunk)
        for key in (key for key in chunk if key in stored):
            text = searchable(stored[key].text)
            if all(contains(text, word) for word in words):
                yield answer_row(stored[key])


def _expression(words: Sequence[str], column: str) -> str:
    return " AND ".join("(" + " OR ".join(phrase(form, column) for form in writings(word)) + ")" for word in words)


def _hits(kb: KnowledgeBase, words: Sequence[str], column: str, limit: int) -> list[Hit]:
    expression = _expression(words, column)
    room = max(limit, _WINDOW)
    while True:
        found = finding.match(kb.db, expression, room)
        kept = [hit for hit in found if _holds(hit, words, column)]
        if len(kept) >= limit or len(found) < room:
            return sorted(kept, key=lambda hit: hit.rank * _HEADING_WORTH if hit.kind == "heading" else hit.rank)
        room *= 4


def _holds(hit: Hit, words: Sequence[str], column: str) -> bool:
    """The index finds a little too much (punctuation, parts of numbers); the text itself decides."""
    if not column:
        return True
    text = searchable(hit.text)
    return all(contains(text, word) for word in words)


def _order(stored: StoredFact, words: Sequence[str]) -> tuple[int, int, int]:
    own = searchable(stored.words)
    missed = sum(not contains(own, word) for word in words)
    kind = fact_type(stored.fact)
    return missed, _TYPE_ORDER.index(kind), stored.key


def _is_covered(hit: Hit, covered: list[tuple[int, int, int]]) -> bool:
    """Whether a sentence lies inside a fact over several sentences that is shown anyway."""
    start, end = hit.spans[0].start, hit.spans[-1].end
    return any(d == hit.document_key and s <= start and end <= e for d, s, e in covered)


def documents_with(kb: KnowledgeBase, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """One row for each plan that holds all terms, with its best sentence; the answer is the plan's title."""
    from pipeline.asking.words import holding_all  # with it comes the dictionary of words

    if not terms:
        return []
    hits = finding.match(kb.db, holding_all(terms), 500)
    rows: dict[int, AnswerRow] = {}
    for hit in hits:
        if hit.document_key not in rows and len(rows) < limit:
            facts = held.facts_by_key(kb, finding.facts_in(kb.db, [hit.key]).get(hit.key, [])[:1])
            row = next(map(answer_row, facts.values()), section_row(hit))
            rows[hit.document_key] = msgspec.structs.replace(row, answer=hit.document)
    return list(rows.values())


def marks(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Ranges of a text where words stand, in order, none overlapping: for marking hits, whatever way they are written.

    >>> marks("工　会负责", ["工会"])
    [(0, 3)]
    """
    flat = with_origin(text)
    found: list[tuple[int, int]] = []
    for word in {form for each in words for part in query_words(each) for form in writings(part)}:
        at = flat.text.find(word)
        while at >= 0:
            found.append((flat.origin[at], flat.origin[at + len(word) - 1] + 1))
            at = flat.text.find(word, at + len(word))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
