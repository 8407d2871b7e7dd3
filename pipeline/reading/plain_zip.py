"""Ordinary ZIP files, as office programs write them, read without the detours of `zipfile`, which takes longer to open a
small plan than the plan takes to read. Whatever is unusual in a file is left to `zipfile`."""

from __future__ import annotations

import struct
import zlib

import msgspec

_END_MARK, _ENTRY_MARK, _LOCAL_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s4x2H4x3L3H8xL")
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


class PackedPart(msgspec.Struct, frozen=True):
    """A member's bytes as they stand in the file, and what the directory says of them: equal ones unpack to the same."""

    data: bytes
    file_size: int
    packed: bool
    check: int

    def __hash__(self) -> int:
        return self.check  # hashing the bytes would take longer than comparing them with the one part that is alike


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
        mark, flags, method, check, packed, size, named, extra, comment, header = _ENTRY.unpack_from(data, place)
        place += _ENTRY.size
        name = data[place : place + named]
        usual = mark == _ENTRY_MARK and not flags & _UNUSUAL_FLAGS and method in (_STORED, _DEFLATED)
        if not usual or not name.isascii() or b"\0" in name or packed == _LARGE or size == _LARGE or header == _LARGE:
            return None
        members.append(PlainMember(name.decode("ascii"), size, packed, method == _DEFLATED, check, header))
        place += named + extra + comment
    return members if place == at and len(members) == count else None


def packed_part(data: bytes, member: PlainMember) -> PackedPart:
    """A member of a file. Raises ValueError where there is none."""
    if data[member.header : member.header + 4] != _LOCAL_MARK or len(data) < member.header + 30:
        raise ValueError("no member")
    start = member.header + 30 + sum(_LOCAL.unpack_from(data, member.header))
    return PackedPart(data[start : start + member.compress_size], member.file_size, member.packed, member.check)


class PlainStream:
    """The bytes of a member, unpacked as far as they are read. Raises ValueError or zlib.error where it is damaged."""

    def __init__(self, part: PackedPart) -> None:
        self._rest = part.data
        self._inflate = zlib.decompressobj(-15) if part.packed else None
        self._check = part.check
        self._left = part.file_size
        # What is read so far: its checksum is worth working out only for those who read to the end.
        self._pieces: list[bytes] = []

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
        self._left -= len(piece)
        self._pieces.append(piece)
        if len(piece) < most or (not self._left and self._checksum() != self._check):
            raise ValueError("damaged member")
        return piece

    def _checksum(self) -> int:
        total = 0
        for piece in self._pieces:
            total = zlib.crc32(piece, total)
        self._pieces.clear()
        return total
