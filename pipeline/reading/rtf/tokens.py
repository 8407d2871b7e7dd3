"""The bytes of a rich-text file as a stream of marks, control words and text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A control word with its number, a byte in hexadecimal, a control sign, a brace, or text.
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n\x00]+)|[\r\n\x00\\]",
    re.DOTALL,
)

Token = tuple[str, int | None, bytes]


def tokens(data: bytes) -> Iterator[Token]:
    """Tokens in order: (word, number, b""), ("{" or "}", null, b""), or ("", null, bytes of text).

    `\\\\*` comes as the word `*`; other control signs as the words `~`, `-`, `_`, or as text. Binary data is left out.
    """
    at = 0
    match = _TOKEN.match
    while (found := match(data, at)) is not None:
        at = found.end()
        kind = found.lastindex
        if kind == 6:
            yield "", None, found[6]
        elif kind == 3:
            yield "'", None, bytes((int(found[3], 16),))
        elif kind == 5:
            yield found[5].decode("ascii"), None, b""
        elif kind == 4:
            yield _sign(found[4])
        elif kind is not None:
            word, number = found[1].decode("ascii"), int(found[2]) if found[2] else None
            if word == "bin":
                at += max(0, number or 0)
            else:
                yield word, number, b""


def _sign(sign: bytes) -> Token:
    if sign in b"\r\n":
        return "par", None, b""
    if sign in b"*~-_":
        return sign.decode("ascii"), None, b""
    return ("", None, sign) if sign in b"\\{}" else ("", None, b"")
