"""The seats that the lexicon knows, and where one is named in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.extraction.group_names import cue_ending, group_ending
from pipeline.extraction.name_forms import HAN, is_han
from pipeline.extraction.names import may_be_name, parse_piece
from pipeline.extraction.names_lexicon import PositionRow, position_rows, position_words
from pipeline.lexicon import holds_any, lexicon_folders, openings, wording

LabelKind = Literal["list", "appointed", "group", "open"]

_LONGEST_SEAT = 10
_BLANKS = 6
_LONGEST_OPEN = 12
_HAN_SIGN = re.compile(f"[{HAN}]")
# 4×100米接力, 实心球(男), 身高、体重
_OPEN = re.compile(r"[\u4e00-\u9fff0-9A-Za-z×*/、]{2,16}(?:[(][\u4e00-\u9fff0-9]{1,4}[)])?")


_MEMBER = "成员"


class Label(msgspec.Struct, frozen=True, gc=False):
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
    stop: int | None = None  # where its people end, if its bracket says so
    party: str | None = None  # the group that the label itself names


class Seats(msgspec.Struct, frozen=True, gc=False):
    """The seats. `bare` are those that need no colon behind them, `opening` finds where one begins."""

    rows: dict[str, PositionRow]
    bare: re.Pattern[str]
    opening: re.Pattern[str]
    lasts: frozenset[str]
    names: frozenset[str]
    events: frozenset[str]
    tasks: frozenset[str]
    barred: tuple[str, ...]
    barred_endings: tuple[str, ...]
    task_words: tuple[str, ...]


def seat_words() -> frozenset[str]:
    """All seats that a bracket or a post may name."""
    return seat_table().names


def seat_rule(words: str) -> str | None:
    """The lexicon row that a seat's name stands in, or null for other words."""
    row = seat_table().rows.get(words)
    return row.id if row else None


def seat_table() -> Seats:
    """The seats of the lexicons in force."""
    return _seats(lexicon_folders())


@lru_cache(maxsize=2)
def _seats(_folders: object) -> Seats:
    rows = {word: row for row in position_rows() if row.kind == "seat" for word in row.listed()}
    bare = sorted((word for word, row in rows.items() if row.bare != "no"), key=lambda word: (-len(word), word))
    spaced = _spaced(bare)
    # 主任, 秘书长 in a bracket are standing posts; 组长 and 总指挥 are seats
    strong = frozenset(word for word, row in rows.items() if not row.post and not row.weak)
    barred = tuple(word for row in position_rows() if row.kind == "not_seat" for word in row.listed())
    endings = tuple(word for row in position_rows() if row.kind == "not_seat_ending" for word in row.listed())
    events = frozenset(row.id for row in rows.values() if row.event)
    tasks = frozenset(row.id for row in rows.values() if row.event and row.weak)
    opening = openings(way for word in bare for way in (word[:2], word[0] + " " if word[1:] else word))
    sure = re.compile(f"{opening}(?<=(?={spaced}).)" if bare else "(?!)")
    lasts = frozenset(word[-1] for word in rows)
    return Seats(
        rows, re.compile(spaced), sure, lasts, strong, events, tasks, barred, endings, position_words("task_word")
    )


def _spaced(words: Sequence[str]) -> str:
    """A pattern of words with blanks between their characters, the longest first; what they have in common is tried once."""
    tails: dict[str, list[str]] = {}
    for word in words:
        tails.setdefault(word[0], []).append(word[1:])
    ways = []
    for sign, rests in tails.items():
        inner = _spaced([rest for rest in rests if rest])
        whole = "?" if "" in rests else ""
        ways.append(re.escape(sign) + (f"(?: {{0,4}}(?:{inner})){whole}" if inner else ""))
    return "|".join(ways)


def seats_in(text: str, start: int, end: int, seats: Seats) -> Iterator[re.Match[str]]:
    """Seats named without a colon, in order; tried only where one may begin."""
    at = start
    for opening in seats.opening.finditer(text, start, end):
        if opening.start() >= at and (hit := seats.bare.match(text, opening.start(), end)) is not None:
            yield hit
            at = hit.end()


def seat_ending(text: str, start: int, at: int, seats: Seats) -> tuple[int, str]:
    """The longest seat that ends at `at`, blanks inside it left out, and where it begins."""
    index, gap, compact = at, 0, ""
    best = (at, "")
    if at > start and text[at - 1] != " " and text[at - 1] not in seats.lasts:
        return best
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


def is_open(text: str, start: int, end: int, seats: Seats) -> bool:
    """Whether `text[start:end]` may be an open label: short words that are no name and no label of another kind
    (联系人, 获奖教师)."""
    words = text[start:end]
    measured = words[:1].isdigit()  # 50m, 4×100m: no Han character is needed behind a length
    if not (_OPEN.fullmatch(words) and 1 <= measured + len(_HAN_SIGN.findall(words)) <= _LONGEST_OPEN):
        return False
    barred = words.endswith(seats.barred_endings) and not wording.pattern("roster", "task_leader").fullmatch(words)
    if barred or holds_any(words, seats.barred):
        return False
    return not may_be_name(text, start, end) or [part.kind for part in parse_piece(text, start, end)] != ["name"]


def open_seat(words: str, seats: Seats) -> tuple[str, str | None]:
    """The seat that an open label gives, and the group where it names one: a task is a seat as it is written (数据上传);
    what is tested or played (身高体重) is nobody's seat but the party that people are members of."""
    if words in seats.rows or words.endswith(seats.task_words):
        return words, None
    return _MEMBER, words


def may_begin(text: str, start: int, begin: int) -> bool:
    """Whether a seat may begin here: not inside a longer post (教研组长, 班主任), but behind a group or a name."""
    if begin == start or not is_han(text[begin - 1]):
        return True
    if group_ending(text, start, begin) or cue_ending(text, start, begin):
        return True
    run = begin
    while run > start and begin - run < 40 and (is_han(text[run - 1]) or text[run - 1] in " )("):
        run -= 1
    if run == start and not text[max(0, start - 2) : start].endswith((":", ": ")):
        return False  # else: run into the colon of the label before (组长: / 张三副组长:)
    segments = parse_piece(text, run, begin)
    return bool(segments) and segments[-1].kind in ("name", "suffix") and segments[0].kind != "skip"


def run_start(text: str, start: int, at: int) -> int:
    """Where the words without a mark or blank in front of `at` begin."""
    run, lowest = at, at - 30 if at - 30 > start else start
    while run > lowest and text[run - 1] not in " ,。;:、)\n":
        run -= 1
    return run
