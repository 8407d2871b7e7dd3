"""Where a line gives people a seat: `组 长:…`, `成员为…`, `…任办公室主任`, `后勤保障组:…`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.extraction.group_names import group_ending
from pipeline.extraction.name_chain import SCHOOL_CLASS
from pipeline.extraction.names import may_be_name, parse_piece
from pipeline.extraction.names_lexicon import position_words
from pipeline.extraction.people import read_people
from pipeline.extraction.people_tokens import inner_label
from pipeline.extraction.roster_bare import in_columns, without_colon
from pipeline.extraction.roster_brackets import bracket_labels, composed, is_task, only_people
from pipeline.extraction.roster_seats import Label, Seats, is_open, may_begin, open_seat, run_start, seat_ending
from pipeline.lexicon import wording

_COUNT = re.compile(r"[(]?(?:共|各)?[0-9一二三四五六七八九十]{1,3}[人名位][)]?\s{0,3}$")
# a semicolon in place of a colon is a slip of the keyboard, unless a label of its own follows it (责任科室:安检组;责任人:…)
_MARK = re.compile(
    r"[:︰ː]|;(?=\s{0,3}[\u4e00-\u9fff])(?!\s{0,3}[\u4e00-\u9fff]{1,8}[:︰ː])|[—–-]{1,3}(?=[\u4e00-\u9fff ])|[】\]]"
)
# each mark begins with one of these; a class in front is looked for quickly
_MARK_SIGN = re.compile(rf"[:︰ː;—–\-】\]](?<=(?={_MARK.pattern}).)")
# what is in all labels but those that are a line alone or open with a seat; in brackets and columns too
_LABEL_SIGN = re.compile(r"[:︰ː;—–\-】\] (]")
_CLASS = re.compile(r"(?:[高初]?[一二三四五六七八九0-9]{1,2}(?:年级)?)?[(]?[一二三四五六七八九十0-9]{1,2}[)]?班$")
_REMARK = re.compile(r" ?[(][\u4e00-\u9fff、]{2,12}[)] ?$")
_LONGEST_REMARK = 16
_LONGEST_PREFIX = 8
_LIST_WORDS = 3
_LONGEST_TASK = 16
_LONGEST_MEMBERS = 80


def labels_of(text: str, stretches: list[tuple[int, int]], seats: Seats) -> list[list[Label]]:
    """The labels in each of some blocks of folded text, in order, none over another. Each kind is looked for in all of them before
    the next."""
    told = [one for one in stretches if _may_hold(text, one[0], one[1], seats)]
    made_up = [composed(text, start, end, seats) for start, end in told]
    colons = [list(_before_colons(text, start, end, seats)) for start, end in told]
    bare = [without_colon(text, start, end, seats) for start, end in told]
    labelled = {
        one: _with_brackets(text, *one, _apart(text, [*([first] if first else ()), *second, *third], seats), seats)
        for one, first, second, third in zip(told, made_up, colons, bare, strict=True)
    }
    # in most words can be no more than a label alone
    return [labelled[one] if one in labelled else in_columns(text, *one, seats) for one in stretches]


def _may_hold(text: str, start: int, end: int, seats: Seats) -> bool:
    """Whether a block may hold more than a label alone."""
    return (
        _LABEL_SIGN.search(text, start, end) is not None
        or seats.opening.search(text, start, end) is not None
        or text.find("组成", start, end) >= 0
    )


def _apart(text: str, found: list[Label], seats: Seats) -> list[Label]:
    """The labels of a block in order, none over another."""
    if len(found) > 1:
        found.sort(key=lambda label: (label.start, -label.end))
    kept: list[Label] = []
    for label in found:
        if not kept or (label.start >= kept[-1].end and not _post_of_first(text, kept[-1], label, seats)):
            kept.append(label)
    return kept


def _post_of_first(text: str, before: Label, label: Label, seats: Seats) -> bool:
    """Whether a seat without a colon is but the post of the first person behind a label (成员:办公室主任 张三)."""
    row = seats.rows.get(label.seat)
    colons = text[before.end - 1] == ":" and text[label.end - 1] != ":"
    return (
        before.kind == label.kind == "list"
        and colons
        and row is not None
        and row.post
        and not text[before.end : label.start].strip()
    )


def _with_brackets(text: str, start: int, end: int, found: list[Label], seats: Seats) -> list[Label]:
    """Labels of lines that put names in brackets, perhaps behind a group's name or a task (`测试小组:身高(张三)`)."""
    lead = [] if not found or found[0].kind not in ("group", "open") or found[0].start > start else found[:1]
    begin = lead[0].end if lead else start
    if len(found) > len(lead):
        return found
    brackets = bracket_labels(text, begin, end, seats)
    return [*lead, *brackets] if brackets else found


def _before_colons(text: str, start: int, end: int, seats: Seats) -> Iterator[Label]:
    reached = start
    for sign in _MARK_SIGN.finditer(text, start, end):
        colon = sign.start()
        mark = _MARK.match(text, colon, end) if colon >= reached else None
        if mark is None:
            continue
        reached = mark.end()
        if bracketed := _members_in_bracket(text, start, colon, seats):
            yield bracketed
            continue
        label = _seat_before(text, start, colon, seats)
        if label is None and mark.group() != ";":
            label = _group_before(text, start, colon, end) or _open_before(text, start, colon, seats)
        if label is not None:
            weak = label.weak or mark.group() == ";"
            order = wording.pattern("roster", "order_of_names").match(text, mark.end(), end)
            yield msgspec.structs.replace(label, end=(order or mark).end(), weak=weak)


def _seat_before(text: str, start: int, colon: int, seats: Seats) -> Label | None:
    at = _skip_count(text, start, colon)
    begin, words = seat_ending(text, start, at, seats)
    for _ in range(_LIST_WORDS):  # 检录人员:, 裁判员名单如下:
        if words or not text.endswith(position_words("list_word"), start, at):
            break
        at -= next(len(word) for word in position_words("list_word") if text.endswith(word, start, at))
        begin, words = seat_ending(text, start, at, seats)
    if not words and (bracket := _REMARK.search(text[max(start, at - _LONGEST_REMARK) : at])):
        at -= len(bracket.group())  # 副总指挥(现场总指挥):
        begin, words = seat_ending(text, start, at, seats)
    if not words:
        return None
    if not may_begin(text, start, begin):  # 评审小组+成员, not 评审+小组成员
        cuts = (
            cut for cut in range(1, len(words) - 1) if words[cut:] in seats.rows and text.endswith(words, begin, at)
        )
        cut = next((cut for cut in cuts if may_begin(text, start, begin + cut)), 0)
        begin, words = begin + cut, words[cut:]
    row = seats.rows[words]
    if begin > start and text[begin - 1] == "兼":
        first, other = seat_ending(text, start, begin - 1, seats)
        if other:
            begin, words, row = first, f"{other}兼{words}", seats.rows[other]
    if not may_begin(text, start, begin):
        run = run_start(text, start, begin)
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


def _members_in_bracket(text: str, start: int, colon: int, seats: Seats) -> Label | None:
    """A line that opens with a group's name, its people in a bracket and a colon: `安检组(张三、李四):负责…`."""
    opening = text.rfind("(", max(start, colon - _LONGEST_MEMBERS), colon - 1)
    if opening < 0 or text[colon - 1] != ")" or not only_people(read_people(text, opening + 1, colon - 1, seats.names)):
        return None
    run = run_start(text, start, opening)
    if opening - run < 2 or not group_ending(text, run, opening):
        return None
    return Label("group", run, opening + 1, "成员", "group_label", chief=True, stop=colon - 1)


def _group_before(text: str, start: int, colon: int, end: int) -> Label | None:
    """A line that opens with a group's name and a colon: `后勤保障组:张三、李四`; its people end where its charge begins
    (`安检组:张三,负责…`)."""
    at = _skip_count(text, start, colon)
    run = _behind_names(text, start, run_start(text, start, at), at)
    school_class = _CLASS.search(text, max(start, at - 12), at) if text.endswith("班", start, at) else None
    if school_class:
        run = school_class.start()
        if text[start:run].strip():
            return None
    elif at - run < 2 or not group_ending(text, run, at):
        return None
    return Label("group", run, colon + 1, "成员", "group_label", chief=True, stop=charge_behind(text, colon + 1, end))


def charge_behind(text: str, start: int, end: int) -> int | None:
    """Where the charge of a group begins behind its members' names (张三,负责…); null where none is told."""
    found = wording.pattern("roster", "charge_behind").search(text, start, min(end, start + _LONGEST_MEMBERS))
    return found.start() if found else None


def _behind_names(text: str, start: int, run: int, at: int) -> int:
    """Where a label begins that the names before it run into (flattened text: `跳高:王小明李小红跳远:张三`)."""
    if run == start or not may_be_name(text, run, at):
        return run
    segments = parse_piece(text, run, at)
    names = 0
    while names < len(segments) and segments[names].kind == "name":
        names += 1
    begin = segments[names].start if 0 < names < len(segments) else run
    return begin if at - begin >= 2 else run


def _open_before(text: str, start: int, colon: int, seats: Seats) -> Label | None:
    """Any short words in front of a colon, if they are no known label of another kind (联系人, 获奖教师)."""
    at = _skip_count(text, start, colon)
    run = _behind_names(text, start, run_start(text, start, at), at)
    if inner_label(text, start, colon) is not None and text[start:run].strip():
        return None
    if SCHOOL_CLASS.fullmatch(text, run, at):
        return None  # 一年级:王某 goes on with the list above it, if there is one
    run = _whole_task(text, start, run, at, seats)
    if not is_open(text, run, at, seats):
        return None
    seat, party = open_seat(text[run:at], seats)
    return Label("open", run, colon + 1, seat, "open_label", weak=True, party=party)


def _whole_task(text: str, start: int, run: int, at: int, seats: Seats) -> int:
    """Where a task of several words begins that opens its line: `身高、体重测试:`."""
    if run == start or text[run - 1] != "、" or at - start > _LONGEST_TASK or " " in text[start:at]:
        return run
    return start if is_task(text, start, run - 1, seats) else run
