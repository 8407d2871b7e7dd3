"""Rows of task tables: columns that name who is responsible, and the cell that says what is to be done."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.duties.parties import parties
from pipeline.extraction.duties.scene import Candidate, Scene, trimmed
from pipeline.extraction.duties.tagged import tagged
from pipeline.extraction.duties.tags import Named
from pipeline.model.layout import Block, CellText

_PERSON_ENDS = ("人", "者", "领导", "员", "长")


def row_duties(scene: Scene, block: Block) -> Iterator[Candidate]:
    """One duty for each party that a row of a task table names."""
    task = _task_cell(scene, block.cells)
    if task is None:
        return
    start, end = trimmed(scene.text, task.start, task.end)
    if end > start:
        yield from tagged(list(_named(scene, block.cells)), start, end)


def _named(scene: Scene, cells: tuple[CellText, ...]) -> Iterator[Named]:
    for cell in cells:
        word = column_word(scene, cell.header)
        if not word:
            continue
        rule = scene.lexicon.column.meaning[word] or ""
        part = scene.lexicon.tag_part[rule]
        if part != "nobody":
            for party in parties(scene, cell.start, cell.end, persons=word.endswith(_PERSON_ENDS)):
                yield Named(party, part, word, rule)


def column_word(scene: Scene, header: str) -> str:
    """The tag word a header holds, the longest first; empty where it names no party."""
    meaning = scene.lexicon.column.meaning
    if header in meaning:
        return header
    held = [word for word in meaning if len(word) > 2 and word in header]
    return max(held, key=lambda word: (len(word), word)) if held else ""


def _task_cell(scene: Scene, cells: tuple[CellText, ...]) -> CellText | None:
    """The cell that says what is to be done: of the best rank, the first that is not empty."""
    best: tuple[int, int, CellText] | None = None
    for index, cell in enumerate(cells):
        rank = _rank(scene, cell.header)
        if rank and scene.text[cell.start : cell.end].strip() and (best is None or (rank, index) < best[:2]):
            best = (rank, index, cell)
    return best[2] if best else None


def _rank(scene: Scene, header: str) -> int:
    """The rank of a column that says what is to be done; 0 for any other."""
    columns = scene.lexicon.task_column
    if column_word(scene, header):
        return 0
    if header in columns:
        return columns[header]
    held = [word for word in columns if len(word) > 1 and word in header]
    return columns[max(held, key=lambda word: (len(word), word))] if held else 0
