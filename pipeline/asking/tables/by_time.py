"""Rows of tables, and lines, that a question names by a day, a week or a weekday (10月3日谁值班, 第9周有什么安排): the cell in the column
asked for, or what stands in the line behind its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.happening import listed_at
from pipeline.asking.labels import are_names
from pipeline.asking.lexicons import Kind
from pipeline.asking.points import Point, point_of
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row, shown
from pipeline.asking.standing import holds
from pipeline.asking.tables.grid import Grid, Row, grids
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import of_kind
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded, phrase

_MOST = 200
_SHARED = 2
# Kinds that a line answers which a day opens.
_IN_LINES: frozenset[Kind] = frozenset({"who", "holder", "members", "due"})
# The rows of question_wording.yaml that tell how columns are called which hold what each kind of question asks for.
_COLUMNS: dict[Kind, str] = {
    "who": "columns_of_parties", "holder": "columns_of_parties", "members": "columns_of_parties", "any": "columns_of_work",
    "due": "columns_of_work", "duties": "columns_of_work", "how": "columns_of_work", "when": "says_times", "place": "place_columns",
    "phone": "columns_of_phones",
}  # fmt: skip


def by_row_of_time(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What stands in the rows and lines of the very day or week; none where there are none, or no column holds what is asked for."""
    point = point_of(flat(asked.text))
    if asked.kind not in _COLUMNS or point is None:
        return []
    needed = [term for term in terms if not term.generic and term.word not in point.words]
    if asked.kind == "due" and listed_at(kb, asked, needed, 1):
        return []  # told with the rows that share the time's cell
    told = list(_told(kb, asked, needed, point))
    return distinct((msgspec.structs.replace(section_row(hit), answer=shown(answer)) for hit, answer in told), limit)


class _Told(msgspec.Struct, frozen=True):
    """The cells of a row that answer, and the names of its table's columns."""

    names: str
    cells: list[str]


def _told(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], point: Point) -> Iterator[tuple[Hit, str]]:
    any_of = " OR ".join(phrase(word) for word in point.looked_for)
    found = [key for key, _ in passages(kb, f"{{text}} : ({any_of})", asked.documents)][:_MOST]
    refused, wanted = held.held(kb).passages, frozenset(asked.documents)
    in_rows: dict[int, _Told] = {}
    for grid in grids(kb, of_kind(kb.db, found, "row")):
        in_rows |= {row.key: told for row in grid.rows if (told := _cells(asked, point, grid, row)) is not None}
    lines = of_kind(kb.db, found, "sentence") if asked.kind in _IN_LINES else []
    for hit in finding.hits(kb.db, ((key, 0.0) for key in (*in_rows, *lines) if key not in refused)):
        row = in_rows.get(hit.key)
        around = flat("\n".join([hit.text, hit.section or "", hit.document, hit.path, row.names if row else ""]))
        if (not wanted or hit.document_key in wanted) and _speaks(needed, around):
            yield from ((hit, answer) for answer in (row.cells if row else _in_line(asked, point, hit)))


def _in_line(asked: Question, point: Point, hit: Hit) -> Iterator[str]:
    """What stands in a line behind the day that opens it: the names behind the label asked for (2月4日 带班:…;值班:…), or all of it."""
    line = wording.pattern("question", "line_of_day").fullmatch(folded(hit.text).strip())
    if line is None or not point.is_in("", line["day"]):
        return
    labels = list(wording.pattern("question", "label_in_line").finditer(line["rest"]))
    most = max((_alike(label["label"], asked.text) for label in labels), default=0)
    if labels and asked.kind != "due":
        yield from (label["told"].strip() for label in labels if _alike(label["label"], asked.text) == most)
    elif asked.kind == "due" or are_names(line["rest"]):
        yield line["rest"]


def _cells(asked: Question, point: Point, grid: Grid, row: Row) -> _Told | None:
    """The cells asked for, where a cell of the row is the time that the question names."""
    at = next((n for n, cell in enumerate(row.cells) if cell and point.is_in(grid.names[n], cell)), -1)
    if at < 0:
        return None
    named = wording.pattern("question", _COLUMNS[asked.kind])
    columns = [n for n, name in enumerate(grid.names) if n != at and named.search(name) and row.cells[n].strip()]
    most = max((_alike(grid.names[n], asked.text) for n in columns), default=0)
    told = [row.cells[n] for n in columns if _alike(grid.names[n], asked.text) == most]
    return _Told("|".join(grid.names), told)


def _speaks(needed: Sequence[Term], around: str) -> bool:
    """Whether most of what is asked for stands in a row, its header, above it or in the title (在校 may be left unsaid)."""
    there = sum(term.weight for term in needed if holds(around, term))
    return 2 * there >= sum(term.weight for term in needed)


def _alike(name: str, question: str) -> int:
    """How many characters of a column's name, two or more together, a question says."""
    longest = (end - start for start in range(len(name)) for end in range(start + _SHARED, len(name) + 1)
               if name[start:end] in question)  # fmt: skip
    return max(longest, default=0)
