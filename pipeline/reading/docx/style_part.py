"""The part that defines the styles of a file, unpacked only as far as the used ones stand in it."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from xml.sax.saxutils import escape, unescape

from lxml import etree

from pipeline.reading.docx.names import PPR, VAL, W
from pipeline.reading.docx.package import Package, parse_xml
from pipeline.reading.docx.pieces import Piece, Values, usual_head
from pipeline.reading.docx.styles import (
    OUTLINE,
    NumberRef,
    StyleEntry,
    Styles,
    number_ref,
    outline_of,
    outline_value,
    small_int,
)
from pipeline.reading.plain_zip import PackedPart, PlainStream
from pipeline.reading.zips import GrowingMember

_STYLE, _NAME, _BASED_ON = (W + name for name in ("style", "name", "basedOn"))
_STYLE_ID, _NUM_PR, _TYPE, _DEFAULT = (W + name for name in ("styleId", "numPr", "type", "default"))
_ROOT, _OPEN, _CLOSE = b"<w:styles", b"<w:style ", b"</w:style>"
_DEFAULTS, _IS_DEFAULT = b' w:default="', re.compile(rb' w:default="(?:1|true|on)"')
_ID = re.compile(rb'w:styleId="([^"]{0,300})"')
_LONGEST_TAG = 1000
_VALUES = Values("name", "basedOn", "numId", "ilvl", "outlineLvl", "numPr?", "pPrChange?", "tblStylePr?")


def read_styles(package: Package, name: str | None) -> Styles:
    """The styles that a part defines. Files made from one template have the same: what is known of them is kept."""
    packed = package.packed(name) if name else None
    return _shared(packed) if packed is not None else _read(package.growing(name) if name else None)


@lru_cache(maxsize=8)
def _shared(packed: PackedPart) -> Styles:
    return _read(GrowingMember(PlainStream(packed), packed.file_size))


def _read(source: GrowingMember | None) -> Styles:
    """The styles that a part defines.

    Unpacking and parsing all of it would take longer than reading many a document: most of it is styles nobody uses. So
    each style is looked up in the bytes, unpacked as far as that, and read alone; a part that is written in another
    way is parsed whole.
    """
    if source is None or not source.more():
        return Styles()
    head = usual_head(source.data, _ROOT)
    if head is None:
        return _parsed(source)
    part = _StylePart(source, head)
    return Styles(part, part.default())


def _parsed(source: GrowingMember) -> Styles:
    while source.more():
        pass
    elements = list(parse_xml(bytes(source.data)).iterchildren(_STYLE))
    standard = (e for e in elements if e.get(_TYPE) == "paragraph" and e.get(_DEFAULT) in ("1", "true", "on"))
    default = next((element.get(_STYLE_ID) for element in standard), None)
    return Styles({element.get(_STYLE_ID, ""): _entry_of(element) for element in elements}, default)


class _StylePart:
    """Looks up styles in the bytes of the part, as far as they are unpacked."""

    def __init__(self, source: GrowingMember, head: bytes) -> None:
        self._source = source
        self._data = source.data
        self._head = head
        # Where the styles begin, behind the long list of what each is like that the file does not define.
        self._first = max(0, self._seek(_OPEN, len(head)))
        self._known: dict[str, StyleEntry] = {}
        self._unpacking = Lock()  # files that are read at the same time may share a part

    def get(self, style_id: str, /) -> StyleEntry | None:
        """What a style says; null if there is none."""
        found = self._known.get(style_id)
        if found is None:
            with self._unpacking:
                found = self._find(style_id)
            if found is not None:
                self._known[style_id] = found
        return found

    def _find(self, style_id: str) -> StyleEntry | None:
        words = b'w:styleId="' + escape(style_id, {'"': "&quot;"}).encode("utf-8", "replace") + b'"'
        at = self._seek(words, self._first)
        end = self._seek(_CLOSE, at) if at >= 0 else -1
        start = self._data.rfind(_OPEN, self._first, max(at, 0))
        if at < 0 or start < 0 or end < 0 or self._data.find(b">", start, at) >= 0:
            return None
        return _entry(Piece(self._head, bytes(self._data[start : end + len(_CLOSE)])))

    def _seek(self, words: bytes, since: int) -> int:
        """Where some bytes stand at or behind a place; -1 if nowhere."""
        while (at := self._data.find(words, since)) < 0:
            since = max(since, len(self._data) - len(words) + 1)
            if not self._source.more():
                return -1
        return at

    def default(self) -> str | None:
        """Id of the style of paragraphs that name none."""
        at = self._seek(_DEFAULTS, self._first)
        while at >= 0:
            start = self._data.rfind(_OPEN, max(0, at - _LONGEST_TAG), at)
            end = self._seek(b">", at)
            tag = bytes(self._data[start:end]) if 0 <= start < end <= start + _LONGEST_TAG else b""
            found = _ID.search(tag)
            if found is not None and b">" not in tag and b'w:type="paragraph"' in tag and _IS_DEFAULT.search(tag):
                return unescape(found[1].decode("utf-8", "replace"), {"&quot;": '"'})
            at = self._seek(_DEFAULTS, at + 1)
        return None


def _entry(piece: Piece) -> StyleEntry | None:
    """What the bytes of a style say; one with older properties or parts of a table in it is parsed."""
    found = _VALUES.of(piece.data)
    if found is None or "pPrChange" in found or "tblStylePr" in found:
        element = piece.element()
        return None if element is None else _entry_of(element)
    number: NumberRef | None = None
    if "numPr" in found:
        level = found.get("ilvl")
        number = NumberRef(found.get("numId"), None if level is None else small_int(level, 0, 8))
    outline = found.get("outlineLvl")
    level_said = None if outline is None else outline_value(outline)
    return StyleEntry(found.get("name", ""), found.get("basedOn", ""), level_said, number)


def _entry_of(element: etree._Element) -> StyleEntry:
    name = based_on = ""
    outline: int | None = None
    number: NumberRef | None = None
    for child in element:
        tag = child.tag
        if tag == _NAME:
            name = child.get(VAL) or ""
        elif tag == _BASED_ON:
            based_on = child.get(VAL) or ""
        elif tag == PPR:
            level, numbers = child.find(OUTLINE), child.find(_NUM_PR)
            outline = None if level is None else outline_of(level)
            number = None if numbers is None else number_ref(numbers)
    return StyleEntry(name, based_on, outline, number)
