"""ZIP archives of plans: each member is an input of its own, at a place like `方案.zip!/一中/计划.docx`.

Names inside an archive are never used as paths of the file system.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from pipeline.model.errors import ReadError
from pipeline.reading.encoding import familiarity
from pipeline.reading.limits import Limits
from pipeline.reading.zips import open_zip, read_member

SEPARATOR = "!/"
_HEAD = 4096
_ZIP = b"PK\x03\x04"
_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
# Packages that are one document, whatever else they are.
_PACKAGES = frozenset(".docx .docm .dotx .dotm .xlsx .xlsm .pptx .odt .ods .odp .ofd .epub .jar .apk".split())  # noqa: SIM905
_SYSTEM = ("__MACOSX/", ".", "~$", "Thumbs.db", "desktop.ini")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member met: its place below the archive, its first bytes, and why it cannot be read (Chinese; empty: it can)."""

    place: str
    head: bytes = b""
    reason: str = ""


def holds_archive(data: bytes, limits: Limits) -> bool:
    """Whether a ZIP file is an archive of files rather than one document."""
    from pipeline.reading.docx.package import Package  # with it comes the XML library, which a text does without

    return Package(data, limits).content() == "archive"


def members(data: bytes, limits: Limits) -> list[Member]:
    """The members of an archive and of those inside it, in the order of their places.

    Raises ReadError if it is damaged, or holds more than the limits allow.
    """
    return sorted(_Walker(limits).walk(data, "", 1), key=lambda member: member.place)


def load_member(data: bytes, place: str, limits: Limits) -> bytes:
    """The content of a member, by its place below the archive. Raises ReadError if there is none."""
    for step in place.split(SEPARATOR):
        archive = open_zip(data, limits)
        found = next((member for name, member in _named(archive) if name == step), None)
        if found is None:
            raise ReadError(f"压缩包里没有 {step}")
        data = _content(archive, found, limits)
    return data


class _Walker:
    """Goes through nested archives; counts what all of them hold."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members = self._bytes = 0

    def walk(self, data: bytes, before: str, depth: int) -> Iterator[Member]:
        archive = open_zip(data, self._limits)
        for name, info in _named(archive):
            self._count(info)
            place = before + name
            try:
                head = read_member(archive, info, _HEAD, self._limits)
                inner = self._inner(archive, info, name, head)
            except ReadError:
                yield Member(place=place)  # whoever reads it is told why
                continue
            if inner is None:
                yield Member(place=place, head=head)
            elif depth >= self._limits.archive_depth:
                yield Member(place=place, reason=f"压缩包嵌套超过 {self._limits.archive_depth} 层，未展开")
            else:
                yield from self.walk(inner, place + SEPARATOR, depth + 1)

    def _count(self, info: zipfile.ZipInfo) -> None:
        self._members += 1
        self._bytes += info.file_size
        self._limits.check("archive_members", self._members, "压缩包里的文件数 ")
        self._limits.check("zip_bytes", self._bytes, "解压后字节数 ")

    def _inner(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, head: bytes) -> bytes | None:
        """The content of a member that is an archive itself; null for any other."""
        if not head.startswith(_ZIP) or PurePosixPath(name).suffix.lower() in _PACKAGES:
            return None
        data = _content(archive, info, self._limits)
        return data if holds_archive(data, self._limits) else None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    limits.check("file_bytes", info.file_size, "字节数 ")
    data = read_member(archive, info, limits.file_bytes + 1, limits)
    limits.check("file_bytes", len(data), "字节数 ")
    return data


def _named(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Members that are files, each with a name of its own."""
    taken: dict[str, int] = {}
    for info in archive.infolist():
        name = _printed(_real_name(info))
        if info.is_dir() or not name or name.startswith(_SYSTEM) or name.rpartition("/")[2].startswith(_SYSTEM):
            continue
        count = taken[name] = taken.get(name, 0) + 1
        path = PurePosixPath(name)
        yield (name if count == 1 else str(path.with_name(f"{path.stem}~{count}{path.suffix}"))), info


def _real_name(info: zipfile.ZipInfo) -> str:
    """A member's name as it was meant: Chinese packers write GBK and say nothing of it."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    if (named := _unicode_path(info.extra)) is not None:
        return named
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        readings = [(raw.decode(codec, "replace"), codec) for codec in ("gb18030", "big5hkscs")]
        return max(readings, key=lambda reading: familiarity(reading[0], reading[1].removesuffix("hkscs")))[0]


def _unicode_path(extra: bytes) -> str | None:
    """The name in UTF-8 that some packers add."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == _UNICODE_PATH and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "replace")
        at += 4 + size
    return None


def _printed(name: str) -> str:
    """A name without what could lead anywhere (`..`, roots) and without what cannot be printed."""
    parts = (part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
    clean = ("".join(char if char.isprintable() else "\ufffd" for char in part) for part in parts)
    return "/".join(part[:-1] + "！" if part.endswith("!") else part for part in clean)
