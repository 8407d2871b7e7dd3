"""Rows of task tables: columns that name who is responsible, and the cell that says what is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.duties.parties import parties
from pipeline.extraction.duties.rows import DutyLexicon
from pipeline.extraction.duties.scene import Candidate, Scene, trimmed
from pipeline.extraction.duties.tags import Named
from pipeline.extraction.duties.under_tags import tagged
from pipeline.extraction.duties.words import Words
from pipeline.model.layout import Block, CellText

_SENTENCES = re.compile(r"[。;]")


class Rows:
    """Reads rows of task tables; what a header means is found once."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._words: dict[str, str] = {}
        self._ranks: dict[str, int] = {}

    def duties(self, block: Block) -> Iterator[Candidate]:
        """One duty for each party that a row of a task table names."""
        task = self._task_cell(block.cells)
        if task is None:
            return
        start, end = trimmed(self.scene.text, task.start, task.end)
        if end > start and not self._only_points(start, end):
            named = list(self._named(block.cells, self.scene.lexicon.column))
            if not named and task.header in self.scene.lexicon.shares:
                named = list(self._named(block.cells, self.scene.lexicon.weak_column))[:1]
            yield from tagged(named, start, end)

    def _only_points(self, start: int, end: int) -> bool:
        """Whether a cell tells only for what case points are given or taken off (获得表彰的,加5分), no task."""
        words = self.scene.text[start:end]
        points = self.scene.lexicon.patterns["points_for_a_case"]
        return "分" in words and all(points.search(part) for part in _SENTENCES.split(words) if part.strip())

    def _named(self, cells: tuple[CellText, ...], columns: Words) -> Iterator[Named]:
        lexicon = self.scene.lexicon
        for cell in cells:
            strict = columns is lexicon.weak_column
            word = (
                cell.header if strict and cell.header in columns.meaning else "" if strict else self._word(cell.header)
            )
            if not word:
                continue
            rule = columns.meaning[word] or ""
            part = lexicon.tag_part[rule]
            if part != "nobody":
                for party in parties(self.scene, cell.start, cell.end, persons=lexicon.cue["person_end"].ends(word)):
                    yield Named(party, part, word, rule)

    def _task_cell(self, cells: tuple[CellText, ...]) -> CellText | None:
        """The cell that says what is to be done: of the best rank, the first that is not empty."""
        best: tuple[int, int, CellText] | None = None
        for index, cell in enumerate(cells):
            rank = self._rank(cell.header)
            filled = rank and self.scene.text[cell.start : cell.end].strip()
            if filled and (best is None or (rank, index) < best[:2]):
                best = (rank, index, cell)
        return best[2] if best else None

    def _word(self, header: str) -> str:
        if header not in self._words:
            self._words[header] = column_word(self.scene.lexicon, header)
        return self._words[header]

    def _rank(self, header: str) -> int:
        """The rank of a column that says what is to be done; 0 for any other."""
        if header not in self._ranks:
            lexicon = self.scene.lexicon
            party = self._word(header) and header not in lexicon.task_column
            self._ranks[header] = 0 if party else task_rank(lexicon, header)
        return self._ranks[header]


def column_word(lexicon: DutyLexicon, header: str) -> str:
    """The tag word a header holds, the longest first; empty where it names no party."""
    meaning = lexicon.column.meaning
    if header in meaning:
        return header
    held = [word for word in meaning if len(word) > 2 and word in header]
    return max(held, key=lambda word: (len(word), word)) if held else ""


def task_rank(lexicon: DutyLexicon, header: str) -> int:
    """The rank of a header that says what is to be done, 1 first; 0 where it says something else."""
    columns = lexicon.task_column
    if header in columns:
        return columns[header]
    held = [word for word in columns if len(word) > 1 and word in header]
    return columns[max(held, key=lambda word: (len(word), word))] if held else 0
