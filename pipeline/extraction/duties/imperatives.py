"""Clauses that name no actor and tell what to do."""

from __future__ import annotations

from pipeline.extraction.duties.binding import case_bound
from pipeline.extraction.duties.predicates import completed
from pipeline.extraction.duties.scene import Scene, parts_of


def conditioned(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause begins with its condition and binds by a modal word (突发事件情况下,…应当立即启动…)."""
    text, lexicon = scene.text, scene.lexicon
    if not lexicon.modal.inside(text, start, end)[1]:
        return False
    first = parts_of(text, start, end)[0]
    opens = lexicon.cue["opener"].at(text, start, end) or lexicon.modal.at(text, start, end)
    return bool(opens) or lexicon.cue["after"].ends(text[slice(*first)])


def _case_met(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause opens with the case that calls for an act, and tells the act behind it (遇有险情立即撤离)."""
    comma = scene.text.find(",", start, end)
    return case_bound(scene, start, comma if comma > 0 else end) is not None


def _behind_time(scene: Scene, at: int, end: int) -> int:
    """Behind a time or an hour that opens a clause (早上7:30前+做好晨检); `at` where there is none."""
    if behind := scene.times.get(at, 0):
        return behind + len(scene.lexicon.cue["phrase_end"].at(scene.text, behind, end))
    if word := scene.lexicon.cue["occasion"].at(scene.text, at, end):
        minutes = scene.lexicon.patterns["minutes"].match(scene.text, at + len(word), end)
        return minutes.end() if minutes is not None else at + len(word)  # 餐前20分钟+消毒桌面
    clock = scene.lexicon.patterns["clock"].match(scene.text, at, end)
    return clock.end() if clock is not None else at


def imperative(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause that names no actor tells what to do."""
    text, lexicon = scene.text, scene.lexicon
    if lexicon.cue["question"].at(text, start, end):
        return False
    at = start
    for _ in range(4):
        verb = lexicon.verb.at(text, at, end)
        if lexicon.modal.at(text, at, end) or (verb and not completed(lexicon, text, at + len(verb))):
            return True
        adverb = lexicon.cue["adverb"].at(text, at, end)
        led = adverb and lexicon.cue["preposition"].at(text, at, end)
        if led and not scene.board.segmentation.is_boundary(at + len(adverb)):
            adverb = ""  # 按+实际工作量核算
        if adverb in lexicon.cue["preposition"].meaning:
            break  # 通过+银行发放
        behind = at + len(adverb) if adverb else _behind_time(scene, at, end)
        if behind == at:
            break
        at = behind
    opens = lexicon.cue["preposition"].at(text, at, end) or lexicon.cue["opener"].at(text, at, end)
    if opens or (at == start and _case_met(scene, start, end)):
        return bool(lexicon.modal.inside(text, at, end)[1] or lexicon.verb.inside(text, at, end)[1])
    # a condition first (有下列情况之一的,应当…)
    parts = parts_of(text, start, end)
    return (
        len(parts) > 1
        and any(lexicon.modal.at(text, *part) for part in parts[1:])
        and lexicon.cue["after"].ends(text[slice(*parts[0])])
    )
