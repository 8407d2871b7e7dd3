"""Persons' names in a stretch that lists people: a roster line, a table cell of responsible persons.

Chinese names carry no mark, so a piece of a list (`教务处主任申屠静 汪立诚李映雪`) is read as a chain of names, posts and
blanks (name_chain.py). Not for running text: there anything that begins with a surname would pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.name_chain import Segment, cheapest_chain
from pipeline.extraction.name_forms import DOTS, names_at
from pipeline.extraction.names_lexicon import name_lexicon

Range = tuple[int, int]

_LONGEST_PIECE = 80
_READ_AGAIN = 2
_SEPARATORS = re.compile(r"[、,;/|。!?\n\t:\"“”《》]+")
# the brackets of 七(1)班 are part of the class's name
_BRACKET = re.compile(r"[(\[〔【](?![0-9一二三四五六七八九十]{1,2}[)\]〕】]班)([^()\[\]〔〕【】\n]{0,60})[)\]〕】]")


def person_names(text: str, start: int, end: int) -> list[Range]:
    """Ranges of the full names listed in `text[start:end]` (folded text), in order, inner blanks included.

    Knows names run together, torn by blanks, with posts glued on either side or in brackets, compound and minority
    names, and names masked with 某 or ×. Gives nothing for 各班主任, 教务处 and other words for people without a name.

    >>> text = "刘书瑶陈  默 朱松年(主任)、各班主任"
    >>> [text[a:b] for a, b in person_names(text, 0, len(text))]
    ['刘书瑶', '陈  默', '朱松年']
    """
    return [
        (segment.start, segment.end)
        for piece in pieces(text, start, end)
        for segment in readable(parse_piece(text, *piece))
        if segment.kind == "name"
    ]


def pieces(text: str, start: int, end: int) -> list[Range]:
    """The entries of a list: `text[start:end]` cut at list marks and brackets."""
    found: list[Range] = []
    for a, b in _outside_brackets(text, start, end):
        begin = a
        for mark in _SEPARATORS.finditer(text, a, b):
            if mark.start() > begin:
                found.append((begin, mark.start()))
            begin = mark.end()
        if begin < b:
            found.append((begin, b))
    return found


def readable(segments: list[Segment]) -> list[Segment]:
    """The segments before the first unread word; a name glued to unread words is none."""
    for index, segment in enumerate(segments):
        if segment.kind == "tail":
            return segments[:index]
        if segment.kind == "skip":
            keep = segments[:index]
            while keep and keep[-1].end == segment.start:
                keep.pop()
            return keep
    return segments


def may_be_name(text: str, start: int, end: int) -> bool:
    """Whether the reading of a piece can begin with a name at all: told without reading it."""
    lexicon, sign = name_lexicon(), text[start : start + 1]
    if sign == " ":
        return True
    if sign not in lexicon.openings and sign not in lexicon.transliteration and DOTS.isdisjoint(text[start:end]):
        return False  # as most: no surname, no name of foreign sounds begins so
    return next(names_at(text, start, start, end, lexicon), None) is not None


def parse_piece(text: str, start: int, end: int) -> list[Segment]:
    """The cheapest reading of one entry of a list as names, posts and blanks; equal costs go to the longer first part.

    A long one is read by stretches: the last two parts of a stretch are read again with what follows them.
    """
    lexicon = name_lexicon()
    found: list[Segment] = []
    while end - start > _LONGEST_PIECE:
        part = cheapest_chain(text, start, start + _LONGEST_PIECE, lexicon)
        if len(part) <= _READ_AGAIN or any(segment.kind in ("skip", "tail") for segment in part[:-_READ_AGAIN]):
            return found + part
        found += part[:-_READ_AGAIN]
        start = part[-_READ_AGAIN].start
    return found + cheapest_chain(text, start, end, lexicon)


def _outside_brackets(text: str, start: int, end: int) -> Iterator[Range]:
    begin = start
    for bracket in _BRACKET.finditer(text, start, end):
        yield begin, bracket.start()
        yield bracket.start(1), bracket.end(1)
        begin = bracket.end()
    yield begin, end
