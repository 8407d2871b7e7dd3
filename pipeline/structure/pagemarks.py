"""Page numbers that stand between or at the head of lines of a plain text."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.structure.evidence import Vocabulary, finished, is_prose
from pipeline.structure.lines import Line

_BARE = re.compile("\\d{1,4}")
_HEAD = re.compile("(\\d{1,3})\\s{1,8}(?=[\\w“《(①-⑳])")
_NUMBERED = re.compile("(\\d{1,2})[、.](?=[\\u4e00-\\u9fff])")
_UNIT = re.compile("(?:[万亿]|元|人|名|所|个|%|年|月|日|项|平方|册|台|套|米|岁|周|节|分|次|班|学时|课时|公里|亩|级|类)")
_SHORTEST_CHAIN = 3
_TORN_SHARE = 0.4
_LONG_LINE = 20


class PageMark(Entry, frozen=True, kw_only=True):
    """A shape of lines that only name the page."""

    pattern: str


class _Candidate(msgspec.Struct, frozen=True):
    line: int
    value: int
    cut: int
    torn: bool


@lru_cache(maxsize=4)
def _page_line(_lexicons: object) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row.pattern})" for row in load("page_marks", PageMark)))


def without_page_marks(text: str, lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines without page numbers; a line that had one before it or at its head is marked `torn`."""
    pattern = _page_line(lexicon_folders())
    kept = [line for line in lines if line.row is not None or not pattern.fullmatch(text, line.start, line.end)]
    candidates = _candidates(text, kept)
    cuts = {candidate.line: candidate.cut for candidate in _believed(candidates)}
    cuts |= {index: cut for index, cut in _stray_numbers(text, kept, vocabulary) if index not in cuts}
    if not cuts:
        return kept
    result: list[Line] = []
    torn = False
    for index, line in enumerate(kept):
        cut = cuts.get(index)
        if cut is not None and cut >= line.end:
            torn = True
            continue
        if cut is not None:
            torn = True
            line = msgspec.structs.replace(line, start=cut)
        result.append(msgspec.structs.replace(line, torn=torn) if torn else line)
        torn = False
    return result


def _candidates(text: str, lines: list[Line]) -> list[_Candidate]:
    """Bare numbers on a line of their own beside long lines, and numbers parted by a blank from the line they open."""
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        if line.row is not None or not text[line.start].isdigit():
            continue
        before = lines[index - 1] if index else None
        torn = before is not None and is_prose(text, before) and not finished(text, before)
        if _BARE.fullmatch(text, line.start, line.end):
            around = [lines[place] for place in (index - 1, index + 1) if 0 <= place < len(lines)]
            if any(other.end - other.start >= _LONG_LINE for other in around):
                found.append(_Candidate(index, int(text[line.start : line.end]), line.end, torn))
        elif head := _HEAD.match(text, line.start, line.end):
            unit = _UNIT.match(text, head.end(), line.end) is not None
            found.append(_Candidate(index, int(head.group(1)), head.end(), torn and not unit))
    return found


def _believed(candidates: list[_Candidate]) -> list[_Candidate]:
    """Those that count the pages up (a chain of at least three, many of them between halves of a sentence), and any
    other between two halves."""
    best: list[_Candidate] = []
    length: dict[int, tuple[int, int]] = {}
    previous: dict[int, int] = {}
    latest: dict[int, int] = {}
    for place, candidate in enumerate(candidates):
        size, link = 1, -1
        for step in (1, 2):
            back = latest.get(candidate.value - step)
            if back is not None and length[back][0] + 1 > size:
                size, link = length[back][0] + 1, back
        length[place] = (size, place)
        previous[place] = link
        latest[candidate.value] = place
    if length:
        end = max(length.values(), key=lambda entry: (entry[0], -entry[1]))[1]
        while end >= 0:
            best.append(candidates[end])
            end = previous[end]
    torn = sum(candidate.torn for candidate in best)
    chain = best if len(best) >= _SHORTEST_CHAIN and torn >= _TORN_SHARE * len(best) else []
    chained = {candidate.line for candidate in chain}
    return chain + [candidate for candidate in candidates if candidate.torn and candidate.line not in chained]


def _stray_numbers(text: str, lines: list[Line], vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Numbers with a list mark that tear a sentence (负 / 2、责): the line before is not finished, and either the two
    halves make a usual turn or the number fits neither the list before nor the one behind it."""
    found: list[tuple[int, int]] = []
    numbered = [
        (index, hit) for index, line in enumerate(lines) if (hit := _NUMBERED.match(text, line.start, line.end))
    ]
    for place, (index, hit) in enumerate(numbered):
        before = lines[index - 1] if index else None
        if before is None or before.row is not None or finished(text, before) or not is_prose(text, before):
            continue
        value = int(hit.group(1))
        earlier = int(numbered[place - 1][1].group(1)) if place else 0
        later = int(numbered[place + 1][1].group(1)) if place + 1 < len(numbered) else 0
        line = lines[index]
        turn = vocabulary.knows(text[before.start : before.end][-4:], text[hit.end() : line.end][:4])
        whole = text[before.end - 1].isalnum()
        if turn or (value > 1 and earlier != value - 1 and later != value + 1 and whole):
            found.append((index, hit.end()))
    return found
