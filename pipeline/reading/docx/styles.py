"""What paragraph styles say about structure: heading level, numbering, table-of-contents lines."""

from __future__ import annotations

import re
from typing import Protocol
from xml.sax.saxutils import escape, unescape

import msgspec
from lxml import etree

from pipeline.reading.docx.names import PPR, VAL, W
from pipeline.reading.docx.package import parse_xml
from pipeline.reading.zips import GrowingMember

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
_HEAD = 4096
_LONGEST_TAG = 1000
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
            known = bool(style_id) and self._elements.get(style_id or "") is not None
            self._known[style_id] = _resolve(style_id or "", self._elements) if known else None
        return self._known[style_id]


def read_styles(source: GrowingMember | None) -> Styles:
    """The styles that a part defines.

    Unpacking and parsing all of it would take longer than reading many a document: most of it is styles nobody uses. So
    each style is looked up in the bytes, unpacked as far as that, and parsed alone; a part that is written in another
    way is parsed whole.
    """
    if source is None or not source.more():
        return Styles()
    head = bytes(source.data[:_HEAD])
    if head.find(_ROOT) < 0 or b"<!DOCTYPE" in head:
        while source.more():
            pass
        elements = list(parse_xml(bytes(source.data)).iterchildren(_STYLE))
        standard = (e for e in elements if e.get(_TYPE) == "paragraph" and e.get(_DEFAULT) in ("1", "true", "on"))
        default = next((element.get(_STYLE_ID) for element in standard), None)
        return Styles({element.get(_STYLE_ID, ""): element for element in elements}, default)
    part = _StylePart(source)
    return Styles(part, part.default())


class _StylePart:
    """Looks up styles in the bytes of the part, as far as they are unpacked."""

    def __init__(self, source: GrowingMember) -> None:
        self._source = source
        self._data = data = source.data
        root = data.find(_ROOT)
        self._head = bytes(data[: data.find(b">", root) + 1])
        self._known: dict[str, etree._Element | None] = {}

    def get(self, style_id: str, /) -> etree._Element | None:
        """The element of a style; null if there is none."""
        if style_id not in self._known:
            self._known[style_id] = self._find(style_id)
        return self._known[style_id]

    def _find(self, style_id: str) -> etree._Element | None:
        words = b'w:styleId="' + escape(style_id, {'"': "&quot;"}).encode("utf-8", "replace") + b'"'
        at = self._seek(words, 0)
        end = self._seek(_CLOSE, at) if at >= 0 else -1
        start = self._data.rfind(_OPEN, 0, max(at, 0))
        if at < 0 or start < 0 or end < 0 or self._data.find(b">", start, at) >= 0:
            return None
        root = parse_xml(self._head + self._data[start : end + len(_CLOSE)] + b"</w:styles>")
        return root.find(_STYLE)

    def _seek(self, words: bytes, since: int) -> int:
        """Where some bytes stand at or behind a place; -1 if nowhere."""
        while (at := self._data.find(words, since)) < 0:
            since = max(since, len(self._data) - len(words) + 1)
            if not self._source.more():
                return -1
        return at

    def default(self) -> str | None:
        """Id of the style of paragraphs that name none."""
        since = 0
        while True:
            for tag in _DEFAULTS.finditer(self._data, since):
                found = _ID.search(tag[0])
                if found is not None and b'w:type="paragraph"' in tag[0]:
                    return unescape(found[1].decode("utf-8", "replace"), {"&quot;": '"'})
            since = max(since, len(self._data) - _LONGEST_TAG)
            if not self._source.more():
                return None


def _resolve(style_id: str, elements: _Elements) -> Style:
    heading: int | None = None
    num: str | None = None
    level: int | None = None
    contents = False
    for _ in range(_LONGEST_CHAIN):
        element = elements.get(style_id) if style_id else None
        if element is None:
            break
        name, style_id, properties = _parts(element)
        contents = contents or is_contents_name(name)
        if heading is None:
            heading = _heading(name, properties)
        numbers = properties.find(_NUM_PR) if properties is not None else None
        if numbers is not None:
            reference = number_ref(numbers)
            num = num if num is not None else reference.num
            level = level if level is not None else reference.level
    number = NumberRef(num, level) if num is not None or level is not None else None
    return Style(heading=None if heading == -1 else heading, number=number, contents=contents)


def _parts(element: etree._Element) -> tuple[str, str, etree._Element | None]:
    """A style's name, the id of the style it is based on, and what it says of paragraphs."""
    name = based_on = ""
    properties: etree._Element | None = None
    for child in element:
        tag = child.tag
        if tag == _NAME:
            name = child.get(VAL) or ""
        elif tag == _BASED_ON:
            based_on = child.get(VAL) or ""
        elif tag == PPR:
            properties = child
    return name, based_on, properties


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
