"""Runs joined into the lines one sees."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pipeline.reading.pdf.gaps import blank_between
from pipeline.reading.pdf.geometry import Box, around
from pipeline.reading.pdf.runs import Run, one_below_another

_SAME_LINE = 0.5
_COVERED = 0.5


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line of a page; `size`: height of most of its characters."""

    text: str
    box: Box
    size: float
    runs: tuple[Run, ...]


def join_lines(runs: Sequence[Run]) -> list[Line]:
    """Lines from top to bottom, each from left to right. The order of the content stream plays no part."""
    places = [(top + bottom, x0) for x0, top, _, bottom in (run.box for run in runs)]
    ordered = [runs[place] for place in sorted(range(len(runs)), key=places.__getitem__)]
    if one_below_another(ordered):
        return [line_of((run,)) for run in ordered]
    rows: list[list[Run]] = []
    spans: list[tuple[float, float]] = []
    for run in ordered:
        box = run.box
        for back in range(1, min(len(rows), 3) + 1):
            if _shares_line(spans[-back], box) and not _is_covered(rows[-back], run):
                rows[-back].append(run)
                break
        else:
            rows.append([run])
            spans.append((box[1], box[3]))
    lines = [line_of(row if len(row) == 1 else sorted(row, key=lambda run: run.box.x0)) for row in rows]
    return sorted(lines, key=lambda line: line.box[1::-1])  # from the top, then from the left


def _shares_line(span: tuple[float, float], box: Box) -> bool:
    top, bottom = span
    _, other_top, _, other_bottom = box  # no calls: each line is compared with three others
    overlap = (bottom if bottom < other_bottom else other_bottom) - (top if top > other_top else other_top)
    height, other = bottom - top, other_bottom - other_top
    return overlap >= _SAME_LINE * (height if height < other else other)


def _is_covered(row: list[Run], run: Run) -> bool:
    """Whether a run lies upon another of the same line, so that the two cannot be read one after the other."""
    for other in row:
        overlap = min(other.box.x1, run.box.x1) - max(other.box.x0, run.box.x0)
        if overlap > _COVERED * min(other.box.width, run.box.width):
            return True
    return False


def line_of(runs: Sequence[Run]) -> Line:
    """The line that some runs make, from left to right."""
    if len(runs) == 1:
        only = runs[0]
        box = only.box
        return Line(only.text, box, box[3] - box[1], (only,))
    pieces = [runs[0].text]
    for last, run in pairwise(runs):
        em = max(last.box.height, run.box.height)
        if blank_between(last.text[-1], run.text[0], run.box.x0 - last.box.x1, em, drawn=False):
            pieces.append(" ")
        pieces.append(run.text)
    longest = max(runs, key=lambda run: len(run.text))
    return Line("".join(pieces), around([run.box for run in runs]), longest.box.height, tuple(runs))
