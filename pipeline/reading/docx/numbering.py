"""Word's automatic numbering: from list definitions to the words printed before a paragraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from pipeline.reading.docx.counting import formatter
from pipeline.reading.docx.styles import NumberRef, Style

LEVELS = 9
USUAL_RESETS = tuple(tuple(range(level + 1, LEVELS)) for level in range(LEVELS))


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One level of a list.

    `pieces`: fixed words and the levels whose numbers stand between them. `restart`: 1-based level after which it
    starts again, 0 never, null after any above it.
    """

    start: int = 1
    number_format: str = "decimal"
    pieces: tuple[str | int, ...] = ()
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""


class LevelTable(Protocol):
    """Where the levels of a list are looked up, counted from 0."""

    def get(self, place: int, /) -> Level | None:
        """The level; null if the list has none there."""


class List(msgspec.Struct, frozen=True, kw_only=True):
    """A list as paragraphs refer to it: counts go with its definition (`counter`), starts may be its own.

    `resets[n]`: the deeper levels that start again after level n. `by_style`: a level may name the style it goes with.
    """

    counter: str
    levels: LevelTable
    starts: dict[int, int]
    resets: tuple[tuple[int, ...], ...]
    by_style: bool = False


class StyleSheet(Protocol):
    """Where the numbers that styles ask for are looked up."""

    def get(self, style_id: str | None) -> Style | None:
        """A style with all it inherits; null if there is none of that id."""


class ListTable(Protocol):
    """Where the lists that paragraphs refer to are looked up."""

    def get(self, num: str, /) -> List | None:
        """The list of an id; null if there is none."""


class Numbering:
    """The lists of a file and, while its paragraphs go by in order, how far each has counted."""

    def __init__(self, lists: ListTable, styles: StyleSheet) -> None:
        self._styles = styles
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[str] = set()
        self._found: dict[tuple[NumberRef | None, str | None], Place | None] = {}

    def label(self, direct: NumberRef | None, style_id: str | None) -> str:
        """The number printed before the next paragraph, with the blank behind it if one is needed; "" for none."""
        key = direct, style_id
        if key not in self._found:
            self._found[key] = self.place(direct, style_id)
        place = self._found[key]
        return "" if place is None else self.next_at(place)

    def place(self, direct: NumberRef | None, style_id: str | None) -> Place | None:
        """The place in a list that paragraphs of a kind have; null if they are not numbered."""
        found = self._look_up(direct, style_id)
        definition = None if found is None else found[1].levels.get(found[2])
        return None if found is None or definition is None else Place(*found, definition)

    def next_at(self, place: Place) -> str:
        """As `label`, for a paragraph at a place."""
        return place.print(self._count(place))

    def _look_up(self, direct: NumberRef | None, style_id: str | None) -> tuple[str, List, int] | None:
        style = self._styles.get(style_id)
        inherited = style.number if style else None
        num = direct.num if direct and direct.num is not None else inherited.num if inherited else None
        item = self._lists.get(num) if num is not None else None
        if num is None or item is None:
            return None
        if direct and direct.level is not None:
            return num, item, direct.level
        if not direct or direct.num is None or (inherited and inherited.num == direct.num):
            for level in range(LEVELS) if style_id and item.by_style else ():
                definition = item.levels.get(level)
                if definition is not None and definition.style == style_id:
                    return num, item, level
        return num, item, (inherited.level or 0) if inherited else 0

    def _count(self, place: Place) -> list[int | None]:
        item, level = place.item, place.level
        counts = self._counts.get(item.counter)
        if counts is None:
            counts = self._counts[item.counter] = [None] * LEVELS
        if place.num not in self._used:
            self._used.add(place.num)
            for started in item.starts:
                counts[started] = None
        now = counts[level]
        counts[level] = _start(item, level) if now is None else now + 1
        for deeper in item.resets[level]:
            counts[deeper] = None
        return counts


class Place:
    """A level of a list that paragraphs stand at, and how its numbers are printed, worked out once."""

    __slots__ = ("_blank", "_pieces", "item", "level", "num")

    def __init__(self, num: str, item: List, level: int, definition: Level) -> None:
        self.num, self.item, self.level = num, item, level
        bullet = definition.number_format == "bullet"
        self._pieces = () if bullet else tuple(_printed(item, definition, piece) for piece in definition.pieces)
        self._blank = definition.suffix != "nothing"

    def print(self, counts: list[int | None]) -> str:
        """The label at a count of all levels."""
        label = ""
        for words, place, form in self._pieces:
            if form is None:
                label += words
            else:
                count = counts[place]
                label += form(_start(self.item, place) if count is None else count)
        return label + " " if self._blank and label and label[-1].isalnum() else label


def _printed(item: List, definition: Level, piece: str | int) -> tuple[str, int, Callable[[int], str] | None]:
    """Words of a label; or the level whose number stands there, and what writes it."""
    if isinstance(piece, str):
        return piece, 0, None
    own = item.levels.get(piece)
    return "", piece, formatter("decimal" if definition.legal or own is None else own.number_format)


def with_label(label: str, text: str) -> str:
    """A paragraph's words behind its number; digits never run into digits."""
    if label and text[:1].isdigit() and not label.endswith((" ", "、", "）", ")")):
        return f"{label} {text}"
    return label + text


def _start(item: List, level: int) -> int:
    if level in item.starts:
        return item.starts[level]
    definition = item.levels.get(level)
    return definition.start if definition else 1


def resets_of(levels: dict[int, Level]) -> tuple[tuple[int, ...], ...]:
    """As in `List`."""

    def restarts(deeper: int, after: int) -> bool:
        definition = levels.get(deeper)
        restart = definition.restart if definition else None
        return after < (deeper if restart is None else restart)

    return tuple(tuple(d for d in range(level + 1, LEVELS) if restarts(d, level)) for level in range(LEVELS))
