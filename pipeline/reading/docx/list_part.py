"""The part that defines the lists of a file: each list is worked out when a paragraph first uses it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol

from lxml import etree

from pipeline.reading.docx.names import VAL, W
from pipeline.reading.docx.numbering import LEVELS, USUAL_RESETS, Level, List, resets_of
from pipeline.reading.docx.package import Package, parse_xml
from pipeline.reading.docx.pieces import Piece, PiecesById, Values, usual_head
from pipeline.reading.docx.styles import Styles, small_int
from pipeline.reading.plain_zip import PackedPart, PlainStream
from pipeline.reading.zips import read_stream

_ABSTRACT, _ABSTRACT_ID, _NUM, _NUM_ID = (W + name for name in ("abstractNum", "abstractNumId", "num", "numId"))
_LEVEL, _ILVL, _OVERRIDE, _START_OVERRIDE = (W + name for name in ("lvl", "ilvl", "lvlOverride", "startOverride"))
_START, _FORMAT, _TEXT, _SUFFIX = (W + name for name in ("start", "numFmt", "lvlText", "suff"))
_RESTART, _LEGAL, _LEVEL_STYLE, _STYLE_LINK = (W + name for name in ("lvlRestart", "isLgl", "pStyle", "numStyleLink"))
_PLACE = re.compile(r"%([1-9])")
_LONGEST_TEXT = 60
_ROOT, _END = b"<w:numbering", b"</w:numbering>"
_VALUES = Values("start", "numFmt", "lvlText", "suff", "lvlRestart", "isLgl?", "pStyle")
_LIST, _LINK = Values("abstractNumId"), Values("numStyleLink")
# An element, or its bytes where it is written as office programs do.
_Source = Piece | etree._Element


class _Sources(Protocol):
    """Where elements of a kind are looked up by their id."""

    def get(self, key: str, /) -> _Source | None:
        """The element; null if there is none."""


class UsedLists:
    """The lists of a file, whose part is opened when a paragraph first asks for one."""

    def __init__(self, package: Package, main: str, styles: Styles) -> None:
        self._package, self._main, self._styles = package, main, styles
        self._lists: Lists | None = None

    def get(self, num: str, /) -> List | None:
        """The list of an id; null if there is none."""
        if num == "0":
            return None
        if self._lists is None:
            name = self._package.related(self._main, "numbering")
            packed = self._package.packed(name) if name else None
            data = self._package.read(name) if name and packed is None else None
            self._lists = Lists(data, self._styles) if packed is None else _shared(packed, self._styles)
        return self._lists.get(num)


@lru_cache(maxsize=8)
def _shared(packed: PackedPart, styles: Styles) -> Lists:
    """What a part defines in files with the same styles: those made from one template."""
    return Lists(read_stream(PlainStream(packed), packed.file_size), styles)


class Lists:
    """The lists that a numbering part defines, by the id that paragraphs refer to: few of the many are used."""

    def __init__(self, data: bytes | None, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[str, List] = {}
        self._levels: dict[str, _Levels] = {}
        self._nums, self._abstracts = _definitions(data)

    def get(self, num: str, /) -> List | None:
        """The list of an id; null if there is none."""
        found = self._known.get(num)
        if found is None and (source := self._nums.get(num)) is not None:
            found = self._known[num] = self._list(source)
        return found

    def _list(self, source: _Source) -> List:
        counter = self._linked(_abstract_id(source))
        if counter not in self._levels:
            definition = self._abstracts.get(counter)
            self._levels[counter] = _Levels() if definition is None else _Levels(definition)
        levels = self._levels[counter]
        starts: dict[int, int] = {}
        for override in _overrides(source):
            place = small_int(override.get(_ILVL), 0, LEVELS - 1)
            levels = levels.changed(override)
            start = override.find(_START_OVERRIDE)
            if start is not None:
                starts[place] = small_int(start.get(VAL), 1)
        resets, by_style = levels.resets(), levels.name_styles()
        return List(counter=counter, levels=levels, starts=starts, resets=resets, by_style=by_style)

    def _linked(self, abstract: str) -> str:
        """Follow a list definition that only points to a list style."""
        for _ in range(4):
            source = self._abstracts.get(abstract)
            link = _link(source) if source is not None else ""
            style = self._styles.get(link) if link else None
            if style is None or style.number is None or style.number.num is None:
                break
            target = self._nums.get(style.number.num)
            if target is None:
                break
            abstract = _abstract_id(target)
        return abstract


class _Levels:
    """The levels of a list definition, each worked out when first asked for; a later parent's hide an earlier one's."""

    def __init__(self, *parents: _Source) -> None:
        self._parents = parents
        self._sources = tuple(_level_sources(parent) for parent in reversed(parents))
        self._known: dict[int, Level | None] = {}

    def get(self, place: int, /) -> Level | None:
        """The level; null if the definition has none there."""
        if place not in self._known:
            found = next((source for each in self._sources if (source := each.get(str(place))) is not None), None)
            self._known[place] = None if found is None else _level(found)
        return self._known[place]

    def changed(self, override: etree._Element) -> _Levels:
        """These levels with those that a list gives of its own."""
        return _Levels(*self._parents, override) if override.find(_LEVEL) is not None else self

    def resets(self) -> tuple[tuple[int, ...], ...]:
        """As in `List`."""
        if not self._hold("lvlRestart", _RESTART):
            return USUAL_RESETS
        levels = ((place, self.get(place)) for place in range(LEVELS))
        return resets_of({place: level for place, level in levels if level is not None})

    def name_styles(self) -> bool:
        """As `by_style` in `List`."""
        return self._hold("pStyle", _LEVEL_STYLE)

    def _hold(self, name: str, tag: str) -> bool:
        return any(_holds(parent, name, tag) for parent in self._parents)


def _definitions(data: bytes | None) -> tuple[_Sources, _Sources]:
    """Lists and definitions of lists by their ids."""
    if data is None:
        return {}, {}
    head = usual_head(data, _ROOT)
    if head is None or data.find(_END, len(head)) < 0 or data.find(b"<!--") >= 0:
        root = parse_xml(data)
        return (
            {element.get(_NUM_ID, ""): element for element in root.iterchildren(_NUM)},
            {element.get(_ABSTRACT_ID, ""): element for element in root.iterchildren(_ABSTRACT)},
        )
    lists = Piece(head, data[data.rfind(b"</w:abstractNum>") + 1 :])
    return PiecesById(lists, "num", "numId"), PiecesById(Piece(head, data), "abstractNum", "abstractNumId")


def _level_sources(parent: _Source) -> _Sources:
    """The levels right below an element."""
    if isinstance(parent, Piece):
        return PiecesById(parent, "lvl", "ilvl")
    elements = parent.iterchildren(_LEVEL)
    return {str(small_int(element.get(_ILVL), 0, LEVELS - 1)): element for element in elements}


def _holds(parent: _Source, name: str, tag: str) -> bool:
    """Whether an element of a kind stands anywhere below another."""
    if isinstance(parent, Piece):
        return f"<w:{name}".encode() in parent.data
    return next(parent.iter(tag), None) is not None


def _overrides(source: _Source) -> list[etree._Element]:
    """What a list changes in its definition."""
    if not isinstance(source, Piece):
        return list(source.iterchildren(_OVERRIDE))
    element = source.element() if b"lvlOverride" in source.data else None
    return [] if element is None else list(element.iterchildren(_OVERRIDE))


def _abstract_id(source: _Source) -> str:
    return _value(source, "abstractNumId", _ABSTRACT_ID)


def _link(source: _Source) -> str:
    if isinstance(source, Piece) and b"<w:numStyleLink" not in source.data:
        return ""
    return _value(source, "numStyleLink", _STYLE_LINK)


def _value(source: _Source, name: str, tag: str) -> str:
    """The value of an element's child."""
    if isinstance(source, Piece):
        if (values := (_LINK if name == "numStyleLink" else _LIST).of(source.data)) is not None:
            return values.get(name, "")
        parsed = source.element()
        if parsed is None:
            return ""
        source = parsed
    child = source.find(tag)
    return (child.get(VAL) or "") if child is not None else ""


def _level(source: _Source) -> Level:
    if isinstance(source, Piece):
        if (usual := _usual_level(source)) is not None:
            return usual
        parsed = source.element()
        if parsed is None:
            return Level()
        source = parsed
    children = {child.tag: child for child in source}
    number_format = children.get(_FORMAT)
    if number_format is None:  # newer formats stand in a choice of alternatives
        number_format = next(source.iter(_FORMAT), None)
    restart, legal = children.get(_RESTART), children.get(_LEGAL)

    def value(tag: str) -> str:
        child = children.get(tag)
        return (child.get(VAL) or "") if child is not None else ""

    return Level(
        start=small_int(value(_START) or "0", 0),
        number_format=(number_format.get(VAL) or "decimal") if number_format is not None else "decimal",
        pieces=_pieces(value(_TEXT)[:_LONGEST_TEXT]),
        suffix=value(_SUFFIX) or "tab",
        restart=small_int(restart.get(VAL), 0, LEVELS) if restart is not None else None,
        legal=legal is not None and legal.get(VAL) not in ("0", "false", "off"),
        style=value(_LEVEL_STYLE),
    )


def _usual_level(piece: Piece) -> Level | None:
    """A level whose own words stand before its properties, as the standard orders them; null for another."""
    found = _VALUES.of(piece.data.partition(b"<w:pPr")[0].partition(b"<w:rPr")[0])
    if found is None or "numFmt" not in found or "lvlText" not in found:
        return None
    return Level(
        start=small_int(found.get("start") or "0", 0),
        number_format=found["numFmt"] or "decimal",
        pieces=_pieces(found["lvlText"][:_LONGEST_TEXT]),
        suffix=found.get("suff") or "tab",
        restart=small_int(found["lvlRestart"], 0, LEVELS) if "lvlRestart" in found else None,
        legal="isLgl" in found and found["isLgl"] not in ("0", "false", "off"),
        style=found.get("pStyle", ""),
    )


def _pieces(text: str) -> tuple[str | int, ...]:
    """`第%1章` as ("第", 0, "章")."""
    parts = _PLACE.split(text)
    return tuple(int(part) - 1 if place % 2 else part for place, part in enumerate(parts) if place % 2 or part)
