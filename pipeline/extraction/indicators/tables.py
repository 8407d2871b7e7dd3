"""Quantities alone in their cells: the row names what is measured, the header says unit and status, or the other way."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions import quantities
from pipeline.extraction.indicators.rows import HeaderRow
from pipeline.extraction.indicators.stretch import Stretch
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import lexicon_folders, load, wording
from pipeline.model.expression import Quantity
from pipeline.model.layout import CellText
from pipeline.model.result import Status

_BRACKETED = re.compile(r"[(〔]([^()〔〕]{1,10})[)〕]")
_UNIT = "单位:"
_CAPTION = re.compile(r"单位: ?([^():;,。|\s]{1,6})")
_CAPTION_REACH = 1500
_EDGE = " *#:、.。-—\n\t"
_NUMBERED = re.compile(
    r"(?:\d{1,3}(?:[.、)]|[.-]\d{1,2}){1,4}|\(\d{1,3}\)|\(?[一二三四五六七八九十]{1,3}[、)])\s*(?=[^\d\s])"
)
_LONGEST_ROW = 16
_COUNT = "数量"
_PEOPLE = "people"


class CellValue(msgspec.Struct, frozen=True, gc=False):
    """A quantity alone in its cell with the unit, name and status that its table gives it."""

    item: Quantity
    name: str
    status: Status | None
    entity: str = ""


class Tables(msgspec.Struct, frozen=True, gc=False):
    """Header words, longest first."""

    words: tuple[tuple[str, str], ...]

    def kind(self, header: str) -> str:
        """What a header says of its column; "" where nothing is known."""
        return next((kind for word, kind in self.words if word in header), "")

    def is_serial(self, stretch: Stretch) -> bool:
        """Whether the numbers of a cell's column name things or units and measure nothing."""
        return stretch.cell is not None and self.kind(stretch.cell.header) in ("serial", "unit")

    def value(self, stretch: Stretch, item: Quantity, text: str, words: Words) -> CellValue | None:
        """The value in a cell that holds nothing else; null where the table does not say what it measures."""
        cell = stretch.cell
        if cell is None or text[cell.start : item.start].strip(_EDGE) or text[item.end : cell.end].strip(_EDGE):
            return None
        kind, row = self.kind(cell.header), self._row_name(stretch, text)
        header = _BRACKETED.sub("", cell.header).strip(_EDGE)
        people = kind == _PEOPLE and bool(row)
        by_header = people or words.is_measure(header) or (not kind and bool(header) and bool(row))
        name, entity = (
            (_named(header, row, words), row) if by_header and kind not in ("actual", "target") else (row, "")
        )
        unit = item.unit or self._unit(stretch, text, cell) or _as_unit(header)
        unit = unit or ("人" if name.endswith(words.people) else self._caption_unit(stretch, text))
        if not name or not (unit or people or words.is_measure(name)):
            return None
        status: Status | None = "actual" if kind == "actual" else "target" if kind in ("target", _PEOPLE) else None
        return CellValue(_in_unit(item, unit), name, status, entity)

    def row_told(self, stretch: Stretch, text: str) -> str:
        """What the row of a column of values tells of (近视率 | 下降0.5个百分点), "" for other cells."""
        told = stretch.cell is not None and self.kind(stretch.cell.header) in ("target", "actual", "value")
        return self._row_name(stretch, text) if told else ""

    def _row_name(self, stretch: Stretch, text: str) -> str:
        """The words of the row's naming cell: the one under such a header, else the first that holds words."""
        cells = [cell for cell in stretch.block.cells if self.kind(cell.header) not in ("serial", "unit")]
        named = [cell for cell in cells if self.kind(cell.header) == "name"] or cells
        for cell in reversed(named) if len(named) > 1 and self.kind(named[0].header) == "name" else named:
            words = _NUMBERED.sub("", _BRACKETED.sub("", text[cell.start : cell.end]).strip(_EDGE), count=1)
            if words and cell is not stretch.cell and not any(char.isdigit() for char in words[:1]):
                return words[:30]
        return ""

    def _unit(self, stretch: Stretch, text: str, cell: CellText) -> str:
        """A unit from a column of units, or in brackets in the header or the row's name: 占地面积(平方米)."""
        if own := _bracketed_unit(cell.header):
            return own
        sums = cell.header.endswith(wording.words("indicator", "sums_of_rows"))
        for other in stretch.block.cells:
            if (
                self.kind(other.header) == "unit"
                and not sums
                and (unit := _as_unit(text[other.start : other.end].strip(_EDGE)))
            ):
                return unit
        named = (_bracketed_unit(text[other.start : other.end]) for other in stretch.block.cells)
        return next((unit for unit in named if unit), "")

    def _caption_unit(self, stretch: Stretch, text: str) -> str:
        """The unit that the line over a table gives for all of it: (单位:万元)."""
        start = text.rfind(_UNIT, max(0, stretch.block.start - _CAPTION_REACH), stretch.block.start)
        if start < 0 or "。" in text[start : stretch.block.start]:
            return ""
        found = _CAPTION.match(text, start)
        return _as_unit(found[1]) if found else ""


def _named(header: str, row: str, words: Words) -> str:
    """A column's name; one that says little alone goes behind what the row names (课桌椅 + 单价), 数量 is dropped."""
    if not row or len(row) > _LONGEST_ROW or not (words.only_measure(header) or header in words.change):
        return header
    return row if header == _COUNT else row + header


def _bracketed_unit(words: str) -> str:
    """The unit that stands in brackets in a header or a row's name: 占地面积(平方米)."""
    for found in _BRACKETED.finditer(words):
        if unit := _as_unit(found[1].removeprefix("单位").strip(":")):
            return unit
    return ""


def _as_unit(words: str) -> str:
    """Words that are a unit and nothing else, "" else."""
    found = quantities("1" + words) if words and not words[0].isdigit() else []  # 2022年 is no unit
    return words if found and found[0].end == len(words) + 1 and found[0].unit else ""


def _in_unit(item: Quantity, unit: str) -> Quantity:
    if item.unit or not unit:
        return item
    one = quantities("1" + unit)[0]
    top = item.value_max * one.value if item.value_max is not None else None
    value, cues = round(item.value * one.value, 6), (*item.cues, *one.cues)
    return msgspec.structs.replace(item, value=value, value_max=top, unit=one.unit, cues=cues)


def tables() -> Tables:
    """The header words of the lexicons in force."""
    return _tables(lexicon_folders())


@lru_cache(maxsize=4)
def _tables(_folders: tuple[Path, ...]) -> Tables:
    words = [(word, row.kind) for row in load("indicator_tables", HeaderRow) for word in row.words]
    return Tables(tuple(sorted(words, key=lambda each: -len(each[0]))))
