"""Columns that no lines part: the header that names them, and which of them the words below stand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import msgspec

from pipeline.reading.column_names import header_kind
from pipeline.reading.pdf.geometry import Box, around
from pipeline.reading.pdf.lines import Line
from pipeline.reading.pdf.runs import Run
from pipeline.reading.tables import is_name

Extent = tuple[float, float]
Split = Callable[[Run], Sequence[Run]]

_CLOSE = 1.9
_CENTRED = 1.5
_MOST_HEADER_LINES = 3
_YEAR = re.compile(r"(?:19|20)\d{2}\s?(?:年|年度|学年)?")


class HeaderCell(msgspec.Struct, frozen=True, kw_only=True):
    """A name of one column or of several."""

    runs: tuple[Run, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """The name."""
        return "".join(run.text for run in self.runs)


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Names of columns in lines up to `end`, where each column begins and ends so far, how many rows they make."""

    cells: tuple[HeaderCell, ...]
    extents: tuple[Extent, ...]
    rows: int
    end: int


class Columns:
    """Columns that grow with the words put into them, but never into each other."""

    def __init__(self, extents: Iterable[Extent]) -> None:
        self._found = [list(extent) for extent in extents]

    def __len__(self) -> int:
        return len(self._found)

    @property
    def extents(self) -> tuple[Extent, ...]:
        """Where each begins and ends."""
        return tuple((left, right) for left, right in self._found)

    @property
    def box_ends(self) -> Extent:
        """Left and right end of all together."""
        return self._found[0][0], self._found[-1][1]

    def place(self, box: Box) -> int | None:
        """The column of some words; null if they reach into several."""
        reached = [n for n, (left, right) in enumerate(self._found) if box.x0 < right and left < box.x1]
        if reached:
            return reached[0] if len(reached) == 1 else None
        return min(range(len(self._found)), key=lambda n: max(self._found[n][0] - box.x1, box.x0 - self._found[n][1]))

    def fit(self, line: Line, split: Split) -> dict[int, Run] | None:
        """The words of a line by column; null where they do not fit. Words of two columns that stand close are parted."""
        fitting: dict[int, Run] = {}
        for run in line.runs:
            for part in (run,) if self.place(run.box) is not None else split(run):
                n = self.place(part.box)
                if n is None or n in fitting:
                    return None
                fitting[n] = part
        grown = self._grown(fitting)
        return None if any(one[1] > other[0] for one, other in pairwise(grown)) else fitting

    def take(self, fitting: dict[int, Run]) -> None:
        """Make the columns as wide as their words."""
        self._found = self._grown(fitting)

    def _grown(self, fitting: dict[int, Run]) -> list[list[float]]:
        grown = [list(extent) for extent in self._found]
        for n, run in fitting.items():
            grown[n] = [min(grown[n][0], run.box.x0), max(grown[n][1], run.box.x1)]
        return grown

    def aligned(self, n: int, box: Box, slack: float) -> bool:
        """Whether a box begins or is centred as the words of a column are."""
        left, right = self._found[n]
        middle = abs((box.x0 + box.x1) - (left + right)) / 2
        return abs(box.x0 - left) <= slack or middle <= slack

    def edges(self) -> tuple[float, ...]:
        """Lines between the columns, counted from the left end."""
        start, end = self.box_ends
        inner = [(one[1] + other[0]) / 2 - start for one, other in pairwise(self._found)]
        return (0.0, *inner, end - start)


def read_header(lines: Sequence[Line], at: int, split: Split) -> Header | None:
    """A header that begins at a line: names in one row, names over several lines, or a second row of years or parts."""
    first = lines[at]
    if len(first.runs) < 2:
        return None
    names = [part for run in first.runs for part in _names(run, split)]
    if not all(is_name(run.text) for run in names):
        return None
    below = _near(lines, at)
    if below is not None and (parts := _parted(names, below, at)) is not None:
        return parts
    stacks = [[run] for run in names]
    end = at + 1
    while end < min(at + _MOST_HEADER_LINES, len(lines)) and _goes_on(lines[end - 1], lines[end], stacks):
        for run in lines[end].runs:
            stacks[_over(run, stacks)].append(run)
        end += 1
    cells = tuple(HeaderCell(runs=tuple(stack), row=0, column=n) for n, stack in enumerate(stacks))
    return Header(cells=cells, extents=tuple(_extent(stack) for stack in stacks), rows=1, end=end)


def _names(run: Run, split: Split) -> Sequence[Run]:
    """Names that stand close, apart: where each part is known as one."""
    if " " not in run.text:
        return (run,)
    parts = split(run)
    return parts if all(header_kind(part.text) for part in parts) else (run,)


def _near(lines: Sequence[Line], at: int) -> Line | None:
    if at + 1 >= len(lines):
        return None
    line, below = lines[at], lines[at + 1]
    return below if below.box.top - line.box.top <= _CLOSE * max(line.size, below.size) else None


def _goes_on(above: Line, line: Line, stacks: Sequence[list[Run]]) -> bool:
    """Whether a line is the second half of names (责任 / 单位): close below, each part centred under one of them."""
    if line.box.top - above.box.top > 1.5 * above.size or len(line.runs) >= len(stacks):
        return False
    for run in line.runs:
        n = _over(run, stacks)
        left, right = _extent(stacks[n])
        off = abs(run.box.x0 + run.box.x1 - left - right) / 2
        if off > 0.5 * line.size or not is_name(run.text) or len(run.text) > 4:
            return False
    return True


def _over(run: Run, stacks: Sequence[list[Run]]) -> int:
    middle = (run.box.x0 + run.box.x1) / 2
    return min(range(len(stacks)), key=lambda n: abs(sum(_extent(stacks[n])) / 2 - middle))


def _extent(runs: Sequence[Run]) -> Extent:
    box = around([run.box for run in runs])
    return box.x0, box.x1


def _parted(names: Sequence[Run], below: Line, at: int) -> Header | None:
    """A header whose second row parts some of its names: years below 目标."""
    if len(below.runs) < 2 or not all(_YEAR.fullmatch(run.text) or is_name(run.text) for run in below.runs):
        return None
    groups = _groups(names, below.runs, _CENTRED * below.size)
    if not groups or below.runs[0].box.x0 < names[0].box.x1:
        return None
    cells: list[HeaderCell] = []
    extents: list[Extent] = []
    for n, run in enumerate(names):
        under = groups.get(n, ())
        cells.append(
            HeaderCell(runs=(run,), row=0, column=len(extents), rows=1 if under else 2, columns=len(under) or 1)
        )
        for part in under:
            cells.append(HeaderCell(runs=(part,), row=1, column=len(extents)))
            extents.append((part.box.x0, part.box.x1))
        if not under:
            extents.append((run.box.x0, run.box.x1))
    if any(one[1] > other[0] for one, other in pairwise(extents)):
        return None
    return Header(cells=tuple(cells), extents=tuple(extents), rows=2, end=at + 2)


def _groups(names: Sequence[Run], parts: Sequence[Run], slack: float) -> dict[int, tuple[Run, ...]]:
    """For each name that stands in the middle over at least two parts, those parts; none unless all parts have one."""
    groups: dict[int, tuple[Run, ...]] = {}
    start = 0
    for n, name in enumerate(names):
        middle = (name.box.x0 + name.box.x1) / 2
        for end in range(len(parts), start + 1, -1):
            left, right = _extent(parts[start:end])
            if abs((left + right) / 2 - middle) <= slack:
                groups[n] = tuple(parts[start:end])
                start = end
                break
    return groups if start == len(parts) else {}
