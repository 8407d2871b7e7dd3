"""Whether the words behind an actor make it the one who acts: a modal word, a verb, or a phrase that leads to one."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.rows import DutyLexicon
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.model.result import Modality

_MOST_ADVERBS = 6
_LONGEST_PHRASE = 90
_SELF = ("本人", "自己", "自身", "个人", "全体", "们", "等")
_RESPONSIBLE = ("责任人", "责任主体", "责任单位", "责任部门", "负责人", "牵头单位", "牵头部门", "主体", "召集人")


class Predicate(msgspec.Struct, frozen=True):
    """Where the predicate begins, what it says of the duty, and the word that decided; `sure` where a modal did."""

    at: int
    modality: Modality
    cue: str
    sure: bool


def predicate_at(scene: Scene, start: int, end: int) -> Predicate | None:
    """The predicate of a subject that ends at `start`, in its comma part `[.., end)`; null if it does not act."""
    text, lexicon = scene.text, scene.lexicon
    at = start
    moved = False
    for _ in range(_MOST_ADVERBS):
        at = _blank(text, at, end)
        if at >= end or text[at] in "的之、":
            return None
        if word := lexicon.modal.at(text, at, end):
            return _modal(lexicon, text, at, end, word)
        if lexicon.cue["past"].at(text, at, end) or lexicon.cue["wish"].at(text, at, end) == "鼓励":
            return None
        if word := lexicon.cue["passive"].at(text, at, end):
            return _being(text, at, end, word)
        verb = lexicon.verb.at(text, at, end)
        if verb and (found := _verb(scene, at, end, verb, moved)):
            return found
        if word := lexicon.cue["preposition"].at(text, at, end):
            return _phrase(scene, at, end, word)
        following = scene.times.get(at, 0) or _after(text, at, end, lexicon.cue["adverb"].at(text, at, end))
        if not following:
            following = _bracketed(text, at, end)
        if not following:
            return None if verb else _temporal(scene, at, end)
        moved = True
        at = following
    return None


def _after(text: str, at: int, end: int, word: str) -> int:
    """Behind an adverb and the 地 that may follow it; 0 where there is none."""
    if not word:
        return 0
    at += len(word)
    return at + 1 if at < end and text[at] == "地" else at


def _blank(text: str, at: int, end: int) -> int:
    while at < end and text[at] == " ":
        at += 1
    return at


def _bracketed(text: str, at: int, end: int) -> int:
    if text[at] != "(":
        return 0
    closing = closing_of(text, at, end)
    return closing + 1 if closing > 0 else 0


def _modal(lexicon: DutyLexicon, text: str, at: int, end: int, word: str) -> Predicate | None:
    """A modal word; `应` before a verb that forbids (应当…不得) stays what it is: one duty, its first modal."""
    if text.startswith("的", at + len(word)):
        return None
    return Predicate(at, lexicon.modality_of(word), word, True)


def _being(text: str, at: int, end: int, word: str) -> Predicate | None:
    """是 and 为 tell a state, except where they make the actor responsible (校长是第一责任人)."""
    if word in ("是", "为", "系") and any(text.rfind(cue, at, min(end, at + 40)) > 0 for cue in _RESPONSIBLE):
        return Predicate(at, "must", word, True)
    return None


def _verb(scene: Scene, at: int, end: int, verb: str, moved: bool) -> Predicate | None:
    text, lexicon = scene.text, scene.lexicon
    behind = at + len(verb)
    if text.startswith("的", behind) or (text.startswith(("了", "过", "着"), behind) and not text.startswith("了解", behind)):
        return None
    if lexicon.verb.meaning[verb] == "noun_verb" and not moved:
        # 学校管理科学规范 tells a state; 财政部门保障落实经费, 教研室指导学校 tell an act.
        following = lexicon.verb.at(text, behind, end)
        if not (following and lexicon.verb.meaning[following] == "verb") and scene.actor_at(behind) is None:
            return None
    return Predicate(at, "must", verb, False)


def _phrase(scene: Scene, at: int, end: int, word: str) -> Predicate | None:
    """A prepositional phrase between subject and predicate: the first modal word behind it, else a verb."""
    text, lexicon = scene.text, scene.lexicon
    last = min(end, at + _LONGEST_PHRASE)
    begin = at + len(word)
    found, modal = lexicon.modal.inside(text, begin, last)
    while modal and text.startswith("的", found + len(modal)):
        found, modal = lexicon.modal.inside(text, found + len(modal), last)
    if modal:
        return Predicate(at, lexicon.modality_of(modal), modal, True)
    if word in ("和", "与", "同", "跟", "为", "由", "除", "到"):
        # these join nouns as often as they open a phrase
        verb_at, verb = lexicon.verb.inside(text, begin + 2, last)
        if word not in ("与", "为", "同") or not verb or lexicon.verb.meaning[verb] != "verb" or text[begin] in "了主":
            return None
        return Predicate(at, "must", verb, False)
    verb_at, verb = lexicon.verb.inside(text, begin + 1, last)
    return Predicate(at, "must", verb, False) if verb_at > 0 else None


def _temporal(scene: Scene, at: int, end: int) -> Predicate | None:
    """A time or condition named by nouns between subject and modal word (医护人员上班期间须…)."""
    text, lexicon = scene.text, scene.lexicon
    found, modal = lexicon.modal.inside(text, at, min(end, at + 16))
    if modal and found > at and text[at:found].endswith(("期间", "时", "后", "前", "中", "过程中", "之日起")):
        return Predicate(at, lexicon.modality_of(modal), modal, True)
    return None
