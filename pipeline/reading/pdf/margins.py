"""Which pages share their margins."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reading.pdf.layout import Item, PageLayout
from pipeline.reading.pdf.lines import Line
from pipeline.reading.pdf.paragraphs import Margins, find_margins


def page_margins(pages: Sequence[PageLayout], flow: Sequence[tuple[int, Item, bool]]) -> list[Margins]:
    """The margins that hold for each page: pages of the same width share theirs, and so do those in columns."""
    lines: list[list[Line]] = [[] for _ in pages]
    for place, item, noise in flow:
        if isinstance(item, Line) and not noise:
            lines[place].append(item)
    columns: list[float] = []
    for place, page in enumerate(pages):
        before = columns[-1] if columns and not page.column else 0.0  # text may end in the first column of a page
        columns.append(page.column or (before if all(_within(line, before) for line in lines[place]) else 0.0))
    lines = [[line for line in page if not end or _within(line, end)] for page, end in zip(lines, columns, strict=True)]
    widths = [round(end or page.width) for page, end in zip(pages, columns, strict=True)]
    known = {
        width: find_margins([lines[i] for i, other in enumerate(widths) if other == width], width)
        for width in set(widths)
    }
    return [known[width] for width in widths]


def _within(line: Line, end: float) -> bool:
    """Whether a line keeps to a column that ends there."""
    return line.box.x1 <= end + line.size
