"""Read a Word file into a source: each paragraph one line, tables in place, notes behind the text."""

from __future__ import annotations

from lxml import etree

from pipeline.model.errors import ReadError
from pipeline.model.source import HeadingHint, Source, Table
from pipeline.model.span import Span
from pipeline.reading.builder import TextBuilder
from pipeline.reading.docx import names as n
from pipeline.reading.docx.blocks import Blocks, Paragraph
from pipeline.reading.docx.numbering import Numbering
from pipeline.reading.docx.package import Package, parse_xml
from pipeline.reading.docx.styles import Styles, paragraph_styles_alone
from pipeline.reading.docx.tables import Grid, frame_content, is_frame, read_grid
from pipeline.reading.limits import Limits
from pipeline.reading.plain import clean_text
from pipeline.reading.tables import guess_header_rows, place_rows
from pipeline.reading.unsupported import unsupported

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NO_TEXT = "文件里没有文字；如果内容是图片或扫描件，需要先做文字识别（OCR）"


def read_docx(package: Package, path: str, digest: str, limits: Limits) -> Source:
    """The source of a Word file. Raises ReadError if it is damaged or has no words."""
    main = package.main_part()
    data = package.read(main) if main else None
    root = parse_xml(data) if data is not None else None
    body = root.find(n.BODY) if root is not None else None
    if main is None or data is None or body is None:
        raise ReadError("文件里找不到 Word 正文，可能已损坏；请用 Word 或 WPS 打开后另存")
    writer = _Writer(_blocks(package, main, b"vanish" in data, limits), limits)
    writer.body(body)
    writer.notes(package, main)
    return writer.source(path, digest)


def _blocks(package: Package, main: str, hidden: bool, limits: Limits) -> Blocks:
    name = package.related(main, "styles")
    data = package.read(name) if name else None
    styles = Styles(parse_xml(paragraph_styles_alone(data)) if data else None)
    numbering = Numbering(_related(package, main, "numbering"), styles)
    return Blocks(styles, numbering, hidden, limits.nesting)


def _related(package: Package, main: str, kind: str) -> etree._Element | None:
    name = package.related(main, kind)
    return package.xml(name) if name else None


class _Writer:
    """Puts blocks into the text, one after the other."""

    def __init__(self, blocks: Blocks, limits: Limits) -> None:
        self._blocks = blocks
        self._limits = limits
        self._out = TextBuilder()
        self._hints: list[HeadingHint] = []
        self._noise: list[Span] = []
        self._tables: list[Table] = []

    def body(self, container: etree._Element) -> None:
        """Everything in a container."""
        for block in self._blocks.walk(container):
            self._block(block, 0)
        self._limits.check("text_chars", self._out.length, "字数 ")

    def _block(self, block: Paragraph | etree._Element, depth: int) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block)
        elif is_frame(block):
            for inner in frame_content(block, self._blocks, depth + 1):
                self._block(inner, depth + 1)
        else:
            self._table(read_grid(block, self._blocks, depth))

    def _paragraph(self, paragraph: Paragraph) -> None:
        span = self._out.add(clean_text(paragraph.text))
        if len(span):
            if paragraph.contents:
                self._noise.append(span)
            elif paragraph.heading is not None:
                self._hints.append(HeadingHint(span=span, level=paragraph.heading))
        self._out.add("\n")

    def _table(self, grid: Grid) -> None:
        if not grid.cells:
            return
        start = self._out.length
        rows = max(cell.row + cell.rows for cell in grid.cells)
        placed = place_rows(self._out, grid.cells, range(rows))
        header = grid.header_rows if grid.header_rows is not None else guess_header_rows(grid.cells)
        self._tables.append(Table(span=self._out.since(start), cells=tuple(placed), header_rows=header))
        self._out.add("\n")

    def notes(self, package: Package, main: str) -> None:
        """Footnotes and endnotes, in the order they are referred to, behind the text and in no sentence."""
        wanted = list(dict.fromkeys(self._blocks.notes))
        start = self._out.length
        for tag, part in ((n.FOOTNOTE_REF, "footnotes"), (n.ENDNOTE_REF, "endnotes")):
            ids = [note for kind, note in wanted if kind == tag]
            root = _related(package, main, part) if ids else None
            if root is None:
                continue
            elements = {element.get(n.ID): element for element in root}
            for note in ids:
                if (element := elements.get(note)) is not None:
                    self.body(element)
        if self._out.length > start:
            self._noise.append(self._out.since(start))

    def source(self, path: str, digest: str) -> Source:
        """The finished source."""
        text = self._out.text()
        if not text or text.isspace():
            raise ReadError(_NO_TEXT) if self._blocks.left_out or text else unsupported("blank")
        warnings = (f"未读取：{'、'.join(sorted(self._blocks.left_out))}",) if self._blocks.left_out else ()
        return Source(
            path=path,
            sha256=digest,
            media_type=MEDIA_TYPE,
            text=text,
            noise=tuple(self._noise),
            tables=tuple(self._tables),
            hints=tuple(self._hints),
            hard_lines=True,
            warnings=warnings,
        )
