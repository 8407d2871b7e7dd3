"""The ZIP package around a Word file, read within bounds, and its XML parts, parsed without following anything."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from pipeline.model.errors import ReadError
from pipeline.reading.docx.names import RELATIONSHIP, STRICT
from pipeline.reading.limits import Limits
from pipeline.reading.plain_zip import PackedPart, PlainStream
from pipeline.reading.zips import BROKEN, GrowingMember, Parts, read_stream

_CONTENT_BY_MEMBER = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("META-INF/container.xml", "epub"),
    ("content.xml", "odt"),
    ("EncryptedPackage", "encrypted"),
)


# A relationship as office programs write it, and its attributes.
_RELATION = re.compile(rb'<Relationship((?:\s{1,9}\w{1,40}="[^"]*"){1,9})\s{0,9}/?>')
_ATTRIBUTE = re.compile(r'(\w{1,40})="([^"]*)"')


class Package:
    """The parts of an Office Open XML file."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._parts = Parts(data, limits)
        self._relations: dict[str, _Relations] = {}

    def content(self) -> str:
        """What kind of package it is: `docx`, another Office format, or `archive`."""
        if self.main_part() is not None:
            return "docx"
        return next((kind for name, kind in _CONTENT_BY_MEMBER if name in self._parts), "archive")

    def main_part(self) -> str | None:
        """Name of the part that holds the text of a Word document."""
        name = self.related("", "officeDocument")
        if name and "word" not in name.lower() and name.lower().startswith(("xl/", "ppt/")):
            return None
        found = name or "word/document.xml"
        return found if found in self._parts else None

    def related(self, part: str, kind: str) -> str | None:
        """Name of the part that `part` refers to by a relationship whose type ends in `kind`."""
        if part not in self._relations:
            folder, _, base = part.rpartition("/")
            name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
            packed = self.packed(name)
            self._relations[part] = _Relations(self.read(name)) if packed is None else _shared_relations(packed)
        target = self._relations[part].get(kind)
        if target is None:
            return None
        folder = part.rpartition("/")[0]
        if "." in target.partition(".")[2] or "/." in target or target[:1] in ("/", "."):
            return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        return f"{folder}/{target}" if folder else target

    def target(self, part: str, relation: str) -> str | None:
        """Name of the part that `part` refers to by a relationship's id."""
        return self.related(part, f"#{relation}")

    def xml(self, name: str) -> etree._Element | None:
        """Root element of a part; null if there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data)

    def read(self, name: str) -> bytes | None:
        """Bytes of a part; null if there is no such part."""
        return self._parts.read(name)

    def packed(self, name: str) -> PackedPart | None:
        """As in `Parts`: what is known of a part holds of all that are equal."""
        return self._parts.packed(name)

    def growing(self, name: str) -> GrowingMember | None:
        """A part that is unpacked only as far as it is asked for; null if there is no such part."""
        return self._parts.growing(name)


class _Relations:
    """The relationships of a part by the last word of their type, the first of each, and by `#` and their id.

    Few are asked for: where they are written as office programs do, each is looked up in the bytes; others are parsed.
    """

    def __init__(self, data: bytes | None) -> None:
        self._data = data or b""
        self._known: dict[str, str] = {}
        start = self._data.find(b"<Relationships")
        unusual = not self._data.isascii() or any(self._data.find(sign, start) >= 0 for sign in (b"&", b"'", b"<!"))
        self._parsed = _parsed_relations(self._data) if self._data and (start < 0 or unusual) else None

    def get(self, kind: str) -> str | None:
        """Target of a relationship; null if there is none."""
        target = self._known.get(kind)
        if target is None and (target := self._find(kind)) is not None:
            self._known[kind] = target
        return target

    def _find(self, kind: str) -> str | None:
        if self._parsed is None:
            words = f'Id="{kind[1:]}"' if kind[:1] == "#" else f'/{kind}"'
            at = self._data.find(words.encode("utf-8", "replace"))
            while at >= 0:
                found = _RELATION.match(self._data, self._data.rfind(b"<Relationship", 0, at))
                if found is None or found.end() < at:
                    break
                targets = _targets(dict(_ATTRIBUTE.findall(found[1].decode())))
                if kind in targets:
                    return targets[kind]
                at = self._data.find(words.encode("utf-8", "replace"), found.end())
            if at < 0:
                return None
            self._parsed = _parsed_relations(self._data)
        return self._parsed.get(kind)


@lru_cache(maxsize=16)
def _shared_relations(packed: PackedPart) -> _Relations:
    """The relationships in a part: files written by one program have the same."""
    return _Relations(read_stream(PlainStream(packed), packed.file_size))


def _parsed_relations(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in parse_xml(data).iter(RELATIONSHIP):
        for name, target in _targets({str(name): str(value) for name, value in element.items()}).items():
            found.setdefault(name, target)
    return found


def _targets(relation: Mapping[str, str]) -> dict[str, str]:
    """What a relationship is asked for by, and its target; nothing for one that leads out of the file."""
    if relation.get("TargetMode") == "External":
        return {}
    target = relation.get("Target", "")
    return {relation.get("Type", "").rpartition("/")[2]: target, f"#{relation.get('Id')}": target}


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML: no entity is expanded, nothing is fetched, size and depth are bounded by the parser.

    What is not well-formed is read as far as it goes; ReadError if nothing comes of it.
    """
    if data.find(b"purl.oclc.org", 0, 4096) >= 0:
        for strict, usual in STRICT.items():
            data = data.replace(strict, usual)
    try:
        return _parse(data, _STRICT_PARSER)
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        return _parse(data, _PATIENT_PARSER)
    except (etree.XMLSyntaxError, ValueError):
        raise ReadError(BROKEN) from None


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


# Made once: making one takes as long as parsing a small part.
_STRICT_PARSER, _PATIENT_PARSER = _parser(recover=False), _parser(recover=True)


def _parse(data: bytes, parser: etree.XMLParser) -> etree._Element:
    root = etree.fromstring(data, parser)
    if root is None:
        raise ValueError("no element")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("文件里有实体定义（DTD），不是正常的 Word 文件，为安全起见不予读取")
    return root
