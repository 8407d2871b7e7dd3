"""Help pages set for Chinese: a Chinese character takes two columns of the screen, and what click says in English is said
in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_METAVARS = {
    "INTEGER RANGE": "数",
    "FLOAT RANGE": "数",
    "INTEGER": "数",
    "FLOAT": "数",
    "PATH": "路径",
    "FILE": "文件",
    "TEXT": "文字",
}
_METAVAR = re.compile(rf" (?:{'|'.join(_METAVARS)})$")
_EXTRA = re.compile(r" {1,2}\[((?:default: )?[^\[\]]{1,80})\]$")
_DEFAULT = re.compile(r"default: \(?([^();]{1,60})\)?")
_BOTH = re.compile(r"([\d.]{1,12})<=x<=([\d.]{1,12})")
_LEAST = re.compile(r"x>=([\d.]{1,12})")
# Longer names stand on a line of their own.
_NAME_WIDTH = 28
_GAP = 2
# What may not begin a line, and what may not end one.
_CLOSING = "，。；：、？！）”》…］"
_OPENING = "（“《［"
_PIECE = re.compile(r"[!-~]{1,200}|.", re.DOTALL)


def cells(text: str) -> int:
    """Columns of the screen that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def range_words(range_: str) -> str:
    """click's words for a range of numbers in Chinese: `1<=x<=256`."""
    if both := _BOTH.fullmatch(range_):
        return f"{both[1]} 到 {both[2]}"
    least = _LEAST.fullmatch(range_)
    return f"不小于 {least[1]}" if least else range_


def in_chinese(row: tuple[str, str]) -> tuple[str, str]:
    """A row of a list of options: the kind of value, the default and the range in Chinese."""
    name, help_ = row
    name = _METAVAR.sub(lambda found: f" {_METAVARS[found[0].strip()]}", name)
    extra = _EXTRA.search(help_)
    if extra is None:
        return name, help_
    told = [_extra(part) for part in extra[1].split("; ")]
    return name, f"{help_[: extra.start()]}［{'；'.join(told)}］"


def _extra(part: str) -> str:
    if default := _DEFAULT.fullmatch(part):
        return f"默认 {default[1]}"
    return range_words(part)


def set_list(rows: Sequence[tuple[str, str]], width: int, indent: int = 2) -> str:
    """Names with what is said of them, in two columns within `width`."""
    names = min(_NAME_WIDTH, max((cells(name) for name, _ in rows), default=0))
    left = indent + names + _GAP
    lines: list[str] = []
    for name, help_ in rows:
        first, *rest = wrapped(help_, width - left) or [""]
        head = " " * indent + name
        if cells(name) > names:
            lines += [head, " " * left + first]
        else:
            lines.append(head + " " * (left - cells(head)) + first)
        lines += [" " * left + line for line in rest]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns; words of letters stay whole, marks keep to what they belong to."""
    lines: list[str] = []
    line = ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if line and cells(line) + cells(piece) > width and piece not in _CLOSING:
            kept = line.rstrip(_OPENING) or line
            lines.append(kept.rstrip())
            line = line[len(kept) :]
        line += piece if line or piece != " " else ""
    return [*lines, line] if line else lines
