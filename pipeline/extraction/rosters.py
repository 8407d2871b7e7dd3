"""Rosters: walk a plan's blocks and say who sits where in which group."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.extraction.group_names import is_list_title
from pipeline.extraction.people import PeopleList, read_people
from pipeline.extraction.people_beside import charged_people, opens_with_person, people_before
from pipeline.extraction.roster_brackets import behind_unnamed, named_behind, people_by_sort
from pipeline.extraction.roster_doubts import charged_below, doubtful
from pipeline.extraction.roster_groups import Groups
from pipeline.extraction.roster_labels import charge_behind, labels_of
from pipeline.extraction.roster_seats import Label, seat_table
from pipeline.extraction.roster_sitting import Seat, Sitting, office_of
from pipeline.model.layout import Block, Layout

_LONGEST_TITLE = 30
_SURE = 3  # so many names make a list, whatever follows them


class RosterReader:
    """Reads the blocks of a layout in order; remembers the roster that the next line may go on."""

    def __init__(self, layout: Layout) -> None:
        self.text = layout.clean.text
        self.blocks = layout.blocks
        self.groups = Groups(layout)
        self.table = seat_table()
        self.seats = self.table.names
        self.open: Label | None = None
        self.last_block = -10
        self.open_depth = 0
        self.open_block = -10
        self.last_heading = -1
        self.listing = -10
        self.list_title: str | None = None
        self.sitting = Sitting(self.text)

    def read(self) -> Iterator[Seat]:
        """Every seat in the blocks, in the order of the text; task and roster tables are read elsewhere."""
        labelled = iter(self._labels([block for block in self.blocks if not block.cells]))
        for index, block in enumerate(self.blocks):
            if not block.cells:
                yield from self._block(index, block, next(labelled))
            elif not block.header_row:
                yield from self._cells(index, block)

    def _cells(self, index: int, block: Block) -> Iterator[Seat]:
        """A roster written into one cell of a table."""
        for cell in block.cells:
            if not cell.repeated and self.text.find(":", cell.start, cell.end) >= 0:
                part = msgspec.structs.replace(block, start=cell.start, end=cell.end, cells=())
                self.open = None
                yield from self._block(index, part, *self._labels([part]))
        self.open = None

    def _labels(self, blocks: list[Block]) -> list[list[Label]]:
        # the colon behind a heading (`三、组织机构组长:` in flattened text) belongs to no block
        stretches = [(block.start, block.end + self.text.startswith(":", block.end)) for block in blocks]
        return labels_of(self.text, stretches, self.table)

    def _block(self, index: int, block: Block, found: list[Label]) -> Iterator[Seat]:
        if block.kind == "heading":
            self.last_heading = index
        first = self._begin(found[0], block.start) if found else block.end
        going_on = (
            self.open is not None and index == max(self.last_block, self.open_block) + 1 and block.kind != "heading"
        )
        going_on = going_on and (
            block.number is None or self.open_depth != block.depth
        )  # an item is none of its neighbour's
        if going_on:
            yield from self._continued(index, block.start, first, strict=block.number is not None)
        else:
            self.open = None
        if not found and block.kind != "heading":
            yield from self._unlabelled(index, block)
        reached = block.start
        for place, label in enumerate(found):
            stop = self._begin(found[place + 1], label.end) if place + 1 < len(found) else block.end
            stop = stop if label.stop is None else label.stop
            if label.kind == "appointed":
                yield from self._appointed(index, block, reached, label)
                reached = label.end
            else:
                seats = list(self._listed(index, block, reached, label, stop))
                yield from seats
                reached = seats[-1].name[1] if seats else label.start

    def _unlabelled(self, index: int, block: Block) -> Iterator[Seat]:
        """A line of names alone under a title that promises a list of people (参赛队员名单, 领导小组成员)."""
        if index == self.last_block:
            return
        words = self.text[block.start : block.end][: _LONGEST_TITLE + 1]
        title = self.groups.list_title(block) if self.listing != index - 1 else self.list_title
        if len(words) <= _LONGEST_TITLE and is_list_title(words):
            self.listing, self.list_title = index, words
            return
        if title is None:
            return
        people = read_people(self.text, block.start, block.end, self.seats)
        if not people.people or not people.complete or people.unread or people.unnamed:
            return
        first, alone = people.people[0], len(people.people) == 1
        if alone and (not (first.post or first.seat) or self._closed(block.end)):
            return
        seat = "队员" if "队" in title else "成员"
        label = Label("list", block.start, block.start, seat, "list_title", chief=True)
        if index > self.last_block + 1:
            self.sitting.group, self.sitting.office = self.groups.above(index, block.start), None
        yield from self.sitting.seats(people, label)
        self.last_block = index
        if self.listing == index - 1:
            self.listing = index

    def _begin(self, label: Label, floor: int) -> int:
        """Where what belongs to a label begins: for an appointment the first person in front of the verb."""
        if label.kind != "appointed":
            return label.start
        people = people_before(self.text, floor, label.start, self.seats)
        return min((person.start for person in people), default=label.start)

    def _continued(self, index: int, start: int, stop: int, *, strict: bool) -> Iterator[Seat]:
        """A line without a label goes on with the list above it if it begins with a person; an item must hold nothing
        but people."""
        label = self.open
        charge = label is not None and label.kind == "group" and charge_behind(self.text, start, stop)
        stop = charge or stop
        sorts = people_by_sort(self.text, start, stop, self.seats) if label is not None and label.kind == "list" else []
        start = behind_unnamed(self.text, start, stop)
        people = PeopleList(tuple(sorts), stop, True) if sorts else read_people(self.text, start, stop, self.seats)
        self.open = None
        if label is None or not (sorts or opens_with_person(self.text, start, people)):
            return
        if label.weak and not self._trusted(label, people):
            return
        alone = label.kind == "group" and label.weak and len(people.people) == 1 and not people.people[0].seat
        if alone and not (charge or charged_below(self.text, self.blocks, index)):
            return
        if strict and (not people.complete or people.unread):
            return
        yield from self.sitting.seats(people, label)
        self.open = label if people.complete and not self._closed(stop) else None
        self.last_block = index

    def _listed(self, index: int, block: Block, reached: int, label: Label, stop: int) -> Iterator[Seat]:
        if not self._near(index, block) and doubtful(self.text, block, label, self.table):
            self.open = None
            return
        people = charged_people(self.text, label.end, stop, self.seats)
        bare = people.complete and not people.people and not self.text[label.end : stop].strip(" 。;")
        self.open = None
        if stop < block.end and label.kind != "group" if bare else not self._trusted(label, people):
            return
        alone = label.kind == "group" and len(people.people) == 1 and not people.people[0].seat
        if alone and not (self._among_seats(index, block) or charged_below(self.text, self.blocks, index)):
            return
        if label.kind == "open" or label.rule in self.table.tasks:
            if not self._among_seats(index, block):
                return
            if bare:  # `2、测试人员:` is a heading; the names behind its colon are a block of their own
                if block.kind == "heading" and self._enter(index, block, reached, label):
                    self._await(index, block, label, stop)
                return
        if label.kind == "group":
            self.sitting.run_in(index, self._around(index, block), bare=bare and stop >= block.end, sure=not bare)
            self.sitting.group = (
                self.groups.named(label.start, label.end) or self.text[label.start : label.end - 1].strip()
            )
            self.sitting.office = None
            if bare:
                self._await(index, block, label, stop)
                return
        elif not self._enter(index, block, reached, label):
            return
        yield from self.sitting.seats(people, label)
        if people.complete and stop >= block.end and not self._closed(stop):
            self.open, self.open_depth = label, block.depth if block.number is not None else 0
        self.last_block = index

    def _await(self, index: int, block: Block, label: Label, stop: int) -> None:
        """A group's name alone on its line: the names may stand on the next."""
        if stop >= block.end:
            self.open, self.open_block = msgspec.structs.replace(label, weak=True), index
            self.open_depth = block.depth if block.number is not None else 0

    def _closed(self, stop: int) -> bool:
        """Whether a full stop ends the list."""
        return self.text[max(0, stop - 3) : stop].rstrip().endswith("。")

    def _trusted(self, label: Label, people: PeopleList) -> bool:
        if not people.people:
            return False
        if label.weak or label.kind in ("group", "open"):
            led = label.kind == "group" and any(person.seat for person in people.people)
            led = led or (label.kind == "list" and len(people.people) >= _SURE)
            sure = led and opens_with_person(self.text, label.end, people)
            return sure or (people.complete and people.unread == 0)
        return opens_with_person(self.text, label.end, people) or people.unread == 0

    def _among_seats(self, index: int, block: Block) -> bool:
        """Whether a line stands in a roster, or under a heading of an event's plan that says who does what."""
        return self._near(index, block) or self.groups.under_event(block)

    def _near(self, index: int, block: Block) -> bool:
        """Whether a line stands in or right below a roster."""
        same = index <= self.last_block + 3 and block.section == self.blocks[self.last_block].section
        return index <= self.last_block + 1 or same

    def _around(self, index: int, block: Block) -> tuple[bool, str | None]:
        """Whether a line goes on with the roster above it, and the group that stands around one named in the line."""
        going_on = index <= self.last_block + 1
        return going_on, self.sitting.group if going_on else self.groups.headed(block)

    def _enter(self, index: int, block: Block, reached: int, label: Label) -> bool:
        """Set the group that a label's people sit in; false where the label needs a group and has none."""
        near = self.groups.beside(block, reached, label.start)
        if label.within and self.text.endswith(";", 0, label.start):
            near = None  # 责任科室:宣传组;责任人:…: whose task it is
        fresh = index > self.last_block + 3 or self.last_heading > self.last_block
        fresh = fresh or self.groups.titled_between(self.last_block + 1, index)
        if label.within and near is None:
            going_on = index <= self.last_block + 1 and self.sitting.group is not None
            first = self.text[block.start : label.start].strip() in ("", "(")  # 后勤组 / (负责人:沈立):负责…
            if not first or not (going_on or self.groups.titled_between(index - 1, index)):
                return False
        event = label.kind == "open" or label.rule in self.table.events
        if near is not None:
            self.sitting.run_in(index, self._around(index, block))
            self.sitting.group, self.sitting.office = near, None
        elif event and not fresh and self.sitting.leaves(index):
            pass  # 计时组:… / 摄影:…: who works at the event beside the groups of the lines above
        elif label.chief or self.sitting.group is None or fresh:
            self.sitting.outer = None
            self.sitting.group, self.sitting.office = self.groups.above(index, label.start, event=event), None
            plain = self.groups.plain_before(block, label.start)
            if plain is not None and self.sitting.group is not None and not self.sitting.group.endswith(plain):
                self.sitting.group = plain  # 组委会下面的“领导小组组长:…”
        named = label.seat.startswith("办公室") and not label.seat.endswith("副组长")
        if named or self.groups.of_office(block, label):
            self.sitting.office = office_of(self.sitting.group)
        elif label.chief:
            self.sitting.office = None
        return True

    def _appointed(self, index: int, block: Block, reached: int, label: Label) -> Iterator[Seat]:
        people = [*people_before(self.text, max(reached, block.start), label.start, self.seats)]
        people += named_behind(self.text, label, block.end, self.seats)
        if not people:
            return
        behind = self.groups.behind(block, label.end)
        near = behind or self.groups.in_clause(block, reached, label)
        if near is not None:
            self.sitting.group = near
        elif self.sitting.group is None or index > self.last_block + 6:
            self.sitting.group = self.groups.above(index, label.start)
        self.sitting.office = None
        office = "办公室" in self.text[label.start : label.end] or self.groups.of_office(block, label)
        group = office_of(self.sitting.group) if office else self.sitting.group
        for person in people:
            yield self.sitting.seat(person, label, label.seat, group)
        self.last_block = index
        self.open = None
