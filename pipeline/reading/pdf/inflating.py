"""Small files that become large: what a packed stream of a PDF holds is counted before any library unpacks it.

Words and lines pack to a third or a tenth, so only streams that pack far better, or that are packed twice, are unpacked to the end,
piece by piece. Pictures are left out: blank paper packs as well as any bomb, and is never unpacked to be read.

Brackets that are never closed are counted with them: each costs pdfminer a look at all that follows, and no program leaves
thousands of them open.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pipeline.model.errors import ReadError
from pipeline.reading.limits import Limits

_STREAM = re.compile(rb"stream\r?\n")  # begins with plain letters, which are looked for fastest
_FLATE = re.compile(rb"/Fl(?:ateDecode)?(?![A-Za-z])")
_FILTER = re.compile(rb"/F(?:ilter)?(?![A-Za-z])")
_PICTURE = re.compile(rb"/Subtype\s{0,4}/Image\b")
_DICTIONARY = 800  # bytes before the word `stream`
_SMALL = 2048  # packed once, this is 2 MB at most
_SAMPLE = 1 << 17
_SUSPECT = 40  # times as long
_PIECE = 1 << 20
_DEEPEST = 8
_PAIRS = ((b"(", b")"), (b"[", b"]"), (b"<", b">"), (b"{", b"}"))
_NO_BRACKETS = bytes(set(range(256)) - {sign for pair in _PAIRS for (sign,) in pair})
_MOST_OPEN = 20_000
_OPEN = "PDF 中有两万个以上没有合上的括号，不是正常的文件，未读取；请重新获取，或打印为新的 PDF 再试"
_LARGE = "文件过大：PDF 中压缩的内容展开后超过上限 {} MB（可能是压缩炸弹）；请重新获取，或打印为新的 PDF 再试"


class _Counts:
    """What one stream becomes: bytes by layer, brackets left open in the last."""

    def __init__(self, layers: int, room: int) -> None:
        self._sizes = [0] * layers
        self._open = [0] * len(_PAIRS)
        self._room = room

    def add(self, layer: int, piece: bytes) -> bool:
        """Count a piece; false where there is no room for more."""
        self._sizes[layer] += len(piece)
        if layer == len(self._sizes) - 1:
            self.add_brackets(piece)
        return not self.overflows

    def add_brackets(self, piece: bytes) -> None:
        """Count the brackets of a piece."""
        piece = piece.translate(None, _NO_BRACKETS)  # one look at all of it instead of eight
        for kind, (opening, closing) in enumerate(_PAIRS):
            self._open[kind] += piece.count(opening) - piece.count(closing)

    @property
    def overflows(self) -> bool:
        """Whether a layer has become too large."""
        return max(self._sizes, default=0) > self._room

    @property
    def left_open(self) -> int:
        """How many brackets of the kind of which most are open are never closed."""
        return max(0, *self._open)


def check_streams(data: bytes, limits: Limits) -> None:
    """Raise ReadError where a stream would unpack to more than `limits` has room for, or thousands of brackets stay open."""
    room, left_open = limits.pdf_stream_bytes, 0
    for start, layers in _streams(data):
        if layers > _DEEPEST:
            raise ReadError(_LARGE.format(room >> 20))
        counts = _Counts(layers, room)
        if layers > 1 or (layers and _is_suspect(data, start, counts)):
            counts = _Counts(layers, room)
            _unpack(data, start, counts, layers)
        elif not layers and (end := data.find(b"endstream", start)) > 0:
            counts.add_brackets(data[start:end])
        if counts.overflows:
            raise ReadError(_LARGE.format(room >> 20))
        left_open += counts.left_open
        if left_open > _MOST_OPEN:
            raise ReadError(_OPEN)


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the streams begin that are no pictures, and how many times they are packed; those packed otherwise left out."""
    for found in _STREAM.finditer(data):
        if data.endswith(b"end", 0, found.start()):
            continue
        about = data[max(0, found.start() - _DICTIONARY) : found.start()]
        about = about[about.rfind(b"obj") + 3 :]
        layers = len(_FLATE.findall(about))
        if (layers or _FILTER.search(about) is None) and _PICTURE.search(about) is None:
            yield found.end(), layers


def _is_suspect(data: bytes, start: int, counts: _Counts) -> bool:
    """Whether the beginning of a stream becomes very much longer; counts its brackets where that is all of it."""
    unpacker = zlib.decompressobj()
    try:
        piece = unpacker.decompress(data[start : start + _SMALL], _SAMPLE)
    except zlib.error:
        return False
    used = min(_SMALL, len(data) - start) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
    if unpacker.eof:
        counts.add_brackets(piece)
    return not unpacker.eof and len(piece) > _SUSPECT * max(1, used)


def _unpack(data: bytes, start: int, counts: _Counts, layers: int) -> None:
    """Count what a stream, and any layer of it, becomes; no further than a little beyond the room there is."""
    unpackers = [zlib.decompressobj() for _ in range(layers)]
    try:
        for at in range(start, len(data), _PIECE):
            if not _feed(data[at : at + _PIECE], unpackers, counts, 0) or unpackers[0].eof:
                break
    except zlib.error:
        pass  # damaged: what came before is what a library gets


def _feed(piece: bytes, unpackers: list[zlib._Decompress], counts: _Counts, layer: int) -> bool:
    """Unpack a piece through all layers from one on, counting; false where there is no room for more."""
    if layer == len(unpackers):
        return True
    unpacker = unpackers[layer]
    while piece and not unpacker.eof:
        out = unpacker.decompress(piece, _PIECE)
        if not counts.add(layer, out) or not _feed(out, unpackers, counts, layer + 1):
            return False
        piece = unpacker.unconsumed_tail
    return True
