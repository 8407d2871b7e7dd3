"""Packed streams of a PDF that become too large are refused before any library unpacks them; what plans hold is not."""

from __future__ import annotations

import time
import zlib
from pathlib import Path

import pytest

from pipeline.model.errors import ReadError
from pipeline.reading import read_bytes
from pipeline.reading.limits import Limits
from pipeline.reading.pdf.inflating import check_streams
from scripts.hostile import pdf, stream

SMALL = Limits(pdf_stream_bytes=1 << 20)
FLATE = b"/Filter/FlateDecode"
BLANK = bytes(2 << 20)
TWICE = b"/Filter[/FlateDecode/Fl]"


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (zlib.compress(BLANK), FLATE),
        (zlib.compress(zlib.compress(BLANK)), TWICE),
        (zlib.compress(zlib.compress(bytes(range(256)) * 6000, 0), 0), TWICE),
        (zlib.compress(zlib.compress(zlib.compress(BLANK))), b"/Filter [ /FlateDecode /FlateDecode /FlateDecode ]"),
        (zlib.compress(BLANK * 2)[:-4], FLATE),
        (b"x", b"/Filter[" + b"/FlateDecode" * 20 + b"]"),
    ],
)
def test_bombs_are_refused(words: bytes, about: bytes) -> None:
    with pytest.raises(ReadError, match="展开后超过上限 1 MB"):
        check_streams(pdf(stream(words, about)), SMALL)


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (BLANK, b""),
        (zlib.compress(BLANK[: 1 << 19]), FLATE),
        (zlib.compress(BLANK), b"/Type/XObject/Subtype /Image" + FLATE),
        (zlib.compress(zlib.compress(b"BT (a) Tj ET")), TWICE),
        (b"no packed bytes at all", FLATE),
        (b"", FLATE),
        (zlib.compress(b"BT ET"), b"/Filter/FlateDecodeX"),
    ],
)
def test_what_has_room_passes(words: bytes, about: bytes) -> None:
    check_streams(pdf(stream(words, about)), SMALL)


def test_a_large_bomb_costs_little(corpus: Path) -> None:
    bomb = pdf(
        stream(zlib.compress(zlib.compress(zlib.compress(bytes(1 << 29), 9), 9), 9), b"/Filter" + b"[/Fl/Fl/Fl]")
    )
    assert len(bomb) < 5000
    begun = time.process_time()
    with pytest.raises(ReadError, match="压缩炸弹"):
        read_bytes(bomb, "a.pdf")
    assert time.process_time() - begun < 60
    for path in corpus.rglob("*.pdf"):
        check_streams(path.read_bytes(), SMALL)


_MANY = 30_000


@pytest.mark.parametrize("bracket", [b"(", b"[", b"<", b"<<", b"{", b"(a", b"[ ", b"[(", b"/A<<", b"[1 "])
@pytest.mark.parametrize("about", [b"", FLATE, TWICE])
def test_brackets_that_are_never_closed_are_refused(bracket: bytes, about: bytes) -> None:
    words = bracket * _MANY
    for _ in range(about.count(b"/Fl")):
        words = zlib.compress(words, 9)
    with pytest.raises(ReadError, match="没有合上的括号"):
        read_bytes(pdf(stream(words, about)))


@pytest.mark.parametrize("about", [b"", FLATE, b"/Type/XObject/Subtype/Image", b"/Filter/ASCII85Decode"])
def test_brackets_that_are_closed_or_of_pictures_pass(about: bytes) -> None:
    words = b"[(a)] TJ <</A<61>>> " * _MANY if b"/Fl" in about or not about else b"((((" * _MANY
    check_streams(pdf(stream(zlib.compress(words) if b"/Fl" in about else words, about)), Limits())
