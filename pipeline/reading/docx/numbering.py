"""Word's automatic numbering: from list definitions to the words printed before a paragraph."""

from __future__ import annotations

import re
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


class List(msgspec.Struct, frozen=True, kw_only=True):
    """A list as paragraphs refer to it: counts go with its definition (`counter`), starts may be its own.

    `resets[n]`: the deeper levels that start again after level n.
    """

    counter: str
    levels: dict[int, Level]
    starts: dict[int, int]
    resets: tuple[tuple[int, ...], ...]


class StyleSheet(Protocol):
    """Where the numbers that styles ask for are looked up."""

    def get(self, style_id: str | None) -> Style | None:
        """A style with all it inherits; null if there is none of that id."""


class Numbering:
    """The lists of a file and, while its paragraphs go by in order, how far each has counted."""

    def __init__(self, lists: dict[str, List], styles: StyleSheet) -> None:
        self._styles = styles
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[str] = set()

    def label(self, direct: NumberRef | None, style_id: str | None) -> str:
        """The number printed before the next paragraph, with the blank behind it if one is needed; "" for none."""
        found = self._find(direct, style_id)
        if found is None:
            return ""
        num, level = found
        item = self._lists[num]
        definition = item.levels.get(level)
        if definition is None:
            return ""
        counts = self._count(num, item, level)
        return _print(item, definition, counts)

    def _find(self, direct: NumberRef | None, style_id: str | None) -> tuple[str, int] | None:
        style = self._styles.get(style_id)
        inherited = style.number if style else None
        num = direct.num if direct and direct.num is not None else inherited.num if inherited else None
        if num is None or num not in self._lists:
            return None
        if direct and direct.level is not None:
            return num, direct.level
        if not direct or direct.num is None or (inherited and inherited.num == direct.num):
            for level, definition in self._lists[num].levels.items():
                if style_id and definition.style == style_id:
                    return num, level
        return num, (inherited.level or 0) if inherited else 0

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


def read_lists(root: etree._Element | None, styles: Styles) -> dict[str, List]:
    """The lists that a numbering part defines, by the id that paragraphs refer to."""
    if root is None:
        return {}
    abstracts = {element.get(_ABSTRACT_ID, ""): element for element in root.iterchildren(_ABSTRACT)}
    nums = {element.get(_NUM_ID, ""): element for element in root.iterchildren(_NUM)}
    levels = {key: _levels(element) for key, element in abstracts.items()}
    lists: dict[str, List] = {}
    for num, element in nums.items():
        counter = _linked(_value(element, _ABSTRACT_ID), abstracts, nums, styles)
        own = dict(levels.get(counter, {}))
        starts: dict[int, int] = {}
        for override in element.iterchildren(_OVERRIDE):
            place = small_int(override.get(_ILVL), 0, _LEVELS - 1)
            own.update(_levels(override))
            start = override.find(_START_OVERRIDE)
            if start is not None:
                starts[place] = small_int(start.get(VAL), 1)
        if num != "0":
            lists[num] = List(counter=counter, levels=own, starts=starts, resets=resets_of(own))
    return lists


def _linked(
    abstract: str, abstracts: dict[str, etree._Element], nums: dict[str, etree._Element], styles: Styles
) -> str:
    """Follow a list definition that only points to a list style."""
    for _ in range(4):
        element = abstracts.get(abstract)
        link = _value(element, _STYLE_LINK) if element is not None else ""
        style = styles.get(link)
        if not link or style is None or style.number is None or style.number.num is None:
            break
        target = nums.get(style.number.num)
        if target is None:
            break
        abstract = _value(target, _ABSTRACT_ID)
    return abstract


def _levels(parent: etree._Element) -> dict[int, Level]:
    return {small_int(element.get(_ILVL), 0, _LEVELS - 1): _level(element) for element in parent.iterchildren(_LEVEL)}


def _level(element: etree._Element) -> Level:
    number_format = element.find(_FORMAT)
    if number_format is None:  # newer formats stand in a choice of alternatives
        number_format = next(element.iter(_FORMAT), None)
    restart = element.find(_RESTART)
    legal = element.find(_LEGAL)
    return Level(
        start=small_int(_value(element, _START) or "0", 0),
        number_format=(number_format.get(VAL) or "decimal") if number_format is not None else "decimal",
        pieces=_pieces(_value(element, _TEXT)[:_LONGEST_TEXT]),
        suffix=_value(element, _SUFFIX) or "tab",
        restart=small_int(restart.get(VAL), 0, _LEVELS) if restart is not None else None,
        legal=legal is not None and legal.get(VAL) not in ("0", "false", "off"),
        style=_value(element, _LEVEL_STYLE),
    )


def _pieces(text: str) -> tuple[str | int, ...]:
    """`第%1章` as ("第", 0, "章")."""
    parts = _PLACE.split(text)
    return tuple(int(part) - 1 if place % 2 else part for place, part in enumerate(parts) if place % 2 or part)


def _value(element: etree._Element, tag: str) -> str:
    child = element.find(tag)
    return (child.get(VAL) or "") if child is not None else ""
