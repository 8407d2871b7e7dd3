"""Numbers out of bytes; what lies behind the end reads as nought, so that damaged files are read as far as they go."""

from __future__ import annotations


def u8(data: bytes, at: int) -> int:
    """One byte."""
    return data[at] if 0 <= at < len(data) else 0


def u16(data: bytes, at: int) -> int:
    """Two bytes, the lower first."""
    return int.from_bytes(data[at : at + 2], "little") if 0 <= at < len(data) else 0


def i16(data: bytes, at: int) -> int:
    """Two bytes with a sign."""
    value = u16(data, at)
    return value - 0x10000 if value >= 0x8000 else value


def u32(data: bytes, at: int) -> int:
    """Four bytes, the lower first."""
    return int.from_bytes(data[at : at + 4], "little") if 0 <= at < len(data) else 0


def plc(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """Places and the records between them of a PLC: n + 1 numbers of four bytes, then n records of `size` bytes."""
    count = max(0, (len(data) - 4) // (4 + size))
    places = [u32(data, 4 * index) for index in range(count + 1)]
    first = 4 * (count + 1)
    return places, [data[first + size * index : first + size * (index + 1)] for index in range(count)]
