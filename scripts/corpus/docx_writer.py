"""Write a source as DOCX with real automatic numbering, tables, header and footer."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from scripts.corpus.docx_xml import (
    Numbering,
    add_page_field,
    mark_header_row,
    set_east_asian_font,
    set_number,
    set_style_number,
)
from scripts.corpus.numbering import LIST_LEVELS, SCHEME_LEVELS
from scripts.corpus.schema import ABOVE, LEFT, Block, Source, Table

_FIXED_TIME = datetime(2024, 1, 1)
_ZIP_TIME = (2024, 1, 1, 0, 0, 0)
_PAGE_WIDTH_CM = 15.6
_HEADING_FONTS = {1: ("黑体", 16), 2: ("楷体", 16), 3: ("仿宋", 16), 4: ("仿宋", 16)}


class _Writer:
    """Adds the blocks of one source to a document."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.doc: DocxDocument = Document()
        self.numbering = Numbering(self.doc)
        self.scheme = self.numbering.add(SCHEME_LEVELS[source.numbering])
        self._set_styles()

    def _style(self, name: str) -> ParagraphStyle:
        style = self.doc.styles[name]
        assert isinstance(style, ParagraphStyle)
        return style

    def _set_styles(self) -> None:
        normal = self._style("Normal")
        set_east_asian_font(normal, "仿宋", 16)
        normal.paragraph_format.space_after = Pt(0)
        title = self._style("Title")
        set_east_asian_font(title, "宋体", 22)
        title.font.color.rgb = RGBColor(0, 0, 0)
        for level, (font, size) in _HEADING_FONTS.items():
            style = self._style(f"Heading {level}")
            set_east_asian_font(style, font, size)
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.font.italic = False
            set_style_number(style, self.scheme, level - 1)

    def _paragraph(self, text: str, style: str = "Normal", indent: bool = True) -> Paragraph:
        paragraph = self.doc.add_paragraph(text, style=style)
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(32)
        return paragraph

    def _centred(self, text: str, style: str = "Normal") -> None:
        self._paragraph(text, style, indent=False).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def head(self) -> None:
        """Running header and footer, document number, title and subtitle."""
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.7)
        section.header.paragraphs[0].text = self.source.header
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, _, after = self.source.footer.partition("{page}")
        footer.add_run(before)
        add_page_field(footer)
        footer.add_run(after)
        if self.source.number:
            self._centred(self.source.number)
        self._centred(self.source.title, "Title")
        for line in self.source.subtitle:
            self._centred(line)

    def block(self, block: Block) -> None:
        """One block of the body."""
        if block.table:
            self._table(block.table)
        elif block.kind in "hnt":
            self._heading(block)
        elif block.kind == "list":
            self._list(block)
        else:
            self._lines(block)

    def _lines(self, block: Block) -> None:
        for line in block.lines:
            if block.kind == "center":
                self._centred(line)
                continue
            paragraph = self._paragraph(line, indent=block.kind != "sign")
            if block.kind == "sign":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _heading(self, block: Block) -> None:
        style = "Normal" if block.kind == "n" else f"Heading {block.level}"
        paragraph = self._paragraph(block.lines[0], style)
        if block.kind == "n":
            set_number(paragraph, self.scheme, block.level - 1)
        elif block.kind == "t":
            set_number(paragraph, 0, 0)

    def _list(self, block: Block) -> None:
        number = self.numbering.add((LIST_LEVELS[block.label],))
        for line in block.lines:
            set_number(self._paragraph(line), number, 0)

    def _table(self, table: Table) -> None:
        if table.caption:
            self._centred(table.caption)
        grid = self.doc.add_table(len(table.rows), len(table.widths), style="Table Grid")
        grid.autofit = False
        unit = _PAGE_WIDTH_CM / sum(table.widths)
        for index, width in enumerate(table.widths):
            grid.columns[index].width = Cm(width * unit)
        for row_index, row in enumerate(table.rows):
            for column, text in enumerate(row):
                cell = grid.cell(row_index, column)
                cell.width = Cm(table.widths[column] * unit)
                if text == ABOVE:
                    grid.cell(row_index - 1, column).merge(cell)
                elif text == LEFT:
                    grid.cell(row_index, column - 1).merge(cell)
                else:
                    cell.text = text
            if row_index < table.head:
                mark_header_row(grid.rows[row_index])


def _fixed_zip(data: bytes) -> bytes:
    """The same archive with fixed times and in a fixed order."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return target.getvalue()


def build_docx(source: Source) -> bytes:
    """Bytes of the DOCX file."""
    writer = _Writer(source)
    writer.head()
    for block in source.body:
        writer.block(block)
    properties = writer.doc.core_properties
    properties.title, properties.author = source.title, source.issuer
    properties.last_modified_by, properties.comments = source.issuer, ""
    properties.created = properties.modified = _FIXED_TIME
    stream = io.BytesIO()
    writer.doc.save(stream)
    return _fixed_zip(stream.getvalue())
