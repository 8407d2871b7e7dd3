"""What a plan lists under or beside a time that a question names: the items below 十二月份:, the rows that share 第一周."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.cells import cells_of
from pipeline.asking.governing import leading_time
from pipeline.asking.numerals import in_han
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row, shown
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded

_MOST = 40
_MOST_ITEMS = 15
_LONGEST = 60


def listed_at(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for what is listed at the very time asked for and holds all else that is asked for."""
    if asked.time is None:
        return []
    term = Term(word=flat(asked.time.text), others=tuple(_writings(flat(asked.time.text))))
    refused, wanted = held.held(kb).passages, frozenset(asked.documents)
    found = finding.hits(kb.db, passages(kb, f"{{text}} : {term.expression()}", asked.documents)[:_MOST])
    rows = (
        _itself(section_row(item))
        for hit in found
        if not wanted or hit.document_key in wanted
        for item in _items(kb, hit, term)
        if item.key not in refused and all(any(form in flat(item.text) for form in one.forms) for one in needed)
    )
    return distinct(rows, limit)


def _writings(time: str) -> Iterator[str]:
    """Other ways to write a month: 12月 as 十二月."""
    match = wording.pattern("question", "month_number").fullmatch(time)
    if match is not None:
        yield f"{in_han(int(match[1]))}月"


def _items(kb: KnowledgeBase, hit: Hit, term: Term) -> Iterator[Hit]:
    """The passages that stand under or beside the time in a heading, a line that leads a list or a cell."""
    if hit.kind == "row":
        cells = cells_of(hit.text)
        at = next((n for n, cell in enumerate(cells) if any(form in flat(cell) for form in term.forms)), len(cells))
        if at < len(cells) - 1 and leading_time(cells[at]):
            yield hit
            yield from _rows_below(kb, hit, len(cells))
    elif leading_time(hit.text) and (hit.kind == "heading" or folded(hit.text).rstrip().endswith(":")):
        yield from lines_below(kb, hit)


def _rows_below(kb: KnowledgeBase, hit: Hit, cells: int) -> Iterator[Hit]:
    """The rows that share the first cells of one: those below it with fewer cells."""
    rows = kb.db.execute(
        "SELECT key, text FROM passages WHERE document = ? AND key > ? AND key <= ? AND kind = 'row' ORDER BY key",
        (hit.document_key, hit.key, hit.key + _MOST),
    ).fetchall()
    end = next((n for n, row in enumerate(rows) if len(cells_of(row["text"])) >= cells), len(rows))
    yield from finding.hits(kb.db, [(row["key"], 0.0) for row in rows[:end]])


def lines_below(kb: KnowledgeBase, hit: Hit) -> Iterator[Hit]:
    """The passages below a line, up to the next line with a time of its own."""
    rows = kb.db.execute(
        "SELECT key, text, kind, section FROM passages WHERE document = ? AND start > ? AND kind <> 'joined' ORDER BY start, key LIMIT ?",
        (hit.document_key, hit.spans[0].start, _MOST_ITEMS),
    ).fetchall()
    ends = (
        n
        for n, row in enumerate(rows)
        if leading_time(row["text"]) and (row["kind"] == "heading" or folded(row["text"]).rstrip().endswith(":"))
    )
    below = rows[: next(ends, len(rows))]
    # A heading with lines of its own is told by these.
    above = {row["section"] for row in below if row["kind"] == "sentence"}
    items = [row for row in below if row["kind"] != "heading" or row["section"] not in above]
    yield from finding.hits(kb.db, [(row["key"], 0.0) for row in items])


def _itself(row: AnswerRow) -> AnswerRow:
    """A short item answers by itself."""
    return row if len(row.text) > _LONGEST else msgspec.structs.replace(row, answer=shown(row.text))
