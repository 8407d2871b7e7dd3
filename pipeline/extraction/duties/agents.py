"""The party behind 由: who carries out what stands behind or before it (由教务处安排; 成绩由任课教师登记)."""

from __future__ import annotations

import re

from pipeline.extraction.duties.binding import Predicate
from pipeline.extraction.duties.joint_parties import joined
from pipeline.extraction.duties.modifiers import nominal_gap
from pipeline.extraction.duties.names import LONGEST_CLAUSE, nominal
from pipeline.extraction.duties.persons import name_behind
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.wholes import whole_name
from pipeline.lexicon import wording
from pipeline.model.mention import ActorMention

# 由教务处…; also whoever must be there (每天有一名值班教师巡查)
_MARK = re.compile("[由有归]")
_LONGEST_LIST = 200
_LONGEST_FIELD = 8
_JOINTS = "与和及"
_MOST_WITHIN = 5
_LONGEST_GAP = 24
_NO_NAME = frozenset(",;:。()的向到至把将被让使给对为因而")


def agent_of(scene: Scene, start: int, end: int, following: int = 0) -> Subject | None:
    """The party behind 由 (由教务处统一安排; 成绩由任课教师登记); its act may stand behind a comma, before `following`."""
    text = scene.text
    if _MARK.search(text, start, end) is None or (text[start] == "除" and text[end - 1] == "外"):
        return None  # 除重大活动由局里统一安排外: who acts else is said behind
    for mark in scene.lexicon.patterns["agent_mark"].finditer(text, start, end):
        at = mark.end() - 1
        if person := _person_agent(scene, at + 1, end):
            return person
        if made_up := _made_up(scene, at + 1, end):
            return made_up
        counted = scene.lexicon.patterns["at_least_heads"].match(text, at + 1, end)
        begin = counted.end() if counted else at + 1 + text.startswith("其", at + 1)  # 由其+所在单位负责人
        mentions = scene.actors_in(at + 1, min(end, at + LONGEST_CLAUSE))
        mentions = scene.actors_in(at + 1, min(end, at + _LONGEST_LIST)) if len(mentions) > 1 else mentions
        opens = mentions and (mentions[0].start <= begin or nominal(scene, begin, mentions[0]))
        opens = opens or (mentions and text[begin : mentions[0].start] in scene.lexicon.words["activities_of_posts"])
        opens = opens or (mentions and _in_charge(scene, begin, mentions[0]))
        marked = scene.board.segmentation.is_boundary(at) or text[at - 1] in wording.signs("duty", "fused_before_agent")
        if opens and marked:
            first, mentions = whole_name(scene, mentions, begin)
            name_end, last = joined(scene, first, mentions, end)
            if text.startswith("为主的", name_end) or scene.lexicon.patterns["funds"].match(text, name_end, end):
                continue  # 由教务处为主的办公室; 由中央财政+专项资金支持; 由企业+出资设立
            predicate = predicate_at(scene, name_end, end)
            kind = last.kind
            if predicate is None and kind == "post" and (name := name_behind(scene, name_end, end)):
                begin, name_end, kind = *name, "person"
                predicate = predicate_at(scene, name_end, end)
            predicate = predicate or _plain(scene, name_end, end)
            if predicate is None and name_end == end and at == start:
                predicate = _behind_pause(scene, end + 1, following)
            if predicate and not _seat(scene, predicate, end) and not _relative(scene, start, at, predicate, end):
                return Subject(begin, name_end, kind, "agent", predicate.modality, predicate.cue)
        if marked and (found := _behind_others(scene, begin, mentions, end)):
            return found
    return None


def _behind_pause(scene: Scene, begin: int, end: int) -> Predicate | None:
    """The act of a party behind 由 that a comma parts from it, behind how or by what it acts (由理事会,根据章程予以表决)."""
    if begin >= end or scene.actor_at(begin) or not scene.lexicon.cue["preposition"].at(scene.text, begin, end):
        return None
    return predicate_at(scene, begin, end)


def _behind_others(scene: Scene, begin: int, mentions: list[ActorMention], end: int) -> Subject | None:
    """The party behind 由 whose name begins with other parties' names, or with words that no name is known to have (由医院内
    持证+护士带教, 由各科、室、站分管+主任核对)."""
    for index, mention in enumerate(mentions[:_MOST_WITHIN]):
        gap = scene.text[begin : mention.start]
        if len(gap) > _LONGEST_GAP or not _NO_NAME.isdisjoint(gap):
            return None
        if scene.lexicon.patterns["funds"].match(scene.text, mention.end, end):
            return None
        name_end, last = joined(scene, mention, mentions[index:], end)
        predicate = predicate_at(scene, name_end, end)
        if (
            predicate
            and not _seat(scene, predicate, end)
            and not _relative(scene, begin - 1, begin - 1, predicate, end)
        ):
            return Subject(begin, name_end, last.kind, "agent", predicate.modality, predicate.cue)
    return None


def _in_charge(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether a post is told by the field it is in charge of (由+主管教学+主任)."""
    charged = scene.lexicon.patterns["charged_with_field"].fullmatch(scene.text, begin, mention.start)
    return charged is not None and mention.kind == "post" and not mention.weak


def _person_agent(scene: Scene, begin: int, end: int) -> Subject | None:
    """The person by name behind 由, with a title or none (由葛菲菲同志主持会商)."""
    if scene.actor_at(begin) or not scene.board.segmentation.is_boundary(begin - 1):
        return None
    name = name_behind(scene, begin, end)
    if name is None or (scene.text[name[1]] in _JOINTS and scene.actor_at(name[1] + 1) is not None):
        return None  # 由计算机与信息工程学院负责
    title = scene.lexicon.cue["person_title"].at(scene.text, name[1], end)
    predicate = predicate_at(scene, name[1] + len(title), end)
    if predicate is None or _seat(scene, predicate, end) or not (title or predicate.sure):
        return None
    return Subject(*name, "person", "agent", predicate.modality, predicate.cue)


def _made_up(scene: Scene, begin: int, end: int) -> Subject | None:
    """The group behind 由 that is told by who belongs to it (由律师、会计师等组成的清算组负责清理债务)."""
    made = scene.lexicon.patterns["made_up_of"].search(scene.text, begin, min(end, begin + LONGEST_CLAUSE))
    group = scene.first_actor(made.end(), min(end, made.end() + _LONGEST_FIELD)) if made is not None else None
    if made is None or group is None or not nominal(scene, made.end(), group):
        return None
    predicate = predicate_at(scene, group.end, end) or _plain(scene, group.end, end)
    if predicate is None or _seat(scene, predicate, end):
        return None
    return Subject(made.end(), group.end, group.kind, "agent", predicate.modality, predicate.cue)


def _plain(scene: Scene, start: int, end: int) -> Predicate | None:
    """Behind 由 a party acts by whatever words follow it (由后勤处按实计发), unless they lead on to another party or
    state (由教师主导转向…, 由市到县)."""
    text, cue = scene.text, scene.lexicon.cue
    act = scene.lexicon.verb.at(text, start, end)
    if act and text.startswith("的", start + len(act)):
        return None  # 由学校组织的示范课: which one is meant
    if end - start < 2 or text[start] in "的、,()" or cue["leading_on"].inside(text, start, end)[1]:
        return None
    return None if cue["joint"].at(text, start, end) else Predicate(start, "must", text[start:end][:4], False)


def _seat(scene: Scene, predicate: Predicate, end: int) -> bool:
    """由三名以上督学组成, 由校长任组长: who belongs to a group, not what they must do."""
    seat = scene.lexicon.cue["seat"]
    near = min(end, predicate.at + 30)
    return bool(seat.inside(scene.text, predicate.at, near)[1]) or seat.ends(scene.text[predicate.at : end])


def _relative(scene: Scene, start: int, at: int, predicate: Predicate, end: int) -> bool:
    """出示由市局统一制作的证件: the phrase belongs to a noun behind it."""
    text, verb = scene.text, scene.lexicon.verb
    behind = predicate.at + len(predicate.cue)
    if text.startswith("的", behind):
        return True
    if at == start and _of_party(scene, behind, end):
        return True
    if text.find("的", behind, min(end, behind + 8)) < 0:
        return False
    for length in (2, 3, 4):
        before = at - length
        if before >= start and verb.at(text, before, at) == text[before:at]:
            return text[before - 1] != "的"
    return False


def _of_party(scene: Scene, behind: int, end: int) -> bool:
    """Whether a phrase that opens with 由 tells which party is meant (由财政拨付经费的+事业单位…)."""
    particle = scene.text.find("的", behind, min(end, behind + LONGEST_CLAUSE))
    if particle < 0:
        return False
    party = scene.first_actor(particle + 1, min(end, particle + 1 + LONGEST_CLAUSE))
    return party is not None and party.end < end - 1 and nominal_gap(scene, particle + 1, party.start)
