"""The one who acts in a comma part: the party at its beginning, the agent behind 由, or the party that is bidden."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.acting import acting
from pipeline.extraction.duties.agents import agent_of
from pipeline.extraction.duties.bound_parties import bound_party
from pipeline.extraction.duties.lists import listed_subject
from pipeline.extraction.duties.others import bidden
from pipeline.extraction.duties.persons import LONGEST_LIST, person_at_head
from pipeline.extraction.duties.rows import CLOCK_SIGNS
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.subjects import late_of, opens_part, parties_of
from pipeline.extraction.duties.topics import NUMBER
from pipeline.model.mention import ActorMention

_LONGEST_MATTER = 12
_REACH_OF_AGENT = 8

Asked = tuple[int, int, int]  # where a comma part begins and ends, and where its clause ends


class _Part(msgspec.Struct, gc=False):
    """A comma part, where its words begin behind what opens them, the parties that it names, and who acts in it as far as is
    known."""

    start: int
    end: int
    following: int
    begin: int
    found: Subject | None = None
    parties: list[ActorMention] = []


def subject_of(scene: Scene, start: int, end: int, following: int) -> Subject | None:
    """Who acts in the comma part `[start, end)`; `following` is where the clause ends (a subject may stand alone before
    a comma: `各处室,要…`)."""
    return subjects_of(scene, [(start, end, following)])[0]


def subjects_of(scene: Scene, asked: list[Asked]) -> list[Subject | None]:
    """As `subject_of`, of many parts, each step for all of them, so that its rules stay at hand."""
    persons, charging = scene.persons, scene.charging
    parts = [_Part(*one, _behind_openers(scene, one[0], one[1])) for one in asked]
    for part in parts:
        if 1 in charging[part.begin : part.begin + LONGEST_LIST] or part.begin in persons:
            part.found = person_at_head(scene, part.begin, part.end)
    _named(scene, [part for part in parts if part.found is None])
    _unnamed(scene, [part for part in parts if part.found is None])
    return [part.found for part in parts]


def _named(scene: Scene, parts: list[_Part]) -> None:
    """Who acts in parts that open with a party."""
    text = scene.text
    named = [part for part in parts if text[part.begin : part.begin + 1] != "由"]
    for part in named:
        if text.find("等", part.begin + 2, part.end) > 0:
            part.found = listed_subject(scene, part.begin, part.end, part.following)
    for part in named:
        if part.found is None:
            part.parties = parties_of(scene, part.begin, part.end)
    held = [part for part in named if part.parties]
    opened = [part for part in held if opens_part(scene, part.begin, part.parties[0])]
    for part in opened:
        part.found = acting(scene, part.begin, part.parties[0], part.parties, part.end, part.following)
    for part in held:
        if part.found is None:
            part.found = late_of(scene, part.begin, part.end, part.following, part.parties)
    for part in named:
        if part.found is not None and _passive(scene, part.found, part.end):  # 教师请假由教研组长批准
            part.found = agent_of(scene, part.start, part.end, part.following) or part.found


def _unnamed(scene: Scene, parts: list[_Part]) -> None:
    """Who acts in parts whose head names nobody who does."""
    for part in parts:
        part.found = bidden(scene, part.begin, part.end, part.following)
    for part in parts:
        if part.found is None:
            part.found = agent_of(scene, part.start, part.end, part.following)
    for part in parts:
        if part.found is None:
            part.found = bound_party(scene, part.begin, part.end, part.following)


def _passive(scene: Scene, found: Subject, end: int) -> bool:
    """Whether another may do what a part tells of its first party."""
    passive = found.form == "subject" and scene.lexicon.cue["activity"].at(scene.text, found.end, end) != ""
    return passive or _left_to_another(scene, found, end)


def _behind_openers(scene: Scene, start: int, end: int) -> int:
    sign = scene.text[start]
    opens = sign in scene.lexicon.passed_over or sign.isdigit() or start in scene.times
    return _skip_openers(scene, start, end) if opens else start


def _left_to_another(scene: Scene, found: Subject, end: int) -> bool:
    """Whether a part says that what its first party is about is settled by another (各班选拔人数由年级组自定)."""
    if found.form != "subject" or found.cue in scene.lexicon.modal.meaning:
        return False
    if scene.lexicon.patterns["settled_by"].search(scene.text, found.end, end) is not None:
        return True
    agent = scene.text.find("由", found.end, min(end, found.end + _LONGEST_MATTER))
    given = agent > 0 and scene.first_actor(agent + 1, min(end, agent + _REACH_OF_AGENT)) is not None
    given = given and "的" not in scene.text[agent:end]
    return given and scene.board.segmentation.is_boundary(agent)  # 教师自制教具+由学校给予补助


def _skip_openers(scene: Scene, start: int, end: int) -> int:
    """Behind conjunctions, numbers such as 一是, a bracketed number and a time at the beginning."""
    text, lexicon = scene.text, scene.lexicon
    at = start
    for _ in range(5):
        while at < end and text[at] == " ":
            at += 1
        if at >= end or not (text[at] in lexicon.passed_over or text[at].isdigit() or at in scene.times):
            return at
        if scene.actor_at(at):
            return at
        if text[at] == "(" and 0 < (closing := closing_of(text, at, end)) <= at + 5:
            at = closing + 1
        elif at == start and text[at].isdigit() and (number := NUMBER.match(text, at, end)):
            at = number.end()  # 2、值班人员…: items of a text poured into one line
        elif text[at] in CLOCK_SIGNS and (clock := scene.lexicon.patterns["clock"].match(text, at, end)):
            at = clock.end()
        elif (word := lexicon.cue["day_time"].at(text, at, end)) and scene.actor_at(at + len(word)):
            at += len(word)  # 下午+保育员…
        elif (time_end := scene.times.get(at)) and time_end < end and text[time_end] not in "或、和":
            at = time_end
            word = lexicon.cue["phrase_end"].at(text, at, end)
            at += 0 if scene.actor_at(at) else len(word) or 2 * text.startswith("开始", at)
        elif (word := lexicon.cue["conjunction"].at(text, at, end)) and not (
            word[0] == "第" and text.startswith(scene.lexicon.words["counted_in_order"], at + len(word))
        ):
            at += len(word)
        else:
            return at
    return at
