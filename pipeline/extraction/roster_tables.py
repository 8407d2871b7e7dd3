"""Rosters set as a table: a column of seats and one of names, or a column for each seat."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.extraction.group_names import group_ending
from pipeline.extraction.names import Range
from pipeline.extraction.people import PeopleList, read_people
from pipeline.extraction.roster_groups import Groups
from pipeline.extraction.roster_seats import seat_rule, seat_words
from pipeline.extraction.roster_sitting import Seat
from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.layout import Block, CellText, Layout
from pipeline.model.span import fold

_LONGEST_LABEL = 8


class ColumnRow(Entry, frozen=True, kw_only=True):
    """Headers of the columns of a roster table; `task` columns say that the table is no roster."""

    kind: Literal["name", "seat", "post", "group", "task"]
    words: str


def table_seats(layout: Layout) -> Iterator[Seat]:
    """Seats in the table rows of a layout."""
    groups = Groups(layout)
    group: str | None = None
    headers: tuple[str, ...] = ()
    last = -2
    for index, block in enumerate(layout.blocks):
        if not block.cells:
            continue
        if index > last + 1:
            group = groups.above(index, block.start, event=True)
            headers = _guessed_headers(layout, block)
        last = index
        if headers and headers == _guessed_headers(layout, block):
            continue
        if not block.header_row:
            yield from _Row(layout, _with_headers(block, headers), groups.under_event(block)).seats(group)


def _guessed_headers(layout: Layout, block: Block) -> tuple[str, ...]:
    """The column names in the first row of a table whose header the reader could not tell: seats and list columns."""
    if block.header_row or any(cell.header for cell in block.cells):
        return ()
    names = tuple("".join(layout.clean.text[cell.start : cell.end].split()) for cell in block.cells)
    columns = _columns(lexicon_folders())
    known = sum(seat_rule(name) is not None or name in columns["all"] for name in names)
    return names if known >= 2 else ()


def _with_headers(block: Block, headers: tuple[str, ...]) -> Block:
    if not headers or any(cell.header for cell in block.cells):
        return block
    cells = tuple(
        msgspec.structs.replace(cell, header=headers[cell.column] if cell.column < len(headers) else "")
        for cell in block.cells
    )
    return msgspec.structs.replace(block, cells=cells)


def column_rows() -> tuple[ColumnRow, ...]:
    """The rows of `roster_columns.yaml`."""
    return load("roster_columns", ColumnRow)


@lru_cache(maxsize=2)
def _columns(_folders: object) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in column_rows():
        found.setdefault(row.kind, set()).update(fold(row.words).split())
    found["all"] = set().union(*found.values())
    return {kind: tuple(sorted(words)) for kind, words in found.items()}


class _Named(msgspec.Struct, frozen=True, gc=False):
    cell: CellText
    people: PeopleList


class _Row:
    """One row of a table, its cells sorted by what their headers say."""

    def __init__(self, layout: Layout, block: Block, event: bool) -> None:
        self.event = event
        self.text = layout.clean.text
        self.words = _columns(lexicon_folders())
        self.strong = seat_words()
        self.cells = [cell for cell in block.cells if cell.start < cell.end]
        self.task = any(self._header(cell, "task") for cell in block.cells)

    def seats(self, group: str | None) -> Iterator[Seat]:
        grouped = (cell for cell in self.cells if self._header(cell, "group") and not self._header(cell, "seat"))
        named = next(grouped, None)
        if named is not None and (words := self._compact(named)):
            group = words
        seat_cell = self._seat_cell()
        if seat_cell is not None:
            yield from self._in_seat(seat_cell, group)
            return
        found = list(self._by_header(group))
        yield from found or self._labelled(group)

    def _labelled(self, group: str | None) -> Iterator[Seat]:
        """A row of a group's name or an event's job and, in all its other cells, names (场地组 | 张三、李四)."""
        if self.task or len(self.cells) < 2:
            return
        words = self._compact(self.cells[0]).rstrip(":")
        named = group_ending(words, 0, len(words))
        if not 2 <= len(words) <= _LONGEST_LABEL or not (named or self.event):
            return
        lists = [read_people(self.text, cell.start, cell.end, self.strong) for cell in self.cells[1:]]
        if not all(people.complete and people.people and not people.unread for people in lists):
            return
        for people in lists:
            for person in people.people:
                position, place = ("成员", words) if named else (words, group)
                yield Seat((person.start, person.end), person.post, position, place, "labelled_row", words)

    def _in_seat(self, seat: CellText, group: str | None) -> Iterator[Seat]:
        position = self._compact(seat).rstrip(":")
        rule = seat_rule(position) or "seat_column"
        post = self._post(seat)
        for named in self._name_cells(seat):
            for person in named.people.people:
                place = person.post or post
                yield Seat((person.start, person.end), place, position, group, rule, position)

    def _by_header(self, group: str | None) -> Iterator[Seat]:
        """Columns headed by a seat (领队, 教练, 组长), or the names of a group's list without seats."""
        for cell in self.cells:
            rule = seat_rule(cell.header)
            listed = rule is None and self._header(cell, "name") and group is not None and not self.task
            if rule in (None, "responsible", "event_work") and not listed:
                continue
            people = read_people(self.text, cell.start, cell.end, self.strong)
            if people.complete and people.unread == 0:
                position = cell.header if rule else "成员"
                post = None if rule else self._post(cell)
                for person in people.people:
                    place = person.post or post
                    yield Seat((person.start, person.end), place, position, group, rule or "name_column", cell.header)

    def _seat_cell(self) -> CellText | None:
        if self.task:
            return None
        for cell in self.cells:
            rule = seat_rule(self._compact(cell).rstrip(":"))
            if rule not in (None, "responsible", "event_work"):
                return cell
        return next((c for c in self.cells if self._header(c, "seat") and len(self._compact(c)) <= 12), None)

    def _name_cells(self, seat: CellText) -> list[_Named]:
        headed = [cell for cell in self.cells if self._header(cell, "name")]
        others = headed or [cell for cell in self.cells if cell.start != seat.start]
        found = [_Named(cell, read_people(self.text, cell.start, cell.end, self.strong)) for cell in others]
        found = [one for one in found if one.people.complete and one.people.people and one.people.unread == 0]
        return found if headed else found[:1]

    def _post(self, besides: CellText) -> Range | None:
        for cell in self.cells:
            if cell.start != besides.start and self._header(cell, "post"):
                return cell.start, cell.end
        return None

    def _header(self, cell: CellText, kind: str) -> bool:
        header, words = cell.header, self.words[kind]
        return bool(header) and (header.startswith(words) or header.endswith(words))

    def _compact(self, cell: CellText) -> str:
        return "".join(self.text[cell.start : cell.end].split())
