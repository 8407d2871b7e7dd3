"""Who issued a plan, and when: from its signature, the lines below its title, its covering notice or its title."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.lexicon import wording
from pipeline.structure.cleaning import CleanText
from pipeline.structure.roles import Role, date_in, is_name, opens_title

_HISTORY_LINES = 8
_LINE, _LONG_LINE = 80, 600
_LONGEST_SEAT = 6
_MOST_SIGNING = 3
_BLANKS = re.compile("\\s+")
_PARTY = re.compile("甲\\s?方\\s?(?:\\([^()]{1,8}\\))?\\s?:\\s{0,8}([^\\s,。;:()]{3,30})")
_BEFORE_YEAR = re.compile("(.{2,20}?)(?=(?:19|20)\\d\\d)")


def signature(
    cleaned: CleanText, roles: list[Role], tail: list[int], below: list[int], above: list[int], *, named: bool = False
) -> tuple[str | None, str | None]:
    """Issuer and date: from the end of the plan (`tail`), else from the lines below its title, else from those above.
    `named`: the title names who issued it, so that the office that printed it counts for nothing."""
    issuer: str | None = None
    issued: str | None = None
    printed = [
        index
        for index in tail
        if roles[index].dated and wording.pattern("structure", "printing_lines").search(_words(cleaned, index))
    ]
    signed = [index for index in tail if index not in printed]
    below = [index for index in below if index not in printed]
    for lines in (signed[::-1], below, above[::-1], printed):
        for index in lines:
            signs = roles[index].name_end and not _heads_roster(cleaned, index)
            if issuer is None and signs and (lines is not printed or not named):
                issuer = _first_name(cleaned, roles, index)
            if issued is None and roles[index].dated:
                found = date_in(_words(cleaned, index))
                issued = found[1] if found else None
        if issued is None and lines is below:
            issued = _history(cleaned, below)
    return issuer, issued


def _heads_roster(cleaned: CleanText, index: int) -> bool:
    """Whether a body's name stands above its members (某某领导小组 / 组长:…): no signature."""
    if index + 1 >= len(cleaned.paragraphs) or ":" not in _words(cleaned, index + 1)[:_LONGEST_SEAT]:
        return False
    return _words(cleaned, index).endswith(wording.words("structure", "group_above_members"))


def speech(cleaned: CleanText, lines: Iterable[int]) -> tuple[str | None, str | None]:
    """Whose report it is and the day it was given, by the lines below its title: 2016年2月19日在某某会议上; 某区人民政府区长."""
    body: str | None = None
    day: str | None = None
    for index in lines:
        words = _words(cleaned, index)
        if day is None and (given := wording.pattern("structure", "given_to_assembly").search(words)):
            found = date_in(given.group(1))
            day = found[1] if found else None
        if body is None and (head := wording.pattern("structure", "head_of_government").match(words)):
            body = head.group(1)
    return body, day


def first_party(cleaned: CleanText, lines: Iterable[int]) -> str | None:
    """The body that has another sign its plan: 甲方: 某县教育局; 甲方(盖章): 某县教育局  乙方…."""
    for index in lines:
        found = _PARTY.match(_words(cleaned, index))
        if found and is_name(found.group(1)):
            return found.group(1)
    return None


def issuer_of_title(title: str, *, of_school: bool) -> str | None:
    """The body a title begins with: 某县人民政府关于…; 某小学2024年…; 某镇人民政府安全方案. `of_school`: the plan is one
    school's own."""
    if found := wording.pattern("structure", "issuers_before_about").match(title):
        return found.group(1)
    if (found := _BEFORE_YEAR.match(title)) and is_name(found.group(1)):
        return found.group(1)
    return opens_title(title, of_school=of_school)


def assembly_of(cleaned: CleanText, lines: Iterable[int]) -> str | None:
    """The assembly that passed a law, by the history below its title, without the number of its term."""
    for index in list(lines)[:_HISTORY_LINES]:
        words = _words(cleaned, index, _LONG_LINE)
        found = wording.pattern("structure", "assembly").search(words)
        if found and wording.pattern("structure", "acts_of_making").search(words):
            return found.group(1) + found.group(2)
    return None


def _history(cleaned: CleanText, lines: list[int]) -> str | None:
    """The latest of the dates on which a law or rule was passed or amended, as told below its title: 2015年4月1日 某会议
    通过; (2019年7月7日…通过 根据2021年9月1日…修正)."""
    dates: list[str] = []
    for index in lines[:_HISTORY_LINES]:
        for act in wording.pattern("structure", "acts_of_making").finditer(_words(cleaned, index, _LONG_LINE)):
            found = date_in(act.group(1))
            dates.extend([found[1]] if found else [])
    return max(dates, default=None)


def _first_name(cleaned: CleanText, roles: list[Role], index: int) -> str:
    """The first of the bodies that sign together, on one line or on lines of their own."""
    first = index
    while first and index - first < _MOST_SIGNING and roles[first - 1].name_end and not roles[first - 1].dated:
        first -= 1
    words = cleaned.text.text[cleaned.paragraphs[first].start : roles[first].name_end]
    names = words.split()
    # A short name may be the second half of one with a blank in it (某县教育局 办公室), unless the first is as short.
    several = len(names) > 1 and all(is_name(name) and len(name) >= min(4, len(names[0])) for name in names)
    return names[0] if several else _BLANKS.sub("", words)


def _words(cleaned: CleanText, index: int, longest: int = _LINE) -> str:
    paragraph = cleaned.paragraphs[index]
    return cleaned.text.text[paragraph.start : min(paragraph.end, paragraph.start + longest)]
