"""Find out the encoding of a Chinese text file.

General detectors fail on short Chinese files, so this is a cascade of our own: byte order mark, strict UTF-8, the
pattern of NUL bytes, then the candidate that yields the most everyday characters, and line by line for mixed files.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import lru_cache

import msgspec

from pipeline.reading.unsupported import unsupported

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_SAMPLE = 2000
_LEAST_FAMILIAR = 0.5
_NO_TEXT = 0.3
_SURE_BYTES = 200
_SURELY_FAMILIAR = 0.8
_UTF16_NULS = 0.3
_MOST_REPLACED = 0.1
_LISTED_LINES = 5
_UTF8_HAN = re.compile(rb"(?:[\xe3-\xef][\x80-\xbf]{2}){4}")
_UTF8_LINE = re.compile(rb"\n(?:[\xe3-\xef][\x80-\xbf]{2}){4}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Decoded(msgspec.Struct, frozen=True):
    """A decoded file: no BOM, line ends as they were."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode a text file. Raises ReadError if it is no text."""
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            return _with_bom(data, codec, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _without_bom(data)
    if "\x00" not in text:
        return _checked(Decoded(text, "ascii" if text.isascii() else "utf-8"))
    return _with_nuls(data) or _checked(Decoded(text, "utf-8"))


def _with_bom(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return _checked(Decoded(data.decode(codec), name))
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        if name == "utf-8" and _share(text, "\ufffd") > _MOST_REPLACED / 10:
            return _by_line(data.removeprefix(codecs.BOM_UTF8), "utf-8")
        return _checked(Decoded(text, name, ("个别字符无法解码，已用 \ufffd 代替",)))


def _without_bom(data: bytes) -> Decoded:
    if b"\x00" in data and (found := _with_nuls(data)):
        return found
    plain = _plain(data, "gb18030", "gb18030") or _plain(data, "big5hkscs", "big5")
    if plain is not None:
        return plain
    best = max(_candidates(data), key=_score)
    if _score(best) < _LEAST_FAMILIAR:
        best = max(best, _by_line(data, best.encoding), key=_score)
        if _score(best) < _NO_TEXT and not best.text[:_SAMPLE].isascii():
            raise unsupported("binary")
    elif "\ufffd" in best.text or (best.encoding != "utf-8" and _has_utf8_line(data)):
        best = _by_line(data, best.encoding)
    return _checked(best)


def _plain(data: bytes, codec: str, name: str) -> Decoded | None:
    """The commonest cases at once: a long text that is all in one encoding and reads well throughout."""
    if len(data) < _SURE_BYTES:
        return None
    try:
        found = Decoded(data.decode(codec), name)
    except UnicodeDecodeError:
        return None
    return _checked(found) if _score(found) >= _SURELY_FAMILIAR and not _has_utf8_line(data) else None


def _has_utf8_line(data: bytes) -> bool:
    """Whether a line begins with several Han characters in UTF-8, as hardly any of another Chinese encoding does."""
    return _UTF8_HAN.match(data) is not None or _UTF8_LINE.search(data) is not None


def _candidates(data: bytes) -> list[Decoded]:
    """Possible readings, the likelier first: on a draw the first one wins."""
    found = [
        Decoded(data.decode("gb18030", "replace"), "gb18030"),
        Decoded(data.decode("utf-8", "replace"), "utf-8"),
        Decoded(data.decode("big5hkscs", "replace"), "big5"),
    ]
    if len(data) % 2 == 0:
        found += [Decoded(data.decode(name, "replace"), name) for name in ("utf-16-le", "utf-16-be")]
    return found


def _with_nuls(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: its ASCII characters have a NUL byte, always on the same side."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 10 > max(even, odd) or (len(data) % 2 and even + odd < _UTF16_NULS * len(data)):
        return None
    try:
        text = data[: len(data) // 2 * 2].decode(name)
    except UnicodeDecodeError:
        return None
    return Decoded(text, name) if _looks_like_text(text) else None


def _looks_like_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    return _share(sample, _CONTROLS.findall) < _MOST_REPLACED and familiarity(sample, "utf-16") >= _LEAST_FAMILIAR


def _share(text: str, what: str | Callable[[str], list[str]]) -> float:
    count = text.count(what) if isinstance(what, str) else len(what(text))
    return count / len(text) if text else 0.0


def _score(found: Decoded) -> float:
    text = found.text
    if len(text) > 3 * _SAMPLE:
        middle = len(text) // 2
        text = text[:_SAMPLE] + text[middle : middle + _SAMPLE] + text[-_SAMPLE:]
    return familiarity(text, found.encoding)


def familiarity(text: str, encoding: str = "utf-8") -> float:
    """Share of the non-ASCII characters that everyday Chinese text is made of (1.0 for pure ASCII).

    What cannot be decoded and control characters count against it.
    """
    known = _big5_everyday() if encoding == "big5" else _everyday()
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    bad = text.count("\ufffd") * 2 + len(_CONTROLS.findall(text))
    if not foreign:
        return 1.0 - min(1.0, bad / (len(text) or 1))
    return (sum(map(known.__contains__, text)) - bad) / foreign


def everyday_signs(text: str) -> int:
    """How many characters of a text are of the first level of GB 2312, of which everyday Chinese is made (see `_everyday`). Told by
    their codes: looking each up among thousands takes six times as long."""
    codes = text.encode("gb2312", "ignore").translate(None, _ASCII)
    return len(codes[::2].translate(None, _NOT_EVERYDAY))


def _plane(codec: str, first: range, second: range) -> set[str]:
    codes = b"".join(bytes((high, low)) for high in first for low in second)
    return set(codes.decode(codec, "ignore"))


_TRAIL = range(0xA1, 0xFF)
_ASCII = bytes(range(0x80))
_NOT_EVERYDAY = bytes(code for code in range(0x100) if not 0xB0 <= code < 0xD8)  # first bytes of other codes
_MARKS = (
    frozenset("·—–‘’“”…‰′″→①②③④⑤⑥⑦⑧⑨⑩●◆★□√×±℃㎡")
    | {chr(code) for code in range(0xFF01, 0xFF5F)}
    | {chr(code) for code in range(0x3000, 0x3018)}
)


@lru_cache(maxsize=1)
def _big5_everyday() -> frozenset[str]:
    """Big5 puts its everyday characters first: 0xA440 to 0xC67E."""
    return (
        frozenset(_plane("big5", range(0xA4, 0xC7), range(0x40, 0x7F)) | _plane("big5", range(0xA4, 0xC6), _TRAIL))
        | _MARKS
    )


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """The first level of GB 2312, sorted by use (0xB0A1 to 0xD7F9), and what Big5 holds everyday."""
    return frozenset(_plane("gb2312", range(0xB0, 0xD8), _TRAIL)) | _big5_everyday()


def _by_line(data: bytes, main: str) -> Decoded:
    """Each line by itself, for files pasted together from several: strict UTF-8, else what reads best."""
    texts: list[str] = []
    odd: list[int] = []
    codec = "big5hkscs" if main == "big5" else main
    if codec.startswith("utf-16"):
        return Decoded(data.decode(codec, "replace"), main)
    for number, line in enumerate(data.split(b"\n"), start=1):
        text, used = _line(line, codec)
        if used != codec or "\ufffd" in text:
            odd.append(number)
        texts.append(text)
    where = "、".join(map(str, odd[:_LISTED_LINES])) + ("等" if len(odd) > _LISTED_LINES else "")
    warnings = (f"文件中混有不同编码或损坏的字符，第 {where} 行已单独判断",) if odd else ()
    return Decoded("\n".join(texts), main, warnings)


def _line(line: bytes, main: str) -> tuple[str, str]:
    if line.isascii():
        return line.decode("ascii"), main
    codecs_ = [main, *(name for name in ("utf-8", "gb18030", "big5hkscs") if name != main)]
    readings = [(line.decode(name, "replace"), name) for name in codecs_]
    scores = [familiarity(text, "big5" if "big5" in name else "") for text, name in readings]
    best = 0 if scores[0] >= _LEAST_FAMILIAR else scores.index(max(scores))
    return readings[best]


def _checked(found: Decoded) -> Decoded:
    """Refuse what is no text in any encoding."""
    sample = found.text[: 4 * _SAMPLE]
    bad = len(_CONTROLS.findall(sample)) + sample.count("\ufffd")
    if bad > max(4, len(sample) * _MOST_REPLACED) or (sample and bad == len(sample)):
        raise unsupported("binary")
    return found
