"""Where a list of people stands: right behind a label, or right in front of a verb of appointment."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.name_chain import SCHOOL_CLASS
from pipeline.extraction.names_lexicon import position_words
from pipeline.extraction.people import PeopleList, Person, read_people
from pipeline.lexicon import wording

# numbers, and labels that part a list (七年级:), in front of the first person
_LEAD = re.compile(r"^[\s()0-9.、①-⑳]+|[\u4e00-\u9fff0-9()]{1,6}:")
_CLAUSE_MARKS = ",。;:!?\n("
_LONGEST_LIST = 200


def opens_with_person(text: str, start: int, people: PeopleList) -> bool:
    """Whether nothing but blanks or a post stands in front of the first person."""
    if not people.people:
        return False
    first = people.people[0]
    begin = min(first.start, first.post[0]) if first.post else first.start
    return not SCHOOL_CLASS.sub("", _LEAD.sub("", text[start:begin])).strip(" :")


def charged_people(text: str, start: int, stop: int, seats: frozenset[str]) -> PeopleList:
    """A list of people, read on behind the semicolon that ends a charge (张三,负责联络;李四,负责宣传)."""
    people = read_people(text, start, stop, seats)
    while people.people and not people.complete:
        charge = wording.pattern("roster", "charge_to_semicolon").match(text, people.end, stop)
        more = read_people(text, charge.end(), stop, seats) if charge else None
        if charge is None or more is None or not opens_with_person(text, charge.end(), more):
            break
        behind = text[more.people[0].end : stop].lstrip()
        if behind and behind[0] not in ",;、。(" and not behind.startswith(position_words("charge")):
            break
        people = msgspec.structs.replace(more, people=people.people + more.people)
    return people


def people_before(text: str, start: int, verb: int, seats: frozenset[str]) -> tuple[Person, ...]:
    """The people listed right in front of a verb of appointment."""
    begin = max(start, verb - _LONGEST_LIST)
    for mark in _CLAUSE_MARKS:
        found = text.rfind(mark, begin, verb)
        # a bracket that closes before the verb belongs to the list: 张三(副校长)任组长
        if found >= 0 and not (mark == "(" and text.find(")", found, verb) >= 0):
            begin = max(begin, found + 1)
    for word in position_words("before"):
        found = text.rfind(word, begin, verb)
        if found >= 0:
            begin = max(begin, found + len(word))
    people = read_people(text, begin, verb, seats)
    if people.unread and (attribute := text.rfind("的", begin, verb)) >= 0:  # 由分管安全的张三同志兼任
        people = read_people(text, attribute + 1, verb, seats)
    return people.people if people.complete and people.unread == 0 else ()
