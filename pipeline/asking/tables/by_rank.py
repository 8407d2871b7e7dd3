"""Who stands first, last or at some place in a table with ranks or totals (督导垫底的是哪所学校, 这个月第一名是哪个班)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row, shown
from pipeline.asking.tables.grid import Grid, Row, grids
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import of_kind
from pipeline.store.searchtext import flat, phrase

_MOST = 60
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.][0-9]{1,3})?")
_HAN = "零一二三四五六七八九十"


class _Asked(msgspec.Struct, frozen=True):
    """The place asked for: counted from the top, or the last (`place` 0)."""

    place: int
    words: str


def by_rank(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The row of the place asked for, in each table that has places and whose surroundings say most of what is asked about."""
    wanted = _wanted(flat(asked.text))
    if wanted is None:
        return []
    needed = [term for term in terms if not term.generic and term.word not in wanted.words and term.known]
    any_of = " OR ".join(phrase(word) for word in wording.words("question", "columns_of_ranks"))
    found = [key for key, _ in passages(kb, f"{{text}} : ({any_of})", asked.documents)][:_MOST]
    refused, documents = held.held(kb).passages, frozenset(asked.documents)
    told = {row.key: answer for grid in grids(kb, of_kind(kb.db, found, "row"))
            for row, answer in _placed(grid, wanted.place, flat(asked.text))}  # fmt: skip
    hits = [
        hit
        for hit in finding.hits(kb.db, ((key, 0.0) for key in told if key not in refused))
        if not documents or hit.document_key in documents
    ]
    said = {hit.key: _said(needed, flat("\n".join([hit.section or "", hit.document, hit.path]))) for hit in hits}
    best = max(said.values(), default=0.0)
    kept = [hit for hit in hits if said[hit.key] == best and 2 * best >= sum(term.weight for term in needed)]
    return distinct((msgspec.structs.replace(section_row(hit), answer=shown(told[hit.key])) for hit in kept), limit)


def _wanted(text: str) -> _Asked | None:
    match = wording.pattern("question", "asks_rank").search(text)
    if match is None:
        return None
    number = match["number"]
    if not number:
        return _Asked(0 if match["last"] else 1, match[0])
    return _Asked(int(number) if number.isdigit() else max(_HAN.find(number), 0), match[0])


def _placed(grid: Grid, place: int, question: str) -> Iterator[tuple[Row, str]]:
    """The row at a place, with the cell that says whose it is: by the column of places, else by that of totals."""
    ranks = [n for n, name in enumerate(grid.names) if wording.pattern("question", "column_of_places").search(name)]
    totals = [n for n, name in enumerate(grid.names) if wording.pattern("question", "column_of_totals").search(name)]
    column = next(iter(ranks or totals), None)
    if column is None:
        return
    valued = [(float(row.cells[column]), row) for row in grid.rows if _NUMBER.fullmatch(row.cells[column].strip())]
    valued.sort(key=lambda one: one[0] if ranks else -one[0])
    label = _label(grid, column, question)
    if len(valued) > 1 and place <= len(valued):
        row = valued[place - 1][1]  # the last where the place is 0
        yield row, row.cells[label]


def _label(grid: Grid, column: int, question: str) -> int:
    """The column that says whose a row is: the one whose name the question says, else the first that counts nothing."""
    plain = [n for n in range(len(grid.names)) if n != column and not _NUMBER.fullmatch(grid.rows[0].cells[n].strip())]
    named = [n for n in plain if grid.names[n] in question or grid.names[n][-1:] in question]
    return next(iter(named or plain), 0)


def _said(needed: Sequence[Term], around: str) -> float:
    return sum(term.weight for term in needed if any(form in around for form in term.forms))
