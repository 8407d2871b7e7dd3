"""Characters of a page joined into runs: stretches of one line without a wide gap."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from pipeline.reading.pdf.gaps import LineGaps, blank_between, is_han
from pipeline.reading.pdf.geometry import Box, around, around_both
from pipeline.reading.pdf.page import PageText

_LINE = re.compile(r"[^\r\n]{1,20000}")
# A stretch without blanks, or Latin words with single blanks between them: these are looked at as one.
_WORD = re.compile(r"[!-~]{1,200}(?:(?<=[A-Za-z,.;:)]) (?=[A-Za-z(])[!-~]{1,200}){1,400}|\S{1,4000}")
_LONGEST_WORD = 4000
_BLANK = re.compile(r"\s")
_WIDE_GAP = 1.0
_BACK = -0.5
_LEVEL = 0.5
_UPON = 0.15


class Glyph(msgspec.Struct, frozen=True, gc=False):
    """A character with its box and its index on the page; `blank`: a blank was drawn before it."""

    char: str
    box: Box
    index: int
    blank: bool = False


class Run(msgspec.Struct, frozen=True, gc=False):
    """Words that stand together. `words` are ranges of character indexes, parted by blanks or nothing in `text`."""

    text: str
    box: Box
    words: tuple[tuple[int, int], ...]


def page_runs(chars: PageText) -> tuple[list[Run], list[Glyph]]:
    """Runs of a page in stream order that stand upright, and the other characters (watermarks, words of narrow cells)."""
    upright: list[Run] = []
    slanted: list[Glyph] = []
    for line in _LINE.finditer(chars.text):
        if (whole := _whole_line(chars, line[0], *line.span())) is not None:
            upright.append(whole)
            continue
        words = _words(line[0], line.start())
        if not words:
            continue
        start, end = words[0][0], words[-1][1]
        stands = chars.is_upright(start)
        if stands != chars.is_upright(end - 1):  # drawn on from words of a cell, or the other way round
            found = glyphs(chars, range(start, end))
            upright += glyph_runs([glyph for glyph in found if chars.is_upright(glyph.index)])
            slanted += [glyph for glyph in found if not chars.is_upright(glyph.index)]
        elif stands:
            upright += _joined_words(chars, words)
        else:
            slanted += glyphs(chars, range(start, end))
    return upright, slanted


def one_below_another(runs: Sequence[Run]) -> bool:
    """Whether each run stands wholly below the one before, as on most pages: each is a line."""
    lowest = -math.inf
    for run in runs:
        _, top, _, bottom = run.box
        if not lowest < top < bottom:
            return False
        lowest = bottom
    return True


def _whole_line(chars: PageText, text: str, start: int, end: int) -> Run | None:
    """An upright line without blanks, as most are, as one run by the boxes at its ends alone; null for others."""
    if end - start > _LONGEST_WORD or text.split(None, 1) != [text]:
        return None
    if not (chars.is_upright(start) and chars.is_upright(end - 1)):
        return None
    first = chars.box(start)
    final = chars.box(end - 1) if end - start > 1 else first
    return Run(text, around_both(first, final), ((start, end),)) if _plausible(first, final, text) else None


def _words(line: str, start: int) -> list[tuple[int, int]]:
    """Where the words of a line stand, whose first character is the `start`-th of the page."""
    if len(line) <= _LONGEST_WORD and _BLANK.search(line) is None:
        return [(start, start + len(line))]
    return [(start + word.start(), start + word.end()) for word in _WORD.finditer(line)]


def glyphs(chars: PageText, indexes: Iterable[int]) -> list[Glyph]:
    """The characters at some indexes that are no blanks."""
    found: list[Glyph] = []
    blank = False
    for index in indexes:
        char = chars.text[index]
        if char.isspace():
            blank = blank or (char not in "\r\n" and chars.box(index).width > 0)
        else:
            found.append(Glyph(char, chars.box(index), index, blank))
            blank = False
    return found


def run_glyphs(chars: PageText, run: Run) -> list[Glyph]:
    """The characters of a run, drawn blanks between its words noted."""
    found: list[Glyph] = []
    for start, end in run.words:
        last = found[-1].index + 1 if found else start
        found += glyphs(chars, range(last if chars.text[last:start].isspace() else start, end))
    return found


def glyph_runs(found: Sequence[Glyph]) -> list[Run]:
    """Runs from single characters, whatever order they come in."""
    runs: list[Run] = []
    current: list[Glyph] = []
    for glyph in found:
        if current and not _follows(current[-1], glyph):
            runs.append(join_glyphs(current))
            current = []
        if current and _overprints(current[-1], glyph):
            continue
        current.append(glyph)
    if current:
        runs.append(join_glyphs(current))
    return runs


def _follows(last: Glyph, glyph: Glyph) -> bool:
    (_, last_top, last_x1, last_bottom), (x0, top, _, bottom) = last.box, glyph.box
    em = max(last_bottom - last_top, bottom - top, 1.0)
    level = abs(last_top + last_bottom - top - bottom) / 2
    gap = x0 - last_x1
    if level <= _LEVEL * em and (_BACK * em < gap <= _WIDE_GAP * em or _overprints(last, glyph)):
        return True
    return _lies_upon(last, glyph, em)


def _lies_upon(last: Glyph, glyph: Glyph, em: float) -> bool:
    """Whether a Han character stands where the one before it does: office software that does not know how high the letters
    of a font are draws the words of narrow cells so."""
    if not (is_han(last.char) and is_han(glyph.char)):
        return False
    return abs(glyph.box.x0 - last.box.x0) < _UPON * em and -_UPON * em < glyph.box.top - last.box.top < 2 * _UPON * em


def _overprints(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character is printed over the one before, a little aside, to look bold."""
    if glyph.char != last.char:
        return False
    shift = abs(glyph.box.x0 - last.box.x0)
    return shift < 0.3 * last.box.width and abs(glyph.box.top - last.box.top) < 0.3 * last.box.height


def join_glyphs(found: Sequence[Glyph]) -> Run:
    """One run of characters that follow each other, with the blanks their gaps stand for."""
    pieces = [found[0].char]
    words = [[found[0].index, found[0].index + 1]]
    line = LineGaps(lambda: _han_gaps(found))
    for last, glyph in pairwise(found):
        (_, last_top, last_x1, last_bottom), (x0, top, _, bottom) = last.box, glyph.box
        gap = x0 - last_x1
        em = max(last_bottom - last_top, bottom - top)
        blank = blank_between(last.char, glyph.char, gap, em, glyph.blank)
        blank = blank or line.holds_blank(last.char, glyph.char, gap, em)
        if blank:
            pieces.append(" ")
        if not blank and glyph.index == words[-1][1]:
            words[-1][1] += 1
        else:
            words.append([glyph.index, glyph.index + 1])
        pieces.append(glyph.char)
    return Run("".join(pieces), around([glyph.box for glyph in found]), tuple((a, b) for a, b in words))


def run_as_it_comes(found: Sequence[Glyph]) -> Run:
    """One run of characters that stand anyhow."""
    return Run(
        "".join(glyph.char for glyph in found),
        around([glyph.box for glyph in found]),
        tuple((glyph.index, glyph.index + 1) for glyph in found),
    )


def _joined_words(chars: PageText, words: list[tuple[int, int]]) -> list[Run]:
    """Runs of one line of the content stream from the boxes at the ends of its words alone, which is faster."""
    runs: list[Run] = []
    pieces: list[str] = []
    parts: list[tuple[int, int]] = []
    boxes: list[Box] = []
    last = Box(0.0, 0.0, 0.0, 0.0)
    line = LineGaps(lambda: _han_gaps(glyphs(chars, range(words[0][0], words[-1][1]))))
    for start, end in words:
        first = chars.box(start)
        final = chars.box(end - 1) if end - start > 1 else first
        if not _plausible(first, final, chars.text[start:end]):
            return glyph_runs(glyphs(chars, range(words[0][0], words[-1][1])))
        if pieces:
            em = max(last.height, first.height, 1.0)
            gap = first.x0 - last.x1
            level = abs(last.top + last.bottom - first.top - first.bottom) / 2
            if level > _LEVEL * em or not _BACK * em < gap <= _WIDE_GAP * em:
                runs.append(Run("".join(pieces), around(boxes), tuple(parts)))
                pieces, parts, boxes = [], [], []
            else:
                before, after = chars.text[parts[-1][1] - 1], chars.text[start]
                drawn = _drawn(chars, parts[-1][1], start)
                if blank_between(before, after, gap, em, drawn) or line.holds_blank(before, after, gap, em):
                    pieces.append(" ")
        pieces.append(chars.text[start:end])
        parts.append((start, end))
        boxes += (first, final)
        last = final
    runs.append(Run("".join(pieces), around(boxes), tuple(parts)))
    return runs


def _han_gaps(found: Sequence[Glyph]) -> list[float]:
    """How far apart the Han characters of a line stand that follow each other."""
    return [b.box.x0 - a.box.x1 for a, b in pairwise(found) if is_han(a.char) and is_han(b.char)]


def _drawn(chars: PageText, start: int, end: int) -> bool:
    return any(chars.box(index).width > 0 for index in range(start, end))


def _plausible(first: Box, final: Box, word: str) -> bool:
    """Whether a word can be as wide as its ends say and stands on one line; if not, each character is looked at."""
    x0, top, _, bottom = first
    _, other_top, x1, other_bottom = final
    em, other = bottom - top, other_bottom - other_top
    if other > em:
        em = other
    if em <= 0 or not -_LEVEL * em <= (top + bottom - other_top - other_bottom) / 2 <= _LEVEL * em:
        return False
    # Signs of a full square take three bytes: two more than Latin ones.
    length = len(word)
    wide = (len(word.encode("utf-8", "surrogatepass")) - length) / 2
    latin, width = length - wide, x1 - x0
    return (0.4 * wide + 0.12 * latin) * em <= width <= (1.35 * wide + 0.95 * latin + 0.5) * em
