"""Subjects that only belong to the case in which another acts (施工方未按图施工,造成返工的,监理方应当报告)."""

from __future__ import annotations

from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.telling import Hit

_REACH_OF_SANCTION = 14
_REACH_OF_THOSE = 12


def only_when(scene: Scene, found: list[Hit], parts: list[Range], number: int) -> bool:
    """Whether the last subject before an agent is no more than part of the time of its act (机关作出决定前,由法制机构审核)."""
    if not found or found[-1].last != number - 1 or found[-1].subject.form != "subject":
        return False
    bound = found[-1].subject.cue in scene.lexicon.modal.meaning
    words = scene.text[slice(*parts[number - 1])]
    return not bound and scene.lexicon.cue["moment"].ends(words) and not scene.lexicon.cue["not_moment"].ends(words)


def of_another_case(scene: Scene, found: list[Hit], parts: list[Range], number: int) -> bool:
    """Whether all before a subject only tells in what case it acts (施工方未按图施工,造成返工的,监理方应当报告)."""
    if number < 2 or scene.may_act(*parts[number - 1]):
        return False
    if not found:
        return True
    return found[-1].last == number - 2 and not _fails(scene, found[-1], parts[number - 1])


def _fails(scene: Scene, hit: Hit, case: Range) -> bool:
    """Whether a part tells of those who do not do what the parts before bid (各单位按时报送,逾期不报的,财政局…)."""
    if not scene.text.endswith("的", *case) or not scene.lexicon.patterns["fails_its_duty"].match(scene.text, *case):
        return False
    return scene.lexicon.patterns["misdeed"].search(scene.text, hit.subject.end, case[0]) is None


def before_condition(scene: Scene, found: list[Hit], condition: int, at: Range) -> tuple[list[Hit], int]:
    """The subjects that a clause charges before its condition (任课教师负责考勤,学生旷课的,由…), and where the condition
    begins."""
    cue = scene.lexicon.cue["named_act"].meaning
    text, lexicon = scene.text, scene.lexicon
    opens = (lexicon.cue["bound_by"].at(text, *at) or lexicon.cue["condition"].at(text, *at)) != ""
    opens = opens and scene.lexicon.patterns["goes_on_with_case"].search(text, *at) is None
    opens = opens or (bool(found) and _fails(scene, found[-1], at))
    kept = [
        hit
        for hit in found
        if hit.last < condition and (opens or hit.subject.cue in cue or _firmly_before(scene, hit.subject, at[0]))
    ]
    return kept, kept[-1].last + 1 if kept else 0


def befalls(scene: Scene, hit: Hit, parts: list[Range]) -> bool:
    """Whether a clause only tells what is done to a party in some case (驾驶员报告隐患,避免事故发生的,可以从轻处理)."""
    text, cue = scene.text, scene.lexicon.cue
    if hit.subject.form != "subject" or text.find("的,", hit.subject.end, parts[-1][1]) < 0:
        return False
    if _firmly_before(scene, hit.subject, parts[hit.last][1]):
        return False
    for case, act in zip(parts[hit.last + 1 :], parts[hit.last + 2 :], strict=False):
        if _fails(scene, hit, case):
            return False  # 各单位按时报送,逾期不报的,不予拨款: those who fail
        if text[case[1] - 1] == "的" and not (cue["bound_by"].at(text, *case) or cue["condition"].at(text, *case)):
            return cue["sanction"].inside(text, act[0], min(act[1], act[0] + _REACH_OF_SANCTION))[1] != ""
    return False


def told_of_it_end(scene: Scene, parts: list[Range], hit: Hit) -> int:
    """Where the words of a subject end before what befalls a person or post (迟到者须写说明,视情节扣分) or those who fail
    (运动员须提前检录,迟到者按弃权处理), which others do."""
    text, one = scene.text, hit.subject.kind in ("person", "post")
    for number in range(hit.last + 1, len(parts)):
        begin, end = parts[number]
        its_own = one and (
            (
                text[begin] in "并视"
                and scene.lexicon.patterns["as_the_case_deserves"].match(text, begin, end) is not None
            )
            or (text[begin] == "对" and _dealt_with(scene, hit, parts, begin))
        )
        failing = text.find("者", begin, min(end, begin + _REACH_OF_THOSE)) > begin
        failing = failing and scene.lexicon.patterns["befalls_those"].match(text, begin, end) is not None
        if (
            its_own
            or failing
            or (one and _of_those_in_charge(scene, parts, hit, begin))
            or (_fails(scene, hit, parts[number]) and _sanctions(scene, parts, number + 1))
        ):
            return parts[number - 1][1]
    return parts[-1][1] + 1


def _dealt_with(scene: Scene, hit: Hit, parts: list[Range], begin: int) -> bool:
    """Whether a part tells how those are dealt with who break the rule by which a clause binds its subject (来客必须登记,对不听
    劝阻的人员予以通报), not how a subject goes on dealing with others."""
    bound = hit.subject.cue in scene.lexicon.modal.meaning
    deals = scene.text.find("对", hit.subject.end, parts[hit.last][1]) >= 0
    return bound and not deals and scene.lexicon.patterns["dealt_with"].match(scene.text, begin) is not None


def _of_those_in_charge(scene: Scene, parts: list[Range], hit: Hit, begin: int) -> bool:
    """Whether a part goes on with what those in charge do, whose act opens the clause too (严格作息制度,住宿生不得外出,
    严格控制来访)."""
    if not hit.first or hit.subject.cue not in scene.lexicon.modal.meaning or scene.actor_at(parts[0][0]):
        return False
    runs = scene.lexicon.words["runs_things"]
    return scene.text.startswith(runs, begin) and imperative(scene, *parts[hit.first - 1])


def _sanctions(scene: Scene, parts: list[Range], number: int) -> bool:
    """Whether a part names a sanction at its beginning, or another who acts."""
    if number >= len(parts):
        return False
    begin, end = parts[number]
    near = min(end, begin + _REACH_OF_SANCTION)
    return scene.actor_at(begin) is not None or scene.lexicon.cue["sanction"].inside(scene.text, begin, near)[1] != ""


def _firmly_before(scene: Scene, subject: Subject, end: int) -> bool:
    """Whether the word that binds a subject firmly stands before an offset."""
    firm = subject.cue in scene.lexicon.cue["firm"].meaning
    return firm and scene.text.find(subject.cue, subject.end, end) >= 0
