"""ZIP files opened and read within bounds; nothing they say of themselves is believed."""

from __future__ import annotations

import io
import zipfile
import zlib

from pipeline.model.errors import ReadError
from pipeline.reading.limits import Limits
from pipeline.reading.unsupported import unsupported

BROKEN = "文件损坏或不完整（可能没有下载完），无法打开；请重新获取，或用 Word、WPS 打开修复后另存"
_RATIO_FROM = 10 * 2**20
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_TAIL = 70_000
# Bytes that a member takes in the directory at the end, with room for long names.
_MEMBER_BYTES = 1000


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive. Raises ReadError if it is damaged or holds too much."""
    limits.check("zip_members", _directory_size(data) // _MEMBER_BYTES, "压缩包成员数 ")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, UnicodeError):
        raise ReadError(BROKEN) from None
    limits.check("zip_members", len(members), "压缩包成员数 ")
    limits.check("zip_bytes", sum(member.file_size for member in members), "解压后字节数 ")
    return archive


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
    if member.file_size > _RATIO_FROM:
        limits.check("zip_ratio", member.file_size // max(1, member.compress_size), "压缩比 ")
    if member.flag_bits & 1:
        raise unsupported("encrypted")
    try:
        with archive.open(member) as stream:
            return stream.read(most)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        ImportError,
    ):
        raise ReadError(BROKEN) from None
