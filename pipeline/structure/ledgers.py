"""Ledgers of a plain text: one record below the other, each a number and its fields behind their labels (编号：01 / 学校：… / 责任人：…),
one or several to a line, now and then a blank in place of the colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from pipeline.model.source import Cell, Table
from pipeline.model.span import Span
from pipeline.reading.column_names import header_kind

_FEWEST_RECORDS, _FEWEST_FIELDS, _SHARED = 2, 3, 2
_MOST_COLUMNS, _MOST_LABELS = 30, 40
_LONGEST_LINE = 1000
_LABELLED = re.compile("(?:^|(?<=[ \\t\\u3000]))([\\u4e00-\\u9fff]{2,6})[ \\u3000]{0,2}[:：]")
_BARE = re.compile("([\\u4e00-\\u9fff]{2,6})[ \\u3000]{1,2}(?=\\S)")
# A label known from several lines, a colon or a blank or a figure behind it; or another, behind a wide gap or with a colon at the
# head of its line.
_NAMES = (
    "(?:(?:^|(?<=[ \\t\\u3000]))({0})(?:[ \\u3000]{{0,2}}[:：]|[ \\u3000]|(?=\\d))"
    "|(?:^|(?<=[ \\t\\u3000]{{2}}))([\\u4e00-\\u9fff]{{2,6}})[ \\u3000]{{0,2}}[:：]"
    "|(?<=[ \\t\\u3000]{{2}})([\\u4e00-\\u9fff]{{2,6}})[ \\u3000](?=[^ \\t\\u3000]))"
)
_LONGEST_OTHER = 80
_RULE = re.compile("[─━═=*—-]{3,200}$")

Field = tuple[int, int]


class _Entry(msgspec.Struct, frozen=True, gc=False):
    """A label and what stands behind it."""

    name: str
    label: Field
    value: Field


Record = list[_Entry]


def ledgers_of(text: str) -> Iterator[Table]:
    """The ledgers of a text: a record is a row, whose columns bear the names of its labels."""
    colons, blanks = _labels(text)
    opening = [name for name in colons if (kind := header_kind(name)) is not None and kind[0].id == "sequence"]
    if not opening:
        return
    labels = frozenset((*colons, *blanks))
    known = "|".join(sorted(labels, key=lambda one: (-len(one), one)))
    names = re.compile(_NAMES.format(known))
    records: list[Record] = []
    at = 0
    gap = False
    for line in text.split("\n"):
        begin, at = at, at + len(line) + 1
        bare = line.strip()
        if not bare or (records and _RULE.match(bare)):
            gap = True
            continue
        entries = _entries(line, begin, names) if len(line) <= _LONGEST_LINE else []
        own = bool(entries) and (
            entries[0].name in labels or (not gap and len(bare) <= _LONGEST_OTHER and "。" not in bare)
        )
        gap = False
        if entries and entries[0].name in opening:
            records.append(entries)
        elif records and own:
            records[-1].extend(entries)
        else:
            yield from _table(records)
            records = []
    yield from _table(records)


def _labels(text: str) -> tuple[list[str], list[str]]:
    """The labels that stand before a colon several times, and those that open several lines with a blank behind them."""
    if "：" not in text and ":" not in text:
        return [], []
    lines = [line.strip() for line in text.split("\n") if len(line) <= _LONGEST_LINE]
    found = Counter(mark[1] for line in lines for mark in _LABELLED.finditer(line))
    bare = Counter(opened[1] for line in lines if (opened := _BARE.match(line)))
    return _most(found), _most(bare)


def _most(found: Counter[str]) -> list[str]:
    """The labels found most often, of those found several times."""
    often = [(name, count) for name, count in found.items() if count >= _FEWEST_RECORDS]
    return [name for name, _ in sorted(often, key=lambda one: (-one[1], one[0]))[:_MOST_LABELS]]


def _entries(line: str, at: int, names: re.Pattern[str]) -> Record:
    """The fields of a line that begins with a label."""
    left = len(line) - len(line.lstrip())
    marks = list(names.finditer(line, left))
    if not marks or marks[0].start() != left:
        return []
    entries: Record = []
    for mark, behind in zip(marks, [*marks[1:], None], strict=True):
        value = line[mark.end() : behind.start() if behind else len(line)]
        start = at + mark.end() + len(value) - len(value.lstrip())
        end = max(start, at + mark.end() + len(value.rstrip()))
        group = mark.lastindex or 0
        entries.append(_Entry(mark[group], (at + mark.start(group), at + mark.end(group)), (start, end)))
    return entries


def _table(records: list[Record]) -> Iterator[Table]:
    if len(records) < _FEWEST_RECORDS or any(len(record) < _FEWEST_FIELDS for record in records):
        return
    counted = Counter(name for record in records for name in {entry.name for entry in record})
    if sum(count * 2 >= len(records) for count in counted.values()) <= _SHARED or len(counted) > _MOST_COLUMNS:
        return
    columns: dict[str, int] = {}
    cells: list[Cell] = []
    for row, record in enumerate(records, 1):
        for entry in record:
            column = columns.setdefault(entry.name, len(columns))
            cells.append(Cell(span=Span(*entry.label), row=0, column=column))
            cells.append(Cell(span=Span(*entry.value), row=row, column=column))
    yield Table(span=Span(records[0][0].label[0], records[-1][-1].value[1]), cells=tuple(cells), header_rows=1)
