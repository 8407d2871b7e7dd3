"""Parts of a sentence that only announce whose duties follow, or name an order of things."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.joint_parties import joined
from pipeline.extraction.duties.names import nominal
from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Scene
from pipeline.model.result import ActorKind, Modality

_LONGEST_END = 20


class Announced(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    kind: ActorKind
    modality: Modality = "must"
    cue: str = ""


def announcing(scene: Scene, start: int, end: int) -> Announced | None:
    """The actor of a part that only announces (班主任职责如下, 领导小组的主要职责是)."""
    mentions = scene.actors_in(start, end)
    if not mentions or not nominal(scene, start, mentions[0]):
        return None
    behind, last = joined(scene, mentions[0], mentions, end)
    if scene.lexicon.patterns["duties_are_told"].match(scene.text, behind, end):
        return Announced(start, behind, last.kind)  # 各级党委和政府的主要责任包括:
    rest = scene.text[mentions[0].end : end].strip(" :的")
    told = scene.lexicon.patterns["from_these_sides"].match(rest) is not None
    if told or predicate_at(scene, mentions[0].end, end) or rest in scene.lexicon.heading["label"].meaning:
        return Announced(mentions[0].start, mentions[0].end, mentions[0].kind)
    return None


def announces_list(scene: Scene, start: int, end: int) -> bool:
    """Whether a stretch ends in a sentence that announces a list, by a stop instead of a colon (从以下几方面着手。)."""
    text = scene.text
    end += text.startswith("。", end)  # behind a title's own stop
    if text[end - 1] != "。":
        return False
    begin = end - _LONGEST_END if end - _LONGEST_END > start else start
    told_below = text.find("下", begin, end) >= 0  # 以下, 下列, 如下: in all that announce
    return told_below and scene.lexicon.patterns["announces_list"].search(text, begin, end) is not None


def announces_other(scene: Scene, start: int, end: int) -> bool:
    """Whether a part that may announce a list says that it is none of duties (下列情形:). What is decided (决定从以下几方面
    着手) counts as little as the way in which something is done (按下列程序处理:)."""
    if scene.lexicon.patterns["by_steps"].search(scene.text, start, end):
        return False
    party = scene.first_actor(start, end)
    told = party is not None and party.kind != "person" and nominal(scene, start, party)
    if told and party is not None and predicate_at(scene, party.end, end):
        start = party.end  # 工作组成员要做好以下工作: its own name tells nothing
    decided = scene.lexicon.patterns["decides_on"].search(scene.text, start, end)
    start = decided.end() if decided is not None else start
    return scene.lexicon.heading["no_lead_in"].inside(scene.text, start, end)[1] != ""


def names_order(scene: Scene, start: int, end: int) -> bool:
    """Whether what stands behind a party names an order of things among others (干部+联系群众的常态机制), not one that the
    party is to make or keep (教务处+建立统一的考核制度)."""
    if scene.text.find("的", start, end) < 0:
        return False
    return scene.lexicon.patterns["order_named"].fullmatch(scene.text[start:end].rstrip(" 。;\n")) is not None
