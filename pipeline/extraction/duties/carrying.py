"""Sentences and clauses that name no actor and go on speaking of the one named before."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.duties.imperatives import conditioned, imperative
from pipeline.extraction.duties.scene import Candidate, Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.model.result import Modality
from pipeline.structure import clauses

_LONGEST_CHARGE = 8


def continued(scene: Scene, subject: Subject, start: int, end: int, *, bound: bool) -> Iterator[Candidate]:
    """A later sentence without an actor: a duty of the one carried on, for each clause that tells what to do."""
    others = False  # whether a clause of the sentence bound something else (教材应当经审定;未经审定的,不得选用)
    for begin, stop in clauses(scene.text, start, end):
        if conditioned(scene, begin, stop) if bound else imperative(scene, begin, stop):
            if others or scene.lexicon.patterns["work_done_by"].match(scene.text, begin, stop):
                continue  # 考核评定工作于12月底前完成
            if (bound or "由" in scene.text[begin:stop]) and of_another(scene, begin, stop):
                continue
            if (
                not bound
                and scene.text[begin] in "对将把"
                and not scene.lexicon.modal.inside(scene.text, begin + 1, stop)[1]
            ):
                continue  # 对推进不力的予以约谈: others do it
            last = stop - 1 if scene.text[stop - 1] == ":" else stop
            yield carried_duty(scene, subject, begin, last)
        else:
            others = others or scene.lexicon.modal.inside(scene.text, begin, stop)[1] != ""


def set_up_before(scene: Scene, before: tuple[int, int], start: int) -> Subject | None:
    """The group that a sentence sets up, where the next one begins with its charge (学校设立领导小组,校长任组长。主要负责…)."""
    cue, text = scene.lexicon.cue, scene.text
    word = cue["pivot_duty"].at(text, start, start + _LONGEST_CHARGE)
    if not word:
        return None
    for group in scene.actors_in(*before):
        comma = max(text.rfind(",", before[0], group.start) + 1, before[0])
        if group.kind == "group" and cue["pivot"].inside(text, comma, group.start)[1]:
            return Subject(group.start, group.end, "group", "subject", "must", word)
    return None


def of_another(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause speaks of whoever meets its condition (自行办学的,应当报送…), not of the one named before."""
    text = scene.text
    if (at := text.find("由", start, end)) >= 0 and scene.actor_at(at + 1):
        return True  # 由包保教师上门劝返: an agent of its own
    if _of_thing(scene, start, end) or text.startswith(scene.lexicon.words["then_sanctioned"], start):
        return True
    if text.find(",其", start, end) >= 0 or text.startswith("作为", start):
        return True  # 对调入的人员,其待遇按原标准执行
    comma = text.find(",", start, end)
    return comma > start and text[comma - 1] == "的" and not scene.lexicon.cue["bound_by"].opens(text, start)


def leads_others(scene: Scene, start: int, end: int, *, led: bool) -> bool:
    """Whether a clause ends on what others are led to learn (…,帮助学员掌握技能), or, behind one that is (`led`), goes on with
    it (…;了解规程)."""
    text = scene.text
    last = max(text.rfind(",", start, end - 1), text.rfind(";", start, end - 1)) + 1 or start
    return (led and learned(scene, start)) or text.startswith(scene.lexicon.words["leads_others"], last)


def learned(scene: Scene, start: int) -> bool:
    """Whether a clause begins with what one is led to learn or become (了解规程)."""
    return scene.text.startswith(scene.lexicon.words["learned"], start)


def own_case(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause tells what the one named before does in a case that it meets with (情节严重的,移交公安机关)."""
    comma = scene.text.find(",", start, end)
    if comma > 0 and scene.text.startswith(scene.lexicon.words["meets_case"], start):
        return imperative(scene, comma + 1, end)  # 遇强降雨,应24小时巡查
    if comma < 0 or scene.text[comma - 1] != "的" or not scene.lexicon.cue["bound_by"].opens(scene.text, start):
        return False
    return imperative(scene, comma + 1, end)


def _of_thing(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause binds a thing that opens it (测评后的奖励应当向新人倾斜; 选举结果应当公布)."""
    text, lexicon = scene.text, scene.lexicon
    at, modal = lexicon.modal.inside(text, start, end)
    if modal not in lexicon.cue["binding"].meaning or at <= start + 2 or "," in text[start:at]:
        return False
    if start in scene.times or scene.names_actor(start, at):
        return False
    opens = (lexicon.cue[role].at(text, start, end) for role in ("preposition", "opener", "adverb", "condition"))
    verb = lexicon.verb.meaning.get(lexicon.verb.at(text, start, end)) == "verb" and "的" not in text[start:at]
    led = any(opens) or verb
    return not led and not lexicon.cue["after"].ends(text[start:at])


def carried_duty(scene: Scene, subject: Subject, start: int, end: int) -> Candidate:
    """A duty of the subject that an earlier clause named."""
    forbids = subject.modality == "must_not" and "不" not in scene.text[start:end]  # 不得外出。如遇急事,向班主任请假。
    modality: Modality = "must" if forbids else subject.modality
    return Candidate(start, end, (subject.start, subject.end), subject.kind, "carried", modality, cues=(subject.cue,))
