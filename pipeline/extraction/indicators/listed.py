"""Names of what is counted together: the rest of a list behind the first thing, the sort told in brackets."""

from __future__ import annotations

from pipeline.extraction.indicators.phrases import Phrase, Reader
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity

_JOINTS = frozenset("、和与及以")
_EVENTS = frozenset({"次", "场", "期", "场次"})
_SORT_REACH, _GRADES_REACH = 14, 120
_ON_END = "连续"
_ENGAGED, _WORK_REACH = "从事", 40


def with_the_rest(reader: Reader, phrase: Phrase, item: Quantity, ceiling: int, *, person: bool) -> Phrase:
    """The thing behind a quantity with those counted together with it (300名医生+、护士和药剂师; 3次演练+与培训)."""
    if not phrase.offsets or not (person or item.unit in _EVENTS):
        return phrase
    text, end = reader.board.text, phrase.offsets[-1] + 1
    if end >= ceiling or text[end] not in _JOINTS:
        return phrase
    row = "persons_listed" if person else "events_listed"
    found = wording.pattern("indicator", row).match(text, end, ceiling)
    if found is None:
        return phrase
    return Phrase(phrase.text + found[0], phrase.offsets + tuple(range(end, found.end())))


def engaged_in(text: str, start: int, floor: int) -> Phrase | None:
    """What someone did for so many years, a list of kinds of work and all (从事外科的医疗、护理和管理工作+超过10年)."""
    lowest = max(floor, start - _WORK_REACH)
    if text.find(_ENGAGED, lowest, start) < 0:
        return None
    found = wording.pattern("indicator", "engaged_in").search(text, lowest, start)
    return Phrase(found[0], tuple(range(found.start(), found.end()))) if found else None


def of_grade(text: str, start: int, left: str) -> str:
    """What is parted in grades of which a sum's name tells but one (补贴标准分为2档。1档+每户2000元), else that name."""
    if wording.pattern("indicator", "grade_alone").fullmatch(left) is None:
        return left
    found = list(wording.pattern("indicator", "parted_in_grades").finditer(text, max(0, start - _GRADES_REACH), start))
    return found[-1][1] if found else left


def on_end(text: str, item: Quantity, left: str) -> str:
    """What is done all that time, where the words before say but that it is on end (连续两年+未完成任务 → 连续未完成任务)."""
    if left != _ON_END:
        return left
    found = wording.pattern("indicator", "on_end").match(text, item.end)
    return left + found[1] if found else left


def sort_told(text: str, start: int) -> str:
    """The sort that brackets right before a quantity tell of the thing named before them (优秀教师(乡村类)10名)."""
    if text[start - 1 : start] != ")":
        return ""
    found = wording.pattern("indicator", "sort_in_brackets").search(text, max(0, start - _SORT_REACH), start)
    return found[0] if found else ""
