"""Words of a line parted by blanks, and the columns of a table that they stand in, where a cell holds blanks itself, is empty, or
stands closer to its neighbour than cells do."""

from __future__ import annotations

import re

import msgspec

from pipeline.model.span import fold
from pipeline.reading.column_names import header_kind
from pipeline.structure.columns import Column, columns_like, likeness
from pipeline.structure.torn_rows import names_unit

MOST_WORDS, MOST_COLUMNS = 24, 16
_WORD = re.compile("\\S{1,600}")
_WIDE_BLANKS = {"\t": 4, "\u3000": 2, "\u2003": 2}
_HAN = re.compile("[\u4e00-\u9fff]")
# What goes on with a list in the same cell: 1.开学典礼  2.发放教材.
_LISTED = re.compile("(?:[2-9][.、．)）](?!\\d)|[②-⑨])")
_IN_NAME = 2
_LONGEST_UNIT = 6
_EMPTY, _FIRST_EMPTY = 1.5, 4.0
# A unit behind other words is hardly of one cell with them, where a column is one of units.
_UNIT_ELSEWHERE = 2.5
_LIKE = 0.5
_OUT_OF_PLACE, _FARTHEST = 0.05, 20

Field = tuple[int, int]


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word without blanks, the column of the screen it begins in, and what it costs to part it from the word before it or to
    leave it in one cell with it."""

    start: int
    end: int
    column: int
    part: float = 0.0
    keep: float = 0.0
    unit: bool = False


def words_of(line: str, at: int) -> list[Word]:
    """The words of a line that begins at an offset."""
    words: list[Word] = []
    column = end = 0
    left = ""
    for found in _WORD.finditer(line):
        gap = sum(_WIDE_BLANKS.get(sign, 1) for sign in line[end : found.start()])
        column += gap
        unit = len(found[0]) <= _LONGEST_UNIT and names_unit(found[0])
        part, keep = _joint(left, found[0], gap, unit, words[-1].unit) if words else (0.0, 0.0)
        words.append(Word(at + found.start(), at + found.end(), column, part, keep, unit))
        left = found[0]
        column += sum(2 if sign > "\u2e7f" else 1 for sign in found[0])
        end = found.end()
    return words


def _joint(left: str, right: str, gap: int, unit: bool, after_unit: bool) -> tuple[float, float]:
    """What it costs to part two words, and to leave them in one cell."""
    if _LISTED.match(right):
        return 3.0, 0.0
    if gap <= _IN_NAME and len(left) == 1 == len(right) and _HAN.match(left) and _HAN.match(right):
        return 1.0, 0.3  # 柳  青: a name of two characters set as wide as those of three
    if gap == 1:
        return (0.6 if unit and not after_unit else 1.5), 0.0
    if unit and after_unit:
        return 0.0, 0.5 if gap < 4 else 1.5  # 德育处  总务处: of one cell rather than of two, where one is too many
    return 0.0, 1.5 if gap < 4 else 2.5


def pieces_of(words: list[Word]) -> list[Field]:
    """The stretches between the wide gaps of a line."""
    pieces: list[Field] = []
    for word in words:
        if pieces and word.keep < word.part:
            pieces[-1] = (pieces[-1][0], word.end)
        else:
            pieces.append((word.start, word.end))
    return pieces


class Columns(msgspec.Struct, frozen=True, gc=False):
    """Where the columns of a table begin on the screen, and what their cells look like."""

    starts: list[int]
    like: list[Column]
    units: list[bool]

    def fitted(self, text: str, words: list[Word], *, goes_on: bool = False) -> list[Field]:
        """The cells of a line, one for each column, empty ones too; `goes_on`: the first one is empty."""
        columns = len(self.starts)
        best = [[float("inf")] * (columns + 1) for _ in range(len(words) + 1)]
        back = [[0] * (columns + 1) for _ in range(len(words) + 1)]
        best[0][0] = 0.0
        for column in range(columns):
            for begin in range(len(words) + 1):
                so_far = best[begin][column]
                if so_far == float("inf"):
                    continue
                for end, cost in enumerate(self._costs(text, words, begin, column, goes_on), begin):
                    if so_far + cost < best[end][column + 1]:
                        best[end][column + 1] = so_far + cost
                        back[end][column + 1] = begin
        cells: list[Field] = []
        end = len(words)
        for column in range(columns, 0, -1):
            begin = back[end][column]
            place = words[begin - 1].end if begin else words[0].start
            cells.append((words[begin].start, words[end - 1].end) if begin < end else (place, place))
            end = begin
        return cells[::-1]

    def _costs(self, text: str, words: list[Word], begin: int, column: int, goes_on: bool) -> list[float]:
        """What it costs that a column holds none, one, two … of the words from one on."""
        costs = [_EMPTY if column or goes_on else _FIRST_EMPTY]
        if begin == len(words) or (goes_on and not column):
            return costs
        first = words[begin]
        away = min(abs(first.column - self.starts[column]), _FARTHEST) * _OUT_OF_PLACE
        inside = first.part if begin else 0.0
        for end in range(begin, len(words)):
            inside += words[end].keep if end > begin else 0.0
            mixed = words[end].unit and end > begin and any(self.units)
            elsewhere = mixed and not (self.units[column] and first.unit)
            cell = fold(text[first.start : words[end].end])
            costs.append(away + inside + _UNIT_ELSEWHERE * elsewhere - _LIKE * likeness(cell, self.like[column]))
        return costs


def columns_of(text: str, names: list[Field], starts: list[int], full: list[list[Field]]) -> Columns:
    """The columns of a table by their names, the places of these on the screen, and the table's full rows."""
    kinds = [header_kind(text[start:end]) for start, end in names]
    like = columns_like([[text[start:end] for start, end in row] for row in full], len(starts))
    return Columns(starts, like, [kind is not None and kind[0].id == "unit" for kind in kinds])


def screen_starts(words: list[Word], pieces: list[Field]) -> list[int]:
    """The columns of the screen in which stretches of a line begin."""
    at = {word.start: word.column for word in words}
    return [at[start] for start, _ in pieces]
