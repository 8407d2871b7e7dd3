"""Persons by name as subjects. Names carry no mark in running text: only what stands beside them tells them."""

from __future__ import annotations

import re

from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.name_chain import Segment
from pipeline.extraction.names import may_be_name, parse_piece, readable
from pipeline.extraction.posts_behind import is_name

_LONGEST_PERSON = 16
LONGEST_LIST = 40  # names, and the word that charges them
_JOINT = re.compile("[、和与]")
_NAME_LENGTHS = (3, 2, 4)


def person_at_head(scene: Scene, begin: int, end: int) -> Subject | None:
    """A person's name at the head of a part, also behind a post, before a word such as 负责 (教务主任李卫东负责排课)."""
    if found := _member(scene, begin, end):
        return found
    if not scene.charges(begin, begin + LONGEST_LIST):
        return None
    text, cue = scene.text, scene.lexicon.cue["named_act"]
    reach = LONGEST_LIST if _JOINT.search(text, begin, min(end, begin + _LONGEST_PERSON)) else _LONGEST_PERSON
    at, word = cue.inside(text, begin, min(end, begin + reach))
    if not word or at - begin < 2:
        return None
    owner = scene.actor_at(begin)
    if owner is None and _bound(scene, begin, end):
        return None  # 除及时上报外,应主动配合: no name 应主动
    if (owner is not None and at - owner.end < 2) or scene.actor_at(at):
        return None  # 教务处负责: no room for a name; 须经主管部门批准: no name
    if owner is not None and _bound(scene, owner.end, end):
        return None
    names = _names(scene, begin, at)
    if (
        not names
        or scene.actor_at(names[0].start)
        or text[names[0].start : names[-1].end] in scene.lexicon.cue["adverb"].meaning  # 依法+承担责任
        or (text[names[0].start] == "由" and _by_somebody(scene, names[0]))  # 由+考务负责人, 由+骆冰
        or text[names[0].start + 1 : at] in scene.lexicon.cue["compound_head"].meaning
    ):
        return None  # 向单位+主管汇报
    rest = text[names[-1].end : at].strip()
    known = scene.lexicon.cue
    if rest and not any(rest in known[role].meaning for role in ("named_act", "adverb", "person_title")):
        return None
    return Subject(names[0].start, names[-1].end, "person", "subject", "must", word)


def _by_somebody(scene: Scene, name: Segment) -> bool:
    """Whether what stands behind 由 is a party or a name by itself, so that 由 is no surname."""
    return scene.actor_at(name.start + 1) is not None or is_name(scene.text, name.start + 1, name.end)


def _names(scene: Scene, start: int, end: int) -> list[Segment]:
    """The names a stretch opens with: one, or a list (汤小燕、教务主任郑爽和李 伟); empty where anything else is in it."""
    text, is_boundary = scene.text, scene.board.segmentation.is_boundary
    names = listed_names(text, start, end, rest=True)
    if not names:
        return []
    torn = any(" " in text[one.start : one.end] for one in names)
    return names if torn or (is_boundary(names[0].start) and is_boundary(names[-1].end)) else []


def listed_names(text: str, start: int, end: int, *, rest: bool = False) -> list[Segment]:
    """The names that make up a stretch, each with a post or title or none; empty where anything else is in it, but for
    a `rest` behind the last."""
    names: list[Segment] = []
    begin = start
    for mark in [*_JOINT.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        segments = parse_piece(text, begin, stop)
        whole = segments and segments[0].start == begin and segments[-1].end == stop
        readings = readable(segments)
        found = [one for one in readings if one.kind == "name"]
        if len(found) != 1 or ((mark or not rest) and not (whole and len(readings) == len(segments))):
            return []
        if rest and any(one.kind != "suffix" for one in readings[readings.index(found[0]) + 1 :]):
            return []
        names += found
        begin = mark.end() if mark else end
    return names


def _member(scene: Scene, begin: int, end: int) -> Subject | None:
    """The member of a group named elsewhere in the text, by whatever predicate follows (郑玉华带队送考)."""
    name_end = scene.persons.get(begin, 0)
    if not name_end or name_end >= end:
        return None
    title = scene.lexicon.cue["person_title"].at(scene.text, name_end, end)
    predicate = predicate_at(scene, name_end + len(title), end)
    seats = (scene.lexicon.cue[role].at(scene.text, name_end, end) for role in ("seat", "appoint"))
    if predicate is None or any(seats):
        return None
    return Subject(begin, name_end, "person", "subject", predicate.modality, predicate.cue)


def _bound(scene: Scene, at: int, end: int) -> bool:
    """Whether a modal word with an adverb begins here, though it might be a surname (组长+应全程负责)."""
    word = scene.lexicon.modal.at(scene.text, at, end)
    return word != "" and scene.lexicon.cue["adverb"].at(scene.text, at + len(word), end) != ""


def name_behind(scene: Scene, start: int, end: int) -> Range | None:
    """The person's name right behind a post (生活教师+汤小燕); null where there is none."""
    is_boundary = scene.board.segmentation.is_boundary
    cue = scene.lexicon.cue
    text = scene.text
    if cue["joint"].at(text, start, end) or cue["adverb"].at(text, start, end) or cue["past"].at(text, start, end):
        return None  # 采购员+和+验收员, 领导+多次
    if cue["day_time"].at(scene.text, start, end):
        return None  # 值班人员+早上7:20前到岗
    for length in _NAME_LENGTHS:
        stop = start + length
        if scene.text[start:stop] in scene.lexicon.verb.meaning:
            continue  # 主任+召集
        if stop <= end and is_boundary(stop) and may_be_name(scene.text, start, stop):
            segments = readable(parse_piece(scene.text, start, stop))
            if len(segments) == 1 and segments[0].kind == "name" and segments[0].end == stop:
                return (start, stop)
    return None


def appointed(scene: Scene, before: Range, word: str) -> Subject | None:
    """The person given a seat in the part before and charged in the next (汤小燕任信息员,负责…)."""
    text, cue = scene.text, scene.lexicon.cue["appoint"]
    at, seat = cue.inside(text, before[0], min(before[1], before[0] + _LONGEST_PERSON))
    if not seat or at - before[0] < 2:
        return None
    at -= next(
        (len(title) for title in scene.lexicon.cue["person_title"].all if text.endswith(title, before[0], at)), 0
    )
    segments = readable(parse_piece(text, before[0] + text.startswith("由", before[0]), at))
    if not segments or segments[-1].kind != "name" or segments[-1].end != at:
        return None
    return Subject(segments[-1].start, at, "person", "pivot", "must", word)
