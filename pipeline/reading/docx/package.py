"""The ZIP package around a Word file, read within bounds, and its XML parts, parsed without following anything."""

from __future__ import annotations

import posixpath

from lxml import etree

from pipeline.model.errors import ReadError
from pipeline.reading.docx.names import RELATIONSHIP, STRICT
from pipeline.reading.limits import Limits
from pipeline.reading.zips import BROKEN, open_zip, read_member

_CONTENT_BY_MEMBER = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("META-INF/container.xml", "epub"),
    ("content.xml", "odt"),
    ("EncryptedPackage", "encrypted"),
)


class Package:
    """The parts of an Office Open XML file."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._zip = open_zip(data, limits)
        self._relations: dict[str, dict[str, str]] = {}
        self._members = {
            member.filename.replace("\\", "/").lstrip("/").lower(): member for member in self._zip.infolist()
        }

    def content(self) -> str:
        """What kind of package it is: `docx`, another Office format, or `archive`."""
        if self.main_part() is not None:
            return "docx"
        return next((kind for name, kind in _CONTENT_BY_MEMBER if name.lower() in self._members), "archive")

    def main_part(self) -> str | None:
        """Name of the part that holds the text of a Word document."""
        name = self.related("", "officeDocument")
        if name and "word" not in name.lower() and name.lower().startswith(("xl/", "ppt/")):
            return None
        found = name or "word/document.xml"
        return found if found.lower() in self._members else None

    def related(self, part: str, kind: str) -> str | None:
        """Name of the part that `part` refers to by a relationship whose type ends in `kind`."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part].get(kind)

    def _read_relations(self, part: str) -> dict[str, str]:
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, str] = {}
        for relation in root.iter(RELATIONSHIP) if root is not None else ():
            kind = (relation.get("Type") or "").rpartition("/")[2]
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target") or ""))
                found.setdefault(kind, target.lstrip("/"))
        return found

    def has_diagrams(self) -> bool:
        """Whether there are drawings made of boxes (SmartArt) with words of their own."""
        return any(name.startswith("word/diagrams/data") for name in self._members)

    def xml(self, name: str) -> etree._Element | None:
        """Root element of a part; null if there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data)

    def read(self, name: str) -> bytes | None:
        """Bytes of a part; null if there is no such part."""
        member = self._members.get(name.lower())
        if member is None:
            return None
        self._limits.check("xml_bytes", member.file_size, f"部件 {posixpath.basename(name)} 字节数 ")
        data = read_member(self._zip, member, self._limits.xml_bytes + 1, self._limits)
        self._limits.check("xml_bytes", len(data), f"部件 {posixpath.basename(name)} 字节数 ")
        return data


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML: no entity is expanded, nothing is fetched, size and depth are bounded by the parser.

    What is not well-formed is read as far as it goes; ReadError if nothing comes of it.
    """
    for strict, usual in STRICT.items():
        if strict in data[:4096]:
            data = data.replace(strict, usual)
    try:
        return _parse(data, recover=False)
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        return _parse(data, recover=True)
    except (etree.XMLSyntaxError, ValueError):
        raise ReadError(BROKEN) from None


def _parse(data: bytes, *, recover: bool) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    root = etree.fromstring(data, parser)
    if root is None:
        raise ValueError("no element")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("文件里有实体定义（DTD），不是正常的 Word 文件，为安全起见不予读取")
    return root
