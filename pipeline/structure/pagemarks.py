"""Page numbers that stand between lines, at the head of a line or inside one of a plain text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load, wording
from pipeline.structure.evidence import Vocabulary, finished, is_prose
from pipeline.structure.lines import Line

_BARE = re.compile("\\d{1,4}")
_HEAD = re.compile("(\\d{1,3})\\s{1,8}(?=[\\w“《(①-⑳])")
_INSIDE = re.compile("(?<=[\\u4e00-\\u9fff,、;])(\\s{1,3}(\\d{1,3})\\s{1,3})(?=[\\u4e00-\\u9fff\\d])")
_BLANK_NUMBER = re.compile("\\s\\d{1,3}\\s")
_NUMBERED = re.compile("(\\d{1,2})[、.](?=[\\u4e00-\\u9fff])")
_SHORTEST_CHAIN = 3
_TORN_SHARE = 0.4
_LONG_LINE = 20
_SHORTEST_PAGE, _FEWEST_PAGES = 120, 2


class PageMark(Entry, frozen=True, kw_only=True):
    """A shape of lines that only name the page."""

    pattern: str


class _Candidate(msgspec.Struct, frozen=True, gc=False):
    """A number that may be a page's: the line and the stretch to be cut. `torn`: it stands between halves of a sentence;
    `sure`: its shape tells; `alone`: between two halves it is believed without others."""

    line: int
    value: int
    start: int
    end: int
    torn: bool
    sure: bool = False
    alone: bool = True


@lru_cache(maxsize=4)
def _page_line(_lexicons: object) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row.pattern})" for row in load("page_marks", PageMark)))


def without_page_marks(text: str, lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines without page numbers; one that had a number before it, at its head or inside is marked `torn`."""
    cuts: dict[int, list[_Candidate]] = {}
    for candidate in _believed(_candidates(text, lines)):
        cuts.setdefault(candidate.line, []).append(candidate)
    for candidate in _stray_numbers(text, lines, vocabulary):
        cuts.setdefault(candidate.line, []).append(candidate)
    if not cuts:
        return lines
    result: list[Line] = []
    torn = False
    for index, line in enumerate(lines):
        pieces = _without(text, line, cuts.get(index, []))
        if pieces and (torn or pieces[0].torn):
            pieces[0] = msgspec.structs.replace(pieces[0], torn=True)
        torn = (torn or bool(cuts.get(index))) and not pieces
        result.extend(pieces)
    return result


def _without(text: str, line: Line, cuts: list[_Candidate]) -> list[Line]:
    """What is left of a line, in one piece or several."""
    pieces: list[Line] = []
    at, torn = line.start, False
    for cut in sorted(cuts, key=lambda cut: cut.start):
        if at < cut.start:
            pieces.append(_piece(line, at, cut.start, torn, bool(pieces)))
        at, torn = cut.end, True
    if at < line.end:
        pieces.append(_piece(line, at, line.end, torn, bool(pieces)))
    return pieces


def _piece(line: Line, start: int, end: int, torn: bool, glued: bool) -> Line:
    return msgspec.structs.replace(
        line, start=start, end=end, torn=torn, glued=glued, head=line.start if glued else None
    )


def _candidates(text: str, lines: list[Line]) -> list[_Candidate]:
    """Lines of a page number's shape, bare numbers beside long lines, numbers parted by a blank from the line they open,
    and numbers between blanks inside a line."""
    pattern = _page_line(lexicon_folders())
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        if line.row is not None:
            continue
        if line.end - line.start <= _LONG_LINE * 2 and pattern.fullmatch(text, line.start, line.end):
            number = _BARE.search(text, line.start, line.end)
            value = int(number.group()) if number else 0
            found.append(_Candidate(index, value, line.start, line.end, torn=True, sure=True))
            continue
        if text[line.start].isdigit():
            found.extend(_at_head(text, lines, index))
        if len(text[line.start : line.end].split(None, 1)) < 2:  # most lines hold no blank at all
            continue
        if _BLANK_NUMBER.search(text, line.start, line.end) is None:
            continue
        found.extend(
            _Candidate(index, int(hit.group(2)), hit.start(1), hit.end(1), torn=True, alone=_counted(text, line, hit))
            for hit in _INSIDE.finditer(text, line.start, line.end)
            if not wording.pattern("structure", "counted_behind_page").match(text, hit.end())
        )
    return found


def _counted(text: str, line: Line, hit: re.Match[str]) -> bool:
    """Whether a number inside running text stands before another that counts something."""
    return (
        is_prose(text, line)
        and wording.pattern("structure", "counted_in_pair").match(text, hit.end(), line.end) is not None
    )


def _at_head(text: str, lines: list[Line], index: int) -> list[_Candidate]:
    line, before = lines[index], lines[index - 1] if index else None
    torn = before is not None and is_prose(text, before) and not finished(text, before)
    if _BARE.fullmatch(text, line.start, line.end):
        around = [lines[place] for place in (index - 1, index + 1) if 0 <= place < len(lines)]
        if any(other.end - other.start >= _LONG_LINE for other in around):
            return [_Candidate(index, int(text[line.start : line.end]), line.start, line.end, torn)]
    elif head := _HEAD.match(text, line.start, line.end):
        torn = torn and wording.pattern("structure", "counted_behind_page").match(text, head.end(), line.end) is None
        return [_Candidate(index, int(head.group(1)), line.start, head.end(), torn)]
    return []


def _believed(candidates: list[_Candidate]) -> list[_Candidate]:
    """Those that count the pages up (a chain of at least three, many of them between halves of a sentence), those whose
    shape tells, and any other between two halves."""
    chain = _longest_chain(candidates)
    torn = sum(candidate.torn for candidate in chain)
    if len(chain) < _SHORTEST_CHAIN or torn < _TORN_SHARE * len(chain):
        chain = []
    chained = {(candidate.line, candidate.start) for candidate in chain}
    others = [
        candidate
        for candidate in candidates
        if (candidate.line, candidate.start) not in chained and (candidate.sure or (candidate.torn and candidate.alone))
    ]
    return chain + others


def _longest_chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """The longest run of candidates that count up by one (or two, where a number is lost)."""
    length: list[int] = []
    previous: list[int] = []
    latest: dict[int, int] = {}
    for place, candidate in enumerate(candidates):
        size, link = 1, -1
        for step in (1, 2):
            back = latest.get(candidate.value - step)
            if back is not None and length[back] + 1 > size:
                size, link = length[back] + 1, back
        length.append(size)
        previous.append(link)
        latest[candidate.value] = place
    chain: list[_Candidate] = []
    at = length.index(max(length)) if length else -1
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    return chain[::-1]


def _stray_numbers(text: str, lines: list[Line], vocabulary: Vocabulary) -> list[_Candidate]:
    """Numbers with a list mark that tear a sentence (负 / 2、责): the line before is not finished, and either the two
    halves make a usual turn or the number fits neither the list before nor the one behind it."""
    found: list[_Candidate] = []
    numbered = [
        (index, hit) for index, line in enumerate(lines) if (hit := _NUMBERED.match(text, line.start, line.end))
    ]
    if _all_pages(text, lines, numbered):
        return [_Candidate(i, int(hit[1]), lines[i].start, hit.end(), torn=True) for i, hit in numbered]
    for place, (index, hit) in enumerate(numbered):
        before = lines[index - 1] if index else None
        if before is None or before.row is not None or finished(text, before) or not is_prose(text, before):
            continue
        value = int(hit.group(1))
        earlier = int(numbered[place - 1][1].group(1)) if place else 0
        later = int(numbered[place + 1][1].group(1)) if place + 1 < len(numbered) else 0
        turn = vocabulary.knows(text[before.end - 4 : before.end], text[hit.end() : lines[index].end][:4])
        odd = value > 1 and earlier != value - 1 and later != value + 1 and text[before.end - 1].isalnum()
        if turn or odd:
            found.append(_Candidate(index, value, lines[index].start, hit.end(), torn=True))
    return found


def _all_pages(text: str, lines: list[Line], numbered: list[tuple[int, re.Match[str]]]) -> bool:
    """Whether every line is a page with its number before it, as sites that show papers give them out (1、…各站所负 / 2、责人…):
    the numbers count up from 1, and most pages break off in mid-sentence. The title of the first may have been parted."""
    places = [place for place, _ in numbered]
    whole = [place for place, line in enumerate(lines) if not line.start or text[line.start - 1].isspace()]
    if (
        len(places) < _FEWEST_PAGES
        or whole != places
        or [int(hit[1]) for _, hit in numbered] != list(range(1, len(places) + 1))
    ):
        return False
    starts = [lines[place].start for place in places]
    broken = sum(not finished(text, lines[place - 1]) for place in places[1:])
    return min(b - a for a, b in pairwise(starts)) >= _SHORTEST_PAGE and 2 * broken >= len(places) - 1
