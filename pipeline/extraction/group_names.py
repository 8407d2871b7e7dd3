"""Names of groups that people sit in: where one ends, where it begins, which one a roster belongs to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.extraction.name_forms import is_han
from pipeline.lexicon import Entry, lexicon_folders, load, pinned, wording

_LONGEST_NAME = 60
_INSIDE = frozenset('“”"‘’《》()·—-')
_CONNECTORS = "和与及、"
# a verb ends in front of the name only so near to the start of the words
_NEAR = 6
_NUMBER = re.compile(r"[(]?[0-9一二三四五六七八九十]{1,3}[)]|[0-9一二三四五六七八九十两几]{1,3}(?:个|大)")


class GroupRow(Entry, frozen=True, kw_only=True):
    """Words by which groups are told: `head` ends a name, `opening` stands in front of one (`founding` sets it up), `cue` in
    a heading says that a roster of the leading group follows, `whole` begins with an opening and is a word of its own (设备)."""

    kind: Literal[
        "head", "opening", "founding", "cue", "event", "generic", "break", "not_behind", "list_title", "title_tail",
        "whole",
    ]  # fmt: skip
    words: str


class GroupMention(msgspec.Struct, frozen=True, gc=False):
    """A group's name in the text. `generic` for 领导小组 alone; `title` where the words are a title, `founded` where a
    verb sets the group up."""

    start: int
    end: int
    generic: bool
    title: bool
    founded: bool


class _Words(msgspec.Struct, frozen=True, gc=False):
    heads: re.Pattern[str]
    ending: re.Pattern[str]
    openings: re.Pattern[str]
    breaks: frozenset[str]
    founding: re.Pattern[str]
    cues: tuple[str, ...]
    events: tuple[str, ...]
    list_titles: tuple[str, ...]
    list_lasts: frozenset[str]
    title_tails: tuple[str, ...]
    plain: frozenset[str]


def group_ending(text: str, start: int, at: int) -> bool:
    """Whether `text[start:at]` ends with a group's name."""
    return (
        _words(pinned() or lexicon_folders()).ending.search(text, at - 8 if at - 8 > start else start, at) is not None
    )


def has_cue(text: str) -> bool:
    """Whether a heading announces a leading group (组织领导, 领导机构)."""
    return any(cue in text for cue in _words(pinned() or lexicon_folders()).cues)


def has_event_cue(text: str) -> bool:
    """Whether a heading of an event's plan announces who does what (裁判员名单, 人员分工)."""
    return _event_cue(pinned() or lexicon_folders(), text)


@lru_cache(maxsize=1024)
def _event_cue(folders: object, text: str) -> bool:
    """The same headings are asked about for each block under them."""
    return any(cue in text for cue in _words(folders).events)


def is_list_title(title: str) -> bool:
    """Whether a title promises names: 参赛队员名单, 领导小组成员, 裁判员."""
    words, known = title.rstrip(": ").removesuffix("如下"), _words(pinned() or lexicon_folders())
    return words[-1:] in known.list_lasts and words.endswith(known.list_titles)


def is_empty_name(title: str) -> bool:
    """Whether what is left of a title names no group (人员安排 → 人员)."""
    return title in _words(pinned() or lexicon_folders()).plain


def without_list_words(title: str) -> str:
    """A title without the words that only say that a list follows: 裁判员名单 → 裁判员."""
    tails = _words(pinned() or lexicon_folders()).title_tails
    while title.endswith(tails):
        title = next(title.removesuffix(tail) for tail in tails if title.endswith(tail))
    return title


def cue_ending(text: str, start: int, at: int) -> bool:
    """Whether `text[start:at]` ends with the words of such a heading (`三、组织机构组长:…` in flattened text)."""
    return text.endswith(_words(pinned() or lexicon_folders()).cues, max(start, at - 8), at)


def group_mentions(text: str, start: int, end: int) -> list[GroupMention]:
    """Groups named in `text[start:end]` (one line), in order."""
    words = _words(pinned() or lexicon_folders())
    found: list[GroupMention] = []
    floor = start
    for head in words.heads.finditer(text, start, end):
        begin, founded = _name_start(text, floor, head.start(), words)
        title = _is_title(text, start, begin, head.end(), end)
        if head.group() in ("组", "队") and not title:
            continue
        name = text[begin : head.end()]
        generic = name in words.plain
        if len(name) > 1:
            found.append(GroupMention(begin, head.end(), generic, title, founded))
        floor = head.end()
    return found


def group_text(text: str, mention: GroupMention) -> str:
    """The group's name without blanks and unpaired quotes."""
    name = text[mention.start : mention.end].replace(" ", "")
    if name.count('"') % 2:
        name = name.replace('"', "")
    for opening, closing in ("“”", "《》", "()"):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name.strip("—-·")


@lru_cache(maxsize=2)
def _words(_folders: object) -> _Words:
    by_kind: dict[str, set[str]] = {}
    for row in load("groups", GroupRow):
        by_kind.setdefault(row.kind, set()).update(row.words.split())
    heads = _longest_first(by_kind["head"])
    long = [head for head in heads if head not in wording.words("roster", "heads_in_words")]
    short = [head for head in heads if head in wording.words("roster", "heads_in_words")]
    barred = "|".join(_longest_first(by_kind["not_behind"]))
    pattern = f"(?:{'|'.join(long)})|(?:{'|'.join(short)})(?!{barred})"
    openings = by_kind["opening"] | by_kind["founding"] | by_kind["break"]
    return _Words(
        heads=re.compile(pattern),
        ending=re.compile(f"(?:{'|'.join(heads)})$"),
        openings=re.compile(
            f"(?!{'|'.join(_longest_first(by_kind['whole']))})(?:{'|'.join(_longest_first(openings))})"
        ),
        breaks=frozenset(by_kind["break"]),
        founding=re.compile("|".join(_longest_first(by_kind["founding"]))),
        cues=tuple(_longest_first(by_kind["cue"])),
        events=tuple(_longest_first(by_kind["event"])),
        list_titles=tuple(_longest_first(by_kind["list_title"])),
        list_lasts=frozenset(word[-1] for word in by_kind["list_title"]),
        title_tails=tuple(_longest_first(by_kind["title_tail"])),
        plain=frozenset(by_kind["generic"]),
    )


def _longest_first(words: set[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _name_start(text: str, floor: int, head: int, words: _Words) -> tuple[int, bool]:
    """Where the name that ends in a head begins: at a mark, or behind the last verb in front of it."""
    begin = head
    while begin > max(floor, head - _LONGEST_NAME) and _in_name(text[begin - 1]):
        begin -= 1
    if begin == floor and begin > 0 and begin < head and text[begin] in _CONNECTORS:
        begin += 1
    founded = words.founding.search(text, max(floor, begin - 12), head) is not None
    run = begin
    for verb in words.openings.finditer(text, run, head):
        # 布局调整工作领导小组: a verb far from the start, or one short word inside, is part of the name
        if verb.group() in words.breaks or verb.start() - run <= (_NEAR if len(verb.group()) > 1 else 0):
            begin = verb.end()
    return _over_number(text, _behind_appointing(text, begin, head, words), head), founded


def _behind_appointing(text: str, begin: int, head: int, words: _Words) -> int:
    """Leave out 的 in front of a name, and a person who is appointed in it (王强任领导小组组长)."""
    while begin < head and text[begin] == "的":
        begin += 1
    found = wording.pattern("roster", "appointing").search(text, begin, head)
    if found is not None and (not text[found.end() : head] or text[found.end() : head] in words.plain):
        return found.end()
    return begin


def _in_name(char: str) -> bool:
    return is_han(char) or char in _INSIDE or char.isalnum()


def _over_number(text: str, begin: int, head: int) -> int:
    """Leave out an item's number in front of a name: `(一)`, `2.` (dots never are in a name)."""
    number = _NUMBER.match(text, begin, head)
    return number.end() if number else begin


def _is_title(text: str, start: int, begin: int, stop: int, end: int) -> bool:
    """Whether a line is but this name: from its start (or number, or verb) to its end, colon or blank."""
    for mark in "。;!?":
        start = max(start, text.rfind(mark, start, begin) + 1)
    lead = text[start:begin].strip(" (.、0123456789")
    if lead and not (len(lead) <= 16 and not any(mark in lead for mark in ",。;:")):
        return False
    if stop >= end or text[stop] in ": (":
        return True
    return wording.pattern("roster", "behind_group_name").match(text, stop, end) is not None
