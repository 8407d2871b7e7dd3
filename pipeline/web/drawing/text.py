"""How wide words are drawn, near enough: no font is measured."""

from __future__ import annotations

from unicodedata import east_asian_width

_HALF = 0.58


def width_of(text: str, size: float) -> float:
    """The width of a line of text at a font size."""
    return size * sum(1.0 if east_asian_width(char) in "WFA" else _HALF for char in text)


def fitted(text: str, size: float, room: float) -> str:
    """The text, or what of it fits with an ellipsis behind.

    >>> fitted("负责全校安全工作", 10, 60), fitted("教务处", 10, 60)
    ('负责全校安…', '教务处')
    """
    if width_of(text[: int(room) + 1], size) <= room and len(text) <= room:
        return text
    kept, left = "", room - width_of("…", size)
    for char in text:
        left -= width_of(char, size)
        if left < 0:
            break
        kept += char
    return kept + "…"
