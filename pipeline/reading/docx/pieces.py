"""Elements of a part looked up in its bytes, and read there or parsed alone.

A parser takes 30 µs for a style of 600 bytes, a search 2; most styles and lists of a file are used by nobody. So what
office programs write is searched; whatever is written in an unusual way goes to the parser.
"""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from pipeline.reading.docx.package import parse_xml

_HEAD = 4096
_UTF_8 = re.compile(rb"\s{0,9}(?:\xef\xbb\xbf)?(?:<\?xml[^<>]{0,200}\?>)?\s{0,9}$")
_ENCODING = re.compile(rb"""encoding=["'](?!utf-?8["'])""", re.IGNORECASE)


class Piece(msgspec.Struct, frozen=True):
    """The bytes of an element, and of the tag of the root it stands in."""

    head: bytes
    data: bytes

    def element(self) -> etree._Element | None:
        """The element parsed; null where there is none."""
        name = self.head[self.head.rfind(b"<") + 1 :].split(None, 1)[0].rstrip(b">")
        root = parse_xml(self.head + self.data + b"</" + name + b">")
        return root[0] if len(root) else None


class Values:
    """Reads the `w:val` of the first element of each of some kinds; elements of the kinds named with `?` need none."""

    def __init__(self, *names: str) -> None:
        kinds = "|".join(name.rstrip("?") for name in names)
        self._pattern = re.compile(rf'<w:({kinds})(?: (w:val)="([^"]*)"|(?=[\s/>]))')
        self._bare = frozenset(name[:-1] for name in names if name.endswith("?"))

    def of(self, data: bytes) -> dict[str, str] | None:
        """The values by kind; null where a parser has to look."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return None
        if "&" in text or "'" in text or "<!" in text or "mc:" in text:  # asked of bytes this takes five times as long
            return None
        found: dict[str, str] = {}
        for name, given, value in self._pattern.findall(text):
            if not given and name not in self._bare:
                return None
            if name not in found:
                found[name] = value
        return found


class PiecesById:
    """Elements of a kind that stands in no other, found in bytes by an attribute."""

    def __init__(self, inside: Piece, name: str, attribute: str) -> None:
        self._inside = inside
        self._open, self._close = f"<w:{name} ".encode(), f"</w:{name}>".encode()
        self._attribute = f'w:{attribute}="'

    def get(self, key: str, /) -> Piece | None:
        """The element whose attribute has a value; null if there is none."""
        data = self._inside.data
        at = data.find(f'{self._attribute}{key}"'.encode("utf-8", "replace"))
        start = data.rfind(self._open, 0, at) if at >= 0 else -1
        end = data.find(self._close, at)
        if start < 0 or end < 0 or data.find(b">", start, at) >= 0:
            return None
        return Piece(self._inside.head, data[start : end + len(self._close)])


def usual_head(data: bytes | bytearray, root: bytes) -> bytes | None:
    """The start of a part up to and with the tag of its root; null where it is unusual."""
    head = bytes(data[:_HEAD])
    at = head.find(root)
    end = head.find(b">", at)
    if at < 0 or end < 0 or head[end - 1 : end] == b"/" or not _UTF_8.match(head[:at]) or _ENCODING.search(head[:at]):
        return None
    return None if head.find(b"'", at, end) >= 0 else head[: end + 1]
