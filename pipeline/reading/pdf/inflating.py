"""Small files that become large: what a packed stream of a PDF holds is counted before any library unpacks it.

Words and lines pack to a third or a tenth, so only streams that pack far better, or that are packed twice, are unpacked to the end,
piece by piece. Pictures are left out: blank paper packs as well as any bomb, and is never unpacked to be read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pipeline.model.errors import ReadError
from pipeline.reading.limits import Limits

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/Fl(?:ateDecode)?(?![A-Za-z])")
_PICTURE = re.compile(rb"/Subtype\s{0,4}/Image\b")
_DICTIONARY = 800  # bytes before the word `stream`
_SMALL = 2048  # packed once, this is 2 MB at most
_SAMPLE = 1 << 17
_SUSPECT = 40  # times as long
_PIECE = 1 << 20
_DEEPEST = 8


def check_streams(data: bytes, limits: Limits) -> None:
    """Raise ReadError where a stream would unpack to more than `limits` has room for."""
    room = limits.pdf_stream_bytes
    for start, layers in _packed(data):
        if layers > _DEEPEST or _size(data, start, layers, room) > room:
            raise ReadError(
                f"文件过大：PDF 中压缩的内容展开后超过上限 {room >> 20} MB（可能是压缩炸弹）；请重新获取，或打印为新的 PDF 再试"
            )


def _packed(data: bytes) -> Iterator[tuple[int, int]]:
    """Where streams begin that may be larger than they look, and how many times they are packed."""
    for found in _STREAM.finditer(data):
        about = data[max(0, found.start() - _DICTIONARY) : found.start()]
        about = about[about.rfind(b"obj") + 3 :]
        layers = len(_FLATE.findall(about))
        if not layers or _PICTURE.search(about):
            continue
        if layers > 1 or _is_suspect(data, found.end()):
            yield found.end(), layers


def _is_suspect(data: bytes, start: int) -> bool:
    """Whether the beginning of a stream becomes very much longer."""
    unpacker = zlib.decompressobj()
    try:
        piece = unpacker.decompress(data[start : start + _SMALL], _SAMPLE)
    except zlib.error:
        return False
    used = min(_SMALL, len(data) - start) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
    return not unpacker.eof and len(piece) > _SUSPECT * max(1, used)


def _size(data: bytes, start: int, layers: int, room: int) -> int:
    """How many bytes a stream, or any layer of it, becomes; counted no further than a little beyond `room`."""
    unpackers = [zlib.decompressobj() for _ in range(layers)]
    sizes = [0] * layers
    try:
        for at in range(start, len(data), _PIECE):
            if not _feed(data[at : at + _PIECE], unpackers, sizes, room) or unpackers[0].eof:
                break
    except zlib.error:
        pass  # damaged: what came before is what a library gets
    return max(sizes)


def _feed(piece: bytes, unpackers: list[zlib._Decompress], sizes: list[int], room: int) -> bool:
    """Unpack a piece through all layers, counting; false where there is no room for more."""
    if not unpackers:
        return True
    first, *others = unpackers
    depth = len(sizes) - len(unpackers)
    while piece and not first.eof:
        out = first.decompress(piece, _PIECE)
        sizes[depth] += len(out)
        if sizes[depth] > room or not _feed(out, others, sizes, room):
            return False
        piece = first.unconsumed_tail
    return True
