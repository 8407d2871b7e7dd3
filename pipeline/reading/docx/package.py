"""The ZIP package around a Word file, read within bounds, and its XML parts, parsed without following anything."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.model.errors import ReadError
from pipeline.reading.docx.names import RELATIONSHIP, STRICT
from pipeline.reading.limits import Limits
from pipeline.reading.zips import BROKEN, GrowingMember, Parts

_CONTENT_BY_MEMBER = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("META-INF/container.xml", "epub"),
    ("content.xml", "odt"),
    ("EncryptedPackage", "encrypted"),
)


# Attributes of relationships, and the ends of tags.
_ATTRIBUTES = re.compile(r'\s(Id|Type|Target|TargetMode)="([^"]*)"|>')


class Package:
    """The parts of an Office Open XML file."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._parts = Parts(data, limits)
        self._relations: dict[str, dict[str, str]] = {}

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
            self._relations[part] = self._read_relations(part)
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

    def _read_relations(self, part: str) -> dict[str, str]:
        """Targets of a part's relationships by the last word of their type, the first of each, and by `#` and their id."""
        folder, _, base = part.rpartition("/")
        data = self.read(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        found: dict[str, str] = {}
        for relation in _relations(data) if data is not None else ():
            if relation.get("TargetMode") != "External":
                target = relation.get("Target") or ""
                found.setdefault((relation.get("Type") or "").rpartition("/")[2], target)
                found[f"#{relation.get('Id')}"] = target
        return found

    def xml(self, name: str) -> etree._Element | None:
        """Root element of a part; null if there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data)

    def read(self, name: str) -> bytes | None:
        """Bytes of a part; null if there is no such part."""
        return self._parts.read(name)

    def growing(self, name: str) -> GrowingMember | None:
        """A part that is unpacked only as far as it is asked for; null if there is no such part."""
        return self._parts.growing(name)


def _relations(data: bytes) -> Iterator[Mapping[str, str]]:
    """The attributes of each relationship; where they are written as office programs do, without parsing."""
    start = data.find(b"<Relationships")
    signs = (b"&", b"'", b"<!", b"<Relationship:")
    if start < 0 or not data.isascii() or any(data.find(sign, start) >= 0 for sign in signs):
        for element in parse_xml(data).iter(RELATIONSHIP):
            yield {str(name): str(value) for name, value in element.items()}
        return
    relation: dict[str, str] = {}
    for name, value in _ATTRIBUTES.findall(data.decode("ascii"), start):
        if name:
            relation[name] = value
        elif relation:
            yield relation
            relation = {}


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
