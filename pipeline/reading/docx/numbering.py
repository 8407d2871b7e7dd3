"""Word's automatic numbering: from list definitions to the words printed before a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Protocol

import msgspec
from lxml import etree

from pipeline.reading.docx.counting import format_number
from pipeline.reading.docx.names import VAL, W
from pipeline.reading.docx.styles import NumberRef, Style, Styles, small_int

_ABSTRACT, _ABSTRACT_ID, _NUM, _NUM_ID = (W + name for name in ("abstractNum", "abstractNumId", "num", "numId"))
_LEVEL, _ILVL, _OVERRIDE, _START_OVERRIDE = (W + name for name in ("lvl", "ilvl", "lvlOverride", "startOverride"))
_START, _FORMAT, _TEXT, _SUFFIX = (W + name for name in ("start", "numFmt", "lvlText", "suff"))
_RESTART, _LEGAL, _LEVEL_STYLE, _STYLE_LINK = (W + name for name in ("lvlRestart", "isLgl", "pStyle", "numStyleLink"))
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_LONGEST_TEXT = 60
_USUAL_RESETS = tuple(tuple(range(level + 1, _LEVELS)) for level in range(_LEVELS))


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
            for level in range(_LEVELS) if style_id else ():
                definition = item.levels.get(level)
                if definition is not None and definition.style == style_id:
                    return num, item, level
        return num, item, (inherited.level or 0) if inherited else 0

    def _count(self, num: str, item: List, level: int) -> list[int | None]:
        counts = self._counts.setdefault(item.counter, [None] * _LEVELS)
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
    def restarts(deeper: int, after: int) -> bool:
        definition = levels.get(deeper)
        restart = definition.restart if definition else None
        return after < (deeper if restart is None else restart)

    return tuple(tuple(d for d in range(level + 1, _LEVELS) if restarts(d, level)) for level in range(_LEVELS))


class Lists:
    """The lists that a numbering part defines, by the id that paragraphs refer to; the part is parsed, and each list
    worked out, when first asked for: few of the many are used."""

    def __init__(self, load: Callable[[], etree._Element | None], styles: Styles) -> None:
        self._load = load
        self._styles = styles
        self._known: dict[str, List | None] = {"0": None}
        self._levels: dict[str, _Levels] = {}

    def get(self, num: str, /) -> List | None:
        """The list of an id; null if there is none."""
        if num not in self._known:
            element = self._nums.get(num)
            self._known[num] = None if element is None else self._list(element)
        return self._known[num]

    @cached_property
    def _root(self) -> tuple[etree._Element, ...]:
        root = self._load()
        return () if root is None else tuple(root)

    @cached_property
    def _nums(self) -> dict[str, etree._Element]:
        return {element.get(_NUM_ID, ""): element for element in self._root if element.tag == _NUM}

    @cached_property
    def _abstracts(self) -> dict[str, etree._Element]:
        return {element.get(_ABSTRACT_ID, ""): element for element in self._root if element.tag == _ABSTRACT}

    def _list(self, element: etree._Element) -> List:
        counter = _linked(_value(element, _ABSTRACT_ID), self._abstracts, self._nums, self._styles)
        if counter not in self._levels:
            definition = self._abstracts.get(counter)
            self._levels[counter] = _Levels() if definition is None else _Levels(definition)
        levels = self._levels[counter]
        starts: dict[int, int] = {}
        for override in element.iterchildren(_OVERRIDE):
            place = small_int(override.get(_ILVL), 0, _LEVELS - 1)
            levels = levels.changed(override)
            start = override.find(_START_OVERRIDE)
            if start is not None:
                starts[place] = small_int(start.get(VAL), 1)
        return List(counter=counter, levels=levels, starts=starts, resets=levels.resets())


def _linked(
    abstract: str, abstracts: dict[str, etree._Element], nums: dict[str, etree._Element], styles: Styles
) -> str:
    """Follow a list definition that only points to a list style."""
    for _ in range(4):
        element = abstracts.get(abstract)
        link = _value(element, _STYLE_LINK) if element is not None else ""
        style = styles.get(link) if link else None
        if style is None or style.number is None or style.number.num is None:
            break
        target = nums.get(style.number.num)
        if target is None:
            break
        abstract = _value(target, _ABSTRACT_ID)
    return abstract


class _Levels:
    """The levels of a list definition, each worked out when first asked for."""

    def __init__(self, *parents: etree._Element) -> None:
        self._parents = parents
        self._elements = {
            small_int(element.get(_ILVL), 0, _LEVELS - 1): element
            for parent in parents
            for element in parent.iterchildren(_LEVEL)
        }
        self._known: dict[int, Level] = {}

    def get(self, place: int, /) -> Level | None:
        """The level; null if the definition has none there."""
        known = self._known.get(place)
        if known is None and (element := self._elements.get(place)) is not None:
            known = self._known[place] = _level(element)
        return known

    def changed(self, override: etree._Element) -> _Levels:
        """These levels with those that a list gives of its own."""
        return _Levels(*self._parents, override) if override.find(_LEVEL) is not None else self

    def resets(self) -> tuple[tuple[int, ...], ...]:
        """As in `List`."""
        if all(next(parent.iter(_RESTART), None) is None for parent in self._parents):
            return _USUAL_RESETS
        return resets_of({place: _level(element) for place, element in self._elements.items()})


def _level(element: etree._Element) -> Level:
    children = {child.tag: child for child in element}
    number_format = children.get(_FORMAT)
    if number_format is None:  # newer formats stand in a choice of alternatives
        number_format = next(element.iter(_FORMAT), None)
    restart, legal = children.get(_RESTART), children.get(_LEGAL)

    def value(tag: str) -> str:
        child = children.get(tag)
        return (child.get(VAL) or "") if child is not None else ""

    return Level(
        start=small_int(value(_START) or "0", 0),
        number_format=(number_format.get(VAL) or "decimal") if number_format is not None else "decimal",
        pieces=_pieces(value(_TEXT)[:_LONGEST_TEXT]),
        suffix=value(_SUFFIX) or "tab",
        restart=small_int(restart.get(VAL), 0, _LEVELS) if restart is not None else None,
        legal=legal is not None and legal.get(VAL) not in ("0", "false", "off"),
        style=value(_LEVEL_STYLE),
    )


def _pieces(text: str) -> tuple[str | int, ...]:
    """`第%1章` as ("第", 0, "章")."""
    parts = _PLACE.split(text)
    return tuple(int(part) - 1 if place % 2 else part for place, part in enumerate(parts) if place % 2 or part)


def _value(element: etree._Element, tag: str) -> str:
    child = element.find(tag)
    return (child.get(VAL) or "") if child is not None else ""
