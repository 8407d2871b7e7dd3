"""Ordinary ZIP files, as office programs write them, read without the detours of `zipfile`, which takes longer to open a
small plan than the plan takes to read. Whatever is unusual in a file is left to `zipfile`."""

from __future__ import annotations

import struct
import zlib

import msgspec

_END_MARK, _ENTRY_MARK, _LOCAL_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<26x2H")
_STORED, _DEFLATED = 0, 8
_UNUSUAL_FLAGS = ~(0x0806 | 0x0008)  # anything but: name in UTF-8, how hard it was packed, sizes behind the data
_LARGE = 0xFFFFFFFF


class PlainMember(msgspec.Struct, frozen=True):
    """A member as the directory describes it; nothing of it is believed without looking."""

    filename: str
    file_size: int
    compress_size: int
    packed: bool
    check: int
    header: int


def plain_members(data: bytes) -> list[PlainMember] | None:
    """The members of an ordinary ZIP file in the order of its directory; null where `zipfile` has to look at it."""
    at = len(data) - _END.size
    if at < 0 or data[at : at + 4] != _END_MARK:
        return None
    _, disk, first, here, count, size, start, _ = _END.unpack_from(data, at)
    if disk or first or here != count or start + size != at:
        return None
    members: list[PlainMember] = []
    place = start
    while place + _ENTRY.size <= at:
        member, place = _member(data, place)
        if member is None:
            return None
        members.append(member)
    return members if place == at and len(members) == count else None


def _member(data: bytes, place: int) -> tuple[PlainMember | None, int]:
    """A member, null if it is unusual, and where the next one is described."""
    fields = _ENTRY.unpack_from(data, place)
    mark, flags, method, check, packed_size, size = fields[0], fields[3], fields[4], *fields[7:10]
    name_size, extra_size, comment_size, header = *fields[10:13], fields[16]
    name = data[place + _ENTRY.size : place + _ENTRY.size + name_size]
    usual = mark == _ENTRY_MARK and not flags & _UNUSUAL_FLAGS and method in (_STORED, _DEFLATED)
    if not usual or not name.isascii() or b"\0" in name or _LARGE in (packed_size, size, header):
        return None, 0
    member = PlainMember(name.decode("ascii"), size, packed_size, method == _DEFLATED, check, header)
    return member, place + _ENTRY.size + name_size + extra_size + comment_size


class PlainStream:
    """The bytes of a member, unpacked as far as they are read. Raises ValueError or zlib.error where it is damaged."""

    def __init__(self, data: bytes, member: PlainMember) -> None:
        if data[member.header : member.header + 4] != _LOCAL_MARK or len(data) < member.header + 30:
            raise ValueError("no member")
        start = member.header + 30 + sum(_LOCAL.unpack_from(data, member.header))
        self._rest = data[start : start + member.compress_size]
        self._inflate = zlib.decompressobj(-15) if member.packed else None
        self._member = member
        self._left = member.file_size
        self._sum = 0

    def read(self, most: int) -> bytes:
        """The next bytes, at most so many; none at the end."""
        most = min(most, self._left)
        if most <= 0:
            return b""
        if self._inflate is None:
            piece, self._rest = self._rest[:most], self._rest[most:]
        else:
            piece = self._inflate.decompress(self._rest, most)
            self._rest = self._inflate.unconsumed_tail
        self._sum = zlib.crc32(piece, self._sum)
        self._left -= len(piece)
        if len(piece) < most or (not self._left and self._sum != self._member.check):
            raise ValueError("damaged member")
        return piece
