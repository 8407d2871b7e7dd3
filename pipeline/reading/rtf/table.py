"""The table that an RTF file is telling: cells gather paragraphs, rows gather cells, a shape says where the cells stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.reading.flow import Grid, Paragraph
from pipeline.reading.rows import MOST_COLUMNS, Row, shaped_row, table_blocks
from pipeline.reading.rtf.state import RowShape


class Table:
    """Takes what ends as it ends."""

    def __init__(self) -> None:
        self._paragraphs: list[Paragraph] = []
        self._inner: list[str] = []
        self._cells: list[list[Paragraph]] = []
        self._shape = RowShape()
        self._rows: list[Row] = []

    @property
    def has_cells(self) -> bool:
        """Whether a row is under way."""
        return bool(self._cells)

    def take(self, word: str, number: int | None) -> None:
        """A word that begins or ends a row, or says where its cells stand; any other is passed over."""
        shape = self._shape
        if word == "trowd":
            self._shape = RowShape(edges=[0], left=set(), above=set())
        elif word == "row":
            self.end_row()
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

    def add(self, paragraphs: Sequence[Paragraph]) -> None:
        """Paragraphs of the cell under way."""
        self._paragraphs += paragraphs

    def end_cell(self) -> None:
        """`\\cell`."""
        self._cells.append(self._paragraphs)
        self._paragraphs = []

    def end_inner_cell(self, words: str) -> None:
        """`\\nestcell`, with what the cell says."""
        self._inner.append(words)

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

    def close(self) -> None:
        """The end of the file: a row under way is ended."""
        if self._cells or self._paragraphs:
            self.end_cell()
            self.end_row()

    def blocks(self) -> Iterable[Paragraph | Grid]:
        """What the rows so far make, which are then done with."""
        rows, self._rows = self._rows, []
        return table_blocks(rows)
