"""A page's blocks in order: paragraphs as a browser would break them, and tables."""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from pipeline.reading.flow import Grid, Paragraph
from pipeline.reading.html.lists import ListCounter
from pipeline.reading.html.names import BLOCKS, HEADINGS, KEEPS_BLANKS, tag_of
from pipeline.reading.html.tables import is_data, table_cells
from pipeline.reading.line_words import LineOpeners
from pipeline.reading.tables import GridCell

# A line break in the file between two wide characters is no blank: editors break lines anywhere.
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]"
_NO_BLANK = re.compile(f"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_BLANKS = re.compile("[ \t\r\n\f]+")
_EDGES = " \t\r\n\f"
_CLOSED = ("", " ", "、", "）", ")", "】", "〕")
# Numbers that stand close before the words of an item: a browser's own number is none beside them.
_ARTICLE = re.compile("第[〇零一二三四五六七八九十百\\d]{1,6}(?:部分|[编篇章节条])")
_FLOATING = re.compile(r"float\s{0,3}:\s{0,3}left|display\s{0,3}:\s{0,3}(?:inline-)?block", re.I)


class _State(msgspec.Struct, frozen=True):
    """What holds inside an element: heading level, whether it is noise, whether blanks are kept, its list's numbers."""

    heading: int | None = None
    noise: bool = False
    keeps: bool = False
    counter: ListCounter | None = None


class Blocks:
    """Walks over a page, without recursion: real pages nest elements they never close. `found` gathers its blocks."""

    def __init__(self, noise: set[etree._Element], openers: LineOpeners | None = None) -> None:
        self._noise_elements = noise
        self._openers = openers or LineOpeners()
        self._pieces: list[str] = []
        self._label = ""
        self._states = [_State()]
        self.found: list[Paragraph | Grid] = []

    def walk(self, root: etree._Element) -> None:
        """Take in an element with all it holds, not the words behind it."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = tag_of(element)
            if event == "start":
                if self._open(element, tag):
                    walker.skip_subtree()
                continue
            if tag in BLOCKS:
                self._flush()
                self._label = "" if tag in ("li", "ol") else self._label
            elif _floats(element) and self._pieces and self._pieces[-1][-1:] not in _CLOSED:
                self._pieces.append(" ")  # a number set apart from the words it stands before
            self._states.pop()
            if element.tail and element is not root:
                self._pieces.append(element.tail)
        self._flush()

    def _open(self, element: etree._Element, tag: str) -> bool:
        """Begin an element; true if all it holds is dealt with."""
        outer = self._states[-1]
        if tag == "br" or tag in BLOCKS:
            self._flush()
        if tag == "li" and outer.counter is not None:
            self._label = outer.counter.label(element)
        state = _State(
            HEADINGS.get(tag, outer.heading),
            outer.noise or element in self._noise_elements,
            outer.keeps or tag in KEEPS_BLANKS,
            ListCounter(element) if tag == "ol" else None,
        )
        self._states.append(state)
        if tag == "table" and is_data(element):
            self._table(element)
            return True
        if element.text:
            self._pieces.append(element.text)
        return False

    def _flush(self) -> None:
        """End the paragraph under way."""
        text = "".join(self._pieces)
        self._pieces.clear()
        state = self._states[-1]
        for line in text.splitlines() if state.keeps else (_collapsed(text),):
            if line and not line.isspace():
                label = "" if self._label and (self._openers.opens(line) or _ARTICLE.match(line)) else self._label
                self.found.append(Paragraph(label + line, state.heading, state.noise))
                self._label = ""

    def _table(self, element: etree._Element) -> None:
        noise = self._states[-1].noise
        for caption in element.iterchildren("caption"):
            self.found += [Paragraph(line, None, noise) for line in self._lines(caption)]
        placed = table_cells(element)
        cells = tuple(
            GridCell(
                text=self._cell(cell.element), row=cell.row, column=cell.column, rows=cell.rows, columns=cell.columns
            )
            for cell in placed.cells
        )
        self.found.append(Grid(cells, placed.header_rows, noise))

    def _cell(self, element: etree._Element) -> str:
        """The words of a table's cell, one line for each paragraph."""
        return "\n".join(self._lines(element)).replace("\t", " ").strip()

    def _lines(self, element: etree._Element) -> list[str]:
        inner = Blocks(set(), self._openers)
        inner.walk(element)
        return [block.text for block in inner.found if isinstance(block, Paragraph)]


def _floats(element: etree._Element) -> bool:
    """Whether an element within a line is set apart from what follows it."""
    style = element.get("style")
    return style is not None and _FLOATING.search(style) is not None


def _collapsed(text: str) -> str:
    """Blanks as a browser shows them."""
    text = text.strip(_EDGES)
    if "\n" in text or "\r" in text:
        text = _NO_BLANK.sub("", text)
    return _BLANKS.sub(" ", text).replace("\xa0", " ")
