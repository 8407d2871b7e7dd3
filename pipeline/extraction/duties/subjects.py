"""The one who acts in a comma part: the party at its beginning, the agent behind 由, or the party that is bidden."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.extraction.duties.predicates import Predicate, predicate_at
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.model.mention import ActorMention
from pipeline.model.result import ActorKind, Modality

Form = Literal["subject", "agent", "bidden"]

_MOST_MODIFIER = 14
_MOST_RELATIVE = 30
_JOINTS = ("以及", "及其", "或者", "、", "和", "及", "与", "或")
_CONJUNCTIONS = (
    "但是", "并且", "而且", "同时", "此外", "另外", "因此", "其中", "总之", "然后", "随后", "原则上", "一般",
    "首先", "其次", "再次", "最后", "特别是", "尤其是", "一是", "二是", "三是", "四是", "五是", "六是", "七是",
    "八是", "九是", "十是", "第一", "第二", "第三", "即", "但", "并", "而", "且", "如有", "凡",
)  # fmt: skip
_FORBIDS = ("不允许", "不准", "禁止", "严禁", "不许")


class Subject(msgspec.Struct, frozen=True):
    """Who acts: the words `[start, end)` of the name, and what the predicate says."""

    start: int
    end: int
    kind: ActorKind
    form: Form
    modality: Modality
    cue: str
    rule: str


def subject_of(scene: Scene, start: int, end: int, following: int) -> Subject | None:
    """Who acts in the comma part `[start, end)`; `following` is where the clause ends (a subject may stand alone before
    a comma: `各处室,要…`)."""
    begin = _skip_openers(scene, start, end)
    if scene.text[begin : begin + 1] != "由" and (found := _first(scene, begin, end, following)):
        return found
    return _bidden(scene, begin, end) or _agent(scene, start, end)


def _skip_openers(scene: Scene, start: int, end: int) -> int:
    """Behind conjunctions, numbers such as 一是, and a time at the beginning."""
    text = scene.text
    at = start
    for _ in range(4):
        while at < end and text[at] in " ()“":
            if text[at] == "(":
                closing = closing_of(text, at, end)
                if closing < 0:
                    break
                at = closing
            at += 1
        if scene.actor_at(at):
            return at
        if (time_end := scene.times.get(at)) and time_end < end:
            at = time_end
            for word in ("开始", "期间", "之前", "以前", "前", "后", "起", "时", "内", "底"):
                if text.startswith(word, at) and not scene.actor_at(at):
                    at += len(word)
                    break
            continue
        for word in _CONJUNCTIONS:
            if text.startswith(word, at) and (len(word) > 1 or not scene.lexicon.verb.at(text, at, end)):
                at += len(word)
                break
        else:
            return at
    return at


def _first(scene: Scene, begin: int, end: int, following: int) -> Subject | None:
    """The party at the beginning of the part, also behind an adverbial phrase without a comma (在…下学校…)."""
    mentions = scene.actors_in(begin, min(end, begin + 90))
    if not mentions:
        return None
    text, lexicon = scene.text, scene.lexicon
    first = mentions[0]
    if (gap := first.start - begin) <= _MOST_RELATIVE and _nominal(scene, begin, first):
        found = _acting(scene, begin if gap else first.start, first, mentions, end, following)
        if found:
            return found
    if lexicon.cue["preposition"].at(text, begin, end) or lexicon.cue["opener"].at(text, begin, end):
        for index, mention in enumerate(mentions[:8]):
            before = text[max(begin, mention.start - 3) : mention.start]
            if mention.start > begin + 2 and before.endswith(_PHRASE_ENDS):
                return _acting(scene, mention.start, mention, mentions[index:], end, following)
    return None


_PHRASE_ENDS = ("后", "前", "时", "下", "期间", "基础上", "过程中", "之日起", "同时", "阶段")


def _nominal(scene: Scene, begin: int, mention: ActorMention) -> bool:
    """Whether what stands before the head in the part may belong to the name: no verb, or a clause that ends in 的."""
    text = scene.text
    before = text[begin : mention.start]
    if not before:
        return True
    if any(mark in before for mark in ":;。!?、"):
        return False
    if before[-1] in "的些类":
        return not before.startswith(("在", "对", "由", "为", "把", "将", "让", "使")) and len(before) <= _MOST_RELATIVE
    if len(before) > _MOST_MODIFIER or "的" in before:
        return False
    lexicon = scene.lexicon
    if lexicon.cue["preposition"].at(text, begin, mention.start) or lexicon.modal.at(text, begin, mention.start):
        return False
    at, verb = lexicon.verb.inside(text, begin, mention.start)
    while verb and lexicon.verb.meaning[verb] == "noun_verb":
        at, verb = lexicon.verb.inside(text, at + len(verb), mention.start)
    if verb:
        # 帮扶教师, 承担任务学校: a verb before the head is no part of a name unless the name ends in 者/人员
        return mention.rule in ("person_tail",)
    return not lexicon.cue["adverb"].at(text, begin, mention.start)


def _acting(
    scene: Scene, begin: int, first: ActorMention, mentions: list[ActorMention], end: int, following: int
) -> Subject | None:
    """The subject that begins here, with the parties joined to it, if a predicate follows."""
    text = scene.text
    name_end, last, count = _joined(scene, first, mentions, end)
    at = name_end
    if at < end and text[at] == "(":
        closing = closing_of(text, at, end)
        at = closing + 1 if closing > 0 else at
    predicate = predicate_at(scene, at, end)
    if predicate is None and at >= end and following > end:
        predicate = _behind_comma(scene, end, following)
    if predicate is None:
        return None
    relative = begin < first.start and text[first.start - 1] == "的"
    if (last.weak or relative) and not predicate.sure and not _weak_verb(predicate):
        return None
    return Subject(begin, name_end, first.kind, "subject", predicate.modality, predicate.cue, "subject")


def _weak_verb(predicate: Predicate) -> bool:
    """Verbs that make a subject even of a learner or parent (所有学生做好体温监测)."""
    return predicate.cue in ("做好", "做到", "遵守", "佩戴", "填写", "签订", "提交", "服从")


def _behind_comma(scene: Scene, end: int, following: int) -> Predicate | None:
    """The predicate of a subject that stands alone before a comma: a modal word, or an adverb and a verb."""
    text, lexicon = scene.text, scene.lexicon
    at = end + 1
    while at < following and text[at] == " ":
        at += 1
    found = predicate_at(scene, at, following)
    if found is None or found.sure or lexicon.cue["adverb"].at(text, at, following):
        return found
    return None


def _joined(
    scene: Scene, first: ActorMention, mentions: list[ActorMention], end: int
) -> tuple[int, ActorMention, int]:
    """End of a list of parties (教务处、总务处和各年级组; 文化、财政等部门), its last party and how many there are."""
    text = scene.text
    at, last, count = first.end, first, 1
    for mention in mentions[1:12]:
        gap = text[at : mention.start]
        if mention.start < at:
            continue
        joint = next((word for word in _JOINTS if gap.startswith(word)), "")
        rest = gap[len(joint) :]
        if gap.startswith("等") and len(gap) <= 6:
            at, last = mention.end, mention
            break
        if not joint or len(rest) > 8 or any(mark in rest for mark in ",;:。的") or scene.lexicon.modal.inside(
            text, at, mention.start
        )[1]:
            break
        if rest and scene.lexicon.verb.at(text, at + len(joint), mention.start):
            break
        at, last, count = mention.end, mention, count + 1
    if text.startswith("等", at) and not text.startswith("等级", at):
        at += 1
    return at, last, count


def _agent(scene: Scene, start: int, end: int) -> Subject | None:
    """The party behind 由 (由教务处统一安排; 成绩由任课教师登记)."""
    text, lexicon = scene.text, scene.lexicon
    at = text.find("由", start, end)
    while at >= 0:
        mentions = scene.actors_in(at + 1, min(end, at + 40))
        if mentions and text[at - 1 : at] not in ("理", "自", "事", "缘", "经") and _short(scene, at + 1, mentions[0]):
            name_end, last, _ = _joined(scene, mentions[0], mentions, end)
            predicate = predicate_at(scene, name_end, end)
            if predicate and not _made_of(text, predicate, end) and not _relative(scene, start, at, predicate, end):
                begin = at + 1 if mentions[0].start - at <= 9 else mentions[0].start
                return Subject(begin, name_end, last.kind, "agent", predicate.modality, predicate.cue, "agent")
        at = text.find("由", at + 1, end)
    return None


def _short(scene: Scene, begin: int, mention: ActorMention) -> bool:
    before = scene.text[begin : mention.start]
    return len(before) <= 8 and not any(mark in before for mark in ",;:。的、")


def _made_of(text: str, predicate: Predicate, end: int) -> bool:
    """由三名以上督学组成, 由校长任组长: who belongs to a group, not what they must do."""
    return any(
        word in text[predicate.at : min(end, predicate.at + 30)]
        for word in ("组成", "构成", "任组长", "担任组长", "为组长", "任副组长", "为成员", "任主任", "任总指挥")
    )


def _relative(scene: Scene, start: int, at: int, predicate: Predicate, end: int) -> bool:
    """出示由市局统一制作的证件: the phrase belongs to a noun behind it."""
    text = scene.text
    behind = predicate.at + len(predicate.cue)
    found = text.find("的", behind, min(end, behind + 8))
    if found < 0:
        return False
    before = scene.lexicon.verb.inside(text, max(start, at - 3), at)[1] if at > start else ""
    return found == behind or bool(before)


def _bidden(scene: Scene, begin: int, end: int) -> Subject | None:
    """The party that another is told to make act (要求班主任每月家访一次; 组织教师实施辅导)."""
    text, lexicon = scene.text, scene.lexicon
    at = begin
    for _ in range(3):
        adverb = lexicon.cue["adverb"].at(text, at, end)
        if not adverb or lexicon.cue["causative"].at(text, at, end):
            break
        at += len(adverb)
    word = lexicon.cue["causative"].at(text, at, end)
    if not word:
        return None
    mentions = scene.actors_in(at + len(word), min(end, at + len(word) + 60))
    if not mentions or not _bidden_name(scene, at + len(word), mentions[0]):
        return None
    name_end, last, _ = _joined(scene, mentions[0], mentions, end)
    predicate = predicate_at(scene, name_end, end)
    if predicate is None:
        if word not in _FORBIDS or name_end >= end:
            return None
        predicate = Predicate(name_end, "must_not", word, True)
    organised = lexicon.cue["causative"].meaning[word] == "organised"
    if organised and (last.kind != "post" or lexicon.cue["received"].at(text, predicate.at, end) or not _doing(scene, predicate, end)):
        return None
    if not organised and last.weak and not predicate.sure and word not in _FORBIDS:
        return None
    modality: Modality = "must_not" if word in _FORBIDS else predicate.modality
    return Subject(mentions[0].start, name_end, last.kind, "bidden", modality, word, "bidden")


def _bidden_name(scene: Scene, begin: int, mention: ActorMention) -> bool:
    before = scene.text[begin : mention.start]
    return not before or (len(before) <= 60 and before[-1] in "的类" and not any(c in before for c in ";:。"))


_DOING = ("做好", "实施", "开展", "走访", "落实", "制定", "编写", "负责", "辅导", "检查", "排查", "编制", "完成", "进行")


def _doing(scene: Scene, predicate: Predicate, end: int) -> bool:
    text = scene.text
    return any(text.find(word, predicate.at, min(end, predicate.at + 30)) >= 0 for word in _DOING)
