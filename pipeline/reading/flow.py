"""Running text of any format without pages: paragraphs and tables, one after the other, become a source."""

from __future__ import annotations

import msgspec

from pipeline.model.errors import ReadError
from pipeline.model.source import HeadingHint, Source, Table
from pipeline.model.span import Span
from pipeline.reading.builder import TextBuilder
from pipeline.reading.limits import Limits
from pipeline.reading.plain import clean_text
from pipeline.reading.tables import GridCell, guess_header_rows, place_rows
from pipeline.reading.unsupported import unsupported

_NO_TEXT = "文件里没有文字；如果内容是图片或扫描件，需要先做文字识别（OCR）"


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph as printed. `heading` as in HeadingHint, null for none; `noise`: it is in no sentence."""

    text: str
    heading: int | None = None
    noise: bool = False


class Grid(msgspec.Struct, frozen=True):
    """A table's cells in order and how many rows at its top the file marks as header rows (null: it says nothing)."""

    cells: tuple[GridCell, ...]
    header_rows: int | None = None
    noise: bool = False


class FlowWriter:
    """Puts paragraphs and tables into the text, each paragraph and each row one line."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._out = TextBuilder()
        self._hints: list[HeadingHint] = []
        self._noise: list[Span] = []
        self._tables: list[Table] = []

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._out.length

    def add(self, block: Paragraph | Grid) -> None:
        """A paragraph or a table. Raises ReadError where the text grows beyond its limit."""
        if type(block) is Paragraph:
            span = self._out.add_line(clean_text(block.text))
            if (block.noise or block.heading is not None) and len(span):
                self._mark(span, block)
        elif isinstance(block, Grid) and block.cells:
            self._table(block)
        if self._out.length > self._limits.text_chars:
            self._limits.check("text_chars", self._out.length, "字数 ")

    def _mark(self, span: Span, paragraph: Paragraph) -> None:
        if paragraph.noise:
            self._noise.append(span)
        elif paragraph.heading is not None:
            self._hints.append(HeadingHint(span=span, level=paragraph.heading))

    def _table(self, grid: Grid) -> None:
        start = self._out.length
        rows = max(cell.row + cell.rows for cell in grid.cells)
        placed = place_rows(self._out, grid.cells, range(rows))
        span = self._out.since(start)
        if grid.noise:
            self._noise += [span] if len(span) else []
        else:
            header = grid.header_rows if grid.header_rows is not None else guess_header_rows(grid.cells)
            self._tables.append(Table(span=span, cells=tuple(placed), header_rows=header))
        self._out.add("\n")

    def noise_since(self, start: int) -> None:
        """What was added since an earlier length is in no sentence: no noise or hint inside it counts by itself."""
        if self._out.length > start:
            self._noise = [span for span in self._noise if span.start < start]
            self._hints = [hint for hint in self._hints if hint.span.start < start]
            self._noise.append(self._out.since(start))

    def source(
        self,
        path: str,
        digest: str,
        media_type: str,
        *,
        left_out: frozenset[str] = frozenset(),
        encoding: str | None = None,
        warnings: tuple[str, ...] = (),
    ) -> Source:
        """The finished source. Raises ReadError where there are no words; `left_out` names what was not read (Chinese)."""
        text = self._out.text()
        if not text or text.isspace():
            raise ReadError(_NO_TEXT) if left_out or text else unsupported("blank")
        if left_out:
            warnings = (*warnings, f"未读取：{'、'.join(sorted(left_out))}")
        return Source(
            path=path,
            sha256=digest,
            media_type=media_type,
            text=text,
            encoding=encoding,
            noise=tuple(self._noise),
            tables=tuple(self._tables),
            hints=tuple(self._hints),
            hard_lines=True,
            warnings=warnings,
        )
