"""Modal words that bind an actor, at once or behind the occasion that calls for its act."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.rows import DutyLexicon
from pipeline.extraction.duties.scene import Scene
from pipeline.model.result import Modality

_REACH_OF_TIME = 16
_REACH_OF_ACTIVITY = 10
_REACH_OF_CASE = 30


class Predicate(msgspec.Struct, frozen=True, gc=False):
    """Where the predicate begins, what it says of the duty, and the word that decided; `sure` where a modal did."""

    at: int
    modality: Modality
    cue: str
    sure: bool


def modal_at(lexicon: DutyLexicon, text: str, at: int, end: int, word: str) -> Predicate | None:
    """A modal word, unless it belongs to a noun (要的) or asks for a quality only (应具有资格)."""
    behind = at + len(word)
    if text.startswith(("的", "由", "着"), behind) and not lexicon.cue["not_aspect"].at(text, behind, end):
        return None  # 代表应当由原选区补选: others act; 医院承担着救治任务
    if word[0] == "不" and lexicon.patterns["absent"].match(text, at, end):
        return None  # 校长不在校时…: another acts
    while adverb := lexicon.cue["adverb"].at(text, behind, end):
        behind += len(adverb)
    state = lexicon.cue["state"].at(text, behind, end)
    if (
        state
        and not lexicon.cue["not_aspect"].at(text, behind, end)  # 负责有关救助的受理
        and not (state == "有" and lexicon.patterns["at_least_heads"].match(text, behind + 1, end))
        and lexicon.modality_of(word) in ("must", "should")
        and not lexicon.verb.at(text, behind, end)
        and lexicon.effort.match(text, behind, end) is None  # 要坚持每周到村不少于3天
        and lexicon.patterns["else_not_admitted"].match(text, behind, end) is None
        and not _quality_wanted(lexicon, text, behind, end, word, state)
    ):
        return None
    return Predicate(at, lexicon.modality_of(word), word, True)


def _quality_wanted(lexicon: DutyLexicon, text: str, at: int, end: int, word: str, state: str) -> bool:
    """Whether a word of state behind a modal word is asked for in earnest (校长应当符合任职条件), or opens a phrase
    (应当为学生提供…). Where a list of conditions follows, it is none."""
    if state in lexicon.cue["preposition"].meaning:
        return lexicon.verb.inside(text, at + len(state), end)[1] != ""
    if text.startswith(":", end) or text[end - 1] == ":":
        return False
    return word in lexicon.cue["binding"].meaning and state in lexicon.cue["quality"].meaning


def occasion_bound(scene: Scene, at: int, end: int) -> Predicate | None:
    """A time or occasion between subject and modal word (医护人员上班期间须…; 教师外出必须…)."""
    text, lexicon = scene.text, scene.lexicon
    if active := lexicon.cue["activity"].at(text, at, end):
        behind = at + len(active)
        if scene.lexicon.patterns["told_of_act"].match(text, behind, end):
            return None  # 党员参加组织生活情况应如实登记
        found, word = lexicon.modal.inside(text, behind, min(end, behind + _REACH_OF_ACTIVITY))
        binds = word and lexicon.modal.meaning[word] != "plan" and "的" not in text[behind:found]
        return modal_at(lexicon, text, found, end, word) if binds else None
    found, modal = lexicon.modal.inside(text, at, min(end, at + _REACH_OF_TIME))
    if modal and found > at and lexicon.cue["phrase_end"].ends(text[at:found]):
        return Predicate(at, lexicon.modality_of(modal), modal, True)
    return case_bound(scene, at, end)


def case_bound(scene: Scene, at: int, end: int) -> Predicate | None:
    """What binds a party behind the case that calls for its act, without a comma (班主任如发现学生缺课要立即报告; 值班教师若遇
    险情立即组织疏散)."""
    text, lexicon = scene.text, scene.lexicon
    case = lexicon.cue["in_case"].at(text, at, end)
    if not case or text.startswith("的", at + len(case)):
        return None  # 学校发生的传染病应…: what is told, not who
    behind, reach = at + len(case), min(end, at + _REACH_OF_CASE)
    found, modal = lexicon.modal.inside(text, behind, reach)
    if modal in lexicon.cue["firm"].meaning or (len(modal) > 1 and modal in lexicon.cue["forbidding"].meaning):
        return modal_at(lexicon, text, found, end, modal)
    found, prompt = lexicon.cue["prompt"].inside(text, behind, reach)
    acts = prompt and lexicon.verb.at(text, found + len(prompt), end)
    return Predicate(found, "must", prompt, True) if acts and not modal else None
