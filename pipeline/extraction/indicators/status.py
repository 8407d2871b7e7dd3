"""Whether a quantity is wanted or already so, from words in its clause, the headings above it and the plan's title."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.extraction.board import Board
from pipeline.extraction.indicators.rows import StatusRow
from pipeline.extraction.indicators.stretch import Stretch
from pipeline.extraction.indicators.words import words
from pipeline.extraction.indicators.years import Years
from pipeline.lexicon import lazy, leading, lexicon_folders, load, longest, seek, seek_any, wording
from pipeline.model.result import Status
from pipeline.segmentation import Segmentation

_CLAUSE_MARKS = ",。;!?\n"
_SENTENCE_MARKS = "。;!?\n"
_REACH = 80
_LABEL = 10
_YEAR_WEIGHT = 4
_NORM_WEIGHT, _SAID_WEIGHT = 3, 4
_FROM_WEIGHT = 7
_CARRY = 160
# 由目前的22%提高到30%: 目前 speaks of the first number only, which stands behind 由
_OF_THE_FIRST = frozenset("由从")
_LONGEST_SENTENCE = 1000  # looking further back for each number would take the square of a long text
_CARRIED_FROM, _CARRIED_WEIGHT = 5, 3
_OPENING = 30
_OUGHT = "应"
_LOOKS_BACK, _TIME_ALONE, _PLANNED_WEIGHT = 4, 12, 5
_ANY_HAN = "-龥"
# 由71%提高到82%: the first of the two is what was.
_FROM = re.compile("[由从][^,。;、:]{0,14}$")


class Cue(msgspec.Struct, frozen=True):
    """A decision with the words behind it."""

    status: Status
    weight: int
    words: str


class StatusWords(msgspec.Struct, frozen=True):
    """Cue words of the three places; one of the `gates` finds something wherever one of the patterns does, whose first group
    finds the words."""

    clause: re.Pattern[str]
    clause_rows: dict[str, StatusRow]
    patterns: tuple[tuple[re.Pattern[str], tuple[str, ...], StatusRow], ...]
    gates: tuple[re.Pattern[str], ...]
    heading: dict[str, tuple[tuple[str, StatusRow], ...]]
    title: dict[str, tuple[tuple[str, StatusRow], ...]]
    column: dict[str, StatusRow]
    behind: tuple[tuple[re.Pattern[str], StatusRow], ...]
    quantity: tuple[tuple[re.Pattern[str], StatusRow], ...]
    all_of_it: re.Pattern[str]

    def in_number(self, text: str, start: int, end: int) -> Cue | None:
        """What the form of the number itself tells (发放传单3000余份: nobody plans so)."""
        for pattern, row in self.quantity:
            if hit := pattern.search(text, start, end):
                return Cue(row.status, row.weight, hit[0])
        return None

    def following(self, text: str, start: int, end: int) -> Cue | None:
        """A cue that goes on right behind a quantity (累计旷工3次以上的,应当…)."""
        for pattern, row in self.behind:
            if hit := pattern.match(text, start, end):
                return Cue(row.status, row.weight, hit[0])
        return None

    def in_clause(self, text: str, start: int, end: int, cuts: Segmentation) -> Cue | None:
        """The strongest cue in `[start, end)`, the last among equals."""
        best: Cue | None = None
        at = start
        while found := self.clause.search(text, at, end):
            begin, word = found.start(), found[1]
            if (begin and text[begin - 1] in _OF_THE_FIRST) or (word == _OUGHT and self.all_of_it.match(text, begin)):
                at = begin + 1
                continue
            at = begin + len(word)
            row = self.clause_rows[word]
            if len(word) <= 2 and not (cuts.is_boundary(begin) and cuts.is_boundary(at)):
                continue
            if best is None or row.weight >= best.weight:
                best = Cue(row.status, row.weight, word)
        for gate in self.gates:
            if gate.search(text, start, end) is not None:
                break
        else:
            return best
        for pattern, needs, row in self.patterns:
            if best is not None and row.weight <= best.weight:
                continue
            if needs and not any(text.find(need, start, end) >= 0 for need in needs):
                continue
            if hit := pattern.search(text, start, end):
                best = Cue(row.status, row.weight, hit[1])
        return best


def _first(rows: dict[str, tuple[tuple[str, StatusRow], ...]], words: str) -> Cue | None:
    """The cue that stands last in a heading or title: its head. `rows` are found by the last sign of their words."""
    for end in range(len(words), 0, -1):
        for word, row in rows.get(words[end - 1], ()):
            if words.endswith(word, 0, end):
                return Cue(row.status, row.weight, word)
    return None


class Statuses:
    """Decides for the quantities of one board; headings and titles are judged once each."""

    def __init__(self, board: Board, years: Years) -> None:
        self._years = years
        self._board, self._text, self._cuts = board, board.text, board.segmentation
        self._words = status_words()
        self._making = words().planned
        self._headings: dict[str, Cue | None] = {}
        parents = {section.id: section for section in board.layout.sections}
        own = {section.id: _first(self._words.heading, section.title) for section in board.layout.sections}
        for section in board.layout.sections:
            at = section
            while (cue := own[at.id]) is None and at.parent is not None and at.parent in parents:
                at = parents[at.parent]
            self._headings[section.id] = cue
        self._titles = {doc.id: _first(self._words.title, doc.title) for doc in board.layout.documents}

    def of(self, stretch: Stretch, start: int, end: int, past: bool | None) -> Cue:
        """The status of a quantity at `[start, end)`; `past` says whether a year named in its clause is gone."""
        if _FROM.search(self._text, max(stretch.start, start - 20), start) and wording.pattern(
            "indicator", "rises_to"
        ).match(self._text, end, stretch.end):
            return Cue("actual", _FROM_WEIGHT, "由")
        lowest = max(stretch.start, start - _REACH)
        clause = start
        while clause > lowest and self._text[clause - 1] not in _CLAUSE_MARKS:
            clause -= 1
        if ruled := self._words.following(self._text, end, stretch.end):
            return ruled
        cue = self._words.in_clause(self._text, clause, end, self._cuts)
        if past is not None and (cue is None or cue.weight < _YEAR_WEIGHT):
            cue = Cue("actual" if past else "target", _YEAR_WEIGHT, "")
        if cue is None or cue.weight <= _NORM_WEIGHT:
            sentence = self._board.behind_stop(lowest, start)
            wide = self._words.in_clause(self._text, sentence, clause, self._cuts) if sentence < clause else None
            if wide is None or wide.weight < 4:
                wide = self._behind(end, stretch.end)
            if wide is not None and wide.weight >= (_SAID_WEIGHT if cue is None or cue.weight < _NORM_WEIGHT else 5):
                cue = wide
        if cue is None:
            cue = (
                self._carried(stretch, start)
                or self._opened(stretch, start)
                or self._words.in_number(self._text, start, end)
            )
        heading = self._label(stretch) or self._headings.get(stretch.block.section or "")
        title = self._titles.get(stretch.block.document)
        found = [each for each in (cue, heading, title) if each is not None]
        return max(found, key=lambda each: each.weight) if found else Cue("target", 0, "")

    def _label(self, stretch: Stretch) -> Cue | None:
        """A label at the block's beginning (整改措施:…) stands for a heading."""
        if stretch.cell is not None:
            if row := self._words.column.get(stretch.cell.header.strip()):
                return Cue(row.status, row.weight, stretch.cell.header)
            return _first(self._words.heading, stretch.cell.header)
        colon = self._text.find(":", stretch.start, min(stretch.end, stretch.start + _LABEL))
        return _first(self._words.heading, self._text[stretch.start : colon]) if colon > 0 else None

    def _carried(self, stretch: Stretch, start: int) -> Cue | None:
        """What is so now goes on in the paragraph (现有教学班9个。户外场地1350平方米。) until its sentences plan or do something."""
        text = self._text
        far = max(stretch.start, start - _LONGEST_SENTENCE)
        sentence = self._board.behind_stop(far, start)
        if sentence <= far or self._plans(sentence, start):
            return None
        lowest = max(stretch.start, sentence - _CARRY)
        cue = self._words.in_clause(text, lowest, sentence, self._cuts)
        if cue is None or cue.status != "actual" or cue.weight < _CARRIED_FROM or self._plans(lowest, sentence):
            return None
        return Cue("actual", _CARRIED_WEIGHT, cue.words)

    def _opened(self, stretch: Stretch, start: int) -> Cue | None:
        """What a paragraph that opens with a time gone by tells in its later sentences (“十三五”期间,事业不断发展。新建学校5所。),
        until one of them plans."""
        opening = self._first_clause(stretch, start)
        if opening < 0:
            return None
        if not self._years.past(stretch, opening):
            cue = self._words.in_clause(self._text, stretch.start, opening, self._cuts)
            if cue is None or cue.weight != _LOOKS_BACK or opening - stretch.start > _TIME_ALONE:
                return None
        plans = self._words.in_clause(self._text, opening, start, self._cuts)
        if plans is not None and plans.status == "target" and plans.weight >= _PLANNED_WEIGHT:
            return None
        return Cue("actual", _CARRIED_WEIGHT, self._text[stretch.start : opening])

    def _first_clause(self, stretch: Stretch, start: int) -> int:
        """Where the first clause of a paragraph ends at a comma, -1 where a number stands in its first sentence."""
        text = self._text
        comma = text.find(",", stretch.start, min(start, stretch.start + _OPENING))
        if comma < 0 or start - stretch.start > _LONGEST_SENTENCE:
            return -1
        return comma if any(text.find(mark, comma, start) >= 0 for mark in _SENTENCE_MARKS) else -1

    def _plans(self, start: int, end: int) -> bool:
        """Whether a sentence does something (新建…): it speaks no longer of what is so."""
        found = self._making.finditer(self._text, start, end)
        return any(self._cuts.is_boundary(hit.start()) and self._cuts.is_boundary(hit.end()) for hit in found)

    def _behind(self, start: int, limit: int) -> Cue | None:
        """A cue of what is already so in the rest of the sentence (占地30亩,现有教师51名)."""
        limit = min(limit, start + _REACH)
        end = min((at for mark in _SENTENCE_MARKS if (at := self._text.find(mark, start, limit)) >= 0), default=limit)
        cue = self._words.in_clause(self._text, start, end, self._cuts)
        return cue if cue is not None and cue.status == "actual" and cue.weight >= 5 else None


def _by_last(rows: tuple[StatusRow, ...], place: str) -> dict[str, tuple[tuple[str, StatusRow], ...]]:
    """Words of a place by their last sign, in the order of their rows."""
    found: dict[str, list[tuple[str, StatusRow]]] = {}
    for row in rows:
        if row.place == place:
            for word in row.words:
                found.setdefault(word[-1], []).append((word, row))
    return {last: tuple(each) for last, each in found.items()}


def _gates(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    """One for all patterns whose first character tells most places, one for each that may begin with anything."""
    wide = [pattern for pattern in patterns if (signs := leading(pattern)) == "" or _ANY_HAN in signs]
    narrow = [pattern for pattern in patterns if pattern not in wide]
    united = [seek_any(narrow)] if narrow else []
    return tuple(re.compile(pattern) for pattern in united + wide)


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
    patterns = [
        (word, row) for row in rows if row.place == "clause" and row.pattern for word in row.words if word not in plain
    ]
    return StatusWords(
        clause=re.compile(longest(plain)),
        clause_rows=plain,
        patterns=tuple(
            (lazy(seek(word), f"status_cues.yaml {row.id}"), tuple(row.needs.split()), row) for word, row in patterns
        ),
        gates=_gates(["|".join(map(re.escape, row.needs.split())) or word for word, row in patterns]),
        heading=_by_last(rows, "heading"),
        title=_by_last(rows, "title"),
        column={word: row for row in rows if row.place == "column" for word in row.words},
        behind=tuple((re.compile(word), row) for row in rows if row.place == "behind" for word in row.words),
        quantity=tuple((re.compile(word), row) for row in rows if row.place == "quantity" for word in row.words),
        all_of_it=wording.pattern("indicator", "to_the_last"),
    )
