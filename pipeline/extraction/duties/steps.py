"""What learners, parents and applicants do themselves without a word that binds them (每位同学写一篇观后感; 考生打印准考证)."""

from __future__ import annotations

from pipeline.extraction.duties.binding import Predicate
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Scene
from pipeline.model.mention import ActorMention

_APPLIES = "applicant"
_LONGEST_OBJECT = 10
_PARTS = frozenset("的、(")


def own_step(scene: Scene, party: ActorMention, predicate: Predicate, end: int) -> Predicate | None:
    """A party's act that everybody of its kind does by a count (每位同学写一篇观后感), that is a step of its own in a procedure
    (考生核对个人信息), or that it is bound at (学生乘坐校车+必须系安全带); null where others may be meant."""
    led = scene.text.startswith(scene.lexicon.words["by_which"], party.end)
    led = led and scene.lexicon.cue["plain"].ends(scene.text[party.end : end].rstrip(" 。;"))  # 考生按通知书时间+报到
    if led or _by_count(scene, party, predicate) or _step(scene, party, predicate, end):
        return predicate
    if _in_set_way(scene, party, predicate, end):
        return predicate
    return _bound_behind(scene, predicate, end)


def _in_set_way(scene: Scene, party: ActorMention, predicate: Predicate, end: int) -> bool:
    """Whether it is told how, by what or by when somebody goes about an act (住户按指定路线撤离, 申请者于6月3日到窗口领取): not
    what comes of it, what others do to them, or what they get (学生按身高分为三组)."""
    text, cue = scene.text, scene.lexicon.cue
    if scene.lexicon.patterns["set_way"].match(text, party.end, end) is None:
        return False
    if scene.lexicon.patterns["comes_of_it"].search(text, party.end, end) or text.startswith("的", end - 1):
        return False
    return not cue["done_to"].inside(text, party.end, end)[1]


def _bound_behind(scene: Scene, predicate: Predicate, end: int) -> Predicate | None:
    """What binds a party behind what it is about to do."""
    begin = predicate.at + len(predicate.cue)
    if not scene.text.startswith(predicate.cue, predicate.at):
        return None
    found, modal = scene.lexicon.modal.inside(scene.text, begin + 1, min(end, begin + _LONGEST_OBJECT))
    binds = modal in scene.lexicon.cue["firm"].meaning or modal in scene.lexicon.words["forbids_all"]
    if not binds or not _PARTS.isdisjoint(scene.text[begin:found]):
        return None
    return Predicate(predicate.at, scene.lexicon.modality_of(modal), modal, True)


def _by_count(scene: Scene, party: ActorMention, predicate: Predicate) -> bool:
    if not party.text.startswith("每") or predicate.cue in scene.lexicon.words["given_to_each"]:
        return False
    counted = predicate.at + len(predicate.cue)
    return scene.lexicon.patterns["so_many"].match(scene.text, counted) is not None


def each_does(scene: Scene, at: int, end: int) -> Predicate | None:
    """What each of a kind does so many of, whatever word tells it (每名业主限购一个车位)."""
    act = scene.lexicon.patterns["any_act_on_so_many"].match(scene.text, at, end)
    if act is None or act[1] in scene.lexicon.words["given_to_each"]:
        return None
    whole = scene.board.segmentation.is_boundary(act.end(1))
    return Predicate(at, "must", act[1], True) if whole else None


def _step(scene: Scene, party: ActorMention, predicate: Predicate, end: int) -> bool:
    """A part with 的 may name something of the act (考生选择面试的科目与…)."""
    step = party.rule == _APPLIES and predicate.cue in scene.lexicon.words["steps_of_applicants"]
    return step and scene.text.find("的", predicate.at, max(end, predicate.at)) < 0


def on_basis(scene: Scene, party: ActorMention, at: int, end: int, following: int) -> Predicate | None:
    """What a party does itself behind a comma, where its own part only tells by what or when (学生根据申请条件,填写申请表; 申请者
    于6月3日,到窗口领取)."""
    if following <= end or scene.actor_at(end + 1):
        return None
    when = scene.text[at] == "于" and scene.text[end - 1] in "日前内午"
    if not when and not scene.text.startswith(scene.lexicon.words["on_basis"], at):
        return None
    found = predicate_at(scene, end + 1, following)
    if found is None:
        return None
    own = when or found.cue in scene.lexicon.cue["plain"].meaning
    return found if own or _step(scene, party, found, following) else None
