"""Ready answers to what stands before and behind a paragraph, so that looking around never costs a second pass."""

from __future__ import annotations

from itertools import accumulate

from pipeline.structure.cleaning import CleanText
from pipeline.structure.numbering import Cue
from pipeline.structure.roles import Role


class Neighbours:
    """The paragraphs of a file with what lies around each; those of `outside` are boilerplate."""

    def __init__(self, cleaned: CleanText, roles: list[Role], outside: list[bool]) -> None:
        self._paragraphs = cleaned.paragraphs
        self._roles = roles
        self._outside = outside
        count = len(roles)
        self._following, self._preceding = [count] * (count + 2), [-1] * (count + 2)
        self._labels = [count] * (count + 1)
        for index in range(count - 1, -1, -1):
            self._following[index] = self._following[index + 1] if outside[index] else index
            self._labels[index] = index if roles[index].cue is not None else self._labels[index + 1]
        for index in range(count):
            self._preceding[index + 1] = self._preceding[index] if outside[index] else index
        self._weight = [0, *accumulate(map(self._weighs, range(count)))]

    def next(self, index: int) -> int:
        """The first paragraph at or behind `index` that is no boilerplate; the number of paragraphs if there is none."""
        return self._following[index]

    def previous(self, index: int) -> int | None:
        """The last paragraph before `index` that is no boilerplate."""
        found = self._preceding[index]
        return found if found >= 0 else None

    def label(self, index: int, end: int) -> Cue | None:
        """The first number label that opens a paragraph of `[index, end)`."""
        found = self._labels[index]
        return self._roles[found].cue if found < end else None

    def weight(self, first: int, last: int) -> int:
        """How many paragraphs hold running text, a label or a table row."""
        return self._weight[last] - self._weight[first]

    def _weighs(self, index: int) -> int:
        role = self._roles[index]
        held = role.prose or role.cue is not None or self._paragraphs[index].row is not None
        return int(held and not self._outside[index])
