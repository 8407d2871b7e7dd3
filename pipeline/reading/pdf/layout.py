"""A page taken apart: lines and tables from top to bottom, noise marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pipeline.reading.pdf.cells import PageTable, is_table, split_tables
from pipeline.reading.pdf.columns import in_columns
from pipeline.reading.pdf.gap_tables import find_gap_tables
from pipeline.reading.pdf.gaps import is_han
from pipeline.reading.pdf.lattice import find_lattices
from pipeline.reading.pdf.lines import Line, join_lines
from pipeline.reading.pdf.open_tables import find_open_tables
from pipeline.reading.pdf.page import PageText, RawPage
from pipeline.reading.pdf.runs import page_runs, run_as_it_comes
from pipeline.reading.pdf.vertical import as_lines
from pipeline.reading.pdf.watermarks import part_watermarks
from pipeline.reading.pdf.weaving import woven

Item = Line | PageTable
_FOOT = 0.12
_LONGEST_MARK = 40
# So many different characters that stand alone, each below another, are words: no column of 男 and 女.
_MANY_BELOW, _NEXT_BELOW = 8, 2.5


class PageLayout(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a page. `items`: lines and tables in the order of reading, `fonts`: the font each line begins with;
    `slanted`: words drawn aslant and other watermarks, `pale`: places of the short lines drawn in a light colour,
    `column`: where the lines of a page end that is set in two columns, else 0.0, `scattered`: many
    characters stand alone, one below the other, so that they may have to be read in another order."""

    number: int
    width: float
    height: float
    items: tuple[Item, ...]
    fonts: tuple[str, ...] = ()
    slanted: tuple[Line, ...] = ()
    pale: frozenset[int] = frozenset()
    images: int = 0
    chars: int = 0
    column: float = 0.0
    scattered: bool = False

    @property
    def lines(self) -> list[Line]:
        """The lines outside of tables."""
        return [item for item in self.items if isinstance(item, Line)]


def lay_out(page: RawPage, before: PageLayout | None = None) -> PageLayout:
    """Lines and tables of a page. `before` is the page before: a table without lines may go on from it."""
    seen, page = page, as_lines(page)
    runs, slanted = page_runs(page.chars)
    runs, marks = part_watermarks(page.chars, runs)
    runs = woven(page.chars, runs)
    tables: list[PageTable] = []
    lattices = [lattice for lattice in find_lattices(page.rules) if is_table(lattice)] if runs else []
    if lattices:
        tables, runs, slanted = split_tables(page.chars, runs, slanted, lattices)
    lines = join_lines(runs)
    if page.rules:
        open_tables, lines = find_open_tables(page.rules, lines)
        tables += open_tables
    if any(len(line.runs) > 1 for line in lines):
        gap_tables, lines = find_gap_tables(page.chars, lines, page.height, _open_end(before))
        tables += gap_tables
    parted = in_columns(sorted([*lines, *tables], key=lambda item: (item.box.top, item.box.x0)))
    items = parted.items
    fonts, pale = _looks(page.chars, items)
    return PageLayout(
        number=page.number,
        width=page.width,
        height=page.height,
        items=tuple(items),
        fonts=tuple(fonts),
        slanted=tuple(join_lines([*([run_as_it_comes(slanted)] if slanted else ()), *marks])),
        pale=frozenset(pale),
        images=page.images,
        chars=len("".join(page.chars.text.split())),
        column=parted.right,
        scattered=page is seen and _is_scattered([item for item in items if isinstance(item, Line)]),
    )


def _looks(chars: PageText, items: Sequence[Item]) -> tuple[list[str], list[int]]:
    """The font that each line begins with, and the places of the short lines drawn in a light colour."""
    fonts = [""] * len(items)
    pale: list[int] = []
    for place, item in enumerate(items):
        if isinstance(item, Line):
            first = item.runs[0].words[0][0]
            fonts[place] = chars.font(first)
            if len(item.text) <= _LONGEST_MARK and chars.is_pale(first):
                pale.append(place)
    return fonts, pale


def _is_scattered(lines: Sequence[Line]) -> bool:
    single = [run for line in lines for run in line.runs if len(run.text) == 1 and is_han(run.text)]
    single.sort(key=lambda run: (round(run.box.x0), run.box.top))
    below = {
        run.text
        for above, run in pairwise(single)
        if abs(run.box.x0 - above.box.x0) <= 1 and run.box.top - above.box.top <= _NEXT_BELOW * above.box.height
    }
    return len(below) >= _MANY_BELOW


def _open_end(page: PageLayout | None) -> PageTable | None:
    """The table without lines that a page ends with, page numbers and the like left aside."""
    for item in reversed(page.items if page else ()):
        if isinstance(item, PageTable):
            return item if item.extents else None
        if page is None or item.box.top < (1 - _FOOT) * page.height:
            return None
    return None
