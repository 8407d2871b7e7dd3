"""Answers from tables by place: the row that holds what is asked for, the column whose header names what is wanted of it
(智治校园规划谁分管 → the cell under 分管领导)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.cells import cells_of
from pipeline.asking.lexicons import Kind, lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row, shown
from pipeline.asking.standing import holds
from pipeline.asking.words import Term, holding_all
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import of_kind
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

_KINDS: frozenset[Kind] = frozenset({"who", "when", "how_much", "any", "place", "evidence", "recipient"})
_MOST = 60
# A header stands at most so many rows above.
_FARTHEST = 400
_LONGEST_HEADER = 14
_SHARED = 2
_EMPTY = frozenset({"", "/", "-", "—", "――", "无"})
# How columns are called that hold what a kind of question asks for.
_NAMED: dict[Kind, str] = {
    "when": "says_times", "who": "party_columns_told", "place": "place_columns", "how_much": "amount_columns",
}  # fmt: skip
_NUMBER = re.compile("[0-9]")


def by_column(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Cells that answer; none where no header names what is asked."""
    needed = [term for term in terms if not term.generic]
    if asked.kind not in _KINDS or not any(term.known for term in needed):
        return []
    refused = held.held(kb).passages
    rows = (
        msgspec.structs.replace(section_row(hit), answer=cell)
        for hit in _rows(kb, asked, needed)
        if hit.key not in refused
        for cell in _cells(kb, asked, needed, hit)
    )
    return distinct(rows, limit)


def cells_of_kind(kb: KnowledgeBase, asked: Question, hit: Hit) -> list[str]:
    """The cells of one row under headers that name what is asked for (存放地址 for 放在哪里), whatever else the row holds."""
    if hit.kind != "row" or asked.kind not in _KINDS:
        return []
    cells, header = cells_of(hit.text), header_of(kb, hit)
    if header is None or len(cells) > len(header):
        return []
    named = zip(header[len(header) - len(cells) :], cells, strict=True)
    return [shown(cell) for name, cell in named if flat(cell) not in _EMPTY and _holds(asked, name, cell)]


def _holds(asked: Question, name: str, cell: str) -> bool:
    """Whether a column of that name holds what a question of that kind asks for."""
    row = _NAMED.get(asked.kind)
    named = row is not None and wording.pattern("question", row).search(name) is not None
    if asked.kind == "how_much":
        return bool(_NUMBER.search(cell)) and (_asks_for(asked, name, cell) or (named and not asked.counter))
    return named or _asks_for(asked, name, cell)


def names_its_column(asked: Question) -> bool:
    """Whether a question names a party by what the column is called (谁分管, 哪个单位承办), so that no other column's will do."""
    return asked.kind == "who" and wording.pattern("question", "party_columns").search(asked.text) is not None


def _rows(kb: KnowledgeBase, asked: Question, needed: Sequence[Term]) -> Iterator[Hit]:
    """Rows of tables that hold all words asked for, or all but one that may name the column."""
    known = [term for term in needed if term.known]
    chosen = [known, *([t for t in known if t is not gone] for gone in known)] if len(known) > 1 else [known]
    keys: dict[int, None] = {}
    for some in chosen:
        keys |= dict.fromkeys(key for key, _ in passages(kb, holding_all(some), asked.documents)[:_MOST])
    return iter(finding.hits(kb.db, ((key, 0.0) for key in of_kind(kb.db, list(keys), "row"))))


def _cells(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], hit: Hit) -> Iterator[str]:
    header = header_of(kb, hit)
    cells = cells_of(hit.text)
    if header is None or len(cells) > len(header) or len(cells) < 2:
        return
    header = header[len(header) - len(cells) :]  # cells that several rows share stand in the first of them only
    for at, name in enumerate(header):
        if flat(cells[at]) in _EMPTY or not _asks_for(asked, name, cells[at]):
            continue
        others = flat("\n".join([*cells[:at], *cells[at + 1 :], hit.section or "", hit.document]))
        if all(holds(others, term) or any(form in name for form in term.forms) for term in needed):
            yield shown(cells[at])


def _asks_for(asked: Question, name: str, cell: str) -> bool:
    """Whether a column of that name holds what is asked for."""
    if asked.kind == "when":
        return bool(wording.pattern("question", "says_times").search(name))
    if asked.kind == "who":
        found = wording.pattern("question", "party_columns").search(asked.text)
        return found is not None and found[0] in name
    shared = any(name[at : at + _SHARED] in asked.text for at in range(len(name) - _SHARED + 1))
    if asked.kind == "how_much":
        units = [word for row in lexicons().units if asked.counter in row for word in row]
        named = any(form in name for unit in units for form in (f"({unit})", f"/{unit}", f"{unit}值", f"{unit}数"))
        return bool(_NUMBER.search(cell)) and (shared or named)
    return shared


def is_header(kb: KnowledgeBase, hit: Hit) -> bool:
    """Whether a passage is the first row of a table and holds nothing but names of columns."""
    if hit.kind != "row" or _NUMBER.search(hit.text) or any(len(cell) > _LONGEST_HEADER for cell in cells_of(hit.text)):
        return False
    beside = kb.db.execute(
        "SELECT key, kind FROM passages WHERE key IN (?, ?) ORDER BY key", (hit.key - 1, hit.key + 1)
    ).fetchall()
    kinds = {row["key"]: row["kind"] for row in beside if content_of(row["key"]) == content_of(hit.key)}
    return kinds.get(hit.key - 1) != "row" and kinds.get(hit.key + 1) == "row"


def header_of(kb: KnowledgeBase, hit: Hit) -> list[str] | None:
    """The cells of the first row of the table that a row stands in; null where it is that row itself."""
    last = kb.db.execute(
        "SELECT max(key) FROM passages WHERE key < ? AND key > ? AND kind <> 'row'", (hit.key, hit.key - _FARTHEST)
    ).fetchone()[0]
    rows = kb.db.execute(
        "SELECT key FROM passages WHERE key > ? AND key < ? ORDER BY key", (last or hit.key - _FARTHEST, hit.key)
    )
    first = next((row["key"] for row in rows if content_of(row["key"]) == content_of(hit.key)), None)
    if first is None:
        return None
    row = kb.db.execute("SELECT text FROM passages WHERE key = ?", (first,)).fetchone()
    names = [flat(cell) for cell in cells_of(row["text"])] if row else []
    return names if len(names) > 1 and all(len(name) <= _LONGEST_HEADER for name in names) else None
