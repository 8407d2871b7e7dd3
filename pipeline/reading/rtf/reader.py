"""Read rich text (RTF) into a source, by the same rules as a DOCX."""

from __future__ import annotations

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.doc.streams import joined_units
from pipeline.reading.docx.numbering import with_label
from pipeline.reading.docx.styles import is_contents_name
from pipeline.reading.flow import FlowWriter, Paragraph
from pipeline.reading.limits import Limits
from pipeline.reading.rtf.codecs import Codecs
from pipeline.reading.rtf.parts import Parts
from pipeline.reading.rtf.state import State
from pipeline.reading.rtf.styles import BODY_LEVEL, Styles, printed_label
from pipeline.reading.rtf.table import Table
from pipeline.reading.rtf.tokens import tokens
from pipeline.reading.rtf.words import KNOWN, NO_TEXT, SIGNS, sign_of

MEDIA_TYPE = "application/rtf"
_DEEPEST = 1000
_TOO_DEEP = "RTF 文件的分组嵌套过深，不是正常的文档；请用 Word 或 WPS 另存为 .docx 后再试"


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
        self._codecs = Codecs()
        self._styles = Styles()
        self._bytes = bytearray()
        self._parts = Parts()
        self._to_skip = 0
        self._table = Table()
        self._boxed: list[Paragraph] = []
        self._notes: list[str] = []

    @property
    def encoding(self) -> str | None:
        """The code page that the file names."""
        return self._codecs.named

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
        self._put(bytes(self._bytes).decode(self._state.codec or self._codecs.default, "replace"))
        self._bytes.clear()

    def _put(self, text: str) -> None:
        if self._state.into and not self._state.dropped:
            self._parts.put(self._state.into, text)

    def _begins(self, word: str) -> bool:
        """Whether the first word of a group makes it one of its own kind."""
        state = self._state
        if word == "nesttableprops":
            self._table.end_inner_row()
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
                self._parts.open_box()
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
            outer.contents = self._parts.take("field").split()[:1] == ["TOC"] or outer.contents
        elif closed.into == "stylesheet":
            self._styles.add(closed, self._parts.take("stylesheet"))
        elif closed.into == "note" and outer.into != "note":
            self._notes.append(self._parts.take("note"))
        elif closed.boxed and not outer.boxed:
            if self._parts.holds("body"):
                self._boxed.append(self._paragraph(closed))
            self._parts.close_box()

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
            state.codec = self._codecs.font(number)
        elif word == "fcharset":
            if state.into == "fonttbl":
                self._codecs.charset(number or 0)
        elif word == "uc":
            state.skip = max(0, min(number or 0, 10))
        elif word == "ansicpg" and number is not None:
            self._codecs.page(number)
        else:
            self._layout(word, number)

    def _layout(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "s":
            state.style = number or 0
        elif word == "outlinelevel":
            state.outline = number if number is not None else BODY_LEVEL
        elif word == "intbl":
            state.in_table = True
        elif word == "itap":
            state.depth = number or 0
        else:
            self._table.take(word, number)

    def _unicode(self, number: int) -> None:
        if sign := sign_of(number):
            self._put(sign)
        self._to_skip = self._state.skip

    def new_paragraph(self) -> None:
        """`\\pard`."""
        self._state.new_paragraph()

    def _paragraph(self, state: State) -> Paragraph:
        """The paragraph under way, ended."""
        words, label = self._parts.take("body"), printed_label(self._parts.take("label"))
        name, heading = self._styles.of(state)
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
            self._table.add([paragraph, *self._take_boxed()])
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
            self._table.add([self._paragraph(self._state), *self._take_boxed()])
            self._table.end_cell()

    def end_inner_cell(self) -> None:
        """`\\nestcell`."""
        if self._state.into == "body":
            self._table.end_inner_cell(self._paragraph(self._state).text)

    def _end_table(self) -> None:
        for block in self._table.blocks():
            self._writer.add(block)

    def finish(self) -> None:
        """The end of the file: what is under way, then notes as noise."""
        if self._bytes:
            self._decode()
        self._state = State(in_table=self._table.has_cells)
        if self._parts.holds("body") or self._parts.holds("label") or self._boxed:
            self.end_paragraph()
        self._table.close()
        self._end_table()
        begun = self._writer.length
        for note in self._notes:
            self._writer.add(Paragraph(joined_units(note).strip()))
        self._writer.noise_since(begun)


_ACTIONS = {
    "par": _Reader.end_paragraph,
    "sect": _Reader.end_paragraph,
    "cell": _Reader.end_cell,
    "nestcell": _Reader.end_inner_cell,
    "pard": _Reader.new_paragraph,
}
