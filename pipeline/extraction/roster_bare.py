"""Seats named without a colon: `组长由…担任`, `…任办公室主任`, lines and columns of a seat and its people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.group_names import group_ending
from pipeline.extraction.name_chain import Segment
from pipeline.extraction.name_forms import HAN, is_han
from pipeline.extraction.names import parse_piece
from pipeline.extraction.names_lexicon import PositionRow, position_words
from pipeline.extraction.roster_seats import Label, Seats, may_begin, seats_in

_LONGEST_LABEL = 16
_LONGEST_NAME = 4
_LONGEST_OFFICE = 8
_COUNT = re.compile(r" {0,2}[(]?(?:共|各)?[0-9一二三四五六七八九十两]{1,3}[人名位][)]? {0,3}(?=[\u4e00-\u9fff])")
_COUNT_STARTS = frozenset(" (共各0123456789一二三四五六七八九十两")  # spares trying it at each character
_SEAT_SIGNS = re.compile(f"[{HAN} ]{{0,{_LONGEST_LABEL}}}")
_COUNT_SIGN = re.compile(f"[{''.join(sorted(_COUNT_STARTS))}]")
_MARKS = frozenset(",。;:、!?《》“”")
_MARKS_BUT_LISTING = re.compile("[,。;:!?《》“”()]")
_LONGEST_LINE = 80
_MARK_OR_COUNT = re.compile(f"[{''.join(sorted(_COUNT_STARTS | _MARKS))}]")
_NAME_AND_WORD = re.compile(
    r"([\u4e00-\u9fff·]{2,8}|[\u4e00-\u9fff] {1,3}[\u4e00-\u9fff])[ :—-]{1,4}([\u4e00-\u9fff]{2,8})(?=[ ,。;、(]|$)"
)


def without_colon(text: str, start: int, end: int, seats: Seats) -> list[Label]:
    """Labels in running words and in columns."""
    named = _behind_name(text, start, end, seats)
    return [*_in_words(text, start, end, seats), *in_columns(text, start, end, seats), *((named,) if named else ())]


def _in_words(text: str, start: int, end: int, seats: Seats) -> Iterator[Label]:
    for hit in seats_in(text, start, end, seats):
        words = hit.group().replace(" ", "")
        row = seats.rows[words]
        label = _appointed(text, start, hit, words, row, end)
        # 主任周文静(兼), 联络员为周文静
        also = text.find("(兼", hit.end(), min(end, hit.end() + _LONGEST_NAME + 2)) > 0 or text.startswith(
            position_words("opener"), hit.end()
        )
        if label is None and (row.bare == "both" or (row.bare == "appointed" and also)):
            label = _opened(text, start, hit, words, row, end)
        if label is None and row.bare == "appointed" and hit.start() == start and _only_names(text, hit.end(), end):
            label = Label("list", start, hit.end(), words, row.id, row.rank == "chief", weak=True)
        if label is not None:
            yield label


def _only_names(text: str, start: int, end: int) -> bool:
    """Whether a line has nothing but names behind the seat that opens it (主 任周文静, 副主任周文静 李 伟)."""
    if end - start > _LONGEST_LINE or _MARKS_BUT_LISTING.search(text, start, end):
        return False
    found = [part for part in parse_piece(text, start, end) if part.kind != "suffix"]
    return bool(found) and found[0].start == start and all(part.kind == "name" for part in found)


def in_columns(text: str, start: int, end: int, seats: Seats) -> list[Label]:
    """A line that opens with a seat and has nothing but names and seats behind it: `计时员 张三 李四 终点 王五`."""
    first = _column_seat(text, start, end, seats)
    if first is None:
        return []
    found = [first]
    at = first.end
    while at < end:
        stop = text.find(" ", at, end)
        stop = stop if stop >= 0 else end
        row = seats.rows.get(text[at:stop])
        if row is not None and not row.within:
            found.append(Label("list", at, stop, text[at:stop], row.id, row.rank == "chief", weak=True))
        at = stop + 1
    return found


def _behind_name(text: str, start: int, end: int, seats: Seats) -> Label | None:
    """A line that opens with a name and has the seat behind it: `王琛:总指挥,负责全面工作`, `李静 检录`."""
    found = _NAME_AND_WORD.match(text, start, end)
    if not found or found[2] not in seats.names:
        return None
    segments = parse_piece(text, start, found.end(1))
    if len(segments) != 1 or segments[0].kind != "name":
        return None
    row = seats.rows[found[2]]
    return Label("appointed", found.end(1), found.end(2), found[2], row.id, row.rank == "chief")


def _column_seat(text: str, start: int, end: int, seats: Seats) -> Label | None:
    """The seat that a line opens with, its characters perhaps parted by blanks, up to a blank or the line's end."""
    if _is_prose(text, start + 1, end):
        return None
    found: Label | None = None
    signs = _SEAT_SIGNS.match(text, start, end)
    reach = signs.end() if signs else start
    ends = [sign.start() - 1 for sign in _COUNT_SIGN.finditer(text, start + 1, reach + 1 if reach < end else end)]
    for at in ends if reach < end else [*ends, end - 1]:
        count = _COUNT.match(text, at + 1, end)
        if at + 1 == end or text[at + 1] == " " or count:
            words = text[start : at + 1].replace(" ", "")
            row = seats.rows.get(words)
            if row is None and len(words) == at + 1 - start:
                row = _prefixed(words, seats)
            if row is not None and not row.within:
                stop = count.end() if count else at + 1
                found = Label("list", start, stop, words, row.id, row.rank == "chief", weak=True)
            elif row is None and at + 1 < end and _is_group(text, start, at + 1):
                found = Label("group", start, at + 1, "成员", "group_label", chief=True)
    return found


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether no blank and no count stands before the first mark, or as far as labels reach."""
    reach = start + _LONGEST_LABEL
    sign = _MARK_OR_COUNT.search(text, start, reach if reach < end else end)
    return reach <= end if sign is None else sign[0] in _MARKS


def _is_group(text: str, start: int, stop: int) -> bool:
    """A team or class in front of a column of names: `第一组 张三 李四`."""
    return stop - start >= 2 and " " not in text[start:stop] and group_ending(text, start, stop)


def _prefixed(words: str, seats: Seats) -> PositionRow | None:
    for begin in range(1, len(words) - 1) if words[-1] in seats.lasts else ():
        row = seats.rows.get(words[begin:])
        if row is not None:
            return row if row.prefixed and not row.weak else None
    return None


def _appointed(text: str, start: int, hit: re.Match[str], seat: str, row: PositionRow, end: int) -> Label | None:
    """`…任组长`, `…兼任领导小组办公室主任`: the people stand in front of the verb."""
    after = text[hit.end()] if hit.end() < end else ""
    if after and (is_han(after) and after != "的"):
        return None
    head = hit.start()
    if row.id.startswith("group_") and text.endswith(position_words("teaching_group"), start, head):
        return None  # 聘任张三为数学教研组组长: a standing post
    starts = (head, _group_start(text, start, head), *(_modified(text, start, head) if row.id == "office" else ()))
    for begin in starts:
        for verb in position_words("appoint"):
            if begin - len(verb) >= start and text.startswith(verb, begin - len(verb)):
                return Label("appointed", begin - len(verb), hit.end(), seat, row.id, row.rank == "chief")
    return None


def _modified(text: str, start: int, head: int) -> Iterator[int]:
    """Where words may begin that say which office it is (兼任安全办公室主任), the nearest first."""
    for at in range(head - 1, max(start, head - _LONGEST_OFFICE) - 1, -1):
        if not is_han(text[at]):
            return
        yield at


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
    if text.endswith(position_words("teaching_group"), start, hit.start()):
        return None
    at = hit.end()
    while at < end and text[at] == " ":
        at += 1
    for opener in position_words("opener"):
        if text.startswith(opener, at, end):
            at += len(opener)
            break
    if at >= end or text[at] in ":,。;、)":
        return None
    stop = _piece_end(text, at, end)
    if any(word in text[at:stop] for word in position_words("electing")):
        return None  # 主任由依托单位聘任: who appoints
    if text[at:stop].endswith(position_words("not_person")):
        return None  # 主持自管会日常工作
    if not may_begin(text, start, hit.start()):  # asked late: the words before may have to be read
        return None
    segments = [segment for segment in parse_piece(text, at, stop) if segment.kind != "suffix"]
    if segments and text.startswith(position_words("modal"), hit.end()) and segments[0].end < stop:
        return None  # 领队应全程陪同
    if not segments or not (segments[0].kind == "name" or (len(segments) > 1 and segments[1].kind == "name")):
        return None
    if segments[0].kind in ("skip", "tail") or (len(segments) > 1 and _glued_skip(segments[0].end, segments[1])):
        return None
    return Label("list", hit.start(), at, seat, row.id, row.rank == "chief")


def _glued_skip(end: int, following: Segment) -> bool:
    return following.kind == "skip" and following.start == end


def _piece_end(text: str, at: int, end: int) -> int:
    stop = at
    while stop < end and text[stop] not in "、,;。:()!?":
        stop += 1
    return stop
