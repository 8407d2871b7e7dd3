"""The comma parts of a clause, and the label a sentence may stand behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Range, Scene, closing_of, parts_of, trimmed
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.words import Words
from pipeline.model.mention import ActorMention

_LONGEST_LABEL = 24
_IN_NO_LABEL = frozenset(",、(")
_FEWEST_ACTS, _MOST_ACTS = 3, 10
_LONGEST_ACT = 20
_LONGEST_STEP = 30
_STEP = re.compile("—{1,2}|[→➔⇒]|->|--")
_STEP_ENDS = frozenset("、—→➔⇒>-")
_ARROWS = frozenset("—→➔⇒")
_LONGEST_SHARE = 10


def behind_label(scene: Scene, start: int, end: int) -> int:
    """Behind words that only name what follows (实行组长负责制:各组组长…)."""
    if scene.text[start] == "(" and (closing := closing_of(scene.text, start, end)) > 0:
        return trimmed(scene.text, closing + 2, end)[0] if scene.text.startswith(":", closing + 1) else start
    if ":" not in scene.text[start:end][:_LONGEST_LABEL]:
        return start
    colon = scene.text.index(":", start)
    if colon + 1 >= end or not _IN_NO_LABEL.isdisjoint(scene.text[start:colon]):
        return start
    if scene.lexicon.patterns["label_of_rules"].search(scene.text, start, colon):
        return trimmed(scene.text, colon + 1, end)[0]  # 门卫值班要求:外来人员进校,门卫须…
    named = scene.actor_at(start)
    acts = predicate_at(scene, named.end, colon) if named is not None else None
    if acts and (
        acts.cue in scene.lexicon.modal.meaning or scene.lexicon.heading["lead_in"].inside(scene.text, start, colon)[1]
    ):
        return start  # 校长做到“四个带头”:必须带头听课;…
    opens = acts is not None and acts.cue in scene.lexicon.words["opens_line_to_call"]
    if opens and scene.lexicon.patterns["whom_to_call"].match(scene.text, colon + 1, end):
        return start  # 县民政局公布监督电话:办公室 0570-5012345
    return start if scene.text[colon + 1].isdigit() else trimmed(scene.text, colon + 1, end)[0]


def pieces_of(scene: Scene, start: int, end: int) -> list[Range]:
    while end > start and scene.text[end - 1] in "。;!?: \n":
        end -= 1
    found: list[Range] = []
    text = scene.text
    words = text[start:end]
    parted = "、" in words
    stepped = "—" in words or "→" in words or "-" in words
    if not (parted or stepped):
        return parts_of(text, start, end)
    for begin, stop in parts_of(text, start, end):
        if stepped and (steps := _steps(scene, begin, stop)):
            found += steps
            continue
        marks = text.count("、", begin, stop)  # what parts acts, agents and persons
        if marks and scene.names_actor(begin, begin + 1) and (turns := _turns(scene, begin, stop)):
            found += turns
            continue
        plain = not marks or (
            begin not in scene.persons and text.find("由", begin, stop) < 0 and not scene.charges(begin, stop)
        )
        if plain and marks < _FEWEST_ACTS - 1:
            found.append((begin, stop))
            continue
        for acts in _acts_apart(scene, begin, stop):
            for charge in [acts] if plain else _shares_apart(scene, *acts):
                found += _persons_apart(scene, *charge)
    return found


def _shares_apart(scene: Scene, start: int, end: int) -> Iterator[Range]:
    """A part cut between agents and between those charged with something of their own."""
    for act in _agents_apart(scene, start, end):
        yield from _charges_apart(scene, *act)


def _steps(scene: Scene, start: int, end: int) -> list[Range]:
    """A part cut at the arrows or dashes of a procedure, each step done by a party of its own (村民申请→镇政府审核→县民政局审批)."""
    text = scene.text
    begin = start
    found: list[Range] = []
    for mark in _STEP.finditer(text, start, end):
        found.append(trimmed(text, begin, mark.start()))
        begin = mark.end()
    found.append(trimmed(text, begin, end))
    if not _FEWEST_ACTS <= len(found) <= _MOST_ACTS:
        return []
    parties = [scene.actor_at(a) for a, _ in found]
    told = all(party is not None and a < b <= a + _LONGEST_STEP for party, (a, b) in zip(parties, found, strict=True))
    acts = any(party is not None and party.end < b for party, (_, b) in zip(parties, found, strict=True))
    return found if told and acts else []  # 校长→教导主任→班主任: a line of parties


def _timed(scene: Scene, start: int, end: int) -> list[tuple[Range, ActorMention, int]]:
    """The members of a list of which each is a party with how often it acts (县级河长每季度、乡级河长每月…), with the end of
    that time; empty for other lists."""
    begin = start
    found: list[tuple[Range, ActorMention, int]] = []
    while begin < end and len(found) <= _MOST_ACTS:
        mark = scene.text.find("、", begin, end)
        stop = mark if mark >= 0 else end
        party = scene.actor_at(begin)
        behind = scene.times.get(party.end, 0) if party is not None else 0
        if party is None or not behind or behind > stop:
            return []
        found.append(((begin, stop), party, behind))
        begin = stop + 1
    return found if len(found) > 1 else []


def _turns(scene: Scene, start: int, end: int) -> list[Range]:
    """A part cut where each of several parties acts as often as told (县级河长每季度巡河1次、乡级河长每月巡河2次)."""
    members = _timed(scene, start, end)
    return [part for part, _, _ in members] if all(behind < part[1] for part, _, behind in members) else []


def by_turns(scene: Scene, part: Range) -> Subject | None:
    """The first of several parties that do one act, each as often as told (县级河长每季度、乡级河长每月开展一次巡河)."""
    if not scene.names_actor(part[0], part[0] + 1):
        return None
    members = _timed(scene, *part) if "、" in scene.text[slice(*part)] else []
    if not members or (found := predicate_at(scene, members[-1][1].end, part[1])) is None:
        return None
    first = members[0][1]
    return Subject(first.start, first.end, first.kind, "subject", found.modality, found.cue)


def _acts_apart(scene: Scene, start: int, end: int) -> list[Range]:
    """A part cut where each of several parties does one act of a procedure (个人申请、班级评议、学生处审核)."""
    text = scene.text
    found: list[Range] = []
    if text.count("、", start, end) < _FEWEST_ACTS - 1 or scene.actor_at(text.index("、", start) + 1) is None:
        return [(start, end)]
    begin = start
    while len(found) <= _MOST_ACTS and (mark := text.find("、", begin, end)) >= 0:
        found.append((begin, mark))
        begin = mark + 1
    found.append((begin, end))
    if not _FEWEST_ACTS <= len(found) <= _MOST_ACTS or not all(_one_act(scene, *piece) for piece in found[1:]):
        return [(start, end)]
    led = scene.lexicon.cue["preposition"].at(text, start, end) or scene.lexicon.verb.at(text, start, end)
    return [(start, end)] if led or found[0][1] - start > _LONGEST_ACT else found


def _agents_apart(scene: Scene, start: int, end: int) -> list[Range]:
    """A part cut where behind 由 a second party does its own act (由教务处牵头、总务处配合做好考务)."""
    text = scene.text
    agent = text.find("由", start, end)
    mark = text.find("、", agent + 2, end) if agent >= 0 else -1
    while mark > 0:
        first, second = scene.actors_in(agent + 1, mark), scene.actor_at(mark + 1)
        if first and second is not None and first[-1].end < mark <= first[-1].end + _LONGEST_SHARE:
            acts = scene.lexicon.verb.inside(text, first[-1].end, mark)[1] and predicate_at(scene, second.end, end)
            if acts and "的" not in text[second.end : min(end, second.end + _LONGEST_SHARE)]:
                return [(start, mark), (mark + 1, end)]
        mark = text.find("、", mark + 1, end)
    return [(start, end)]


def in_procedure(scene: Scene, part: Range) -> Subject | None:
    """The party of a piece that is one of a row of acts (…、镇街初审、…)."""
    text = scene.text
    if text[part[0] - 1] not in _STEP_ENDS and text[part[1] : part[1] + 1] not in _ARROWS:
        return None
    party = scene.actor_at(part[0])
    if party is None or not _one_act(scene, *part):
        return None
    return Subject(part[0], party.end, party.kind, "subject", "must", scene.text[party.end : part[1]])


def opens_row(scene: Scene, part: Range, following: Range) -> Subject | None:
    """The party of the first of a row of acts parted by commas (社区初审,街道复核,…)."""
    party = scene.actor_at(part[0])
    if party is None or not (_one_act(scene, *part) and _one_act(scene, *following)):
        return None
    return Subject(part[0], party.end, party.kind, "subject", "must", scene.text[party.end : part[1]])


def _one_act(scene: Scene, start: int, end: int) -> bool:
    """Whether a piece is a party and what it does in a procedure, no more (党政办发文公布)."""
    party = scene.actor_at(start)
    if party is None or party.end >= end or end - start > _LONGEST_ACT:
        return False
    at = party.end
    while at < end and (word := scene.lexicon.cue["procedure_act"].at(scene.text, at, end)):
        at += len(word)
    either = party.end < at and scene.text.startswith("或", at) and _one_act(scene, at + 1, end)
    return at == end or either  # 个人申报或班组推荐


def _charges_apart(scene: Scene, start: int, end: int) -> list[Range]:
    """A part cut where each of several parties is charged with something of its own (音乐教师负责合唱、美术教师负责布展)."""
    text, charge = scene.text, scene.lexicon.cue["named_act"]
    found: list[Range] = []
    begin, mark = start, text.find("、", start, end)
    while mark > 0:
        if _charged(scene, charge, mark + 1, end) and len(found) < _MOST_ACTS and _charged(scene, charge, begin, end):
            found.append((begin, mark))
            begin = mark + 1
        mark = text.find("、", mark + 1, end)
    return [*found, (begin, end)]


def _charged(scene: Scene, charge: Words, at: int, end: int) -> bool:
    party = scene.actor_at(at)
    return party is not None and charge.at(scene.text, party.end, end) != ""


def _persons_apart(scene: Scene, start: int, end: int) -> Iterator[Range]:
    """A part cut before each further person who is charged (张强负责排课、李敏负责考务)."""
    begin = start
    while start in scene.persons and (mark := scene.text.find("、", begin + 1, end)) >= 0:
        if mark + 1 in scene.persons and not scene.actor_at(mark + 1):
            yield start, mark
            start = mark + 1
        begin = mark + 1
    yield start, end
