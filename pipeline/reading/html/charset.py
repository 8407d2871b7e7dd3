"""The encoding of a web page: what it says of itself is often wrong."""

from __future__ import annotations

import codecs
import re

from pipeline.reading.encoding import Decoded, decode, familiarity

_META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w.:-]{2,24})", re.I
)
_HEAD = 1 << 16
# Pages that say GB 2312 use the characters of its successors.
_WIDER = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "ms936", "hz-gb-2312", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "x-x-big5", "big5-hkscs", "cp950"), "big5hkscs"),
}
# What editors write into pages in any encoding.
_SAY_NOTHING = ("iso-8859-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii", "unicode", "utf-16", "utf-16le")
_FEWEST_BAD = 3
_BAD_SHARE = 0.01
_FAMILIAR = 0.5


def decode_page(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a page: strict UTF-8, else the charset it declares if that gives Chinese, else the cascade for text files."""
    try:
        text = data.decode("utf-8-sig")
        if "\x00" not in text:
            return Decoded(text, "ascii" if text.isascii() else "utf-8")
    except UnicodeDecodeError:
        pass
    found = _META.search(data, 0, _HEAD)
    for name in (declared, found[1].decode("ascii") if found else None):
        reading = _as_declared(data, (name or "").lower())
        if reading is not None:
            return reading
    return decode(data)


def _as_declared(data: bytes, name: str) -> Decoded | None:
    if not name or name in _SAY_NOTHING:
        return None
    codec = _WIDER.get(name, name)
    try:
        if not codecs.lookup(codec)._is_text_encoding:
            return None
        text = data.decode(codec, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    encoding = codec.removesuffix("hkscs")
    bad = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if bad > max(_FEWEST_BAD, foreign * _BAD_SHARE) or familiarity(text, encoding) < _FAMILIAR:
        return None
    return Decoded(text, encoding, ("个别字符无法解码，已用 \ufffd 代替",) if bad else ())
