"""Word's automatic numbering: from list definitions to the words printed before a paragraph."""

from __future__ import annotations

from typing import Protocol

import msgspec

from pipeline.reading.docx.counting import format_number
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

    `resets[n]`: the deeper levels that start again after level n.
    """

    counter: str
    levels: LevelTable
    starts: dict[int, int]
    resets: tuple[tuple[int, ...], ...]


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
        self._found: dict[tuple[NumberRef | None, str | None], tuple[str, List, int] | None] = {}

    def label(self, direct: NumberRef | None, style_id: str | None) -> str:
        """The number printed before the next paragraph, with the blank behind it if one is needed; "" for none."""
        key = direct, style_id
        if key not in self._found:
            self._found[key] = self._find(direct, style_id)
        found = self._found[key]
        if found is None:
            return ""
        num, item, level = found
        definition = item.levels.get(level)
        if definition is None:
            return ""
        counts = self._count(num, item, level)
        return _print(item, definition, counts)

    def _find(self, direct: NumberRef | None, style_id: str | None) -> tuple[str, List, int] | None:
        style = self._styles.get(style_id)
        inherited = style.number if style else None
        num = direct.num if direct and direct.num is not None else inherited.num if inherited else None
        item = self._lists.get(num) if num is not None else None
        if num is None or item is None:
            return None
        if direct and direct.level is not None:
            return num, item, direct.level
        if not direct or direct.num is None or (inherited and inherited.num == direct.num):
            for level in range(LEVELS) if style_id else ():
                definition = item.levels.get(level)
                if definition is not None and definition.style == style_id:
                    return num, item, level
        return num, item, (inherited.level or 0) if inherited else 0

    def _count(self, num: str, item: List, level: int) -> list[int | None]:
        counts = self._counts.setdefault(item.counter, [None] * LEVELS)
        if num not in self._used:
            self._used.add(num)
            for started in item.starts:
                counts[started] = None
        now = counts[level]
        counts[level] = _start(item, level) if now is None else now + 1
        for deeper in item.resets[level]:
            counts[deeper] = None
        return counts


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


def _print(item: List, definition: Level, counts: list[int | None]) -> str:
    if definition.number_format == "bullet":
        return ""
    words: list[str] = []
    for piece in definition.pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        own = item.levels.get(piece)
        count = counts[piece]
        value = _start(item, piece) if count is None else count
        words.append(format_number(value, "decimal" if definition.legal or own is None else own.number_format))
    label = "".join(words)
    if label and definition.suffix != "nothing" and label[-1].isalnum():
        return label + " "
    return label


def resets_of(levels: dict[int, Level]) -> tuple[tuple[int, ...], ...]:
    """As in `List`."""

    def restarts(deeper: int, after: int) -> bool:
        definition = levels.get(deeper)
        restart = definition.restart if definition else None
        return after < (deeper if restart is None else restart)

    return tuple(tuple(d for d in range(level + 1, LEVELS) if restarts(d, level)) for level in range(LEVELS))
