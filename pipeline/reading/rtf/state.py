"""What a group of rich text inherits from the one around it."""

from __future__ import annotations

from copy import copy

import msgspec


class State(msgspec.Struct):
    """Properties in force. `into` is where text goes: the body, a number printed before a paragraph, a note, a table of
    names, or nowhere; `boxed`: it stands in a text box."""

    into: str = "body"
    codec: str = ""
    skip: int = 1
    dropped: bool = False
    style: int = 0
    outline: int | None = None
    in_table: bool = False
    depth: int = 0
    contents: bool = False
    boxed: bool = False
    starred: bool = False
    fresh: bool = True

    def inner(self) -> State:
        """The state a new group begins with."""
        new = copy(self)
        new.fresh, new.starred = True, False
        return new

    def new_paragraph(self) -> None:
        """`\\pard`: paragraph properties are those of no style."""
        self.style, self.outline, self.in_table, self.depth = 0, None, False, 0


class RowShape(msgspec.Struct):
    """A row's definition under way: right edges of its cells, and which go on from the left or from above."""

    edges: list[int] = []
    left: set[int] = set()
    above: set[int] = set()
    header: bool = False
