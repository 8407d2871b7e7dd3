"""What learners, parents and applicants do themselves without a word that binds them (每位同学写一篇观后感; 考生打印准考证)."""

from __future__ import annotations

from pipeline.extraction.duties.binding import Predicate
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Scene
from pipeline.lexicon import wording
from pipeline.model.mention import ActorMention

_APPLIES = "applicant"


def steps_itself(scene: Scene, party: ActorMention, predicate: Predicate, end: int) -> bool:
    """Whether a party's act is one that everybody of its kind does by a count (每位同学写一篇观后感), or a step of its own in a
    procedure (考生核对个人信息)."""
    return _by_count(scene, party, predicate) or _step(scene, party, predicate, end)


def _by_count(scene: Scene, party: ActorMention, predicate: Predicate) -> bool:
    if not party.text.startswith("每") or predicate.cue not in wording.words("duty", "done_by_each"):
        return False
    counted = predicate.at + len(predicate.cue)
    return wording.pattern("duty", "so_many").match(scene.text, counted) is not None


def _step(scene: Scene, party: ActorMention, predicate: Predicate, end: int) -> bool:
    """A part with 的 may name something of the act (考生选择面试的科目与…)."""
    step = party.rule == _APPLIES and predicate.cue in wording.words("duty", "steps_of_applicants")
    return step and scene.text.find("的", predicate.at, max(end, predicate.at)) < 0


def on_basis(scene: Scene, party: ActorMention, at: int, end: int, following: int) -> Predicate | None:
    """What a party does itself behind a comma, where its own part only tells by what (学生根据申请条件,填写申请表)."""
    if following <= end or not scene.text.startswith(wording.words("duty", "on_basis"), at) or scene.actor_at(end + 1):
        return None
    found = predicate_at(scene, end + 1, following)
    if found is None:
        return None
    own = found.cue in scene.lexicon.cue["plain"].meaning
    return found if own or _step(scene, party, found, following) else None
