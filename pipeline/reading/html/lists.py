"""The numbers that a browser prints before the items of a numbered list."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.reading.docx.counting import formatter

_STYLE = re.compile(r"list-style(?:-type)?\s{0,3}:\s{0,3}([\w-]{3,40})", re.I)
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
# CSS name: Word's name of the format and what stands behind the number.
_FORMATS = {
    "decimal": ("decimal", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
_MOST = 9999


def list_format(element: etree._Element) -> tuple[str, str] | None:
    """Number format and sign behind it of an `ol` element or of one item of it; null where it says none."""
    style = _STYLE.search(element.get("style") or "")
    if style:
        return _FORMATS.get(style[1].lower(), ("none", ""))
    return _FORMATS[_TYPES[kind]] if (kind := element.get("type") or "") in _TYPES else None


class ListCounter:
    """Counts the items of one list."""

    __slots__ = ("_format", "_next")

    def __init__(self, element: etree._Element) -> None:
        self._format = list_format(element) or _FORMATS["decimal"]
        self._next = _number(element.get("start"), 1)

    def label(self, item: etree._Element) -> str:
        """The number of the next item."""
        value = _number(item.get("value"), self._next)
        self._next = value + 1
        number_format, sign = list_format(item) or self._format
        number = formatter(number_format)(value)
        return number + sign if number else ""


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 and int(text) < _MOST else default
