"""Pages whose words no text layer holds: pictures of paper, and text that no font maps to real characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

import msgspec
from PIL.Image import Image

from pipeline.reading.encoding import everyday_signs, familiarity
from pipeline.reading.ocr import LONGEST_SIDE, WrittenLine, written_lines
from pipeline.reading.pdf.drawn_rules import cut_at_rules, drawn_rules
from pipeline.reading.pdf.gaps import is_wide
from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.listed import ListedText
from pipeline.reading.pdf.page import RawPage, Rule

_LEAST_FAMILIAR = 0.2
_JUDGED_CHARS = 60
_MOST_UNKNOWN = 0.3
_FEW_CHARS = 30
_SAMPLE = 300
_WHOLE_PAGE = 0.5
_DRAWN_LETTERS = 200
_NARROW = 0.55
_LOWEST, _HIGHEST = 0.7, 1.4
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
_ASCII = re.compile("[\x00-\x7f]{1,1000}")


def lacks_text(page: RawPage) -> bool:
    """Whether a page is a picture of its words: no characters, or hardly any (a stamp, a page number) upon it."""
    beginning = page.chars.text[: 20 * _FEW_CHARS]
    if not beginning or beginning.isspace():
        return page.images > 0 or page.paths >= _DRAWN_LETTERS
    return page.covered >= _WHOLE_PAGE and len("".join(beginning.split())) < _FEW_CHARS


def is_garbled(text: str) -> bool:
    """Whether a text layer is rubbish: fonts without a table of characters give unknown ones, or plausible nonsense."""
    if len(text) > 2 * _SAMPLE:
        text = text[:_SAMPLE] + text[-_SAMPLE:]
    if unknown := len(_UNKNOWN.findall(text)):
        bare = len("".join(text.split()))
        if bare >= _JUDGED_CHARS and unknown > _MOST_UNKNOWN * bare:
            return True
    if _is_plainly_chinese(text):
        return False
    foreign = _ASCII.sub("", text)
    return len(foreign) >= _JUDGED_CHARS and familiarity(foreign) < _LEAST_FAMILIAR


def _is_plainly_chinese(text: str) -> bool:
    """Whether a third of the text alone holds enough of everyday Chinese, as that of most pages does, whatever the rest is."""
    return everyday_signs(text[: len(text) // 3]) - 2 * text.count("\ufffd") >= _LEAST_FAMILIAR * len(text)


def picture_scale(page: RawPage) -> float:
    """How much bigger than one dot a point a page is to be drawn for the recogniser."""
    return LONGEST_SIDE / max(page.width, page.height, 1.0)


def recognised(page: RawPage, picture: Image, dots: float) -> RawPage:
    """The page with the characters that are read from its picture, `dots` of which are a point."""
    lines, rules = written_lines(picture), drawn_rules(picture)
    chars = [char for line in _evened(cut_at_rules(picture, lines, rules)) for char in _spread(line, 1 / dots)]
    scaled = tuple(Rule(rule.x0 / dots, rule.top / dots, rule.x1 / dots, rule.bottom / dots) for rule in rules)
    return msgspec.structs.replace(page, chars=ListedText(chars), rules=scaled, by_ocr=True)


def _evened(lines: list[WrittenLine]) -> list[WrittenLine]:
    """Lines of nearly the usual height with just that height: how high a line is found depends on its letters."""
    usual = median([line.bottom - line.top for line in lines for _ in line.text]) if lines else 0.0
    return [_of_height(line, usual) if _alike(line.bottom - line.top, usual) else line for line in lines]


def _alike(height: float, usual: float) -> bool:
    return usual * _LOWEST <= height <= usual * _HIGHEST


def _of_height(line: WrittenLine, height: float) -> WrittenLine:
    middle = (line.top + line.bottom) / 2
    return msgspec.structs.replace(line, top=middle - height / 2, bottom=middle + height / 2)


def _spread(line: WrittenLine, scale: float) -> Sequence[tuple[str, Box, bool]]:
    """The characters of a line side by side over its width; narrow ones take about half the room."""
    widths = [1.0 if is_wide(char) else _NARROW for char in line.text]
    step = (line.x1 - line.x0) * scale / sum(widths)
    x, found = line.x0 * scale, []
    for char, width in zip(line.text, widths, strict=True):
        found.append((char, Box(x, line.top * scale, x + width * step, line.bottom * scale), True))
        x += width * step
    return found
