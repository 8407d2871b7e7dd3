"""Pages set vertically: characters one below the other, columns from right to left.

Such a page is laid out as it looks lying on its side, so that its columns are lines from top to bottom like those of any
other page. Its characters keep their indexes; where they stand on the page that is seen, the page itself tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from pipeline.reading.pdf.gaps import is_han, is_wide
from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.lattice import find_lattices
from pipeline.reading.pdf.page import PageText, RawPage, Rule

_MOST = 3000
_LEAST = 6
_MOSTLY = 0.6
_SAME_COLUMN, _DEEPEST, _RISE = 0.35, 3.0, 0.1
# How much of itself a character may stand upon the one before it.
_UPON = 0.5
_LEVEL, _HEAD = 0.3, 0.12
_PIECE = re.compile(r"[^\r\n]{1,80}")
_BARE = re.compile(r"\s{0,9}\d{1,4}\s{0,9}")
_NEXT = re.compile(r"\S\s{0,3}(?=(\S))")


def as_lines(page: RawPage) -> RawPage:
    """The page as it is to be laid out: turned if it is set vertically, else itself."""
    if not _is_vertical(page):
        return page
    return msgspec.structs.replace(
        page,
        width=page.height,
        height=page.width,
        chars=_LyingText(page),
        rules=tuple(Rule(rule.top, page.width - rule.x1, rule.bottom, page.width - rule.x0) for rule in page.rules),
    )


def _is_vertical(page: RawPage) -> bool:
    """Whether most characters stand below the one before them, and not because narrow cells leave room for no more."""
    length = len(page.chars.text)
    falls = 0
    for n in range(1, 5):  # nearly every page is told by this; the rest takes long
        falls += next(_falling(page.chars, length * n // 5, length, 1), False)
        if falls + 4 - n < 2:
            return False
    pairs = list(_falling(page.chars, 0, length, _MOST))
    if sum(pairs) < max(_LEAST, _MOSTLY * len(pairs)):
        return False
    return not any(len(lattice.ys) > 2 and len(lattice.xs) > 2 for lattice in find_lattices(page.rules))


def _falling(chars: PageText, start: int, end: int, most: int) -> Iterator[bool]:
    """For the first Han characters between two places whether the next one stands below."""
    for found in _NEXT.finditer(chars.text, start, min(end + 4, len(chars.text))):
        one, other = found.start(), found.start(1)
        if one >= end or most <= 0:
            return
        if is_han(chars.text[one]) and is_wide(chars.text[other]) and chars.text[one] != chars.text[other]:
            most -= 1
            yield _stands_below(chars.box(one), chars.box(other))


def _stands_below(above: Box, box: Box) -> bool:
    em = max(above.height, box.height, 1.0)
    aside = abs(above.x0 + above.x1 - box.x0 - box.x1) / 2
    return aside <= _SAME_COLUMN * em and -_RISE * em <= box.top - above.top <= _DEEPEST * em


class _LyingText:
    """The characters of a page turned a quarter to the left (see `PageText`).

    Those of one column follow each other as the file gives them: office software that does not know how high the letters of
    a font are draws them upon each other.
    """

    def __init__(self, page: RawPage) -> None:
        chars, width = page.chars, page.width
        self._chars = chars
        self.text = chars.text
        self._boxes: list[Box] = []
        last: Box | None = None
        for index, char in enumerate(self.text):
            x0, top, x1, bottom = chars.box(index)
            box = Box(top, width - x1, bottom, width - x0)
            if (
                last is not None
                and not char.isspace()
                and _same_line(last, box)
                and box.x0 < last.x1 - _UPON * box.width
            ):
                box = Box(last.x1, box.top, last.x1 + box.width, box.bottom)
            self._boxes.append(box)
            last = last if char.isspace() else box
        self._across = frozenset(_across(chars, page.height))

    def box(self, index: int) -> Box:
        """Where a character stands on the page that lies."""
        return self._boxes[index]

    def is_upright(self, index: int) -> bool:
        """Whether it stands or, like Latin letters between others, lies; those of page numbers, set across, do neither."""
        return index not in self._across and (self._chars.is_upright(index) or self._chars.is_sideways(index))

    def is_sideways(self, index: int) -> bool:
        """Those that lie count as standing."""
        return False

    def is_pale(self, index: int) -> bool:
        """Whether it is drawn in a light colour."""
        return self._chars.is_pale(index)

    def font(self, index: int) -> str:
        """The name of its font."""
        return self._chars.font(index)


def _across(chars: PageText, height: float) -> Iterator[int]:
    """The characters of page numbers and running heads: above or below the text, from left to right or a bare number."""
    for line in _PIECE.finditer(chars.text):
        boxes = [chars.box(index) for index in range(line.start(), line.end()) if not chars.text[index].isspace()]
        if not boxes or (boxes[0].top > _HEAD * height and boxes[0].bottom < (1 - _HEAD) * height):
            continue
        em = max(box.height for box in boxes)
        level = all(
            abs(one.bottom - other.bottom) <= _LEVEL * em and other.x0 > one.x0 for one, other in pairwise(boxes)
        )
        if (len(boxes) > 1 and level) or _BARE.fullmatch(line[0]):
            yield from range(line.start(), line.end())


def _same_line(last: Box, box: Box) -> bool:
    return abs(last.top + last.bottom - box.top - box.bottom) / 2 <= max(last.height, box.height) / 2
