"""What paragraph styles say about structure: heading level, numbering, table-of-contents lines."""

from __future__ import annotations

import re
from typing import Protocol
from xml.sax.saxutils import escape, unescape

import msgspec
from lxml import etree

from pipeline.reading.docx.names import PPR, VAL, W
from pipeline.reading.docx.package import parse_xml

_STYLE, _NAME, _BASED_ON, _OUTLINE = (W + name for name in ("style", "name", "basedOn", "outlineLvl"))
_STYLE_ID, _NUM_PR, _NUM_ID, _ILVL = (W + name for name in ("styleId", "numPr", "numId", "ilvl"))
_HEADING = re.compile(r"(?:heading|标题|標題)\s{0,3}([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|標題", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s{0,3}\d|目录\s{0,3}\d", re.IGNORECASE)
_TYPE, _DEFAULT = W + "type", W + "default"
_ROOT, _OPEN, _CLOSE = b"<w:styles", b"<w:style ", b"</w:style>"
_DEFAULTS = re.compile(rb'<w:style [^<>]{0,400}w:default="(?:1|true|on)"[^<>]{0,400}>')
_ID = re.compile(rb'w:styleId="([^"]{0,300})"')
_LONGEST_CHAIN = 12
_BODY_LEVEL = 9


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
        return max(0, min(most, int(text or "")))
    except ValueError:
        return default


def number_ref(element: etree._Element) -> NumberRef:
    """The numbering that a `numPr` element asks for."""
    num: str | None = None
    level: int | None = None
    for child in element:
        tag = child.tag
        if tag == _NUM_ID:
            num = child.get(VAL)
        elif tag == _ILVL:
            level = small_int(child.get(VAL), 0, 8)
    return NumberRef(num, level)


def outline_level(properties: etree._Element) -> int | None:
    """The outline level that paragraph properties give, from 1; 0 if they say body text; null if nothing."""
    element = properties.find(_OUTLINE)
    if element is None:
        return None
    level = small_int(element.get(VAL), _BODY_LEVEL)
    return 0 if level >= _BODY_LEVEL else level + 1


class _Elements(Protocol):
    """Where a style's element is looked up by its id."""

    def get(self, style_id: str, /) -> etree._Element | None:
        """The element; null if there is none."""


class Styles:
    """The styles of a file, each worked out when first asked for: few of the many are used."""

    def __init__(self, elements: _Elements | None = None, default: str | None = None) -> None:
        self._elements: _Elements = {} if elements is None else elements
        self._known: dict[str | None, Style | None] = {None: None}
        self.default = default

    def get(self, style_id: str | None) -> Style | None:
        """A style with all it inherits; null if there is none of that id."""
        if style_id not in self._known:
            known = self._elements.get(style_id or "") is not None
            self._known[style_id] = _resolve(style_id or "", self._elements) if known else None
        return self._known[style_id]


def read_styles(data: bytes | None) -> Styles:
    """The styles that a part defines.

    Parsing all of it would take longer than reading many a document: most of it is styles nobody uses. So each style
    is looked up in the bytes and parsed alone; a part that is written in another way is parsed whole.
    """
    if data is None:
        return Styles()
    if data[:4096].find(_ROOT) < 0 or b"<!DOCTYPE" in data[:4096]:
        elements = list(parse_xml(data).iterchildren(_STYLE))
        standard = (e for e in elements if e.get(_TYPE) == "paragraph" and e.get(_DEFAULT) in ("1", "true", "on"))
        default = next((element.get(_STYLE_ID) for element in standard), None)
        return Styles({element.get(_STYLE_ID, ""): element for element in elements}, default)
    part = _StylePart(data)
    return Styles(part, part.default())


class _StylePart:
    """Looks up styles in the bytes of the part."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        root = data.find(_ROOT)
        self._head = data[: data.find(b">", root) + 1]
        self._known: dict[str, etree._Element | None] = {}

    def get(self, style_id: str, /) -> etree._Element | None:
        """The element of a style; null if there is none."""
        if style_id not in self._known:
            self._known[style_id] = self._find(style_id)
        return self._known[style_id]

    def _find(self, style_id: str) -> etree._Element | None:
        data = self._data
        words = b'w:styleId="' + escape(style_id, {'"': "&quot;"}).encode("utf-8", "replace") + b'"'
        at = data.find(words)
        start, end = data.rfind(_OPEN, 0, max(at, 0)), data.find(_CLOSE, at)
        if at < 0 or start < 0 or end < 0 or b">" in data[start:at]:
            return None
        root = parse_xml(self._head + data[start : end + len(_CLOSE)] + b"</w:styles>")
        return root.find(_STYLE)

    def default(self) -> str | None:
        """Id of the style of paragraphs that name none."""
        for tag in _DEFAULTS.finditer(self._data):
            found = _ID.search(tag[0])
            if found is not None and b'w:type="paragraph"' in tag[0]:
                return unescape(found[1].decode("utf-8", "replace"), {"&quot;": '"'})
        return None


def _resolve(style_id: str, elements: _Elements) -> Style:
    heading: int | None = None
    num: str | None = None
    level: int | None = None
    contents = False
    for element in _chain(style_id, elements):
        name = _value(element, _NAME)
        contents = contents or is_contents_name(name)
        properties = element.find(PPR)
        if heading is None:
            heading = _heading(name, properties)
        numbers = properties.find(_NUM_PR) if properties is not None else None
        if numbers is not None:
            reference = number_ref(numbers)
            num = num if num is not None else reference.num
            level = level if level is not None else reference.level
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


def _heading(name: str, properties: etree._Element | None) -> int | None:
    """Heading level of a style; -1 if it says body text, null if it says nothing."""
    named = heading_of_name(name)
    if named is not None:
        return named
    level = outline_level(properties) if properties is not None else None
    return -1 if level == 0 else level


def _chain(style_id: str, elements: _Elements) -> list[etree._Element]:
    chain: list[etree._Element] = []
    while (element := elements.get(style_id)) is not None and len(chain) < _LONGEST_CHAIN:
        chain.append(element)
        style_id = _value(element, _BASED_ON)
    return chain


def _value(element: etree._Element, tag: str) -> str:
    child = element.find(tag)
    return (child.get(VAL) or "") if child is not None else ""
