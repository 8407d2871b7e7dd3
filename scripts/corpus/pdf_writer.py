"""Write a source as PDF with the built-in CID font, so that no font file is needed."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import (
    TA_CENTER,
    TA_LEFT,
    TA_RIGHT,
)
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import (
    UnicodeCIDFont,
)
from reportlab.platypus import (
    Paragraph,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import (
    Table as PdfTable,
)

from scripts.corpus.numbering import labelled_blocks
from scripts.corpus.schema import ABOVE, LEFT, Block, Source, Table

FONT = "STSong-Light"
_MARGIN = 2.7 * cm
_BODY_WIDTH = A4[0] - 2 * _MARGIN


def _style(name: str, size: float, **more: Any) -> Any:
    values = {"leading": size * 1.6, "wordWrap": "CJK", "alignment": TA_LEFT, **more}
    return ParagraphStyle(name, fontName=FONT, fontSize=size, **values)


_BODY = _style("body", 12, firstLineIndent=24)
_STYLES: dict[str, Any] = {
    "title": _style("title", 19, alignment=TA_CENTER, spaceAfter=6),
    "center": _style("center", 12, alignment=TA_CENTER, spaceBefore=4, spaceAfter=4),
    "sign": _style("sign", 12, alignment=TA_RIGHT),
    "cell": _style("cell", 9.5, leading=13),
    "h1": _style("h1", 14.5, firstLineIndent=29, spaceBefore=5, keepWithNext=1),
    "h2": _style("h2", 13, firstLineIndent=26, keepWithNext=1),
}


def _block_style(block: Block) -> Any:
    if block.kind in "ht":
        return _STYLES.get(f"h{block.level}", _BODY)
    return _STYLES.get(block.kind, _BODY)


def _paragraph(text: str, style: Any) -> Any:
    return Paragraph(escape(text), style)


def _spans(table: Table) -> list[tuple[Any, ...]]:
    """SPAN commands for the cells that ``^`` and ``<`` marks are merged into."""
    spans = []
    for top, row in enumerate(table.rows):
        for left, text in enumerate(row):
            right, bottom = left, top
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(table.rows) and table.rows[bottom + 1][left] == ABOVE:
                bottom += 1
            if text not in (ABOVE, LEFT) and (right, bottom) != (left, top):
                spans.append(("SPAN", (left, top), (right, bottom)))
    return spans


def _table(table: Table) -> list[Any]:
    cells = [["" if text in (ABOVE, LEFT) else _paragraph(text, _STYLES["cell"]) for text in row] for row in table.rows]
    unit = _BODY_WIDTH / sum(table.widths)
    widths = [width * unit for width in table.widths]
    grid = ("GRID", (0, 0), (-1, -1), 0.6, colors.black)
    middle = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
    ruled = PdfTable(cells, widths, repeatRows=table.head, style=[grid, middle, *_spans(table)])
    caption = [_paragraph(table.caption, _STYLES["center"])] if table.caption else []
    return [*caption, ruled, Spacer(1, 8)]


def _flowables(source: Source) -> list[Any]:
    flow = [_paragraph(source.number, _STYLES["center"])] if source.number else []
    flow.append(_paragraph(source.title, _STYLES["title"]))
    flow += [_paragraph(line, _STYLES["center"]) for line in source.subtitle]
    for block, labels in labelled_blocks(source):
        if block.table:
            flow += _table(block.table)
            continue
        if block.kind == "sign":
            flow.append(Spacer(1, 18))
        style = _block_style(block)
        flow += [_paragraph(a + b, style) for a, b in zip(labels, block.lines, strict=True)]
    return flow


def build_pdf(source: Source) -> bytes:
    """Bytes of the PDF file; streams stay uncompressed, so that zlib cannot change them."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))

    def furniture(canvas: Any, doc: Any) -> None:
        canvas.saveState()
        canvas.setFont(FONT, 9)
        if source.header:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 1.6 * cm, source.header)
            canvas.line(_MARGIN, A4[1] - 1.8 * cm, A4[0] - _MARGIN, A4[1] - 1.8 * cm)
        footer = source.footer.replace("{page}", str(doc.page))
        canvas.drawCentredString(A4[0] / 2, 1.5 * cm, footer)
        canvas.restoreState()

    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=2.6 * cm,
        bottomMargin=2.4 * cm,
        title=source.title,
        author=source.issuer,
        invariant=1,
        pageCompression=0,
    )
    document.build(_flowables(source), onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()
