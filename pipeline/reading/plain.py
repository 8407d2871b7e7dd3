"""Plain text."""

from __future__ import annotations

import re

from pipeline.model.source import Source
from pipeline.reading.encoding import decode
from pipeline.reading.limits import Limits
from pipeline.reading.unsupported import unsupported

MEDIA_TYPE = "text/plain"

# One character for one, so that offsets stay those of the decoded file.
_CONTROL_CODES = [code for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\f"]
_CLEAN = dict.fromkeys(_CONTROL_CODES, " ") | {0x0B: "\n"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CONTROL_BYTES = bytes(code for code in _CONTROL_CODES if code != 0x0D)
_DIRTY = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


def unify_line_ends(text: str) -> str:
    """Line ends as `\\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def clean_text(text: str) -> str:
    """Line ends as `\\n`; control characters and lone surrogates become blanks and U+FFFD, one for one."""
    if text.isprintable():  # most are, and this is told fastest
        return text
    text = unify_line_ends(text)
    return text.translate(_CLEAN) if _DIRTY.search(text) else text


def _is_clean(data: bytes, encoding: str) -> bool:
    """Whether bytes hold no control characters at all, told faster than from the decoded text."""
    return not encoding.startswith(("utf-16", "utf-32")) and len(data.translate(None, _CONTROL_BYTES)) == len(data)


def read_plain(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    """The source of a text file in any Chinese encoding."""
    found = decode(data)
    limits.check("text_chars", len(found.text), "字数 ")
    text = unify_line_ends(found.text) if _is_clean(data, found.encoding) else clean_text(found.text)
    if not text or text.isspace():
        raise unsupported("blank")
    return Source(
        path=path, sha256=digest, media_type=MEDIA_TYPE, text=text, encoding=found.encoding, warnings=found.warnings
    )
