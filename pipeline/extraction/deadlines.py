"""Deadline facts: time expressions that say when or how often something is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from pipeline.expressions import times
from pipeline.extraction.board import Board, Place
from pipeline.extraction.dating import Dating
from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.expression import TimeExpression
from pipeline.model.ids import content_id
from pipeline.model.layout import Block, BlockKind
from pipeline.model.result import Deadline, Document

_REACH = 60


class Refusal(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of not_deadlines.yaml; the file's head says what the fields mean."""

    rules: tuple[str, ...] = ()
    words: str = ""
    before: str = ""
    after: str = ""
    section: str = ""
    kinds: tuple[BlockKind, ...] = ()


class Where(msgspec.Struct, frozen=True):
    """What a refusal looks at: an expression, the words of its block on both sides, the headings above, the block."""

    item: TimeExpression
    before: str
    after: str
    headings: str
    kind: BlockKind


class _Compiled(msgspec.Struct, frozen=True):
    row: Refusal
    words: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    section: re.Pattern[str]


def refusals() -> tuple[_Compiled, ...]:
    """The compiled rows of not_deadlines.yaml."""
    return _refusals(lexicon_folders())


@lru_cache(maxsize=4)
def _refusals(_folders: object) -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(row, re.compile(row.words), re.compile(row.before), re.compile(row.after), re.compile(row.section))
        for row in load("not_deadlines", Refusal)
    )


def refused_by(where: Where, rows: tuple[_Compiled, ...]) -> str | None:
    """Id of the first row that refuses an expression, null where none does."""
    for compiled in rows:
        row = compiled.row
        if row.rules and not any(
            where.item.rule == rule or where.item.rule.startswith(rule + ".") for rule in row.rules
        ):
            continue
        if row.kinds and where.kind not in row.kinds:
            continue
        if (
            compiled.words.match(where.item.text)
            and compiled.after.match(where.after)
            and (not row.before or compiled.before.search(where.before))
            and (not row.section or compiled.section.search(where.headings))
        ):
            return row.id
    return None


def extract(board: Board) -> tuple[Deadline, ...]:
    """All deadlines on a board, those of the plans' titles first."""
    dating = Dating(board)
    rows = refusals()
    found = [fact for document in board.layout.documents for fact in _of_title(board, document, dating)]
    headings = _heading_words(board)
    for item in board.times:
        block = board.block_at(item.start)
        if block is None or block.header_row or _inside_title_marks(board.text, block, item):
            continue
        where = Where(
            item,
            board.text[max(block.start, item.start - _REACH) : item.start],
            board.text[item.end : min(block.end, item.end + _REACH)],
            headings.get(block.section or "", "") if block.kind != "heading" else "",
            block.kind,
        )
        if refused_by(where, rows) is not None:
            continue
        start, end = dating.complete(item, dating.year(block))
        found.append(_deadline(board.place("deadline", item.start, item.end, item.rule), item, start, end))
    return tuple(found)


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


def _of_title(board: Board, document: Document, dating: Dating) -> Iterator[Deadline]:
    if document.title_span is None or document.duplicate_of:
        return
    clean = board.layout.clean
    start, end = clean.find(document.title_span.start), clean.find(document.title_span.end)
    words = clean.text[start:end]
    for item in times(words):
        if item.kind != "period" or item.from_date is None or "《" in words[: item.start]:
            continue
        spans = clean.spans(start + item.start, start + item.end)
        if board.block_at(start + item.start) is None and spans:
            place = Place(
                id=content_id("f", document.id, "deadline", *((s.start, s.end) for s in spans)),
                document=document.id,
                section=None,
                spans=spans,
                page=board.layout.source.page_at(spans[0].start),
                rule=item.rule,
                cues=(),
            )
            yield _deadline(place, item, item.from_date, item.to_date)


def _heading_words(board: Board) -> dict[str, str]:
    """The titles of each section and all sections above it, joined."""
    titles: dict[str, str] = {}
    for section in board.layout.sections:
        titles[section.id] = f"{titles.get(section.parent or '', '')}\n{section.title}"
    return titles


def _inside_title_marks(text: str, block: Block, item: TimeExpression) -> bool:
    """Whether an expression stands between 《 and 》: part of a law's or a paper's name."""
    opened = text.rfind("《", block.start, item.start)
    return opened >= 0 and text.find("》", opened, item.start) < 0
