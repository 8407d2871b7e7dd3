"""What paragraph styles say about structure: heading level, numbering, table-of-contents lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

import msgspec
from lxml import etree

from pipeline.reading.docx.names import VAL, W

STYLE_REF, NUM_ID, ILVL, OUTLINE = (W + name for name in ("pStyle", "numId", "ilvl", "outlineLvl"))
_HEADING = re.compile(r"(?:heading|标题|標題)\s{0,3}([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|標題", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s{0,3}\d|目录\s{0,3}\d", re.IGNORECASE)
_LONGEST_CHAIN = 12
BODY_LEVEL = 9


# What a paragraph's properties say, as written: its style, list, level of the list, outline level; null for nothing.
Said = tuple[str | None, str | None, str | None, str | None]
_NOTHING: Said = (None, None, None, None)


def said_of(values: Mapping[str, str]) -> Said:
    """What properties say, from the values of their elements by name."""
    get = values.get
    return (get(STYLE_REF), get(NUM_ID), get(ILVL), get(OUTLINE)) if values else _NOTHING


class NumberRef(msgspec.Struct, frozen=True):
    """A reference to a level of a list; a part not given is null."""

    num: str | None
    level: int | None


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph style with all it inherits. `heading` from 1, 0 for the title style, null for none."""

    heading: int | None = None
    number: NumberRef | None = None
    contents: bool = False


def small_int(text: str | None, default: int, most: int = 9999) -> int:
    """A number from an attribute; `default` where it is none, kept within 0 and `most`."""
    try:
        number = int(text or "")
    except ValueError:
        return default
    return number if 0 <= number <= most else most if number > 0 else 0


def number_ref(element: etree._Element) -> NumberRef:
    """The numbering that a `numPr` element asks for."""
    num: str | None = None
    level: int | None = None
    for child in element:
        tag = child.tag
        if tag == NUM_ID:
            num = child.get(VAL)
        elif tag == ILVL:
            level = small_int(child.get(VAL), 0, 8)
    return NumberRef(num, level)


def outline_of(element: etree._Element) -> int:
    """The outline level that an `outlineLvl` element gives, from 1; 0 if it says body text."""
    return outline_value(element.get(VAL))


def outline_value(text: str | None) -> int:
    """The outline level that an attribute gives, from 1; 0 if it says body text."""
    level = small_int(text, BODY_LEVEL)
    return 0 if level >= BODY_LEVEL else level + 1


class StyleEntry(msgspec.Struct, frozen=True):
    """What a style says itself; `outline` as `outline_of` gives it."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    number: NumberRef | None = None


class _Entries(Protocol):
    """Where a style is looked up by its id."""

    def get(self, style_id: str, /) -> StyleEntry | None:
        """What it says; null if there is none."""


class Styles:
    """The styles of a file, each worked out when first asked for: few of the many are used."""

    def __init__(self, entries: _Entries | None = None, default: str | None = None) -> None:
        self._entries: _Entries = {} if entries is None else entries
        self._known: dict[str | None, Style] = {}
        self.default = default

    def get(self, style_id: str | None) -> Style | None:
        """A style with all it inherits; null if there is none of that id."""
        found = self._known.get(style_id)
        if found is None and style_id and self._entries.get(style_id) is not None:
            found = self._known[style_id] = _resolve(style_id, self._entries)
        return found


def _resolve(style_id: str, entries: _Entries) -> Style:
    heading: int | None = None
    num: str | None = None
    level: int | None = None
    contents = False
    for _ in range(_LONGEST_CHAIN):
        entry = entries.get(style_id) if style_id else None
        if entry is None:
            break
        style_id = entry.based_on
        contents = contents or is_contents_name(entry.name)
        if heading is None:
            heading = _heading(entry)
        if entry.number is not None:
            num = num if num is not None else entry.number.num
            level = level if level is not None else entry.number.level
    number = NumberRef(num, level) if num is not None or level is not None else None
    return Style(heading=None if heading == -1 else heading, number=number, contents=contents)


def heading_of_name(name: str) -> int | None:
    """Heading level that the name of a style says: from 1, 0 for a title; null if it says nothing.

    >>> heading_of_name("heading 2"), heading_of_name("标题"), heading_of_name("正文")
    (2, 0, None)
    """
    if found := _HEADING.fullmatch(name):
        return int(found[1])
    return 0 if _TITLE.fullmatch(name) else None


def is_contents_name(name: str) -> bool:
    """Whether the name of a style is that of lines in a table of contents."""
    return _CONTENTS.fullmatch(name) is not None


def _heading(entry: StyleEntry) -> int | None:
    """Heading level of a style; -1 if it says body text, null if it says nothing."""
    named = heading_of_name(entry.name)
    if named is not None:
        return named
    return -1 if entry.outline == 0 else entry.outline
