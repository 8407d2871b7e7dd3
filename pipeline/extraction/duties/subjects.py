"""The one who acts in a comma part: the party at its beginning, the agent behind 由, or the party that is bidden."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.names import LONGEST_CLAUSE, joined, nominal, nominal_gap, open_list, tokens
from pipeline.extraction.duties.others import bidden
from pipeline.extraction.duties.persons import name_behind, person_at_head
from pipeline.extraction.duties.predicates import Predicate, predicate_at
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.extraction.duties.subject import Subject
from pipeline.model.mention import ActorMention

_REACH = 90


def subject_of(scene: Scene, start: int, end: int, following: int) -> Subject | None:
    """Who acts in the comma part `[start, end)`; `following` is where the clause ends (a subject may stand alone before
    a comma: `各处室,要…`)."""
    begin = _skip_openers(scene, start, end)
    if person := person_at_head(scene, begin, end):
        return person
    if not scene.text.startswith("由", begin) and (found := _first(scene, begin, end, following)):
        return found
    return bidden(scene, begin, end) or _agent(scene, start, end)


def _skip_openers(scene: Scene, start: int, end: int) -> int:
    """Behind conjunctions, numbers such as 一是, a bracketed number and a time at the beginning."""
    text, lexicon = scene.text, scene.lexicon
    at = start
    for _ in range(5):
        while at < end and text[at] == " ":
            at += 1
        if at >= end or scene.actor_at(at):
            return at
        if text[at] == "(" and 0 < (closing := closing_of(text, at, end)) <= at + 5:
            at = closing + 1
        elif (time_end := scene.times.get(at)) and time_end < end:
            at = time_end
            word = lexicon.cue["phrase_end"].at(text, at, end)
            at += 0 if scene.actor_at(at) else len(word) or 2 * text.startswith("开始", at)
        elif word := lexicon.cue["conjunction"].at(text, at, end):
            at += len(word)
        else:
            return at
    return at


def _first(scene: Scene, begin: int, end: int, following: int) -> Subject | None:
    """The party at the beginning of the part, also behind an adverbial phrase without a comma (在…下学校…)."""
    mentions = scene.actors_in(begin, min(end, begin + _REACH))
    text, lexicon = scene.text, scene.lexicon
    mentions = [mention for mention in mentions if not _quoted(text, begin, mention.start)]
    if not mentions:
        return None
    first, mentions = _whole_name(scene, mentions)
    if (listed := open_list(scene, begin, end)) and (predicate := predicate_at(scene, listed, end)):
        return Subject(begin, listed, "org", "subject", predicate.modality, predicate.cue)
    if first.start - begin <= LONGEST_CLAUSE and nominal(scene, begin, first):
        found = _acting(scene, begin, first, mentions, end, following)
        if found:
            return found
    if lexicon.cue["preposition"].at(text, begin, end) or lexicon.cue["opener"].at(text, begin, end):
        for index, mention in enumerate(mentions[:8]):
            if mention.start > begin + 2 and lexicon.cue["phrase_end"].ends(text[begin : mention.start]):
                return _acting(scene, mention.start, mention, mentions[index:], end, following)
    return _before_modal(scene, begin, mentions, end)


def _quoted(text: str, begin: int, at: int) -> bool:
    """Whether an offset lies inside the title of a document (《班主任工作考核办法》)."""
    return text.rfind("《", begin, at) > text.rfind("》", begin, at)


def _whole_name(scene: Scene, mentions: list[ActorMention]) -> tuple[ActorMention, list[ActorMention]]:
    """The first name with what belongs to it: 各年级+各学科教师, 生产经营单位+的+主要负责人, 县政府+教育+督导办."""
    text = scene.text
    first = mentions[0]
    for index, mention in enumerate(mentions[1:4], start=1):
        gap = text[first.end : mention.start]
        inner = len(gap) <= 4 and mention.kind in ("org", "group") and first.kind == "org"
        inner = inner and gap not in scene.lexicon.cue["joint"].meaning and nominal_gap(scene, first.end, mention.start)
        if gap == "" or inner or (gap == "的" and mention.kind == "post"):
            joined_name = msgspec.structs.replace(mention, start=first.start, text=text[first.start : mention.end])
            first, mentions = joined_name, [joined_name, *mentions[index + 1 :]]
        else:
            break
    return first, mentions


def _before_modal(scene: Scene, begin: int, mentions: list[ActorMention], end: int) -> Subject | None:
    """The party right before the first modal word, behind a longer description (校外活动场所的管理单位应当…)."""
    text, lexicon = scene.text, scene.lexicon
    at, modal = lexicon.modal.inside(text, begin, end)
    named = [mention for mention in mentions if mention.end == at]
    if (
        not named
        or named[0].weak
        or lexicon.verb.at(text, begin, end)
        or lexicon.cue["preposition"].at(text, begin, end)
    ):
        return None
    if "的" in text[at:end] or text[named[0].start - 1] != "的":
        return None
    return Subject(named[0].start, at, named[0].kind, "subject", lexicon.modality_of(modal), modal)


def _acting(
    scene: Scene, begin: int, first: ActorMention, mentions: list[ActorMention], end: int, following: int
) -> Subject | None:
    """The subject that begins here, with the parties joined to it, if a predicate follows."""
    text = scene.text
    name_end, last = joined(scene, first, mentions, end)
    at = name_end
    if at < end and text[at] == "(":
        closing = closing_of(text, at, end)
        at = closing + 1 if closing > 0 else at
    predicate = None
    if not _only_phrase(scene, at, end):
        predicate = predicate_at(scene, at, end)
    if predicate is None and last.kind == "post" and (name := name_behind(scene, at, end)):
        acts = predicate_at(scene, name[1], end)
        return Subject(*name, "person", "subject", acts.modality, acts.cue) if acts else None
    if predicate is None and following > end:
        predicate = _behind_comma(scene, at, end, following)
    if predicate is None:
        return None
    adverbial = predicate.at > at and scene.lexicon.verb.meaning.get(predicate.cue) == "verb"  # 街道办按月汇总
    if not adverbial and _noun_phrase(scene, predicate, end, following):
        return None
    if not predicate.sure and following > end and scene.lexicon.cue["topic_noun"].ends(text[begin:end]):
        return None  # 学生参加劳动的时间,每周不少于…: a topic
    relative = begin < first.start and text[first.start - 1] == "的"
    if begin < first.start and not predicate.sure and scene.lexicon.verb.at(text, begin, first.start):
        return None  # 指导学校做好…: the party is led to act by one who is named before
    opening = begin + len(scene.lexicon.cue["adverb"].at(text, begin, end))
    if relative and name_end == end and scene.lexicon.verb.at(text, opening, end):
        return None  # 发现情绪异常的学生,应及时报告: the party is what the verb is about
    if (last.weak or relative) and not (predicate.sure or predicate.cue in scene.lexicon.cue["plain"].meaning):
        return None
    return Subject(begin, name_end, last.kind, "subject", predicate.modality, predicate.cue)


def _only_phrase(scene: Scene, at: int, end: int) -> bool:
    """Whether the rest of a part is only a condition or phrase (…的, 在…基础上), so that the predicate stands behind it."""
    text, cue = scene.text, scene.lexicon.cue
    if text.endswith("的", 0, end):
        return True
    if not cue["preposition"].at(text, at, end) or not cue["phrase_end"].ends(text[at:end]):
        return False
    return not scene.lexicon.verb.meaning.get(text[slice(*tokens(scene, at, end)[-1])])  # 摸底 is no 底


def _noun_phrase(scene: Scene, predicate: Predicate, end: int, following: int) -> bool:
    """Whether a bare verb at the end of a clause closes a noun phrase (校门口人员管控) rather than tells an act."""
    behind = predicate.at + len(predicate.cue)
    if behind < end and scene.text[behind] == "(":
        behind = closing_of(scene.text, behind, end) + 1
    return not predicate.sure and behind >= end == following


def _behind_comma(scene: Scene, at: int, end: int, following: int) -> Predicate | None:
    """The predicate of a subject that stands before a comma: alone (各处室,要…), with a condition that ends in 的
    (督学违反规定的,应当…), or with a phrase (学校根据实际,制定…)."""
    text, lexicon = scene.text, scene.lexicon
    alone = at >= end
    phrase = lexicon.cue["preposition"].at(text, at, end) if not alone and text[at] != "由" else ""
    being = lexicon.cue["passive"].at(text, at, end) in ("是", "为", "系")
    if not alone and not phrase and not being and not text.endswith("的", 0, end):
        return None
    begin = end + 1
    while begin < following and text[begin] == " ":
        begin += 1
    if scene.actor_at(begin) or text.startswith("由", begin):
        return None
    if being:  # 督导室是办事机构,承担日常工作
        word = lexicon.cue["pivot_duty"].at(text, begin, following)
        return Predicate(begin, "must", word, True) if word else None
    found = predicate_at(scene, begin, following)
    if found is None or found.sure or (phrase and phrase not in ("和", "与", "为")):
        return found
    return (
        msgspec.structs.replace(found, sure=True)
        if alone and lexicon.cue["adverb"].at(text, begin, following)
        else None
    )


def _agent(scene: Scene, start: int, end: int) -> Subject | None:
    """The party behind 由 (由教务处统一安排; 成绩由任课教师登记)."""
    text = scene.text
    at = text.find("由", start, end)
    while at >= 0:
        if person := _person_agent(scene, at + 1, end):
            return person
        mentions = scene.actors_in(at + 1, min(end, at + LONGEST_CLAUSE))
        is_word = text.startswith("由", at) and scene.board.segmentation.is_boundary(at)
        if mentions and is_word and nominal(scene, at + 1, mentions[0]):
            name_end, last = joined(scene, mentions[0], mentions, end)
            predicate = predicate_at(scene, name_end, end)
            begin, kind = at + 1, last.kind
            if predicate is None and kind == "post" and (name := name_behind(scene, name_end, end)):
                begin, name_end, kind = *name, "person"
                predicate = predicate_at(scene, name_end, end)
            if predicate and not _seat(scene, predicate, end) and not _relative(scene, start, at, predicate, end):
                return Subject(begin, name_end, kind, "agent", predicate.modality, predicate.cue)
        at = text.find("由", at + 1, end)
    return None


def _person_agent(scene: Scene, begin: int, end: int) -> Subject | None:
    """The person by name behind 由, with a title or none (由葛菲菲同志主持会商)."""
    if scene.actor_at(begin) or not scene.board.segmentation.is_boundary(begin - 1):
        return None
    name = name_behind(scene, begin, end)
    if name is None:
        return None
    title = scene.lexicon.cue["person_title"].at(scene.text, name[1], end)
    predicate = predicate_at(scene, name[1] + len(title), end)
    if predicate is None or _seat(scene, predicate, end) or not (title or predicate.sure):
        return None
    return Subject(*name, "person", "agent", predicate.modality, predicate.cue)


def _seat(scene: Scene, predicate: Predicate, end: int) -> bool:
    """由三名以上督学组成, 由校长任组长: who belongs to a group, not what they must do."""
    return bool(scene.lexicon.cue["seat"].inside(scene.text, predicate.at, min(end, predicate.at + 30))[1])


def _relative(scene: Scene, start: int, at: int, predicate: Predicate, end: int) -> bool:
    """出示由市局统一制作的证件: the phrase belongs to a noun behind it."""
    text, verb = scene.text, scene.lexicon.verb
    behind = predicate.at + len(predicate.cue)
    if text.startswith("的", behind):
        return True
    if text.find("的", behind, min(end, behind + 8)) < 0:
        return False
    for length in (2, 3, 4):
        before = at - length
        if before >= start and verb.at(text, before, at) == text[before:at]:
            return text[before - 1] != "的"
    return False
