"""The parts of an old Word file: its streams, the table of where things lie (FIB), and the text put together from pieces."""

from __future__ import annotations

import io
from array import array
from bisect import bisect_right

import msgspec
import olefile

from pipeline.model.errors import ReadError
from pipeline.reading.doc.binary import plc, u8, u16, u32
from pipeline.reading.limits import Limits
from pipeline.reading.unsupported import reason_for, unsupported

_WORD_97 = 0xC1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COMPRESSED = 0x40000000
_CLX = 33
_PIECES = 2
_BROKEN = "旧版 Word 文件已损坏，读取中断；请用 Word 或 WPS 打开后另存为 .docx 再试"


class OlderWordError(ReadError):
    """A file of Word 95 or older."""


class Streams(msgspec.Struct, frozen=True, kw_only=True):
    """The streams of a Word 97 file; `sizes` are the lengths of its stories in characters."""

    word: bytes
    table: bytes
    data: bytes
    sizes: tuple[int, ...]

    def part(self, index: int) -> bytes:
        """A structure of the table stream by its place in the FIB."""
        at = 0x9A + 8 * index
        start, size = u32(self.word, at), u32(self.word, at + 4)
        return self.table[start : start + size]


class Piece(msgspec.Struct, frozen=True):
    """A stretch of the text: characters from `start` on lie in the file from `offset` on, `width` bytes each."""

    start: int
    end: int
    offset: int
    width: int


class Text(msgspec.Struct, frozen=True):
    """The text of all stories, one character per UTF-16 unit, and where it lies in the file."""

    text: str
    pieces: tuple[Piece, ...]

    def offset(self, place: int) -> int:
        """Where in the file a character lies."""
        found = bisect_right(self.pieces, place, key=lambda piece: piece.start) - 1
        if found < 0:
            return -1
        piece = self.pieces[found]
        return piece.offset + (place - piece.start) * piece.width


def open_streams(data: bytes, limits: Limits) -> Streams:
    """The streams. Raises ReadError for passwords, for Word 95 and older, and for damage."""
    try:
        with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL) as ole:
            word = _stream(ole, "WordDocument", limits)
            if not word:
                raise unsupported("other")
            flags = u16(word, 0x0A)
            if flags & _ENCRYPTED:
                raise unsupported("encrypted")
            if u16(word, 2) < _WORD_97:
                raise OlderWordError(reason_for("word95"))
            first, second = ("1Table", "0Table") if flags & _TABLE_1 else ("0Table", "1Table")
            table = _stream(ole, first, limits) or _stream(ole, second, limits)
            stream = _stream(ole, "Data", limits)
    except ReadError:
        raise
    except Exception as error:  # olefile raises what it meets
        raise ReadError(_BROKEN) from error
    if not table:
        raise ReadError(_BROKEN)
    return Streams(word=word, table=table, data=stream, sizes=tuple(u32(word, 0x4C + 4 * n) for n in range(8)))


def _stream(ole: olefile.OleFileIO, name: str, limits: Limits) -> bytes:
    if not ole.exists(name):
        return b""
    limits.check("file_bytes", ole.get_size(name), "字节数 ")
    return bytes(ole.openstream(name).read())


def text_of(streams: Streams, limits: Limits) -> Text:
    """The text put together from its pieces."""
    places, records = plc(_piece_table(streams.part(_CLX)), 8)
    limits.check("text_chars", max(places, default=0), "字数 ")
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for start, end, record in zip(places, places[1:], records, strict=False):
        if start != at or end < start:
            break
        where = u32(record, 2)
        width = 1 if where & _COMPRESSED else 2
        offset = (where & ~_COMPRESSED) // 2 if width == 1 else where
        words = _decoded(streams.word[offset : offset + (end - start) * width], width)
        parts.append(words.ljust(end - start, " "))
        pieces.append(Piece(start, end, offset, width))
        at = end
    if not pieces:
        raise ReadError(_BROKEN)
    return Text("".join(parts), tuple(pieces))


def _decoded(data: bytes, width: int) -> str:
    if width == 1:
        return data.decode("cp1252") if not _UNKNOWN.intersection(data) else data.decode("latin-1")
    data = data[: len(data) // 2 * 2]
    text = data.decode("utf-16-le", "replace")
    if len(text) * 2 == len(data):
        return text
    units = array("H")
    units.frombytes(data)
    return "".join(map(chr, units))


_UNKNOWN = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))


def _piece_table(clx: bytes) -> bytes:
    at = 0
    while at < len(clx) and u8(clx, at) == 1:
        at += 3 + u16(clx, at + 1)
    return clx[at + 5 : at + 5 + u32(clx, at + 1)] if u8(clx, at) == _PIECES else b""


def joined_units(text: str) -> str:
    """Text in which pairs of surrogates are one character again."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
