"""The group that the people of a roster sit in, and the seats they get there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.extraction.names import Range
from pipeline.extraction.people import PeopleList, Person
from pipeline.extraction.roster_seats import Label


class Seat(msgspec.Struct, frozen=True, gc=False):
    """A person's seat: offsets of the name and the post in the clean text, the seat's name and its group."""

    name: Range
    post: Range | None
    position: str
    group: str | None
    rule: str
    cue: str


class Outer(msgspec.Struct, frozen=True, gc=False):
    """The group around those whose people stand in their own lines; `sure` where a line names a group's members outright or
    several lines have a group each."""

    line: int
    group: str | None
    sure: bool


class Sitting:
    """The group that people are read into at a place of the plan, or its office where that is meant."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.group: str | None = None
        self.office: str | None = None
        self.outer: Outer | None = None

    def run_in(self, line: int, around: tuple[bool, str | None], *, bare: bool = False, sure: bool = False) -> None:
        """Remember the group around one whose people stand in its own line (计时组:张三、李四); `bare`: they stand below it.
        `around`: whether the line goes on with a roster, and the group it stands in."""
        going_on, group = around
        if bare:
            self.outer = None
        elif self.outer is None or not going_on:
            self.outer = Outer(line, group, sure)
        else:
            self.outer = Outer(line, self.outer.group, sure or self.outer.sure or line > self.outer.line)

    def leaves(self, line: int) -> bool:
        """Go back to the group around those of the lines before, if they had groups of their own."""
        if self.outer is None or not self.outer.sure or self.outer.line >= line:
            return False
        self.group = self.outer.group
        return True

    def seats(self, people: PeopleList, label: Label) -> Iterator[Seat]:
        """Seats of listed people: the one beside the name, else the label's."""
        carried = label.seat
        for person in people.people:
            if label.kind == "group" and person.led:
                carried = person.seat or carried
            yield self.seat(person, label, person.seat or carried, label.party or self.office or self.group)

    def seat(self, person: Person, label: Label, position: str, group: str | None) -> Seat:
        """One person's seat."""
        cue = self._text[label.start : label.end].strip() or position
        return Seat((person.start, person.end), person.post, position, group, label.rule, cue)


def office_of(group: str | None) -> str:
    """The name of a group's office."""
    if group is None:
        return "办公室"
    return group if group.endswith("办公室") else f"{group}办公室"
