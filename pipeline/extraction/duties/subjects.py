"""The party that acts at the beginning of a comma part, or behind the words that lead to it."""

from __future__ import annotations

from pipeline.extraction.duties.acting import about, acting
from pipeline.extraction.duties.joint_parties import joined
from pipeline.extraction.duties.names import LONGEST_CLAUSE, nominal, opens_with_act
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.waiting import bound_next
from pipeline.extraction.duties.wholes import whole_name
from pipeline.extraction.duties.words import opened_by
from pipeline.lexicon import wording
from pipeline.model.mention import ActorMention

_REACH = 90
_APPLIES = "applicant"
_LONGEST_TIME = 16
_JOINTS = "和及与、或"
_UNFINISHED = "的、和与及或由向把将被让使给并不,"


def parties_of(scene: Scene, begin: int, end: int) -> list[ActorMention]:
    """The parties that a part names, the first with what belongs to its name; none where they are only what something is done
    to."""
    mentions = scene.actors_in(begin, end if end - begin < _REACH else begin + _REACH)
    if mentions and scene.text.find("《", begin, mentions[-1].start) >= 0:
        mentions = _outside_titles(scene.text, begin, mentions)
    if len(mentions) > 1:
        mentions = whole_name(scene, mentions, begin)[1]
    return [] if mentions and begin < mentions[0].start and _done_to_it(scene, begin, mentions[0], end) else mentions


def opens_part(scene: Scene, begin: int, first: ActorMention) -> bool:
    """Whether a part begins with the name of its first party."""
    return first.start - begin <= LONGEST_CLAUSE and (nominal(scene, begin, first) or _by_activity(scene, begin, first))


def late_of(scene: Scene, begin: int, end: int, following: int, mentions: list[ActorMention]) -> Subject | None:
    """The party behind an adverbial phrase without a comma (在…下学校…), or behind other words, of those that a part names."""
    text, lexicon = scene.text, scene.lexicon
    first = mentions[0]
    if _timed(scene, begin, first):
        return acting(scene, first.start, first, mentions, end, following)
    if text[begin] in lexicon.leading_to and (
        lexicon.cue["preposition"].at(text, begin, end) or lexicon.cue["opener"].at(text, begin, end)
    ):
        for index, mention in enumerate(mentions[:8]):
            if mention.start > begin + 2 and lexicon.cue["phrase_end"].ends(text[begin : mention.start]):
                return acting(scene, mention.start, mention, mentions[index:], end, following)
    return _named_late(scene, begin, mentions, end, following)


def _named_late(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The party that a part names behind other words."""
    if scene.text[begin] not in scene.lexicon.naming_late:  # as most: only a modal word may tell who acts
        return _before_modal(scene, begin, mentions, end, following)
    return (
        _ranged(scene, begin, mentions, end, following)
        or _in_charge(scene, begin, mentions, end, following)
        or _behind_topic(scene, begin, mentions, end, following)
        or _before_modal(scene, begin, mentions, end, following)
        or _behind_place(scene, begin, end, following)
        or _of_those(scene, begin, mentions, end, following)
    )


def _of_those(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """Who a clause that opens with a preposition tells by where or with whom they do something (到本市就业的+毕业生可以…, 凡与公司签约
    的+供应商,应…), as a modal word binds them."""
    text = scene.text
    if text[begin] not in wording.signs("duty", "those_who"):
        return None
    clause = scene.lexicon.patterns["those_who"].match(text, begin, end)
    party = scene.actor_at(clause.end()) if clause is not None else None
    if clause is None or party is None or party.kind == "group":
        return None
    name_end, last = joined(scene, party, [m for m in mentions if m.start >= party.start], end)
    bound = predicate_at(scene, name_end, end) if name_end < end else bound_next(scene, end, following)
    if bound is None or bound.cue not in scene.lexicon.modal.meaning:
        return None
    start = party.start if text.endswith("凡", 0, begin) else begin
    return Subject(start, name_end, last.kind, "subject", bound.modality, bound.cue)


def _outside_titles(text: str, begin: int, mentions: list[ActorMention]) -> list[ActorMention]:
    return [mention for mention in mentions if not _quoted(text, begin, mention.start)]


def _done_to_it(scene: Scene, begin: int, first: ActorMention, end: int) -> bool:
    """Whether a part opens with an act and names no more than whom it is done to (提高+教师的素养), with no word by which
    somebody may act all the same: four of ten parts that name somebody, so that no other way to be a subject is tried."""
    text, lexicon = scene.text, scene.lexicon
    if text[first.start - 1] in lexicon.before_party or opened_by(lexicon.leading_words, text, begin):
        return False
    if scene.ending[end] or 1 in scene.bound[begin:end]:
        return False  # somebody stands before a modal word, or at the end
    before = text[begin : first.start]
    return "的" not in before and opens_with_act(scene, begin, before, first) and not _by_activity(scene, begin, first)


def _by_activity(scene: Scene, begin: int, first: ActorMention) -> bool:
    """Whether a word of what a teacher is doing stands right before it (上课+教师, 发言+教师), which takes no object."""
    word = scene.text[begin : first.start]
    return first.kind == "post" and word in scene.lexicon.words["activities_of_posts"]


def _ranged(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """All from one party to another (从校长、中层干部到班主任都要…)."""
    text = scene.text
    if text[begin] != "从" or mentions[0].start != begin + 1:
        return None
    for last in mentions[1:5]:
        if text[last.start - 1] in "到至":
            break
    else:
        return None
    behind = end + 1 if last.end == end else 0  # 从领导到每位教师,都签订责任书
    predicate = predicate_at(scene, behind, following) if behind else predicate_at(scene, last.end, end)
    if predicate is None or not (predicate.sure or (behind and text[behind] in "都均")):
        return None
    return Subject(begin + 1, last.end, last.kind, "subject", predicate.modality, predicate.cue)


def _behind_place(scene: Scene, begin: int, end: int, following: int) -> Subject | None:
    """Who a clause tells by what they are doing with another that it names (进入实验室的+师生必须…, 担任班主任的+教师每周…)."""
    text = scene.text
    if not scene.lexicon.cue["relative_verb"].at(text, begin, end):
        return None
    mentions = scene.actors_in(begin, min(end, begin + _REACH))
    for index, mention in enumerate(mentions[1:4], start=1):
        if text.find(",", begin, mention.start) >= 0:
            break
        if text[mention.start - 1] == "的" and mention.kind != "group":
            binds = scene.lexicon.modal.at(text, mention.end, end) or text.startswith("每", mention.end)
            return acting(scene, begin, mention, mentions[index:], end, following) if binds else None
    return None


def _in_charge(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The post that words before it say is in charge of something with a name of its own (分管学校后勤的+副校长)."""
    text, cue = scene.text, scene.lexicon.cue
    if not cue["named_act"].at(text, begin, end):
        return None
    for index, mention in enumerate(mentions[:4]):
        named = "的" in text[mention.start - 1 : mention.end] and mention.start - begin <= LONGEST_CLAUSE
        if named or (index == 0 and _by_field(scene, begin, mention)):
            return acting(scene, begin, mention, mentions[index:], end, following) if mention.kind == "post" else None
    return None


def _by_field(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether no more than the field that a head is in charge of stands before it (分管安全+副校长)."""
    charged = scene.lexicon.patterns["charged_with_field"].fullmatch(scene.text, begin, mention.start)
    return charged is not None and mention.rule in ("school_head", "director") and not mention.weak


def _behind_topic(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The party told what to do right behind what it is about, without a comma (对这项工作各科室要…, 对收缴的物品保卫科应…).
    Where neither of the two says where it begins or ends, they may be one name (对问题学校要…)."""
    text, cue = scene.text, scene.lexicon.cue
    opener = cue["opener"].at(text, begin, end)
    if opener not in cue["topical"].meaning:
        return None
    start = begin + len(opener)
    for index, mention in enumerate(mentions[:8]):
        topic = text[start : mention.start]
        if (
            not topic
            or topic[-1] in _UNFINISHED
            or (cue["party_noun"].ends(topic) and not cue["all_of"].opens(mention.text))
            or not (scene.lexicon.modal.at(text, mention.end, end) or _deals_with_doer(scene, topic, mention.end))
        ):
            continue
        before = _ending_at(mentions[:index], mention.start)
        apart = "的" in topic[1:-1] or topic[-1] == "者" or cue["demonstrative"].opens(topic)
        if cue["all_of"].opens(mention.text) or (apart and not mention.weak and (before is None or before.weak)):
            return acting(scene, mention.start, mention, mentions[index:], end, following)
    return None


def _ending_at(mentions: list[ActorMention], at: int) -> ActorMention | None:
    """The first of some parties whose name ends at an offset."""
    for mention in mentions:
        if mention.end == at:
            return mention
    return None


def _deals_with_doer(scene: Scene, topic: str, at: int) -> bool:
    """Whether a party gives something to those who did something (对成绩显著者+学校+给予奖励)."""
    return topic[-1] == "者" and scene.text.startswith(scene.lexicon.words["gives_to"], at)


def _timed(scene: Scene, begin: int, first: ActorMention) -> bool:
    """Whether what stands before a party only says when (放学后+值班教师…, 检查结束后+保卫科…)."""
    if not 2 < first.start - begin <= _LONGEST_TIME:
        return False
    cue, sign = scene.lexicon.cue, scene.text[first.start - 1]
    if sign not in cue["moment"].lasts and sign not in cue["hours"].lasts:
        return False  # as most
    before = scene.text[begin : first.start]
    if (led := cue["adverb"].at(scene.text, begin, first.start)) and scene.lexicon.verb.at(
        scene.text, begin + len(led), first.start
    ):
        return False  # 进一步+细化寒假期间+学校…: what is done
    return (cue["moment"].ends(before) or cue["hours"].ends(before)) and not cue["not_moment"].ends(before)


def _quoted(text: str, begin: int, at: int) -> bool:
    """Whether an offset lies inside the title of a document (《班主任工作考核办法》)."""
    return text.rfind("《", begin, at) > text.rfind("》", begin, at)


def _described(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The party at the end of a part that only tells which one is meant (依照…开展培训的社会组织,应当…)."""
    named = scene.actors_in(begin, end)
    last = named[-1]
    if last.end == end and len(named) > 1 and scene.text[last.start - 1] in _JOINTS:
        last = _first_joined(scene, named, end)  # 经批准离校的+教师和学生,返校后应…
    if (last.end != end and last is named[-1]) or scene.text[last.start - 1] != "的" or about(scene, begin, end):
        return None
    predicate = bound_next(scene, end, following)
    head = scene.actor_at(begin)
    if (
        head is not None
        and scene.lexicon.cue["passive"].at(scene.text, head.end, end) in scene.lexicon.words["copulas"]
    ):
        last = head  # 家长是孩子的监护人,应当…
        end = head.end
    return Subject(last.start, end, last.kind, "subject", predicate.modality, predicate.cue) if predicate else None


def _first_joined(scene: Scene, named: list[ActorMention], end: int) -> ActorMention:
    """The party behind 的 that opens the list of those that end a part; the last of all where none does."""
    for index, party in enumerate(named[:-1]):
        if scene.text[party.start - 1] == "的" and joined(scene, party, named[index:], end)[0] == end:
            return party
    return named[-1]


def _before_modal(scene: Scene, begin: int, mentions: list[ActorMention], end: int, following: int) -> Subject | None:
    """The party right before the first modal word, behind a longer description (校外活动场所的管理单位应当…)."""
    if not scene.ending[end] and 1 not in scene.bound[begin:end]:
        return None  # as most are: nobody stands before a modal word, or at the end
    text, lexicon = scene.text, scene.lexicon
    for mention in mentions:
        if mention.end < end and text[mention.end] in lexicon.modal.signs:
            break
    else:
        if mentions[-1].end != end:
            return None
    at, modal = lexicon.modal.inside(text, begin, end)
    if not modal:
        return _described(scene, begin, mentions, end, following)
    named = _ending_at(mentions, at)
    if named and named.kind != "org" and scene.lexicon.patterns["whose_part"].match(text, begin, at):
        return Subject(begin, at, named.kind, "subject", lexicon.modality_of(modal), modal)
    if (
        not named
        or (named.weak and not (named.kind == "org" or named.rule == _APPLIES or text[begin] == "凡"))
        or lexicon.verb.at(text, begin, end)
        or (lexicon.cue["preposition"].at(text, begin, end) and text[begin] != "凡")
    ):
        return None
    if "的" in text[at:end] or text[named.start - 1] != "的":
        return None
    return Subject(named.start, at, named.kind, "subject", lexicon.modality_of(modal), modal)
