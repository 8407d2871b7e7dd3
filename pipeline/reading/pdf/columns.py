"""Pages set in two columns: the words of the left one are read before those of the right one.

Lines of the right column are moved under those of the left one, so that paragraphs are told by one pair of margins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

import msgspec

from pipeline.reading.pdf.cells import PageTable
from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.lines import Line, line_of
from pipeline.reading.pdf.paragraphs import HANGING, outermost
from pipeline.reading.pdf.runs import Run

Item = Line | PageTable
_FEWEST = 5
_NARROWEST, _SHORTEST = 8.0, 9
_CLOSE, _WIDE = 0.8, 8.0
_FULL, _OFTEN = 2.0, 0.34
_ALIKE = 0.75
_APART = 1.6
_MIDDLE = 0.4
_BIN = 3.0
_SENTENCE_MARKS = frozenset("，。；,;")
_FEWEST_MARKS = 2


class _Gutter(msgspec.Struct, frozen=True):
    """The empty strip between two columns, and where these begin and end."""

    left: tuple[float, float]
    right: tuple[float, float]
    em: float

    def side(self, box: Box) -> int | None:
        """0: in the left column, 1: in the right one; null for what reaches into both."""
        if box.x1 <= self.right[0]:
            return 0
        return 1 if box.x0 >= self.right[0] - _BIN else None

    def crossed(self, item: Item) -> bool:
        """Whether something stands in both columns as one piece."""
        boxes = [run.box for run in item.runs] if isinstance(item, Line) else [item.box]
        return any(self.side(box) is None for box in boxes)


class InColumns(msgspec.Struct, frozen=True):
    """Lines and tables in the order of reading; `width`: where the lines of the columns end, 0.0 if there are none."""

    items: list[Item]
    right: float = 0.0


def in_columns(items: Sequence[Item]) -> InColumns:
    """The items of a page, from top to bottom, in the order of reading."""
    gutter = _gutter([run for item in items if isinstance(item, Line) for run in item.runs])
    if gutter is None:
        return InColumns(list(items))
    found: list[Item] = []
    divided = False
    for band, fits in _bands(items, gutter):
        sides = _divided(band, gutter) if fits else None
        divided = divided or sides is not None
        found += band if sides is None else [*sides[0], *sides[1]]
    return InColumns(found, gutter.left[1] if divided else 0.0)


def _gutter(runs: Sequence[Run]) -> _Gutter | None:
    """The gutter that the words of a page agree on."""
    edge, end = min((run.box.x0 for run in runs), default=0.0), max((run.box.x1 for run in runs), default=0.0)
    starts = [run.box.x0 for run in runs if run.box.x0 > edge + _MIDDLE * (end - edge)]
    if len(starts) < _FEWEST:
        return None
    em = median(run.box.height for run in runs)
    start = outermost(starts, leftmost=True)
    left = [run for run in runs if run.box.x1 <= start]
    right = [run for run in runs if run.box.x0 >= start - _BIN]
    if min(len(left), len(right)) < _FEWEST:
        return None
    one = (outermost([run.box.x0 for run in left], leftmost=True), _end(left))
    other = (start, _end(right))
    return _Gutter(one, other, em) if _are_columns(one, other, em) else None


def _end(runs: Sequence[Run]) -> float:
    """Where the lines of a column end; marks may hang over its edge."""
    lettered = [run.box.x1 for run in runs if run.text[-1] not in HANGING]
    return outermost(lettered if len(lettered) >= _FEWEST else [run.box.x1 for run in runs], leftmost=False)


def _are_columns(one: tuple[float, float], other: tuple[float, float], em: float) -> bool:
    widths = one[1] - one[0], other[1] - other[0]
    gap = other[0] - one[1]
    return min(widths) >= max(_NARROWEST * em, _ALIKE * max(widths)) and _CLOSE * em <= gap <= _WIDE * em


def _bands(items: Sequence[Item], gutter: _Gutter) -> Iterator[tuple[list[Item], bool]]:
    """Stretches of items that all keep to the columns, and those between them."""
    band: list[Item] = []
    for item in items:
        if gutter.crossed(item):
            yield from _peeled(band)
            yield [item], False
            band = []
        else:
            band.append(item)
    yield from _peeled(band)


def _peeled(band: list[Item]) -> Iterator[tuple[list[Item], bool]]:
    """A band without the lines at its ends that stand well apart from it: headers and page numbers."""
    first, last = 0, len(band)
    while last - first > 1 and _apart(band[first], band[first + 1]):
        first += 1
    while last - first > 1 and _apart(band[last - 2], band[last - 1]):
        last -= 1
    yield from (([item], False) for item in band[:first])
    yield band[first:last], True
    yield from (([item], False) for item in band[last:])


def _apart(above: Item, below: Item) -> bool:
    sizes = [item.size for item in (above, below) if isinstance(item, Line)]
    return len(sizes) > 1 and below.box.top - above.box.bottom > _APART * max(sizes)


def _divided(band: Sequence[Item], gutter: _Gutter) -> tuple[list[Item], list[Item]] | None:
    """The two columns of a band; null if they do not hold running text."""
    sides: tuple[list[Item], list[Item]] = ([], [])
    for item in band:
        if not isinstance(item, Line):
            sides[gutter.side(item.box) or 0].append(item)
            continue
        for number in (0, 1):
            runs = [run for run in item.runs if gutter.side(run.box) == number]
            if runs:
                sides[number].append(item if len(runs) == len(item.runs) else line_of(runs))
    if not all(_is_text(side, extent) for side, extent in zip(sides, (gutter.left, gutter.right), strict=True)):
        return None
    starts = [outermost([item.box.x0 for item in side], leftmost=True) for side in sides]
    step = starts[1] - starts[0]
    return sides[0], [_moved(item, step) if isinstance(item, Line) else item for item in sides[1]]


def _is_text(side: Sequence[Item], extent: tuple[float, float]) -> bool:
    """Whether many lines of a column are full, as those of running text are."""
    lines = [item for item in side if isinstance(item, Line)]
    if len(lines) < _FEWEST or median(len(line.text) for line in lines) < _SHORTEST:
        return False
    full = sum(extent[1] - line.box.x1 <= _FULL * line.size for line in lines)
    marks = sum(not _SENTENCE_MARKS.isdisjoint(line.text) for line in lines)
    return full >= _OFTEN * len(lines) and marks >= _FEWEST_MARKS


def _moved(line: Line, step: float) -> Line:
    box = line.box
    return msgspec.structs.replace(line, box=Box(box.x0 - step, box.top, box.x1 - step, box.bottom))
