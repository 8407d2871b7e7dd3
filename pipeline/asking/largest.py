"""Which row of a table has the most or the least of something (哪座水库的坝最高, 人数最少的是哪个组)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.cells import cells_of
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row, shown
from pipeline.asking.standing import holds
from pipeline.asking.words import Term
from pipeline.expressions import quantities
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import Line, lines, of_kind
from pipeline.store.searchtext import flat, phrase

_MOST_TABLES = 12
_MOST_HEADERS = 60
_MOST_ROWS = 300
_LONGEST_HEADER = 14
_LEAST_ROWS = 2
_NOUN = 2
# How well a table fits a question that says nothing but what is asked for and what is compared.
_NOTHING_ELSE = 0.1
_ROWS_LOOKED_AT = 6
_BARE_NUMBER = re.compile("[0-9]{1,9}(?:[.][0-9]{1,4})?")
# What stands behind a verb of getting or having and measures nothing (补得最少).
_HAVING = "得有到"


class Compared(msgspec.Struct, frozen=True):
    """What a question compares: what is measured (`measure`: 坝, 面积), by which adjective, whether the least is asked for; the two
    that are compared, where they are named."""

    measure: str
    adjective: str
    least: bool
    between: tuple[str, ...] = ()


def compared(question: str) -> Compared | None:
    """What a question (normalised) compares; null for one that compares nothing."""
    two = wording.pattern("question", "weighs_up").search(question)
    match = two or wording.pattern("question", "asks_largest").search(question)
    if match is None:
        return None
    said = match.groupdict()
    adjective = next(said[name] for name in said if name.startswith("adjective") and said[name])
    measure = next((said[name] for name in said if name.startswith("measure") and said[name]), "")
    least = f"最{adjective}" in lexicons().lowest or adjective in wording.words("question", "less")
    names = re.split(wording.pattern("question", "between_names").pattern, two["names"]) if two else []
    between = tuple(name for name in names if len(name) > 1)
    measure = wording.pattern("question", "before_measure").sub("", measure).rstrip(_HAVING)
    return Compared(measure, adjective, least, between)


def largest(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows of the table that a question compares, that with the most (or the least) first."""
    one = compared(flat(asked.text))
    if one is None or not one.measure or one.between:
        return []
    needed = [term for term in terms if not term.generic and term.known]
    best: tuple[float, list[AnswerRow]] = (0.0, [])
    for header in _headers(kb, asked, one)[:_MOST_TABLES]:
        column = _column(header, one)
        column = _only_numbers(kb, asked, header) if column is None else column
        said = _said(kb, header, needed) if needed else _NOTHING_ELSE * _names_noun(asked, header)
        if column is None or said <= best[0]:
            continue
        if rows := _ordered(kb, asked, header, column, one, limit):
            best = (said, rows)
    return best[1]


def _headers(kb: KnowledgeBase, asked: Question, one: Compared) -> list[Line]:
    """First rows of tables that name what is measured."""
    words = dict.fromkeys([one.measure, one.measure[-1] + one.adjective, one.measure[-2:], *_nouns(asked)])
    keys: dict[int, None] = {}
    for word in words:
        if len(word) > 1:
            found = passages(kb, phrase(word), asked.documents)
            keys |= dict.fromkeys(of_kind(kb.db, [key for key, _ in found], "row")[:_MOST_HEADERS])
    here = lines(kb.db, (near for key in keys for near in (key - 1, key)))
    refused = held.held(kb).passages
    first = [here[key] for key in keys if key not in refused and (key - 1 not in here or here[key - 1].kind != "row")]
    return [line for line in first if all(len(flat(cell)) <= _LONGEST_HEADER for cell in cells_of(line.text))]


def _column(header: Line, one: Compared) -> int | None:
    """The column whose name holds most of what is measured."""
    shared = [(_alike(flat(cell).partition("(")[0], one), -at) for at, cell in enumerate(cells_of(header.text))]
    value, at = max(shared)
    return -at if value > 0 else None


def _nouns(asked: Question) -> list[str]:
    """The noun that is asked for (哪个专业 → 专业), up to what may be a measure behind it."""
    noun = wording.pattern("question", "asks_which_noun").search(flat(asked.text))
    return [noun["noun"][:_NOUN]] if noun and len(noun["noun"]) >= _NOUN else []


def _names_noun(asked: Question, header: Line) -> bool:
    """Whether a table has a column for what is asked for."""
    return any(noun in flat(cell) for noun in _nouns(asked) for cell in cells_of(header.text))


def _only_numbers(kb: KnowledgeBase, asked: Question, header: Line) -> int | None:
    """The one column that holds bare numbers, of a table that names what is asked for; null where there are several."""
    names = [flat(cell) for cell in cells_of(header.text)]
    if not _names_noun(asked, header):
        return None
    below = lines(kb.db, range(header.key + 1, header.key + 1 + _ROWS_LOOKED_AT))
    rows = [cells_of(row.text) for row in below.values() if row.kind == "row"]
    whole = [row for row in rows if len(row) == len(names)]
    serial = wording.pattern("question", "serial_column")
    columns = [
        at
        for at, name in enumerate(names)
        if not serial.fullmatch(name)
        and len(whole) >= _LEAST_ROWS
        and all(_BARE_NUMBER.fullmatch(row[at].strip()) for row in whole)
    ]
    return columns[0] if len(columns) == 1 else None


def _alike(name: str, one: Compared) -> float:
    """How much of a column's name is what is measured; 0 where it names something else."""
    long = one.measure[-1] + one.adjective
    if not name or not (one.measure.endswith(name) or name.endswith((one.measure, long)) or one.measure in name):
        return 0.0
    return len(set(one.measure + one.adjective) & set(name)) / len(name)


def _said(kb: KnowledgeBase, header: Line, needed: Sequence[Term]) -> float:
    """The share of the weight of the words asked for that stand in a table's header, above it, or in its first cells."""
    total = sum(term.weight for term in needed)
    hit = next(iter(finding.hits(kb.db, [(header.key, 0.0)])), None)
    if hit is None or not total:
        return 0.0
    above = lines(kb.db, (header.key - 1, header.key + 1))
    text = flat("\n".join([hit.text, hit.section or "", hit.document, *(line.text for line in above.values())]))
    return sum(term.weight for term in needed if holds(text, term)) / total


def _ordered(
    kb: KnowledgeBase, asked: Question, header: Line, column: int, one: Compared, limit: int
) -> list[AnswerRow]:
    names = [flat(cell) for cell in cells_of(header.text)]
    label = _label(asked, names, column)
    found: list[tuple[float, int, str]] = []
    here = lines(kb.db, range(header.key + 1, header.key + _MOST_ROWS))
    for key in range(header.key + 1, header.key + _MOST_ROWS):
        if key not in here or here[key].kind != "row":
            break
        cells = cells_of(here[key].text)
        gone = len(names) - len(cells)  # cells that several rows share stand in the first of them only
        if gone < 0 or column < gone or wording.pattern("question", "row_of_sums").search(flat(cells[0])):
            continue
        value = _value(cells[column - gone].strip())
        if value is not None:
            found.append((value, key, cells[max(label - gone, 0)]))
    if len(found) < _LEAST_ROWS:
        return []
    found.sort(key=lambda row: (row[0] if one.least else -row[0], row[1]))
    cell_by_key = {key: cell for _, key, cell in found[:limit]}
    hits = {hit.key: hit for hit in finding.hits(kb.db, ((key, 0.0) for key in cell_by_key))}
    rows = (msgspec.structs.replace(section_row(hits[key]), answer=shown(cell)) for key, cell in cell_by_key.items())
    return distinct(rows, limit)


def _value(cell: str) -> float | None:
    if _BARE_NUMBER.fullmatch(cell):
        return float(cell)
    return next((one.value for one in quantities(cell)), None)


def _label(asked: Question, names: Sequence[str], column: int) -> int:
    """The column of what is asked for by its name (哪座水库 → 水库名称), else the first that counts nothing."""
    noun = wording.pattern("question", "asks_which_noun").search(flat(asked.text))
    if noun:
        for at, name in enumerate(names):
            if at != column and noun["noun"][-1] in name:
                return at
    plain = (
        at
        for at, name in enumerate(names)
        if at != column and not wording.pattern("question", "column_of_numbers").search(name)
    )
    return next(plain, 0)
