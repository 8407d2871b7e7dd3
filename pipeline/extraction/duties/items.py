"""What a governor's items and lines give: whole items, or clauses that name no actor of their own."""

from __future__ import annotations

import re

from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.persons import listed_names
from pipeline.extraction.duties.running import opening_subject
from pipeline.extraction.duties.scene import Candidate, Scene, trimmed
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.titles import Governor
from pipeline.lexicon import wording
from pipeline.structure import clauses, sentences

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_HEAD = 30
_LONGEST_NAMES = 40
_BESIDE_NAME = re.compile(r"\s?(?:\([^()]{1,12}\))?[。;]?\s?$")
_LONGEST_OCCASION = 24


def item_of(scene: Scene, governor: Governor, start: int, end: int) -> list[Candidate]:
    """A whole item as one duty, unless it opens with an actor of its own."""
    first = next(iter(clauses(scene.text, start, end)), None)
    if first is None or len(_HAN.findall(scene.text, start, end)) < 4:
        return []
    if (
        _title_alone(scene, start, end)
        or _told_of_seats(scene, *first)
        or _no_task(scene.text[start:end].strip())
        or _only_names(scene, start, end)
    ):
        return []  # 应急指挥部:由校长担任总指挥
    own = opening_subject(scene, *first)
    told = own is not None and (own.form == "subject" or scene.text[start] == "本")
    told = told and not (governor.kind == "post" and _apposed(scene, own))
    if told and own is not None and not _only_met(scene, own, first[1]):
        return []  # 本制度由教务处负责解释
    return [_candidate(governor, start, _own_end(scene, start, end))]


def _title_alone(scene: Scene, start: int, end: int) -> bool:
    """Whether words are only what is told below them (园长:安全工作职责; 主考、巡视员职责)."""
    titled = scene.text.endswith(scene.lexicon.words["duty_heads"], start, end)
    return titled and not imperative(scene, start, end)


def _apposed(scene: Scene, own: Subject | None) -> bool:
    """Whether an item opens with what its post is, and tells what that one does behind the comma (学校安全第一责任人,负责…)."""
    if own is None or scene.text[own.end : own.end + 1] != ",":
        return False
    return scene.lexicon.cue["responsible"].ends(scene.text[own.start : own.end])


def _only_names(scene: Scene, start: int, end: int) -> bool:
    """Whether an item is no more than who holds a seat (办公室主任:某某(兼任))."""
    if end - start > _LONGEST_NAMES:
        return False
    verb = scene.lexicon.verb.at(scene.text, start, end)
    if len(verb) > 1 and scene.board.segmentation.is_boundary(start + len(verb)):
        return False  # 维修+门窗,备足用品
    bare = _BESIDE_NAME.search(scene.text, start, end)
    stop = bare.start() if bare is not None else end
    names = listed_names(scene.text, start, stop)
    return bool(names) and names[-1].end == stop


def _only_met(scene: Scene, own: Subject, end: int) -> bool:
    """Whether the learner or parent that opens an item is only what its party meets with (幼儿入园时+要进行晨检)."""
    party = scene.actor_at(own.start)
    if party is None or not (party.weak or party.kind == "person") or party.end != own.end:
        return False
    stop = min(end, own.end + _LONGEST_OCCASION)
    return scene.lexicon.patterns["occasion_met"].match(scene.text, own.end, stop) is not None


def _no_task(words: str) -> bool:
    """Whether words only count the seats of a group, stand in a bracket by themselves ((各班选派)), or tell of the making of
    the paper (为加强管理,特签订本责任书)."""
    bare = words.rstrip("。;")
    if wording.pattern("duty", "lists_its_parts").match(words) or wording.pattern("duty", "says_what_is").match(words):
        return True
    if bare.endswith("的") and not bare.endswith(("目的", "有的")):
        return True  # 学生多次扰乱秩序的;: a case
    if wording.pattern("duty", "befalls").match(words) or wording.pattern("duty", "other_cases").match(words):
        return True  # 因失职造成事故的,取消评优资格
    if bare[:1] == "为" and wording.pattern("duty", "paper_closes").search(bare):
        return True
    if bare[:1] == "(" and bare.find(")") == len(bare) - 1:
        return True
    return wording.pattern("duty", "seats_counted").fullmatch(words) is not None


def _told_of_seats(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause says who belongs to a body or where it sits (抢险组由民兵组成; 办公室设在县水利局), not what it does."""
    text, cue = scene.text, scene.lexicon.cue
    comma = text.find(",", start, end)
    first = min(end, start + _LONGEST_HEAD, comma if comma > 0 else end)
    agent = text.find("由", start, first)
    if agent >= 0:
        found, seat = cue["seat"].inside(text, agent, end)
        if seat and not text.startswith("的", found + len(seat)):
            return True
    at, seat = cue["seat"].inside(text, start, first)
    holders = scene.actors_in(start, start + 3) if len(seat) > 1 else []
    if holders and (holders[0].end == at or scene.text.startswith("、", holders[0].end)):
        return True  # 教务处处长担任副主任,…
    return comma < 0 and cue["seated"].inside(text, start, first)[1] != ""


def _own_end(scene: Scene, start: int, end: int) -> int:
    """Where a sentence of an item begins that names another actor (…。网格长接报后须…): its own words end before it."""
    for begin, stop in sentences(scene.text, start, end)[1:]:
        if (
            scene.names_actor(begin, stop)
            and (other := opening_subject(scene, begin, stop))
            and other.form == "subject"
        ):
            return trimmed(scene.text, start, begin)[1]
    return end


def split(scene: Scene, governor: Governor, start: int, end: int) -> list[Candidate]:
    """Running text under a heading: a duty for each clause that names no actor of its own."""
    return [
        item
        for first, last in sentences(scene.text, start, end)
        if not _preamble(scene.text[first:last].strip())
        for begin, stop in clauses(scene.text, first, last)
        for item in item_of(scene, governor, begin, stop)
    ]


def _preamble(words: str) -> bool:
    """Whether a sentence of several clauses tells why the paper was made (为了…;为了…,特制定本职责。)."""
    if words[:1] != "为":
        return False
    closes = wording.pattern("duty", "paper_closes").search(words.rstrip("。;"))
    return closes is not None or wording.pattern("duty", "tells_founding").search(words) is not None


def _candidate(governor: Governor, start: int, end: int) -> Candidate:
    cues = (governor.cue,) if governor.cue else ()
    return Candidate(start, end, governor.actor, governor.kind, governor.rule, governor.modality, cues=cues)
