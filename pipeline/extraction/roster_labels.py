"""Where a line gives people a seat: `组 长:…`, `成员为…`, `…任办公室主任`, `后勤保障组:…`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.extraction.group_names import cue_ending, group_ending
from pipeline.extraction.name_chain import is_han
from pipeline.extraction.names import parse_piece
from pipeline.extraction.names_lexicon import PositionRow, position_rows
from pipeline.lexicon import lexicon_folders

LabelKind = Literal["list", "appointed", "group", "open"]

_COUNT = re.compile(r"[(]?(?:共|各)?[0-9一二三四五六七八九十]{1,3}[人名位][)]?\s{0,3}$")
_MARK = re.compile(r":|[—–-]{1,3}(?=[\u4e00-\u9fff ])|[】\]]")
_CLASS = re.compile(r"(?:[高初]?[一二三四五六七八九0-9]{1,2}(?:年级)?)?[(]?[一二三四五六七八九十0-9]{1,2}[)]?班$")
_LONGEST_SEAT = 10
_LONGEST_PREFIX = 8
_LONGEST_OPEN = 8
_BLANKS = 6
# A seat named without a colon: 组长由…担任, 成员为…, 组长张三
_POSTLIKE = ("committee_lead", "committee_deputy", "office", "helper", "responsible", "liaison")
_TEACHING_GROUPS = ("教研组", "备课组", "年级组", "学科组")
_OPENERS = ("分别为", "分别是", "分别由", "包括", "包含", "由", "为", "是", "有")
_VERBS = ("兼任", "担任", "出任", "任", "为", "兼")


class Label(msgspec.Struct, frozen=True):
    """A seat named in a line. `start`/`end` cover the label; for `appointed` the people stand in front of it (`start` is
    the verb's), else behind it. `open` labels may be anything short (场地布置:…): only their place makes them seats."""

    kind: LabelKind
    start: int
    end: int
    seat: str
    rule: str
    chief: bool = False
    weak: bool = False
    within: bool = False


class _Seats(msgspec.Struct, frozen=True):
    rows: dict[str, PositionRow]
    bare: re.Pattern[str]
    names: frozenset[str]
    barred: tuple[str, ...]


def seat_words() -> frozenset[str]:
    """All seats that a bracket or a post may name."""
    return _seats(lexicon_folders()).names


def seat_rule(words: str) -> str | None:
    """The lexicon row that a seat's name stands in, or null for other words."""
    row = _seats(lexicon_folders()).rows.get(words)
    return row.id if row else None


def labels(text: str, start: int, end: int) -> list[Label]:
    """The labels in a block of folded text, in order, none over another."""
    seats = _seats(lexicon_folders())
    found = sorted(
        [
            *_before_colons(text, start, end, seats),
            *_without_colon(text, start, end, seats),
            *_at_line_start(text, start, end, seats),
        ],
        key=lambda label: (label.start, -label.end),
    )
    kept: list[Label] = []
    for label in found:
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
    return kept


@lru_cache(maxsize=2)
def _seats(_folders: object) -> _Seats:
    rows = {word: row for row in position_rows() if row.kind == "seat" for word in row.listed()}
    bare = sorted((word for word, row in rows.items() if row.bare != "no"), key=lambda word: (-len(word), word))
    spaced = "|".join(r" {0,4}".join(map(re.escape, word)) for word in bare)
    # 主任, 秘书长 in a bracket are standing posts; 组长 and 总指挥 are seats
    strong = frozenset(word for word, row in rows.items() if row.id not in _POSTLIKE and not row.weak)
    barred = tuple(word for row in position_rows() if row.kind == "not_seat" for word in row.listed())
    return _Seats(rows, re.compile(spaced), strong, barred)


def _before_colons(text: str, start: int, end: int, seats: _Seats) -> Iterator[Label]:
    for mark in _MARK.finditer(text, start, end):
        colon = mark.start()
        label = (
            _seat_before(text, start, colon, seats)
            or _group_before(text, start, colon)
            or _open_before(text, start, colon, seats)
        )
        if label is not None:
            yield msgspec.structs.replace(label, end=mark.end())


def _seat_before(text: str, start: int, colon: int, seats: _Seats) -> Label | None:
    at = _skip_count(text, start, colon)
    begin, words = _seat_ending(text, start, at, seats)
    if not words:
        return None
    row = seats.rows[words]
    if begin > start and text[begin - 1] == "兼":
        first, other = _seat_ending(text, start, begin - 1, seats)
        if other:
            begin, words, row = first, f"{other}兼{words}", seats.rows[other]
    if not _may_begin(text, start, begin):
        run = _run_start(text, start, begin)
        if not row.prefixed or begin - run > _LONGEST_PREFIX:
            return None
        words, begin = text[run:begin] + words, run
    return Label("list", begin, colon + 1, words, row.id, row.rank == "chief", row.weak, row.within)


def _skip_count(text: str, start: int, at: int) -> int:
    """Step back over blanks and a head count (`(3人)`, `2名`) in front of a colon."""
    while at > start and text[at - 1] == " ":
        at -= 1
    if at > start and text[at - 1] in ")人名位":
        count = _COUNT.search(text, max(start, at - 10), at)
        if count:
            at = count.start()
    while at > start and text[at - 1] == " ":
        at -= 1
    return at


def _seat_ending(text: str, start: int, at: int, seats: _Seats) -> tuple[int, str]:
    """The longest seat that ends at `at`, blanks inside it left out, and where it begins."""
    index, gap, compact = at, 0, ""
    best = (at, "")
    while index > start and len(compact) < _LONGEST_SEAT and gap <= _BLANKS:
        index -= 1
        if text[index] == " ":
            gap += 1
            continue
        if not is_han(text[index]):
            break
        gap = 0
        compact = text[index] + compact
        if compact in seats.rows:
            best = (index, compact)
    return best


def _may_begin(text: str, start: int, begin: int) -> bool:
    """Whether a seat may begin here: not inside a longer post (教研组长, 班主任), but behind a group or a name."""
    if begin == start or not is_han(text[begin - 1]):
        return True
    if group_ending(text, start, begin) or cue_ending(text, start, begin):
        return True
    run = begin
    while run > start and begin - run < 40 and (is_han(text[run - 1]) or text[run - 1] in " )("):
        run -= 1
    if run == start:
        return False
    segments = parse_piece(text, run, begin)
    return bool(segments) and segments[-1].kind in ("name", "suffix") and segments[0].kind != "skip"


def _group_before(text: str, start: int, colon: int) -> Label | None:
    """A line that opens with a group's name and a colon: `后勤保障组:张三、李四`."""
    at = _skip_count(text, start, colon)
    run = _run_start(text, start, at)
    school_class = _CLASS.search(text, max(start, at - 12), at)
    if school_class:
        run = school_class.start()
    elif at - run < 2 or not group_ending(text, run, at):
        return None
    return Label("group", run, colon + 1, "成员", "group_label", chief=True)


def _open_before(text: str, start: int, colon: int, seats: _Seats) -> Label | None:
    """Any short words in front of a colon, if they are no known label of another kind (联系人, 获奖教师)."""
    at = _skip_count(text, start, colon)
    run = _run_start(text, start, at)
    words = text[run:at]
    if (
        not 2 <= len(words) <= _LONGEST_OPEN
        or not all(map(is_han, words))
        or any(word in words for word in seats.barred)
    ):
        return None
    return Label("open", run, colon + 1, words, "open_label", weak=True)


def _run_start(text: str, start: int, at: int) -> int:
    """Where the words without a mark or blank in front of `at` begin."""
    run = at
    while run > max(start, at - 30) and text[run - 1] not in " ,。;:、)\n":
        run -= 1
    return run


def _without_colon(text: str, start: int, end: int, seats: _Seats) -> Iterator[Label]:
    for hit in seats.bare.finditer(text, start, end):
        words = hit.group().replace(" ", "")
        row = seats.rows[words]
        label = _appointed(text, start, hit, words, row, end)
        if label is None and row.bare == "both":
            label = _opened(text, start, hit, words, row, end)
        if label is not None:
            yield label


def _at_line_start(text: str, start: int, end: int, seats: _Seats) -> Iterator[Label]:
    """A line of a seat and, behind a blank, nothing but names: `计时员 张三 李四`."""
    words = ""
    for at in range(start, min(end, start + _LONGEST_SEAT + _BLANKS)):
        if text[at] == " ":
            row = seats.rows.get(words)
            if row is not None and not row.within:
                yield Label("list", start, at + 1, words, row.id, row.rank == "chief", weak=True)
        elif is_han(text[at]):
            words += text[at]
        else:
            return


def _appointed(text: str, start: int, hit: re.Match[str], seat: str, row: PositionRow, end: int) -> Label | None:
    """`…任组长`, `…兼任领导小组办公室主任`: the people stand in front of the verb."""
    after = text[hit.end()] if hit.end() < end else ""
    if after and (is_han(after) and after != "的"):
        return None
    head = hit.start()
    for begin in (head, _group_start(text, start, head)):
        for verb in _VERBS:
            if begin - len(verb) >= start and text.startswith(verb, begin - len(verb)):
                return Label("appointed", begin - len(verb), hit.end(), seat, row.id, row.rank == "chief")
    return None


def _group_start(text: str, start: int, head: int) -> int:
    """Where the group's name between verb and seat begins, or `head` where none stands there."""
    if not group_ending(text, start, head):
        return head
    for at in range(head, max(start, head - 30), -1):
        if text[at - 1] in "任兼为" or not is_han(text[at - 1]):
            return at
    return head


def _opened(text: str, start: int, hit: re.Match[str], seat: str, row: PositionRow, end: int) -> Label | None:
    """`组长由…担任`, `成员为…`, `组长 张三`, `组长张三`: told from prose by the name that must follow."""
    if not _may_begin(text, start, hit.start()) or text.endswith(_TEACHING_GROUPS, start, hit.start()):
        return None
    at = hit.end()
    while at < end and text[at] == " ":
        at += 1
    for opener in _OPENERS:
        if text.startswith(opener, at, end):
            at += len(opener)
            break
    if at >= end or text[at] in ":,。;、)":
        return None
    segments = [segment for segment in parse_piece(text, at, _piece_end(text, at, end)) if segment.kind != "suffix"]
    if not segments or not (segments[0].kind == "name" or (len(segments) > 1 and segments[1].kind == "name")):
        return None
    if segments[0].kind in ("skip", "tail") or (len(segments) > 1 and _glued_skip(segments[0].end, segments[1])):
        return None
    return Label("list", hit.start(), at, seat, row.id, row.rank == "chief")


def _glued_skip(end: int, following: object) -> bool:
    return getattr(following, "kind", "") == "skip" and getattr(following, "start", -1) == end


def _piece_end(text: str, at: int, end: int) -> int:
    stop = at
    while stop < end and text[stop] not in "、,;。:(!?":
        stop += 1
    return stop
