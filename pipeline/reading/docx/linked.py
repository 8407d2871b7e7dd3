"""What a Word file keeps in parts of their own and shows amid its text: diagrams (SmartArt) and whole files (altChunk)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

import msgspec
from lxml import etree

from pipeline.model.errors import ReadError
from pipeline.model.source import Source, Table
from pipeline.reading.docx import names as n
from pipeline.reading.docx.package import Package
from pipeline.reading.flow import Grid, Paragraph
from pipeline.reading.limits import Limits
from pipeline.reading.tables import GridCell

DIAGRAMS_LEFT_OUT, FILES_LEFT_OUT = "SmartArt 图示里的文字", "内嵌的其他文件"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_POINT, _LINK, _WORDS = _DGM + "pt", _DGM + "cxn", _DGM + "t"
_PARAGRAPH, _TEXT = _A + "p", _A + "t"
_DEEPEST = 30


# Reads a file of any kind: content, path, digest, limits. Handed in by the layer that knows all kinds.
ReadContent = Callable[[bytes, str, str, Limits], Source]


class Linked:
    """Reads the parts that elements of the main part refer to."""

    def __init__(self, package: Package, main: str, limits: Limits, read: ReadContent) -> None:
        self._package = package
        self._read = read
        self._main = main
        self._limits = limits
        self.left_out: set[str] = set()

    def diagram(self, element: etree._Element) -> list[Paragraph] | None:
        """The words of a diagram, each shape before those below it; null where they are not found."""
        name = self._package.target(self._main, element.get(n.DATA_MODEL) or "")
        root = self._package.xml(name) if name else None
        if root is None:
            return None
        points = {point.get("modelId", ""): point for point in root.iter(_POINT)}
        below: dict[str, list[tuple[int, str]]] = {}
        for link in root.iter(_LINK):
            if link.get("type", "parOf") == "parOf":
                order = link.get("srcOrd", "0")
                place = int(order) if order.isascii() and order.isdigit() else 0
                below.setdefault(link.get("srcId", ""), []).append((place, link.get("destId", "")))
        tops = [key for key, point in points.items() if point.get("type") == "doc"]
        seen: set[str] = set()
        ordered = [key for top in tops for key in _walk(top, below, seen, 0)]
        rest = [key for key, point in points.items() if point.get("type", "node") in ("node", "asst")]
        keys = dict.fromkeys([*ordered, *rest])
        return [Paragraph(text) for key in keys if key in points for text in _texts(points[key])]

    def file(self, element: etree._Element) -> list[Paragraph | Grid] | None:
        """The blocks of a file that is shown as a part of this one; null where it cannot be read."""
        name = self._package.target(self._main, element.get(n.REL_ID) or "")
        data = self._package.read(name) if name else None
        inner = msgspec.structs.replace(self._limits, nesting=self._limits.nesting // 3)
        if not data or not inner.nesting:
            return None
        try:
            source = self._read(data, name or "", "", inner)
        except ReadError:
            return None
        if source.warnings:
            self.left_out.add(FILES_LEFT_OUT)
        return list(_blocks(source))


def _walk(key: str, below: dict[str, list[tuple[int, str]]], seen: set[str], depth: int) -> Iterator[str]:
    if key in seen or depth > _DEEPEST:
        return
    seen.add(key)
    yield key
    for _, child in sorted(below.get(key, ())):
        yield from _walk(child, below, seen, depth + 1)


def _texts(point: etree._Element) -> Iterator[str]:
    for words in point.iterchildren(_WORDS):
        for paragraph in words.iterchildren(_PARAGRAPH):
            text = "".join(piece.text or "" for piece in paragraph.iter(_TEXT))
            if text.strip():
                yield text


def _blocks(source: Source) -> Iterator[Paragraph | Grid]:
    """The lines and tables of a source."""
    tables = sorted(source.tables, key=lambda table: table.span.start)
    hints = {hint.span.start: hint.level for hint in source.hints}
    noise = sorted(source.noise)
    at = 0
    for table in [*tables, None]:
        end = table.span.start if table else len(source.text)
        for line in source.text[at:end].splitlines(keepends=True) if at < end else ():
            place = bisect_right(noise, at, key=lambda span: span.start) - 1
            noisy = place >= 0 and at < noise[place].end
            yield Paragraph(line.rstrip("\n"), hints.get(at), noisy)
            at += len(line)
        if table:
            yield _grid(source.text, table)
            at = table.span.end + 1


def _grid(text: str, table: Table) -> Grid:
    cells = tuple(
        GridCell(
            text=text[cell.span.start : cell.span.end],
            row=cell.row,
            column=cell.column,
            rows=cell.rows,
            columns=cell.columns,
        )
        for cell in table.cells
    )
    return Grid(cells, table.header_rows)
