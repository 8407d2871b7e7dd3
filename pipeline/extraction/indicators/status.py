"""Whether a quantity is wanted or already so, from words in its clause, the headings above it and the plan's title."""

from __future__ import annotations

import re

from pipeline.extraction.board import Board
from pipeline.extraction.indicators.line_labels import line_labels
from pipeline.extraction.indicators.status_words import Cue, last_of, status_words
from pipeline.extraction.indicators.stretch import Stretch, behind_last
from pipeline.extraction.indicators.words import words
from pipeline.extraction.indicators.years import Years
from pipeline.lexicon import wording

_CLAUSE_MARKS = ",。;!?\n"
_SENTENCE_MARKS = "。;!?\n"
_SENTENCE_MARK = re.compile(f"[{_SENTENCE_MARKS}]")
_STOPS = "。!?\n"
_REACH = 80
_LABEL = 10
_NOW = "现"
_YEAR_WEIGHT = 4
_NORM_WEIGHT, _SAID_WEIGHT = 3, 4
_FROM_WEIGHT = 7
_CARRY = 160
_LONGEST_SENTENCE = 1000  # looking further back for each number would take the square of a long text
_CARRIED_FROM, _CARRIED_WEIGHT = 5, 3
_OPENING = 30
_RULED = 6
_OF_WHICH, _UP_TO_NOW = "其中", "来"
_LOOKS_BACK, _TIME_ALONE, _PLANNED_WEIGHT = 4, 12, 5
# 由71%提高到82%: the first of the two is what was.
_FROM = re.compile("[由从][^,。;、:]{0,14}$")


def _heaviest(*cues: Cue | None) -> Cue | None:
    """The cue that weighs most, the first of several."""
    best: Cue | None = None
    for each in cues:
        if each is not None and (best is None or each.weight > best.weight):
            best = each
    return best


class Statuses:
    """Decides for the quantities of one board; headings and titles are judged once each."""

    def __init__(self, board: Board, years: Years) -> None:
        self._years = years
        self._board, self._text, self._cuts = board, board.text, board.segmentation
        self._words = status_words()
        self._making = words().planned
        self._sections = {section.id: section for section in board.layout.sections}
        self._own: dict[str, Cue | None] = {"": None}
        self._lines = line_labels(board.layout, self._words, self._of_heading)
        self._titles = {doc.id: last_of(self._words.title, doc.title) for doc in board.layout.documents}

    def of(self, stretch: Stretch, start: int, end: int, past: bool | None) -> Cue:
        """The status of a quantity at `[start, end)`; `past` says whether a year named in its clause is gone."""
        floor = stretch.start
        if _FROM.search(self._text, start - 20 if start - 20 > floor else floor, start) and wording.pattern(
            "indicator", "rises_to"
        ).match(self._text, end, stretch.end):
            return Cue("actual", _FROM_WEIGHT, "由")
        lowest = start - _REACH if start - _REACH > floor else floor
        clause = start
        while clause > lowest and self._text[clause - 1] not in _CLAUSE_MARKS:
            clause -= 1
        ruled = self._words.following(self._text, end, stretch.end)
        if ruled is not None and ruled.weight >= _RULED:
            return ruled
        cue = self._words.in_clause(self._text, clause, end, self._cuts)
        if ruled is not None and (cue is None or cue.weight < ruled.weight):
            cue = ruled
        if past is not None and (cue is None or cue.weight < _YEAR_WEIGHT):
            cue = Cue("actual" if past else "target", _YEAR_WEIGHT, "")
        if cue is None or cue.weight <= _NORM_WEIGHT:
            sentence = self._board.behind_stop(lowest, start)
            for now in wording.pattern("indicator", "this_time").finditer(self._text, sentence, start):
                sentence = min(now.start(), clause)  # 去年86%,今年提高到90%
            wide = self._words.in_clause(self._text, sentence, clause, self._cuts) if sentence < clause else None
            stays = wide is not None and wide.words.startswith(_NOW) and self._plans(clause, start)
            if wide is None or wide.weight < 4 or wide.local or stays:
                wide = self._behind(end, stretch.end)
            if wide is not None and wide.weight >= (_SAID_WEIGHT if cue is None or cue.weight < _NORM_WEIGHT else 5):
                cue = wide
        if cue is None:
            cue = (
                self._carried(stretch, start)
                or self._as_of(stretch, start)
                or self._opened(stretch, start)
                or self._words.in_number(self._text, start, end)
            )
        heading = self._label(stretch) or self._lines.get(stretch.block.start) or self._above(stretch.block.section)
        title = self._titles.get(stretch.block.document)
        return _heaviest(cue, heading, title) or Cue("target", 0, "")

    def _of_heading(self, section: str) -> Cue | None:
        """The cue of a section's own heading, looked for when first asked."""
        if section not in self._own:
            self._own[section] = last_of(self._words.heading, self._sections[section].title)
        return self._own[section]

    def _above(self, section: str | None) -> Cue | None:
        """The cue of the nearest heading above that has one."""
        while section in self._sections:
            if (cue := self._of_heading(section)) is not None:
                return cue
            section = self._sections[section].parent
        return None

    def _label(self, stretch: Stretch) -> Cue | None:
        """A label at the block's beginning (整改措施:…) stands for a heading."""
        if stretch.cell is not None:
            if row := self._words.column.get(stretch.cell.header.strip()):
                return Cue(row.status, row.weight, stretch.cell.header)
            return last_of(self._words.heading, stretch.cell.header)
        colon = self._text.find(":", stretch.start, min(stretch.end, stretch.start + _LABEL))
        return last_of(self._words.heading, self._text[stretch.start : colon]) if colon > 0 else None

    def _carried(self, stretch: Stretch, start: int) -> Cue | None:
        """What is so now goes on in the paragraph (现有教学班9个。户外场地1350平方米。) until its sentences plan or do something;
        其中 speaks of the sentence before."""
        text = self._text
        far = max(stretch.start, start - _LONGEST_SENTENCE)
        sentence = self._board.behind_stop(far, start)
        if sentence <= far or self._plans(sentence, start):
            return None
        if text.startswith(_OF_WHICH, sentence):
            before = self._words.in_clause(text, self._board.behind_stop(far, sentence - 1), sentence, self._cuts)
            return Cue(before.status, _CARRIED_WEIGHT, before.words) if before is not None else None
        lowest = max(stretch.start, sentence - _CARRY)
        cue = self._words.in_clause(text, lowest, sentence, self._cuts)
        if cue is None or cue.status != "actual" or cue.weight < _CARRIED_FROM or self._plans(lowest, sentence):
            return None
        return Cue("actual", _CARRIED_WEIGHT, cue.words)

    def _as_of(self, stretch: Stretch, start: int) -> Cue | None:
        """What a sentence opened by a day up to now tells (截至9月底,新增就业3万人;带动创业2万人) until it plans."""
        lowest = max(stretch.start, start - _LONGEST_SENTENCE)
        sentence = behind_last(self._text, _STOPS, lowest, start)
        comma = self._text.find(",", sentence, min(start, sentence + _OPENING))
        if comma < 0:
            return None
        cue = self._words.in_clause(self._text, sentence, comma, self._cuts)
        if cue is None or cue.status != "actual" or cue.local:
            return None
        if cue.weight < _CARRIED_FROM and not (cue.weight == _LOOKS_BACK and self._text[comma - 1] == _UP_TO_NOW):
            return None
        if cue.words.startswith(_NOW) and self._plans(comma, start):
            return None
        plans = self._words.in_clause(self._text, comma, start, self._cuts)
        if plans is not None and plans.status == "target" and plans.weight >= _PLANNED_WEIGHT:
            return None
        return Cue("actual", _SAID_WEIGHT, cue.words)

    def _opened(self, stretch: Stretch, start: int) -> Cue | None:
        """What a paragraph that opens with a time gone by tells in its later sentences (“十三五”期间,事业不断发展。新建学校5所。),
        until one of them plans."""
        opening = self._first_clause(stretch, start)
        if opening < 0:
            return None
        if not self._years.past(stretch, opening):
            cue = self._words.in_clause(self._text, stretch.start, opening, self._cuts)
            if cue is None or cue.status != "actual" or cue.local or cue.weight != _LOOKS_BACK:
                return None
            if opening - stretch.start > _TIME_ALONE:
                return None
        plans = self._words.in_clause(self._text, opening, start, self._cuts)
        if plans is not None and plans.status == "target" and plans.weight >= _PLANNED_WEIGHT:
            return None
        if wording.pattern("indicator", "this_time").search(self._text, opening, start):
            return None
        return Cue("actual", _CARRIED_WEIGHT, self._text[stretch.start : opening])

    def _first_clause(self, stretch: Stretch, start: int) -> int:
        """Where the first clause of a paragraph ends at a comma, -1 where a number stands in its first sentence."""
        text = self._text
        comma = text.find(",", stretch.start, min(start, stretch.start + _OPENING))
        if comma < 0 or start - stretch.start > _LONGEST_SENTENCE:
            return -1
        return comma if _SENTENCE_MARK.search(text, comma, start) is not None else -1

    def _plans(self, start: int, end: int) -> bool:
        """Whether a sentence does something (新建…): it speaks no longer of what is so."""
        flags = self._cuts.flags
        for hit in self._making.finditer(self._text, start, end):
            if flags[hit.start()] and flags[hit.end()]:
                return True
        return False

    def _behind(self, start: int, limit: int) -> Cue | None:
        """A cue of what is already so in the rest of the sentence (占地30亩,现有教师51名); not one that tells of the thing counted
        (拆除5个+现有收费站)."""
        if there := wording.pattern("indicator", "there_already").match(self._text, start, limit):
            start = there.end()
        limit = min(limit, start + _REACH)
        stop = _SENTENCE_MARK.search(self._text, start, limit)
        end = stop.start() if stop is not None else limit
        if used := wording.gate("indicator", "made_use_of").search(self._text, start, end):
            end = used.start()
        cue = self._words.in_clause(self._text, start, end, self._cuts)
        return cue if cue is not None and cue.status == "actual" and cue.weight >= 5 else None
