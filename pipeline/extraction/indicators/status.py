"""Whether a quantity is wanted or already so, from words in its clause, the headings above it and the plan's title."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.extraction.board import Board
from pipeline.extraction.indicators.rows import StatusRow
from pipeline.extraction.indicators.stretch import Stretch
from pipeline.lexicon import lexicon_folders, load
from pipeline.model.result import Status
from pipeline.segmentation import Segmentation

_CLAUSE_MARKS = ",。;!?\n"
_SENTENCE_MARKS = "。;!?\n"
_REACH = 80
_LABEL = 10
_YEAR_WEIGHT = 4
_FROM_WEIGHT = 7
# 由71%提高到82%: the first of the two is what was.
_FROM = re.compile("[由从][^,。;、:]{0,14}$")
_TO = re.compile(r"(?:[^,。;\d]{0,6}(?:到|至)|(?:提高|增加|上升|下降|降低|减少|压减|扩大|增长)为)")


class Cue(msgspec.Struct, frozen=True):
    """A decision with the words behind it."""

    status: Status
    weight: int
    words: str


class StatusWords(msgspec.Struct, frozen=True):
    """Cue words of the three places."""

    clause: re.Pattern[str]
    clause_rows: dict[str, StatusRow]
    patterns: tuple[tuple[re.Pattern[str], StatusRow], ...]
    heading: tuple[tuple[str, StatusRow], ...]
    title: tuple[tuple[str, StatusRow], ...]

    def in_clause(self, text: str, start: int, end: int, cuts: Segmentation) -> Cue | None:
        """The strongest cue in `[start, end)`, the last among equals."""
        best: Cue | None = None
        for found in self.clause.finditer(text, start, end):
            row = self.clause_rows[found[0]]
            if len(found[0]) <= 2 and not (cuts.is_boundary(found.start()) and cuts.is_boundary(found.end())):
                continue
            if best is None or row.weight >= best.weight:
                best = Cue(row.status, row.weight, found[0])
        for pattern, row in self.patterns:
            hit = pattern.search(text, start, end)
            if hit and (best is None or row.weight > best.weight):
                best = Cue(row.status, row.weight, hit[0])
        return best


def _first(rows: tuple[tuple[str, StatusRow], ...], words: str) -> Cue | None:
    """The cue that stands last in a heading or title: its head."""
    best, at = None, -1
    for word, row in rows:
        found = words.rfind(word)
        if found >= 0 and found + len(word) > at:
            best, at = Cue(row.status, row.weight, word), found + len(word)
    return best


class Statuses:
    """Decides for the quantities of one board; headings and titles are judged once each."""

    def __init__(self, board: Board) -> None:
        self._text, self._cuts = board.text, board.segmentation
        self._words = status_words()
        self._headings: dict[str, Cue | None] = {}
        parents = {section.id: section for section in board.layout.sections}
        for section in board.layout.sections:
            cue, at = None, section
            while cue is None:
                cue = _first(self._words.heading, at.title)
                if at.parent is None or at.parent not in parents:
                    break
                at = parents[at.parent]
            self._headings[section.id] = cue
        self._titles = {doc.id: _first(self._words.title, doc.title) for doc in board.layout.documents}

    def of(self, stretch: Stretch, start: int, end: int, past: bool | None) -> Cue:
        """The status of a quantity at `[start, end)`; `past` says whether a year named in its clause is gone."""
        if _FROM.search(self._text, max(stretch.start, start - 20), start) and _TO.match(self._text, end, stretch.end):
            return Cue("actual", _FROM_WEIGHT, "由")
        lowest = max(stretch.start, start - _REACH)
        clause = _after_last(self._text, _CLAUSE_MARKS, lowest, start)
        cue = self._words.in_clause(self._text, clause, end, self._cuts)
        if past is not None and (cue is None or cue.weight < _YEAR_WEIGHT):
            cue = Cue("actual" if past else "target", _YEAR_WEIGHT, "")
        if cue is None or cue.weight < 3:
            sentence = _after_last(self._text, _SENTENCE_MARKS, lowest, start)
            wide = self._words.in_clause(self._text, sentence, clause, self._cuts) if sentence < clause else None
            if wide is None or wide.weight < 4:
                wide = self._behind(end, stretch.end)
            if wide is not None and wide.weight >= 4:
                cue = wide
        heading = self._label(stretch) or self._headings.get(stretch.block.section or "")
        title = self._titles.get(stretch.block.document)
        found = [each for each in (cue, heading, title) if each is not None]
        return max(found, key=lambda each: each.weight) if found else Cue("target", 0, "")

    def _label(self, stretch: Stretch) -> Cue | None:
        """A label at the block's beginning (整改措施:…) stands for a heading."""
        if stretch.cell is not None:
            return _first(self._words.heading, stretch.cell.header)
        colon = self._text.find(":", stretch.start, min(stretch.end, stretch.start + _LABEL))
        return _first(self._words.heading, self._text[stretch.start : colon]) if colon > 0 else None

    def _behind(self, start: int, limit: int) -> Cue | None:
        """A cue of what is already so in the rest of the sentence (占地30亩,现有教师51名)."""
        end = min((at for mark in _SENTENCE_MARKS if (at := self._text.find(mark, start, limit)) >= 0), default=limit)
        cue = self._words.in_clause(self._text, start, min(end, start + _REACH), self._cuts)
        return cue if cue is not None and cue.status == "actual" and cue.weight >= 5 else None


def _after_last(text: str, marks: str, start: int, end: int) -> int:
    return max((text.rfind(mark, start, end) for mark in marks), default=-1) + 1 or start


def status_words() -> StatusWords:
    """The cue words of the lexicons in force."""
    return _status_words(lexicon_folders())


@lru_cache(maxsize=4)
def _status_words(_folders: tuple[Path, ...]) -> StatusWords:
    rows = load("status_cues", StatusRow)
    plain = {
        word: row
        for row in rows
        if row.place == "clause"
        for word in row.words
        if not row.pattern or re.escape(word) == word
    }
    ordered = sorted(plain, key=lambda word: (-len(word), word))
    return StatusWords(
        clause=re.compile("|".join(map(re.escape, ordered))),
        clause_rows=plain,
        patterns=tuple(
            (re.compile(word), row)
            for row in rows
            if row.place == "clause" and row.pattern
            for word in row.words
            if word not in plain
        ),
        heading=tuple((word, row) for row in rows if row.place == "heading" for word in row.words),
        title=tuple((word, row) for row in rows if row.place == "title" for word in row.words),
    )
