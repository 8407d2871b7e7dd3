"""Lines that put the names in brackets behind each task: `身高体重(张三、李四) 肺活量(王五)`."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.group_names import group_ending
from pipeline.extraction.names import parse_piece
from pipeline.extraction.people import PeopleList, Person, read_people
from pipeline.extraction.roster_seats import Label, Seats, is_open, open_seat, run_start
from pipeline.lexicon import wording

_LONGEST_BRACKET = 10
_LONGEST_OFFICE = 10
# not possessive: Python before 3.11.5 takes in the 5 of 50m
_SEPARATOR = re.compile(r"(?:[ \n、,;。]|[(]?[0-9]{1,2}[.、)](?![0-9]))*")
# 引体向上(男)(张三)
_ITEM = re.compile(r"([\u4e00-\u9fff0-9A-Za-z×*/、和及]{2,16}(?:[(](?:男|女)生?[)])?)(?:组|人员)?[:]? ?[(]")


def composed(text: str, start: int, end: int, seats: Seats) -> Label | None:
    """A sentence that says who makes up a group: `评审小组由张三(组长)、李四、王五三人组成`."""
    if text.find("组成", start, end) < 0:
        return None
    found = wording.pattern("roster", "composed_of").search(text, start, end)
    if found is None:
        return None
    at = found.start() - (text[found.start() - 1 : found.start()] == ":")
    run = run_start(text, start, at)
    if at - run < 2 or not group_ending(text, run, at):
        return None
    begin, stop = found.span("people")
    if begin < 0:  # 由以下人员组成:
        return Label("group", run, found.end(), "成员", "group_label", chief=True)
    if not only_people(read_people(text, begin, stop, seats.names)):
        return None
    return Label("group", run, begin, "成员", "group_label", chief=True, stop=stop)


def bracket_labels(text: str, start: int, end: int, seats: Seats) -> list[Label]:
    """The tasks of a line that holds nothing but tasks and their people in brackets; the last bracket may be open, and
    one that the line before opened may close at its start. Nothing for any other line."""
    if text.find("(", start, end) < 0:
        return []
    found: list[Label] = []
    at = _behind_closing(text, start, end, seats)
    while (at := _over_separators(text, at, end)) < end:
        item = _ITEM.match(text, at, end)
        if item is None:
            return []
        close = text.find(")", item.end(), end)
        stop = close if close >= 0 else end
        words = "".join(item[1].split())
        if not (words in seats.rows or is_task(text, at, item.end(1), seats)):
            return []
        if not only_people(read_people(text, item.end(), stop, seats.names)):
            return []
        row, (seat, party) = seats.rows.get(words), open_seat(words, seats)
        found.append(
            Label(
                "open",
                at,
                item.end(),
                seat,
                row.id if row else "open_label",
                weak=True,
                stop=None if close < 0 else stop,
                party=party,
            )
        )
        at = stop + 1
    return found


def people_by_sort(text: str, start: int, end: int, seats: frozenset[str]) -> list[Person]:
    """The people of a line that holds nothing but sorts of people with their names in brackets (七年级班主任(张三、李四);医务(王五)), the
    sort as each one's post; none for any other line."""
    found: list[Person] = []
    sort = wording.pattern("roster", "sort_of_people")
    at = start
    while (at := _over_separators(text, at, end)) < end:
        item = sort.match(text, at, end)
        close = text.find(")", item.end(), end) if item else -1
        if item is None or close < 0:
            return []
        people = read_people(text, item.end(), close, seats)
        if not only_people(people):
            return []
        post = item.span("sort")
        found += [msgspec.structs.replace(person, post=person.post or post) for person in people.people]
        at = close + 1
    return found


def behind_unnamed(text: str, start: int, end: int) -> int:
    """Behind the people without names that open a line of a list (各班班主任 各体育教师 张三)."""
    unnamed = wording.pattern("roster", "unnamed_at_head").match(text, start, end)
    return unnamed.end() if unnamed else start


def named_behind(text: str, label: Label, end: int, seats: frozenset[str]) -> list[Person]:
    """Who an appointed office is, told in a bracket behind the seat (由校长任组长(张三))."""
    opening = label.end
    closing = text.find(")", opening, min(end, opening + _LONGEST_BRACKET))
    if closing < 0 or text[opening] != "(":
        return []
    people = read_people(text, opening + 1, closing, seats)
    begin = max(text.rfind(mark, 0, label.start) for mark in "由,、。;:\n") + 1
    if len(people.people) != 1 or not only_people(people) or not 0 < label.start - begin <= _LONGEST_OFFICE:
        return []
    return [msgspec.structs.replace(people.people[0], post=(begin, label.start))]


def is_task(text: str, start: int, end: int, seats: Seats) -> bool:
    """Whether words may name a task: no person, no office, no label of another kind."""
    if not is_open(text, start, end, seats):
        return False
    if text[start].isdigit():  # 50米跑: no one is called 米跑
        return True
    return not {segment.kind for segment in parse_piece(text, start, end)} <= {"name", "post", "org", "suffix"}


def _over_separators(text: str, at: int, end: int) -> int:
    separator = _SEPARATOR.match(text, at, end)
    return separator.end() if separator else at


def _behind_closing(text: str, start: int, end: int, seats: Seats) -> int:
    """Behind the bracket that the line before left open, if names close it at the start of this line."""
    close = text.find(")", start, end)
    if close < 0 or text.find("(", start, close) >= 0:
        return start
    return close + 1 if only_people(read_people(text, start, close, seats.names)) else start


def only_people(people: PeopleList) -> bool:
    """Whether a stretch holds names and nothing else."""
    return people.complete and bool(people.people) and not people.unread and not people.unnamed
