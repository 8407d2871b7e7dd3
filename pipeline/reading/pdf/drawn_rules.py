"""The ruling lines of a scanned page, found on its picture: without them the words of a table's cells run into each other."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import msgspec

from pipeline.reading.ocr import WrittenLine, words_of
from pipeline.reading.pdf.page import Rule

if TYPE_CHECKING:
    from PIL.Image import Image

_PARTS = ("numpy", "cv2")  # come with the recogniser
# Dots: a stretch as long as this is no stroke of a letter; a line as high as this part of its length is none.
_SHORTEST, _SLANT, _THICK = 50, 0.02, 10
_DARK = 0.8
# How near to a line words of a cell may stand.
_NEAR, _NARROWEST = 3.0, 8.0
# So many pieces are read again at most, each takes about 0.05 s.
_MOST = 200


def drawn_rules(picture: Image) -> list[Rule]:
    """Horizontal and vertical lines in dots of the picture; lines a little aslant as if they were level."""
    if any(find_spec(part) is None for part in _PARTS):
        return []
    import numpy

    cv2 = import_module("cv2")
    grey = numpy.asarray(picture.convert("L"))
    dark = (grey < _DARK * float(numpy.median(grey))).astype("uint8")
    found: list[Rule] = []
    for across in (True, False):
        bar = numpy.ones((1, _SHORTEST) if across else (_SHORTEST, 1), "uint8")
        thicker = cv2.dilate(dark, numpy.ones((3, 1) if across else (1, 3), "uint8"))  # lines aslant go by steps
        lines = cv2.dilate(cv2.morphologyEx(thicker, cv2.MORPH_OPEN, bar), numpy.ones((3, 3), "uint8"))
        for x, y, width, height, _ in cv2.connectedComponentsWithStats(lines)[2][1:].tolist():
            length, thick = (width, height) if across else (height, width)
            if thick > max(_THICK, _SLANT * length):
                continue  # a picture, or a bar
            middle = (y + height / 2) if across else (x + width / 2)
            found.append(Rule(x, middle, x + width, middle) if across else Rule(middle, y, middle, y + height))
    return found


def cut_at_rules(picture: Image, lines: Sequence[WrittenLine], rules: Sequence[Rule]) -> list[WrittenLine]:
    """The same lines of words, those that run over the upright lines between cells read again cell by cell."""
    upright = sorted((rule for rule in rules if rule.x0 == rule.x1), key=lambda rule: rule.x0)
    found: list[WrittenLine] = []
    left = _MOST
    for line in lines:
        middle = (line.top + line.bottom) / 2
        cuts = [
            rule.x0
            for rule in upright
            if rule.top < middle < rule.bottom and line.x0 + _NARROWEST < rule.x0 < line.x1 - _NARROWEST
        ]
        left -= len(cuts) + 1 if cuts else 0
        found += _pieces(picture, line, cuts) if cuts and left >= 0 else [line]
    return found


def _pieces(picture: Image, line: WrittenLine, cuts: Sequence[float]) -> list[WrittenLine]:
    starts = [line.x0, *(cut + _NEAR for cut in cuts)]
    ends = [*(cut - _NEAR for cut in cuts), line.x1]
    boxes = [(start, line.top - 1, end, line.bottom + 1) for start, end in zip(starts, ends, strict=True)]
    boxes = [box for box in boxes if box[2] - box[0] >= _NARROWEST]
    texts = [words_of(picture.crop((round(x0), round(top), round(x1), round(bottom)))) for x0, top, x1, bottom in boxes]
    if not any(texts):
        return [line]
    return [
        msgspec.structs.replace(line, text=text, x0=box[0], x1=box[2])
        for text, box in zip(texts, boxes, strict=True)
        if text
    ]
