"""From pages to the source text: paragraphs, tables over page breaks, noise.

Lines of a paragraph are parted by one line break, paragraphs by an empty line, pages by a form feed. The span of a
header takes in the line break behind it, that of a footer the one before it: without its noise, the text runs on over
the page break exactly as the paragraph does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pipeline.model.source import Cell, HeadingHint, Page, Table
from pipeline.model.span import Span
from pipeline.reading.builder import TextBuilder
from pipeline.reading.line_words import LineOpeners, NoiseWords
from pipeline.reading.pdf.cells import PageTable
from pipeline.reading.pdf.furniture import Furniture, find_furniture
from pipeline.reading.pdf.headings import SetLine, heading_levels
from pipeline.reading.pdf.layout import Item, PageLayout
from pipeline.reading.pdf.lines import Line
from pipeline.reading.pdf.margins import page_margins
from pipeline.reading.pdf.page import Bookmark
from pipeline.reading.pdf.paragraphs import Margins, ends_paragraph
from pipeline.reading.pdf.stitch import Part, WholeTable, fits, stitch
from pipeline.reading.tables import place_rows

_MOST_HEADING_LINES = 3
_set_line = tuple.__new__  # in a third of the time


class Assembled(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a PDF and what stands where in it."""

    text: str
    pages: tuple[Page, ...]
    noise: tuple[Span, ...]
    tables: tuple[Table, ...]
    hints: tuple[HeadingHint, ...]


class _Body(msgspec.Struct, frozen=True, gc=False):
    """A line or a part of a table in the order of reading; `after`: line breaks before the next one."""

    page: int
    item: Line | tuple[int, Part]
    after: str = ""
    noise: bool = False


def assemble(pages: Sequence[PageLayout], bookmarks: Sequence[Bookmark] = ()) -> Assembled:
    """Put the pages of a file together."""
    words = NoiseWords()
    furniture = find_furniture(pages, words)
    body, wholes = _body(pages, furniture, words)
    writer = _Writer(wholes, bookmarks, {} if bookmarks else _levels(pages, body))
    of_page: dict[int, list[_Body]] = {}
    for entry in body:
        of_page.setdefault(entry.page, []).append(entry)
    for place, (page, noise) in enumerate(zip(pages, furniture, strict=True)):
        writer.page(page, noise, of_page.get(place, []))
    return writer.finish()


def _levels(pages: Sequence[PageLayout], body: Sequence[_Body]) -> dict[int, int]:
    """Levels of the lines, by identity, that are set as headings."""
    fonts = {id(item): font for page in pages for item, font in zip(page.items, page.fonts, strict=False)}
    middles = [page.width / 2 for page in pages]
    lines: list[SetLine] = []
    begins = True
    for entry in body:
        item, ends = entry.item, "\n\n" in entry.after
        if not isinstance(item, Line):
            begins = True
            continue
        if not entry.noise:
            alone = begins and (ends or not entry.after)
            lines.append(_set_line(SetLine, (item, fonts.get(id(item), ""), alone, middles[entry.page])))
        begins = ends
    return {id(lines[place].line): level for place, level in heading_levels(lines).items()}


def _body(
    pages: Sequence[PageLayout], furniture: Sequence[Furniture], words: NoiseWords
) -> tuple[list[_Body], list[WholeTable]]:
    flow: list[tuple[int, Item, bool]] = []
    for place, (page, noise) in enumerate(zip(pages, furniture, strict=True)):
        outer = noise.top | noise.bottom
        flow += [(place, item, i in noise.amid) for i, item in enumerate(page.items) if i not in outer]
    margins = page_margins(pages, flow)
    flow, chains = _chains(flow, words)
    wholes = [stitch(chain) for chain in chains]
    body: list[_Body] = []
    openers = LineOpeners()
    part_of: dict[int, tuple[int, int]] = {
        id(table): (n, i) for n, chain in enumerate(chains) for i, table in enumerate(chain)
    }
    for (place, item, is_noisy), following in zip(flow, [*flow, None][1:], strict=True):
        after = _break(place, item, is_noisy, following, margins, openers)
        if isinstance(item, PageTable):
            number, part = part_of[id(item)]
            body.append(_Body(place, (number, wholes[number].parts[part]), after))
        else:
            body.append(_Body(place, item, after, is_noisy))
    return body, wholes


def _chains(
    flow: list[tuple[int, Item, bool]], words: NoiseWords
) -> tuple[list[tuple[int, Item, bool]], list[list[PageTable]]]:
    """Find tables that go on over a page break; the line 续表 between the parts becomes noise."""
    chains: list[list[PageTable]] = []
    marked = list(flow)
    last: tuple[int, int] | None = None  # place in the flow and page of the last table, if nothing came behind it
    for index, (place, item, noise) in enumerate(flow):
        if isinstance(item, PageTable):
            if last is not None and place == last[1] + 1 and fits(chains[-1][-1], item):
                chains[-1].append(item)
                for between in range(last[0] + 1, index):
                    marked[between] = (marked[between][0], marked[between][1], True)
            else:
                chains.append([item])
            last = (index, place)
        elif last is not None and not noise and not (place == last[1] + 1 and words.match(item.text, "continued")):
            last = None
    return marked, chains


def _break(
    place: int,
    item: Item,
    noise: bool,
    following: tuple[int, Item, bool] | None,
    margins: Sequence[Margins],
    openers: LineOpeners,
) -> str:
    if following is None:
        return ""
    other, next_item, next_noise = following
    if not (isinstance(item, Line) and isinstance(next_item, Line)):
        # between two tables a form feed parts the rows, whether the first goes on or not
        return "" if other != place and not (isinstance(item, Line) or isinstance(next_item, Line)) else "\n\n"
    if noise or next_noise:
        return "\n"
    ends = ends_paragraph(item, next_item, margins[place], openers, same_page=place == other)
    if place == other:
        return "\n\n" if ends else "\n"
    return "\n\n" if ends else ""


class _Writer:
    """Writes pages one after the other."""

    def __init__(self, wholes: Sequence[WholeTable], bookmarks: Sequence[Bookmark], levels: Mapping[int, int]) -> None:
        self._levels = levels
        self._out = TextBuilder()
        self._wholes = wholes
        self._pages: list[Page] = []
        self._noise: list[Span] = []
        self._hints: list[HeadingHint] = []
        self._cells: list[list[Cell]] = [[] for _ in wholes]
        self._spans: list[Span | None] = [None] * len(wholes)
        self._bookmarks: dict[int, dict[str, int]] = {}
        for mark in bookmarks:
            self._bookmarks.setdefault(mark.page, {}).setdefault("".join(mark.title.split()), mark.level)

    def page(self, page: PageLayout, noise: Furniture, body: Sequence[_Body]) -> None:
        """One page: header, body, footer."""
        if self._pages:
            self._out.put("\f")
        start = self._out.length
        for index in sorted(noise.top):
            item = page.items[index]
            self._noise.append(self._out.add((item.text if isinstance(item, Line) else "") + "\n"))
        ended = True
        inside = 0  # lines still to come of a heading that stands on several
        put, hinted = self._out.put, bool(self._levels or self._bookmarks.get(page.number))
        for place, entry in enumerate(body):
            if entry.noise or not isinstance(entry.item, Line):
                self._entry(entry)
            else:
                put(entry.item.text)  # as nearly all are
            if hinted:
                inside = inside - 1 if inside else self._hint(body[place : place + _MOST_HEADING_LINES], page.number)
            put("\n" if inside else entry.after)
        if body:
            ended = bool(inside) or body[-1].after.endswith("\n")
        lines = [page.items[index] for index in sorted(noise.bottom)]
        for line in (*lines, *page.slanted):
            if isinstance(line, Line):
                self._noise.append(self._out.add(("" if ended else "\n") + line.text))
                ended = False
        self._pages.append(Page(number=page.number, span=self._out.since(start), width=page.width, height=page.height))

    def _entry(self, entry: _Body) -> None:
        if isinstance(entry.item, Line):
            span = self._out.add(entry.item.text)
            if entry.noise:
                self._noise.append(span)
            return
        number, part = entry.item
        if part.repeated_rows:
            start = self._out.length
            place_rows(self._out, part.repeated, range(part.repeated_rows))
            self._out.put("\n")
            self._noise.append(self._out.since(start))
        start = self._out.length
        self._cells[number] += place_rows(self._out, self._wholes[number].cells, part.rows)
        known = self._spans[number]
        self._spans[number] = Span(known.start if known else start, self._out.length)

    def _hint(self, body: Sequence[_Body], page: int) -> int:
        """Mark the line just written as a heading if it is set as one or the outline names it; gives back how many of the
        lines behind it belong to the heading."""
        item = body[0].item
        if not isinstance(item, Line) or body[0].noise:
            return 0
        level, more = self._levels.get(id(item)), 0
        known = self._bookmarks.get(page)
        if level is None and known:
            words = "".join(item.text.split())
            level = known.pop(words, None)
            while level is None and words and more + 1 < len(body):
                following = body[more + 1]
                more += 1
                if not isinstance(following.item, Line) or following.noise:
                    break
                words += "".join(following.item.text.split())
                level = known.pop(words, None)
        if level is None:
            return 0
        self._hints.append(HeadingHint(span=Span(self._out.length - len(item.text), self._out.length), level=level))
        return more

    def finish(self) -> Assembled:
        """The finished text."""
        tables = [
            Table(span=span, cells=tuple(cells), header_rows=whole.header_rows)
            for span, cells, whole in zip(self._spans, self._cells, self._wholes, strict=True)
            if span is not None
        ]
        return Assembled(
            text=self._out.text(),
            pages=tuple(self._pages),
            noise=tuple(sorted(self._noise)),
            tables=tuple(tables),
            hints=tuple(self._hints),
        )
