"""Watermarks drawn upright: light words that lie over the lines of the text, alone or again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.page import PageText
from pipeline.reading.pdf.runs import Run

_AGAIN = 3
_SHORTEST, _LONGEST = 2, 40
_BIG = 1.8


def part_watermarks(chars: PageText, runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """The runs of a page without its watermarks, and these."""
    if not runs:
        return [], []
    sizes = [bottom - top for _, top, _, bottom in (run.box for run in runs)]
    size = median(sizes)
    texts = [run.text for run in runs]
    if max(sizes) <= _BIG * size and len(set(texts)) > len(texts) - _AGAIN + 1:
        return list(runs), []  # as most pages: nothing is big, nothing comes so often
    counts = Counter(texts)
    likely = [
        run
        for run in runs
        if _SHORTEST <= len(run.text) <= _LONGEST
        and (counts[run.text] >= _AGAIN or run.box.height > _BIG * size)
        and chars.is_pale(run.words[0][0])
    ]
    # White names on the dark head of a table come again and again as well, but lie upon no other words.
    marks = {run.text for run in likely if any(_meet(run.box, other.box) for other in runs if other is not run)}
    gone = {id(run) for run in likely if run.text in marks}
    return [run for run in runs if id(run) not in gone], [run for run in runs if id(run) in gone]


def _meet(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom
