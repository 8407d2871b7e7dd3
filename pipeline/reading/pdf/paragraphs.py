"""Where paragraphs end, told by the geometry of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import msgspec

from pipeline.reading.line_words import LineOpeners
from pipeline.reading.pdf.gaps import is_wide
from pipeline.reading.pdf.lines import Line

_LONG = 0.6
_SIZE_STEP = 0.2
_TITLE_SIZE = 1.15
_LOOSE = 1.45
_SHORT = 2.0
_INDENT = 0.9
_RIGHT_PART = 0.4
_LETTER, _BROAD = 0.55, 0.85
_BROAD_LETTERS = frozenset("%@MW")
_BIN = 3.0
_SENTENCE_ENDS = frozenset("。！？!?；;：:.…”）)")
HANGING = frozenset("，。、；：！？”’）》,.;:!?)")
_ENOUGH = 4
_NEARLY_ALL = 0.9
_LEVEL_STEP = 0.3
_UNPARTED = re.compile(
    r"[^\x00-\x7f\s]?[“‘][!-~]{1,60}[”’]?"
    r"|[!-~]{1,60}[，。、；：！？”’）》][!-~]{0,60}|[^\x00-\x7f\s][，。、；：！？”’）》][!-~]{0,60}|[!-~]{1,60}"
)
_NUMBER = re.compile(r"\S{1,8}?[.．、)）]\s{0,2}")
_HANGING = 0.6
_OPENERS = frozenset("（(《〔[【—–-")


class Margins(msgspec.Struct, frozen=True):
    """Where the lines of running text begin and end, how far apart they are, how high their letters.

    `returns`: full lines that are indented go on at the left margin, so that two of them are two paragraphs.
    """

    left: float
    right: float
    pitch: float
    size: float
    returns: bool = False


def find_margins(pages: Sequence[Sequence[Line]], width: float) -> Margins:
    """Margins of the pages of one width from their lines (without noise)."""
    lines = [line for page in pages for line in page]
    if not lines:
        return Margins(0.0, width, 0.0, 0.0)
    starts, _, ends, _ = zip(*[line.box for line in lines], strict=True)
    least = _LONG * (max(ends) - min(starts))
    long = [line for line, x0, x1 in zip(lines, starts, ends, strict=True) if x1 - x0 >= least]
    long = long or lines  # torn boxes may hold none
    left = outermost(starts, leftmost=True)
    # Marks may hang over the margin: lines that end in a letter tell where it is.
    lettered = [line for line in long if line.text[-1] not in HANGING]
    right = outermost([line.box.x1 for line in (lettered if len(lettered) >= _ENOUGH else long)], leftmost=False)
    if len(long) < 4:
        right = max(right, width - left)
    size = median([line.size for line in long])
    pairs = [(a, b.box.top - a.box.top) for page in pages for a, b in pairwise(page)]
    usual = [(line, pitch) for line, pitch in pairs if 0.5 * size < pitch < 3.5 * size]
    # Behind full lines the paragraph mostly goes on: between others there may be more room.
    full = [pitch for line, pitch in usual if right - line.box.x1 < _SHORT * size]
    pitches = full if len(full) >= _ENOUGH else [pitch for _, pitch in usual]
    returns = _returns([pair for page in pages for pair in pairwise(page)], left, right)
    return Margins(left, right, median(pitches) if pitches else 1.6 * size, size, returns)


def _returns(pairs: Sequence[tuple[Line, Line]], left: float, right: float) -> bool:
    """Whether the lines behind full, indented ones nearly all begin at the margin."""
    counts = [0, 0]
    for line, below in pairs:
        em = line.size
        if line.box.x0 - left > _INDENT * em and right - line.box.x1 < em and line.text[-1] not in _SENTENCE_ENDS:
            step = below.box.x0 - line.box.x0
            counts[step < -_INDENT * em] += abs(step) > _INDENT * em or abs(step) < _LEVEL_STEP * em
    return counts[1] >= _ENOUGH and counts[1] >= _NEARLY_ALL * sum(counts)


def outermost(values: Sequence[float], *, leftmost: bool) -> float:
    """The outermost place where several lines begin (or end), so that a single stray line does not count."""
    bins = Counter([round(value / _BIN) for value in values])
    least = max(2, len(values) // 12)
    beside = bins.get
    common = [place for place, count in bins.items() if count + beside(place + 1, 0) + beside(place - 1, 0) >= least]
    if not common:
        return min(values) if leftmost else max(values)
    edge = min(common) if leftmost else max(common)
    near = [value for value in values if abs(value / _BIN - edge) <= 1.5]
    return min(near) if leftmost else max(near)


def ends_paragraph(line: Line, following: Line, margins: Margins, openers: LineOpeners, *, same_page: bool) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    em, other = line.size, following.size
    if em != other and abs(em - other) > _SIZE_STEP * max(em, other):
        return True
    (x0, top, x1, _), (next_x0, next_top, _, _) = line.box, following.box
    pitch = next_top - top
    if same_page and margins.pitch and pitch > _LOOSE * max(margins.pitch, 1.2 * em):
        return True
    if em >= _TITLE_SIZE * margins.size and _is_one_title(line, following, margins):
        return False
    left, right = margins.left, margins.right
    room = right - x1
    if room - _SHORT * em > 0 and room > _SHORT * em + first_word(following):
        return True
    if x0 - left > _RIGHT_PART * (right - left):
        return True
    if len(line.runs) > 1 and any(abs(run.box.x0 - next_x0) < 0.3 * em for run in line.runs[1:]):
        return False  # a hanging indent: words line up behind the number
    step = next_x0 - x0
    if step > 0 and abs(step - _label_width(line, openers)) < _HANGING * em and not openers.opens(following.text):
        return False  # the same, where the number stands close before the words
    if step > _INDENT * em:
        return True
    if step < -_INDENT * em:
        return False
    # Both lines begin alike. If they are indented, they are two paragraphs, or lines of a block that is set in.
    indented = next_x0 - left > _INDENT * em
    ended = line.text[-1] in _SENTENCE_ENDS
    return (indented and (ended or margins.returns)) or ((indented or ended) and openers.opens(following.text))


def _label_width(line: Line, openers: LineOpeners) -> float:
    """About how much of a line's width its number takes with the blank behind it; 0.0 for a line without one."""
    number = _NUMBER.match(line.text)
    if number is None or not openers.opens(line.text):
        return 0.0
    return line.box.width * _letters(number[0]) / _letters(line.text)


def _letters(text: str) -> float:
    """Width of some words, in wide letters."""
    return sum(1.0 if is_wide(char) else _BROAD if char in _BROAD_LETTERS else _LETTER for char in text)


def _is_one_title(line: Line, following: Line, margins: Margins) -> bool:
    """Whether two lines in big letters are one title set in two: both in the middle, and the second opens no bracket."""
    if following.text[0] in _OPENERS:
        return False
    inset = min(following.box.x0 - margins.left, margins.right - following.box.x1)
    return inset > _INDENT * line.size and _is_in_the_middle(line, margins) and _is_in_the_middle(following, margins)


def _is_in_the_middle(line: Line, margins: Margins) -> bool:
    return abs((line.box.x0 - margins.left) - (margins.right - line.box.x1)) < 1.5 * line.size


def first_word(line: Line) -> float:
    """Width of what could not be parted at the start of a line: a number or a Latin word, or a letter with the mark
    behind it and the number behind that (上，2024), or quotes, which office programs take for Latin, with the letter
    before them (行“1+N”)."""
    start = _UNPARTED.match(line.text)
    chars = start[0] if start else ""
    return min(_letters(chars), 20.0) * line.size
