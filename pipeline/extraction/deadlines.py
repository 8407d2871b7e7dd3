"""Deadline facts: time expressions that say when or how often something is to be done."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.expressions import times
from pipeline.extraction.board import Board, Place
from pipeline.extraction.dating import Dating, times_of_title
from pipeline.extraction.dotted_dates import dotted_dates
from pipeline.extraction.indicators.tables import tables
from pipeline.extraction.refusals import REACH, Where, closed, refused_by
from pipeline.extraction.standing import recurring
from pipeline.model.expression import TimeExpression
from pipeline.model.layout import Block
from pipeline.model.result import Deadline, Document
from pipeline.model.span import fold

_EDGE = " ()（）[]〔〕:\n"
_NAME = 4  # so many characters behind the year make a title tell the plan from others


def extract(board: Board) -> tuple[Deadline, ...]:
    """All deadlines on a board, those in the plans' titles first.

    Avoids what rows of not_deadlines.yaml refuse, names of laws and papers in 《》, header rows of tables (but for
    columns named by a year), years before the plan's own, and the plan's own title said again. Dates of relative terms
    (三年内) stay null: what they count from is another event.
    """
    dating, headings, names = Dating(board), _headings(board), _names(board)
    titles = {document.id: document.title for document in board.layout.documents}
    found = [fact for document in board.layout.documents for fact in _of_title(board, document)]
    for item in sorted((*board.times, *dotted_dates(board)), key=lambda each: each.start):
        block = board.block_at(item.start)
        if block is None or (block.header_row and not _names_column(board.text, block, item)):
            continue
        if _in_title_marks(board.text, block, item):
            continue
        if board.text.startswith(names.get(item.text, ()), item.start):
            continue
        if dating.is_past(item, block) or refused_by(_where(board, block, item, headings)):
            continue
        start, end = dating.dates(item, block)
        if not (start or end):
            item = recurring(item, titles.get(block.document, ""))
        place = board.place("deadline", item.start, item.end, item.rule, cues=item.cues)
        found.append(_deadline(place, item, start, end))
    return tuple(found)


def _names_column(text: str, block: Block, item: TimeExpression) -> bool:
    """Whether a cell of a header row says the year (or day) its column's values are for: 2027年, 2027年目标值."""
    for cell in block.cells:
        if cell.start <= item.start < cell.end:
            around = (text[cell.start : item.start] + text[item.end : cell.end]).strip(_EDGE)
            return item.kind in ("period", "by") and (not around or tables().kind(around) in ("target", "value"))
    return False


def _names(board: Board) -> dict[str, tuple[str, ...]]:
    """What follows each year that a plan's title names, year included: where a text says it, it speaks of that plan."""
    found: dict[str, set[str]] = {}
    for document in board.layout.documents:
        title = fold(document.title)
        for item in times_of_title(title):
            if len(title) - item.end >= _NAME:
                found.setdefault(item.text, set()).add(title[item.start :])
    return {year: tuple(sorted(names)) for year, names in found.items()}


def _deadline(place: Place, item: TimeExpression, start: str | None, end: str | None) -> Deadline:
    relative = item.kind == "relative"
    return Deadline(
        **place,
        kind=item.kind,
        start=None if relative else start,
        end=None if relative else end,
        freq=item.freq,
        times=item.times,
        duration=item.duration,
    )


def _where(board: Board, block: Block, item: TimeExpression, headings: dict[str, str]) -> Where:
    start, end, header = block.start, block.end, ""
    before, behind = item.start - REACH, item.end + REACH
    for cell in block.cells:
        if cell.start <= item.start < cell.end:
            start, end, header = cell.start, cell.end, cell.header
    return Where(
        item,
        closed(board.text[before if before > start else start : item.start]),
        closed(board.text[item.end : behind if behind < end else end]),
        headings.get(block.section or "", ""),
        block.kind,
        header,
        block.number or "",
    )


def _of_title(board: Board, document: Document) -> Iterator[Deadline]:
    """The years that a plan's title names."""
    start, end = board.title(document)
    words = board.text[start:end]
    for item in times(words):
        where = Where(item, words[: item.start], words[item.end :], kind="heading")
        if item.kind != "period" or item.from_date is None or "《" in words[: item.start] or refused_by(where):
            continue
        place = board.place_in_title("deadline", document, start + item.start, start + item.end, item.rule, item.cues)
        if place is not None:
            yield _deadline(place, item, item.from_date, item.to_date)


def _headings(board: Board) -> dict[str, str]:
    """The titles of each section and all sections above it, joined by line breaks."""
    titles: dict[str, str] = {}
    for section in board.layout.sections:
        above = titles.get(section.parent or "", "")[-200:]
        titles[section.id] = f"{above}\n{section.title}"
    return titles


def _in_title_marks(text: str, block: Block, item: TimeExpression) -> bool:
    """Whether an expression stands between 《 and 》: part of a law's or a paper's name."""
    opened = text.rfind("《", max(block.start, item.start - 2 * REACH), item.start)
    return opened >= 0 and text.find("》", opened, item.start) < 0
