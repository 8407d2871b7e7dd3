"""Word documents in the form of Chinese official papers: A4, 仿宋 text, 黑体 headings, tables whose header is repeated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TEXT_FONT, HEAD_FONT, SECOND_FONT = "仿宋", "黑体", "楷体"
_LATIN = "Times New Roman"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CENTRED = '<w:jc w:val="center"/>'
_TWIPS = 567  # in a centimetre
_STAMP = (1980, 1, 1, 0, 0, 0)

# python-docx has no types; what it gives is named by its own words here.
Document = Any
Paragraph = Any


class Painted(tuple[str, str, str]):
    """Words of a cell with the colour behind them and of the ink: (text, fill, ink), as RRGGBB."""

    __slots__ = ()


def new_document(title: str) -> Document:
    """An empty paper with its styles, page size and page numbers."""
    paper = docx.Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    _style(paper.styles["Normal"], TEXT_FONT, 16)
    paper.styles["Normal"].paragraph_format.line_spacing = Pt(28)
    paper.styles["Normal"].paragraph_format.space_after = Pt(0)
    for name, font, size in (("Title", HEAD_FONT, 22), ("Heading 1", HEAD_FONT, 16), ("Heading 2", SECOND_FONT, 16)):
        _style(paper.styles[name], font, size)
    head = paper.add_paragraph(title, style="Title")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _no_border(head)
    head.paragraph_format.space_after = Pt(16)
    _number_pages(page)
    core = paper.core_properties
    core.author = core.last_modified_by = "策图 Cetu"
    core.title = title
    core.created = core.modified = datetime(2000, 1, 1)
    return paper


def _style(style: Any, font: str, size: float) -> None:
    style.font.name, style.font.size = _LATIN, Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:ascii"), _LATIN)
    fonts.set(qn("w:hAnsi"), _LATIN)


def _no_border(paragraph: Paragraph) -> None:
    """The line that Word's own title style draws below a title."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    line.set(qn("w:val"), "nil")
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def _number_pages(page: Any) -> None:
    """`— 3 —` in the middle of the foot of each page."""
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    run = foot.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        element = OxmlElement("w:instrText" if kind == "" else "w:t" if kind == "text" else "w:fldChar")
        if kind in ("", "text"):
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    foot.add_run(" —")
    for part in foot.runs:
        part.font.size = Pt(14)


def heading(paper: Document, text: str, level: int = 1) -> None:
    """A heading of the paper (一、…)."""
    paper.add_heading(clean(text), level=level)


def body(paper: Document, text: str) -> None:
    """A paragraph of text, its first line two characters in."""
    paragraph = paper.add_paragraph(clean(text))
    paragraph.paragraph_format.first_line_indent = Pt(32)


def table(
    paper: Document,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str | Painted]],
    *,
    caption: str = "",
    size: float = 10.5,
) -> None:
    """A table: titles with widths in centimetres, then rows. The header is repeated on each page, no row is torn apart."""
    if caption:
        above = paper.add_paragraph(clean(caption))
        above.alignment = WD_ALIGN_PARAGRAPH.CENTER
        above.paragraph_format.keep_with_next = True
        for run in above.runs:
            _font(run, HEAD_FONT, 12)
    widths = [int(width * _TWIPS) for _, width in columns]
    head = _row([title for title, _ in columns], widths, size, head=True)
    lines = "".join(_row(row, widths, size) for row in rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    # Written as XML in one go: cell by cell python-docx takes seconds for a table of some thousand cells.
    drawn = parse_xml(
        f'<w:tbl xmlns:w="{_WORD}"><w:tblPr><w:tblStyle w:val="{paper.styles["Table Grid"].style_id}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{lines}</w:tbl>"
    )
    paper.add_paragraph()._p.addprevious(drawn)


def _row(values: Sequence[str | Painted], widths: Sequence[int], size: float, *, head: bool = False) -> str:
    """A row that is not torn apart; the head is repeated on each page."""
    cells = "".join(_cell(value, width, size, head=head) for value, width in zip(values, widths, strict=True))
    return f"<w:tr><w:trPr>{'<w:cantSplit/><w:tblHeader/>' if head else '<w:cantSplit/>'}</w:trPr>{cells}</w:tr>"


def _cell(value: str | Painted, width: int, size: float, *, head: bool) -> str:
    text, fill, ink = value if isinstance(value, Painted) else (value, "DDE6F0" if head else "", "")
    font = HEAD_FONT if head or isinstance(value, Painted) else TEXT_FONT
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n"))
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    colour = f'<w:color w:val="{ink}"/>' if ink else ""
    half = int(size * 2)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:line="240" w:lineRule="auto"/>{_CENTRED if head else ""}</w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{font}"/>{colour}'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>{words}</w:r></w:p></w:tc>'
    )


def _font(run: Any, font: str, size: float) -> None:
    run.font.size, run.font.name = Pt(size), _LATIN
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def turn_page(paper: Document, *, wide: bool) -> None:
    """Go on on a new page, on its side (`wide`) or upright."""
    before = paper.sections[-1]
    page = paper.add_section()
    short, long = sorted((before.page_width, before.page_height))
    page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (long, short) if wide else (short, long)
    edge = Cm(2.2)
    sides = (edge, edge, edge, edge) if wide else (Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6))
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = sides


def clean(text: str) -> str:
    """Words that XML can hold."""
    return "".join(char if char in "\n\t" or char.isprintable() or char == "\u3000" else " " for char in text)


def save(paper: Document, path: Path) -> None:
    """Write the paper; the same paper gives the same bytes."""
    draft = io.BytesIO()
    paper.save(draft)
    with zipfile.ZipFile(draft) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, date_time=_STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, parts.read(name))
