"""Headings without numbers, told by their letters: bigger than the text's, or of the fonts that headings are set in.

Numbered headings need no help. So levels are given only in files that have lines without numbers set like headings,
then to all lines set alike, that their ranks can be told from each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.reading.line_words import LineOpeners
from pipeline.reading.pdf.lines import Line

_BIGGER = 1.06
_SAME_SIZE = 1.03
_TITLE = 1.3
_LONGEST = 40
_FEWEST = 2
_MOSTLY = 0.8
_CENTRED = 1.5
_SENTENCE = re.compile("[。；，：！？;,:!?]|[、]$")
_HAN = re.compile("[\u4e00-\u9fff]{2}")
# Families that headings are set in where the text is in Song or Fangsong: black, then Kai.
_BLACK = re.compile("hei|bold|black|xiaobiaosong|xbs|黑|小标宋", re.IGNORECASE)
_KAI = re.compile("kai|楷", re.IGNORECASE)


class SetLine(NamedTuple):
    """A line of the text: the font of its first letter, whether it is a paragraph of its own, the middle of its page's
    lines."""

    line: Line
    font: str
    alone: bool
    middle: float


class _Style(NamedTuple):
    size: float
    font: str


def heading_levels(lines: Sequence[SetLine]) -> dict[int, int]:
    """Levels from 1 of the lines (by place) that are set as headings; none in files whose headings all bear numbers."""
    if not lines:
        return {}
    styles = _styles(lines)
    usual = _usual(lines, styles)
    groups: dict[_Style, list[int]] = defaultdict(list)
    outstanding = {style for style in dict.fromkeys(styles) if style != usual and _stands_out(style, usual)}
    if not outstanding:
        return {}
    for place, style in enumerate(styles):
        if style in outstanding:
            groups[style].append(place)
    openers = LineOpeners()
    kept: dict[_Style, list[int]] = {}
    for style, places in groups.items():
        fit = [place for place in places if _can_be_heading(lines[place], usual)]
        if len(fit) >= _FEWEST and len(fit) >= _MOSTLY * len(places):
            kept[style] = fit
    bare = [place for places in kept.values() for place in places if not openers.opens(lines[place].line.text)]
    if len(bare) < _FEWEST:
        return {}
    ranked = sorted(kept, key=lambda style: (-style.size, -_strength(style.font), kept[style][0]))
    return {place: level for level, style in enumerate(ranked, start=1) for place in kept[style]}


def _usual(lines: Sequence[SetLine], styles: Sequence[_Style]) -> _Style:
    """The letters that most of the text is set in."""
    count: Counter[_Style] = Counter()
    for each, style in zip(lines, styles, strict=True):
        count[style] += len(each.line.text)
    return max(count, key=lambda style: (count[style], style))


def _styles(lines: Sequence[SetLine]) -> list[_Style]:
    """Size and font of each line; sizes that hardly differ are one: how high a line is depends a little on its letters."""
    sizes: dict[float, float] = {}
    least = 0.0
    for size in sorted({each.line.size for each in lines}):
        least = least if least and size <= _SAME_SIZE * least else size
        sizes[size] = least
    pairs = [(each.line.size, each.font) for each in lines]
    made = {pair: _Style(sizes[pair[0]], pair[1]) for pair in dict.fromkeys(pairs)}
    return [made[pair] for pair in pairs]


def _stands_out(style: _Style, usual: _Style) -> bool:
    if style.size > _BIGGER * usual.size:
        return True
    return style.size > usual.size / _BIGGER and _strength(style.font) > _strength(usual.font)


def _strength(font: str) -> int:
    return 2 if _BLACK.search(font) else 1 if _KAI.search(font) else 0


def _can_be_heading(each: SetLine, usual: _Style) -> bool:
    """A short paragraph of one line that is no sentence, and no title (big, in the middle)."""
    line = each.line
    if not each.alone or len(line.text) > _LONGEST or _SENTENCE.search(line.text) or not _HAN.search(line.text):
        return False
    centred = abs((line.box.x0 + line.box.x1) / 2 - each.middle) < _CENTRED * line.size
    return not (centred and line.size > _TITLE * usual.size)
