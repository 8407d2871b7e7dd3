"""Read rich text (RTF) into a source, by the same rules as a DOCX."""

from __future__ import annotations

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.doc.streams import joined_units
from pipeline.reading.docx.numbering import with_label
from pipeline.reading.docx.styles import heading_of_name, is_contents_name
from pipeline.reading.flow import FlowWriter, Paragraph
from pipeline.reading.limits import Limits
from pipeline.reading.rows import MOST_COLUMNS, Row, shaped_row, table_blocks
from pipeline.reading.rtf.state import RowShape, State
from pipeline.reading.rtf.tokens import tokens
from pipeline.reading.rtf.words import CHARSETS, CODE_PAGES, KNOWN, NO_TEXT, SIGNS
from pipeline.reading.symbols import SYMBOLS

MEDIA_TYPE = "application/rtf"
_DEEPEST = 1000
_BODY_LEVEL = 9
_TOO_DEEP = "RTF 文件的分组嵌套过深，不是正常的文档；请用 Word 或 WPS 另存为 .docx 后再试"
_BULLETS = frozenset("o§ØüvnlqwuþÞ")


def read_rtf(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    """The source of a rich-text file. Raises ReadError if it has no words."""
    writer = FlowWriter(limits)
    reader = _Reader(writer)
    for word, number, text in tokens(data):
        reader.take(word, number, text)
    reader.finish()
    return writer.source(path, digest, MEDIA_TYPE, encoding=reader.encoding)


class _Reader:
    """Takes tokens one by one."""

    def __init__(self, writer: FlowWriter) -> None:
        self._writer = writer
        self._state = State()
        self._stack: list[State] = []
        self.encoding: str | None = None
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._styles: dict[int, tuple[str, int | None]] = {}
        self._bytes = bytearray()
        self._parts: dict[str, list[str]] = {
            part: [] for part in ("body", "label", "note", "field", "fonttbl", "stylesheet")
        }
        self._to_skip = 0
        self._paragraphs: list[Paragraph] = []
        self._inner: list[str] = []
        self._cells: list[list[Paragraph]] = []
        self._shape = RowShape()
        self._rows: list[Row] = []
        self._outside: list[str] = []
        self._boxed: list[Paragraph] = []
        self._notes: list[str] = []

    def take(self, word: str, number: int | None, text: bytes) -> None:
        """One token."""
        state = self._state
        if word in ("", "'"):
            if state.into and not state.dropped:
                self._text(text)
            return
        if self._bytes:
            self._decode()
        if word == "{":
            if len(self._stack) >= _DEEPEST:
                raise ReadError(_TOO_DEEP)
            self._stack.append(state)
            self._state = state.inner()
        elif word == "}":
            self._close()
        elif word == "*":
            state.starred = True
        elif state.into:
            if state.fresh and self._begins(word):
                return
            state.fresh = False
            self._word(word, number)

    def _text(self, text: bytes) -> None:
        self._state.fresh = False
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        self._bytes += text

    def _decode(self) -> None:
        codec = self._state.codec or self._codec
        self._put(bytes(self._bytes).decode(codec, "replace"))
        self._bytes.clear()

    def _put(self, text: str) -> None:
        if self._state.into and not self._state.dropped:
            self._parts[self._state.into].append(text)

    def _begins(self, word: str) -> bool:
        """Whether the first word of a group makes it one of its own kind."""
        state = self._state
        if word == "nesttableprops":
            self.end_inner_row()
        if word in NO_TEXT or (state.starred and word not in KNOWN):
            state.into = ""
        elif word in ("listtext", "pntext"):
            state.into = "label"
        elif word == "fldinst":
            state.into = "field"
        elif word in ("footnote", "endnote"):
            state.into = "note"
        elif word in ("shptxt", "dptxbxtext"):
            if state.into == "body" and not state.boxed:
                self._outside, self._parts["body"] = self._parts["body"], []
            state.boxed = state.boxed or state.into == "body"
            state.in_table, state.depth = False, 0
        elif word in ("fonttbl", "stylesheet"):
            state.into = word
        else:
            return False
        state.starred = False
        return True

    def _close(self) -> None:
        closed = self._state
        if not self._stack:
            return
        self._state = self._stack.pop()
        outer = self._state
        if closed.into == "field" and outer.into != "field":
            outer.contents = outer.contents or "".join(self._parts["field"]).split()[:1] == ["TOC"]
            self._parts["field"].clear()
        elif closed.into == "stylesheet":
            name = "".join(self._parts["stylesheet"]).strip().rstrip(";")
            if name:
                self._styles.setdefault(closed.style, (name, closed.outline))
            self._parts["stylesheet"].clear()
        elif closed.into == "note" and outer.into != "note":
            self._notes.append("".join(self._parts["note"]))
            self._parts["note"].clear()
        elif closed.boxed and not outer.boxed:
            if self._parts["body"]:
                self._boxed.append(self._paragraph(closed))
            self._parts["body"], self._outside = self._outside, []

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if word in SIGNS:
            self._put(SIGNS[word])
        elif word == "u" and number is not None:
            self._unicode(number)
        elif word in _ACTIONS:
            _ACTIONS[word](self)
        elif word in ("v", "deleted"):
            state.dropped = number != 0
        elif word == "plain":
            state.dropped, state.codec = False, ""
        elif word == "f" and number is not None:
            self._font = number
            state.codec = self._fonts.get(number, "")
        elif word == "fcharset":
            if state.into == "fonttbl":
                self._fonts[self._font] = CHARSETS.get(number or 0, "")
        elif word == "uc":
            state.skip = max(0, min(number or 0, 10))
        elif word == "ansicpg" and number is not None:
            self._codec = CODE_PAGES.get(number, self._codec)
            self.encoding = self._codec if number in CODE_PAGES else None
        else:
            self._layout(word, number)

    def _layout(self, word: str, number: int | None) -> None:
        state, shape = self._state, self._shape
        if word == "s":
            state.style = number or 0
        elif word == "outlinelevel":
            state.outline = number if number is not None else _BODY_LEVEL
        elif word == "intbl":
            state.in_table = True
        elif word == "itap":
            state.depth = number or 0
        elif word == "cellx" and number is not None and len(shape.edges) <= MOST_COLUMNS:
            shape.edges.append(number)
        elif word == "clmrg":
            shape.left.add(len(shape.edges) - 1)
        elif word == "clvmrg":
            shape.above.add(len(shape.edges) - 1)
        elif word == "trleft" and len(shape.edges) == 1:
            shape.edges[0] = number or 0
        elif word == "trhdr":
            shape.header = True

    def _unicode(self, number: int) -> None:
        code = number + 0x10000 if number < 0 else number
        if 0xF000 <= code <= 0xF0FF:
            self._put(SYMBOLS.get(code, ""))
        elif 0 < code < 0x110000:
            self._put(chr(code))
        self._to_skip = self._state.skip

    def new_row(self) -> None:
        """`\\trowd`."""
        self._shape = RowShape(edges=[0], left=set(), above=set())

    def new_paragraph(self) -> None:
        """`\\pard`."""
        self._state.new_paragraph()

    def _paragraph(self, state: State) -> Paragraph:
        """The paragraph under way, ended."""
        words, label = "".join(self._parts["body"]), _label("".join(self._parts["label"]))
        self._parts["body"].clear()
        self._parts["label"].clear()
        name, level = self._styles.get(state.style, ("", None))
        named = heading_of_name(name)
        heading = named if named is not None else _heading(level)
        if state.outline is not None:
            heading = _heading(state.outline)
        text = joined_units(with_label(label, words).strip("\n"))
        return Paragraph(text, heading, state.contents or is_contents_name(name))

    def end_paragraph(self) -> None:
        """`\\par`."""
        state = self._state
        if state.into != "body":
            self._put("\n")
            return
        paragraph = self._paragraph(state)
        if state.boxed:
            self._boxed.append(paragraph)
        elif state.in_table or state.depth > 1:
            self._paragraphs += [paragraph, *self._take_boxed()]
        else:
            self._end_table()
            for block in (paragraph, *self._take_boxed()):
                self._writer.add(block)

    def _take_boxed(self) -> list[Paragraph]:
        """Paragraphs of the text boxes that hang on the one that ended."""
        boxed, self._boxed = self._boxed, []
        return boxed

    def end_cell(self) -> None:
        """`\\cell`."""
        if self._state.into == "body" and not self._state.boxed:
            self._cells.append([*self._paragraphs, self._paragraph(self._state), *self._take_boxed()])
            self._paragraphs = []

    def end_inner_cell(self) -> None:
        """`\\nestcell`."""
        if self._state.into == "body":
            self._inner.append(self._paragraph(self._state).text)

    def end_inner_row(self) -> None:
        """`\\nesttableprops`: what stands behind the cells of an inner row."""
        self._paragraphs.append(Paragraph(" ".join(self._inner)))
        self._inner = []

    def end_row(self) -> None:
        """`\\row`."""
        shape = self._shape
        defined = len(shape.edges) - 1
        # LibreOffice ends some rows with cells that are not there.
        while len(self._cells) > defined > 0 and not any(paragraph.text for paragraph in self._cells[-1]):
            self._cells.pop()
        if self._cells:
            self._rows.append(shaped_row(self._cells, shape.edges, shape.left, shape.above, shape.header))
        self._cells = []

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        for block in table_blocks(rows):
            self._writer.add(block)

    def finish(self) -> None:
        """The end of the file: what is under way, then notes as noise."""
        if self._bytes:
            self._decode()
        self._state = State(in_table=bool(self._cells))
        if self._parts["body"] or self._parts["label"] or self._boxed:
            self.end_paragraph()
        if self._cells or self._paragraphs:
            self._cells.append(self._paragraphs)
            self.end_row()
        self._end_table()
        begun = self._writer.length
        for note in self._notes:
            self._writer.add(Paragraph(joined_units(note).strip()))
        self._writer.noise_since(begun)


_ACTIONS = {
    "par": _Reader.end_paragraph,
    "sect": _Reader.end_paragraph,
    "cell": _Reader.end_cell,
    "row": _Reader.end_row,
    "nestcell": _Reader.end_inner_cell,
    "trowd": _Reader.new_row,
    "pard": _Reader.new_paragraph,
}


def _heading(outline: int | None) -> int | None:
    return outline + 1 if outline is not None and outline < _BODY_LEVEL else None


def _label(text: str) -> str:
    """The number printed before a paragraph; "" for a bullet."""
    bare = text.strip()
    if not any(char.isalnum() for char in bare) or bare in _BULLETS:
        return ""
    return bare + " " if bare[-1].isalnum() and text[-1].isspace() else bare
