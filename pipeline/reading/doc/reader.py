"""Read an old Word file (Word 97 to 2003, WPS) into a source, by the same rules as a DOCX."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.source import Source
from pipeline.reading.doc.binary import plc, u32
from pipeline.reading.doc.lists import read_lists
from pipeline.reading.doc.properties import Formats, ParagraphFormat
from pipeline.reading.doc.streams import Streams, Text, open_streams, text_of
from pipeline.reading.doc.styles import Styles
from pipeline.reading.doc.tables import make_row
from pipeline.reading.doc.words import Words
from pipeline.reading.docx.numbering import Numbering, with_label
from pipeline.reading.docx.styles import NumberRef
from pipeline.reading.flow import FlowWriter, Paragraph
from pipeline.reading.limits import Limits
from pipeline.reading.rows import Row, table_blocks

MEDIA_TYPE = "application/msword"
_STYLE_SHEET, _BOX_TEXTS, _ANCHORS = 1, 56, 40
_ANCHOR = "\x08"
_ENDS = re.compile("[\r\x07\x0c]")
_BODY = 9
_MAIN, _NOTES, _HEADERS, _MACROS, _COMMENTS, _END_NOTES, _BOXES = range(7)


def read_doc(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    """The source of an old Word file. Raises ReadError if it has a password, is older than Word 97, or is damaged."""
    streams = open_streams(data, limits)
    writer = FlowWriter(limits)
    _Reader(streams, text_of(streams, limits), writer).all()
    return writer.source(path, digest, MEDIA_TYPE)


class _Reader:
    """Goes through the stories of a file; holds what must be carried from one paragraph to the next."""

    def __init__(self, streams: Streams, text: Text, writer: FlowWriter) -> None:
        self._text = text
        self._sizes = streams.sizes
        self._formats = Formats(streams)
        self._styles = Styles(streams.part(_STYLE_SHEET))
        self._numbering = Numbering(read_lists(streams), self._styles)
        self._words = Words(text, self._formats)
        self._boxes = self._find_boxes(streams)
        self._writer = writer
        self._joined = ""
        self._rows: list[Row] = []
        self._cells: list[list[Paragraph]] = []
        self._cell: list[Paragraph] = []
        self._inner: list[str] = []

    def all(self) -> None:
        """The main text, text boxes that hang on nothing, then notes as noise."""
        self._story(0, self._sizes[_MAIN])
        for start, end in self._boxes.values():
            self._story(start, end, sparse=True)
        begun = self._writer.length
        for story in (_NOTES, _END_NOTES):
            start = sum(self._sizes[:story])
            self._story(start, start + self._sizes[story], sparse=True)
        self._writer.noise_since(begun)

    def _story(self, start: int, end: int, *, sparse: bool = False) -> None:
        """A story; boxes and notes end with an empty paragraph each, so theirs are left out (`sparse`)."""
        for first, stop, layout in self._paragraphs(start, min(end, len(self._text.text))):
            mark = self._text.text[stop] if stop < len(self._text.text) else "\r"
            if layout.depth == 0 and mark == "\x07":
                layout = ParagraphFormat(style=layout.style, depth=1)
            if layout.depth == 0:
                self._end_table()
            boxes = [self._boxes.pop(place) for place in self._anchors(first, stop)]
            if layout.row_end:
                self._end_row(layout)
            else:
                paragraph = self._paragraph(first, stop, layout)
                if paragraph is not None and (not sparse or paragraph.text or layout.depth):
                    self._put(paragraph, layout, mark)
            for box in boxes:
                if layout.depth == 0:
                    self._story(*box, sparse=True)
                else:
                    self._cell += [Paragraph(self._words.read(*box).replace("\r", "\n"))]
        self._end_table()

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int, ParagraphFormat]]:
        """Start, place of the mark at the end, and properties of each paragraph."""
        first = start
        for found in _ENDS.finditer(self._text.text, start, end):
            offset = self._text.offset(found.start())
            if found[0] == "\x0c" and not self._formats.ends_at(offset, 1):
                continue
            yield first, found.start(), self._formats.paragraph(offset)
            first = found.end()
        if first < end:
            yield first, end, self._formats.paragraph(self._text.offset(end - 1))

    def _anchors(self, start: int, end: int) -> list[int]:
        if not self._boxes or _ANCHOR not in self._text.text[start:end]:
            return []
        return [place for place in self._boxes if start <= place < end]

    def _paragraph(self, start: int, end: int, layout: ParagraphFormat) -> Paragraph | None:
        """A paragraph as printed; null where its mark is deleted, so that it goes on in the next."""
        contents = self._words.in_contents
        text = self._joined + self._words.read(start, end)
        self._joined = ""
        contents = contents or self._words.in_contents
        if layout.depth == 0 and self._words.is_dropped(end):
            self._joined = text
            return None
        style_id = str(layout.style)
        style = self._styles.get(style_id)
        direct = None
        if layout.number is not None or layout.level is not None:
            direct = NumberRef(None if layout.number is None else str(layout.number), layout.level)
        label = self._numbering.label(direct, style_id) if direct or (style and style.number) else ""
        level = style.heading if style is not None else None
        if layout.outline is not None:
            level = layout.outline + 1 if layout.outline < _BODY else None
        return Paragraph(with_label(label, text), level, contents or (style is not None and style.contents))

    def _put(self, paragraph: Paragraph, layout: ParagraphFormat, mark: str) -> None:
        if layout.depth == 0:
            self._writer.add(paragraph)
        elif layout.depth > 1:
            self._inner.append(paragraph.text)
        else:
            self._cell.append(paragraph)
            if mark == "\x07":
                self._cells.append(self._cell)
                self._cell = []

    def _end_row(self, layout: ParagraphFormat) -> None:
        if layout.depth > 1:
            self._cell.append(Paragraph(" ".join(self._inner)))
            self._inner = []
        else:
            self._rows.append(make_row(self._cells, layout))
            self._cells, self._cell = [], []

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        if self._cells or self._cell:  # a row whose end is missing
            rows.append(make_row([*self._cells, *([self._cell] if self._cell else [])], ParagraphFormat()))
            self._cells, self._cell = [], []
        for block in table_blocks(rows):
            self._writer.add(block)

    def _find_boxes(self, streams: Streams) -> dict[int, tuple[int, int]]:
        """Start and end of each text box by the place it hangs on."""
        base = sum(self._sizes[:_BOXES])
        limit = base + self._sizes[_BOXES]
        places, records = plc(streams.part(_BOX_TEXTS), 22)
        texts = {
            u32(record, 14): (base + start, min(limit, base + end))
            for start, end, record in zip(places, places[1:], records, strict=False)
            if start < end
        }
        anchors, shapes = plc(streams.part(_ANCHORS), 26)
        found: dict[int, tuple[int, int]] = {}
        for place, shape in zip(anchors, shapes, strict=False):
            if (text := texts.pop(u32(shape, 0), None)) is not None:
                found[place] = text
        loose = sorted(text for text in texts.values() if base <= text[0] < text[1] <= limit)
        return found | {-1 - number: text for number, text in enumerate(loose)}
