"""Words that tell wanted from reached, from `status_cues.yaml`, ready to be sought."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.extraction.indicators.rows import StatusRow
from pipeline.lexicon import lazy, leading, lexicon_folders, load, longest, seek, seek_any, wording
from pipeline.model.result import Status
from pipeline.segmentation import Segmentation

# 由目前的22%提高到30%: 目前 speaks of the first number only, which stands behind 由
_OF_THE_FIRST = frozenset("由从")
_OUGHT = "应"
_ANY_HAN = "-龥"


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A decision with the words behind it."""

    status: Status
    weight: int
    words: str
    local: bool = False


class StatusWords(msgspec.Struct, frozen=True, gc=False):
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

    def _of_thing(self, text: str, begin: int) -> bool:
        """Whether a word tells of a thing that is made or moved, not of what is so (拆除5个+现有收费站, +占地300亩的公园)."""
        if wording.pattern("indicator", "site_of").match(text, begin):
            return True
        counted = begin > 1 and text[begin - 2].isdigit()
        return counted and wording.pattern("indicator", "there_already").match(text, begin) is not None

    def in_clause(self, text: str, start: int, end: int, cuts: Segmentation) -> Cue | None:
        """The strongest cue in `[start, end)`, the last among equals."""
        best: Cue | None = None
        at = start
        while found := self.clause.search(text, at, end):
            begin, word = found.start(), found[1]
            if (begin and text[begin - 1] in _OF_THE_FIRST) or (word == _OUGHT and self.all_of_it.match(text, begin)):
                at = begin + 1
                continue
            if self._of_thing(text, begin):
                at = begin + len(word)
                continue
            at = begin + len(word)
            row = self.clause_rows[word]
            if len(word) <= 2 and not (cuts.is_boundary(begin) and cuts.is_boundary(at)):
                continue
            if best is None or row.weight >= best.weight:
                best = Cue(row.status, row.weight, word)
        for gate in self.gates:
            if gate.search(text, start, end) is not None:
                return self._by_pattern(text, start, end, best)
        return best

    def _by_pattern(self, text: str, start: int, end: int, best: Cue | None) -> Cue | None:
        """The strongest cue of the patterns, if stronger than the `best` of the words."""
        for pattern, needs, row in self.patterns:
            if best is not None and row.weight <= best.weight:
                continue
            for need in needs:
                if text.find(need, start, end) >= 0:
                    break
            else:
                if needs:
                    continue
            if hit := pattern.search(text, start, end):
                best = Cue(row.status, row.weight, hit[1], row.local)
        return best


def last_of(rows: dict[str, tuple[tuple[str, StatusRow], ...]], words: str) -> Cue | None:
    """The cue that stands last in a heading or title: its head. `rows` are found by the last sign of their words. What is
    wanted is no head before a word that tells how it went (经费保障+有力)."""
    told = wording.pattern("indicator", "told_how").search(words)
    for end in range(len(words), 0, -1):
        for word, row in rows.get(words[end - 1], ()):
            if words.endswith(word, 0, end) and not (told and row.status == "target" and end <= told.start()):
                return Cue(row.status, row.weight, word)
    return None


def _by_last(rows: tuple[StatusRow, ...], place: str) -> dict[str, tuple[tuple[str, StatusRow], ...]]:
    """Words of a place by their last sign, in the order of their rows."""
    found: dict[str, list[tuple[str, StatusRow]]] = {}
    for row in rows:
        if row.place == place:
            for word in row.words:
                found.setdefault(word[-1], []).append((word, row))
    return {last: tuple(each) for last, each in found.items()}


def _gates(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    """One for all patterns that two characters tell, one for those that the first alone tells most places of, one for each that
    may begin with anything."""
    wide = [pattern for pattern in patterns if (signs := leading(pattern)) == "" or _ANY_HAN in signs]
    narrow = [pattern for pattern in patterns if pattern not in wide]
    alone = [pattern for pattern in narrow if seek_any([pattern]) == seek(f"(?:{pattern})")]
    groups = ([pattern for pattern in narrow if pattern not in alone], alone)
    united = [seek_any(group) for group in groups if group]
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
