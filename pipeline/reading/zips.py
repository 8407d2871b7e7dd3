"""ZIP files opened and read within bounds; nothing they say of themselves is believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Protocol

from pipeline.model.errors import ReadError
from pipeline.reading.limits import Limits
from pipeline.reading.plain_zip import PackedPart, PlainMember, PlainStream, packed_part, plain_members
from pipeline.reading.unsupported import unsupported

BROKEN = "文件损坏或不完整（可能没有下载完），无法打开；请重新获取；Word 文件也可用 Word、WPS 打开修复后另存"
_RATIO_FROM = 10 * 2**20
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_TAIL = 70_000
_FIRST_PIECE = 24 * 2**10
# Bytes that a member takes in the directory at the end, with room for long names.
_MEMBER_BYTES = 1000
# What is known of a part is kept for other files only up to this size.
_SHARED_BYTES = 2**20


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive. Raises ReadError if it is damaged or holds too much."""
    limits.check("zip_members", _directory_size(data) // _MEMBER_BYTES, "压缩包成员数 ")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, UnicodeError):
        raise ReadError(BROKEN) from None
    _check_members(members, limits)
    return archive


def _check_members(members: Sequence[PlainMember | zipfile.ZipInfo], limits: Limits) -> None:
    limits.check("zip_members", len(members), "压缩包成员数 ")
    limits.check("zip_bytes", sum(member.file_size for member in members), "解压后字节数 ")


def _directory_size(data: bytes) -> int:
    """Bytes of the directory of members, as the file's end says: so much would be read into memory at once."""
    tail = data[-_TAIL:]
    at = tail.rfind(_END)
    size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if size == 0xFFFFFFFF and (large := tail.rfind(_END_64)) >= 0:
        size = int.from_bytes(tail[large + 40 : large + 48], "little")
    return size


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, limits: Limits) -> bytes:
    """Bytes of a member, at most `most` of them. Raises ReadError for passwords, bombs and damage."""
    _check(member, limits)
    try:
        with archive.open(member) as stream:
            return stream.read(most)
    except _DAMAGE:
        raise ReadError(BROKEN) from None


class _Stream(Protocol):
    def read(self, most: int, /) -> bytes:
        """The next bytes, none at the end."""


def read_stream(stream: _Stream, most: int) -> bytes:
    """The next bytes, at most so many. Raises ReadError where they are damaged."""
    try:
        return stream.read(most)
    except _DAMAGE:
        raise ReadError(BROKEN) from None


class GrowingMember:
    """A member unpacked only as far as it is asked for: `data` is what is there so far.

    Raises ReadError where `read_member` does, once it gets so far.
    """

    def __init__(self, stream: _Stream, most: int) -> None:
        self._stream = stream
        self._most = most
        self._piece = _FIRST_PIECE
        self._damaged = False
        self.data = bytearray()

    def more(self) -> bool:
        """Unpack another piece, each twice as long as the last; false where there is no more."""
        try:
            piece = b"" if self._damaged else self._stream.read(min(self._piece, self._most - len(self.data)))
        except _DAMAGE:
            self._damaged = True
        if self._damaged:
            raise ReadError(BROKEN)
        self._piece *= 2
        self.data += piece
        return bool(piece)


class Parts:
    """The parts of a package by name, in small letters; names have strokes and begin with none."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._archive: zipfile.ZipFile | None = None
        members: Sequence[PlainMember | zipfile.ZipInfo] | None = plain_members(data)
        if members is None:
            self._archive = open_zip(data, limits)
            members = self._archive.infolist()
        else:
            _check_members(members, limits)
        self._members = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def read(self, name: str) -> bytes | None:
        """Bytes of a part; null if there is no such part. Raises ReadError as `read_member` does."""
        stream = self._open(name)
        if stream is None:
            return None
        data = read_stream(stream, self._limits.xml_bytes + 1)
        if len(data) > self._limits.xml_bytes:
            self._limits.check("xml_bytes", len(data), f"部件 {name} 字节数 ")
        return data

    def growing(self, name: str) -> GrowingMember | None:
        """A part that is unpacked only as far as it is asked for; null if there is no such part."""
        stream = self._open(name)
        return None if stream is None else GrowingMember(stream, self._limits.xml_bytes)

    def packed(self, name: str) -> PackedPart | None:
        """A part as it stands in the file; null if there is none, or one that is large or not packed in the usual way."""
        member = self._members.get(name.lower())
        if not isinstance(member, PlainMember) or member.file_size > min(_SHARED_BYTES, self._limits.xml_bytes):
            return None
        try:
            return packed_part(self._data, member)
        except ValueError:
            raise ReadError(BROKEN) from None

    def _open(self, name: str) -> _Stream | None:
        member = self._members.get(name.lower())
        if member is None:
            return None
        if member.file_size > self._limits.xml_bytes:
            self._limits.check("xml_bytes", member.file_size, f"部件 {name} 字节数 ")
        _check(member, self._limits)
        try:
            if isinstance(member, PlainMember):
                return PlainStream(packed_part(self._data, member))
            return self._archive.open(member) if self._archive is not None else None
        except _DAMAGE:
            raise ReadError(BROKEN) from None


_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    ImportError,
)


def _check(member: PlainMember | zipfile.ZipInfo, limits: Limits) -> None:
    if member.file_size > _RATIO_FROM:
        limits.check("zip_ratio", member.file_size // max(1, member.compress_size), "压缩比 ")
    if isinstance(member, zipfile.ZipInfo) and member.flag_bits & 1:
        raise unsupported("encrypted")
