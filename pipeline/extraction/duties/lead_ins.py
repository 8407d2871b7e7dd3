"""Sentences that announce a list of duties: 各班主任要做到以下几点: and their like, and whose duties they announce."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from pipeline.extraction.duties.announcing import Announced, announces_list, announces_other, announcing
from pipeline.extraction.duties.charged import described, hangs, pointed_back, set_up
from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.running import opening_subject
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.subject import Subject
from pipeline.extraction.duties.titles import Governor
from pipeline.extraction.duties.who_acts import subject_of
from pipeline.model.layout import Block
from pipeline.structure import sentences

_LONGEST_SPELLED = 60


class Announcement(msgspec.Struct, frozen=True, gc=False):
    """The last sentence of a block that announces a list. `label`: no more than 主要职责:; `hanging`: it breaks off behind the
    word that binds its party; `ended`: by a stop instead of a colon."""

    start: int
    end: int
    label: bool
    hanging: bool
    ended: bool


def announcement(scene: Scene, block: Block) -> Announcement | None:
    """The sentence by which a block may announce a list; null where it does not end as such do."""
    text, end = scene.text, block.end
    last, following = text[end - 1], text[end : end + 1]
    colon = last == ":" or following == ":"
    hanging = last in scene.lexicon.breaking_off and hangs(scene, block.start, end)
    ended = (last == "。" or following == "。") and announces_list(scene, block.start, end)
    if not (colon or hanging or ended):
        return None
    begin, stop = sentences(text, block.start, end)[-1]
    words = text[begin:stop].rstrip(" :").replace(" ", "")
    points = words.startswith(scene.lexicon.words["points_to_before"])
    copula = None if points else scene.lexicon.patterns["label_copula"].search(words)  # 主要职责+有:
    label = words[: copula.start() if copula is not None else len(words)] in scene.lexicon.heading["label"].meaning
    return Announcement(begin, stop, label, hanging, ended)


def spelled_below(scene: Scene, block: Block) -> Subject | None:
    """Who acts in an item of no more than one sentence, the next line of which is a deeper item that opens with an act
    (3.各村召开动员大会。/ (1)布置会场。)."""
    blocks, starts = scene.board.layout.blocks, scene.board.starts
    after = bisect_right(starts, block.start)
    following = blocks[after] if after < len(blocks) else block
    if following.kind != "item" or following.depth <= block.depth or block.end - block.start > _LONGEST_SPELLED:
        return None
    if not scene.may_act(block.start, block.end) or len(sentences(scene.text, block.start, block.end)) > 1:
        return None
    opening = opening_subject(scene, block.start, block.end)
    if opening is None or opening.form != "subject" or not imperative(scene, following.start, following.end):
        return None
    cases = scene.lexicon.patterns["case_told_below"].search(scene.text, block.start, block.end)
    return None if cases else opening  # 有下列行为之一的,公司将收回设备。/ 1.转借他人。


def announced(scene: Scene, block: Block, found: Announcement, *, told_only: bool) -> Governor | None:
    """Whose duties a sentence announces; `told_only`: only where a word of its own says that they are duties. Without such a
    word only what reads as a task is one."""
    text, heading, begin, stop = scene.text, scene.lexicon.heading, found.start, found.end
    part = max(text.rfind(mark, begin, stop) for mark in ",;") + 1 or begin
    told = found.hanging or heading["lead_in"].inside(text, part, stop)[1] != ""
    if announces_other(scene, part, stop) or (told_only and not told):
        return None
    if text.startswith(scene.lexicon.words["now_told"], part):
        return None  # 现将班子成员分工调整如下:
    begin = text.rfind(";", begin, stop) + 1 or begin  # who is told by the clause that announces the list
    if subject := _subject(scene, begin, stop):
        told_below = text.startswith(scene.lexicon.words["points_below"], subject.start)
        if told_below or scene.lexicon.patterns["case_below"].search(text, subject.start, subject.end):
            return None  # 下列机构不得…, 有下列行为的教师不得…: the list tells who they are
        if scene.lexicon.patterns["case_told_below"].search(text, begin, subject.start):
            return None  # 有下列行为之一的,由主管部门责令改正,处罚款:
        actor, bare = (subject.start, subject.end), found.ended or not told
        return Governor(actor, subject.kind, "lead_in", subject.modality, bare=bare, cue=subject.cue)
    if found.ended and (governor := described(scene, block.start, stop)):
        return msgspec.structs.replace(governor, bare=True)  # 档案室是…的机构。特制订以下规章制度。
    return described(scene, begin, stop) if told else None  # 理事会是执行机构,履行下列职责:


def pointed_to(scene: Scene, start: int, label: int) -> Governor | None:
    """The party of the sentence before, where a label points back to it (水务局是主管部门,负责实施。其职责是:; 履行以下职责:)."""
    if (found := pointed_back(scene, start, label)) or not scene.text.startswith(
        scene.lexicon.words["points_to_before"], label
    ):
        return found
    if _made(scene, start, label) >= 0:
        return None  # 县政府成立领导小组。其主要职责是:
    sentence = scene.text.rfind("。", start, max(start, label - 1)) + 1 or start
    opening = opening_subject(scene, sentence, label)
    if opening is None or opening.form != "subject" or opening.kind not in ("org", "group"):
        return None
    return Governor((opening.start, opening.end), opening.kind, "label")


def label_behind(scene: Scene, block: Block) -> tuple[Governor, int] | None:
    """Whose duties a label behind a sentence of a block tells, and where they begin (实训处是归口管理部门。主要职责有:制定规章;…)."""
    if scene.text.find("职", block.start, block.end) < 0:
        return None  # as most
    found = scene.lexicon.patterns["label_behind_sentence"].search(scene.text, block.start, block.end)
    if found is None:
        return None
    start, end = block.start, found.start()
    governor = described(scene, start, end) or _made_body(scene, start, end)
    if governor is None:
        opening = opening_subject(scene, start, end)
        if opening is None or opening.form != "subject":
            return None
        governor = Governor((opening.start, opening.end), opening.kind, "label")
    return governor, found.end()


def _made_body(scene: Scene, start: int, end: int) -> Governor | None:
    """The group that a stretch sets up, or the body (县政府成立食品安全委员会,由分管副县长任主任)."""
    at = _made(scene, start, end)
    if at < 0:
        return None
    comma = scene.text.find(",", at, end)
    bodies = [party for party in scene.actors_in(at, comma if comma > 0 else end) if party.kind in ("org", "group")]
    body = Governor((bodies[-1].start, bodies[-1].end), bodies[-1].kind, "label") if bodies else None
    return set_up(scene, at, end) or body


def _made(scene: Scene, start: int, end: int) -> int:
    """Where a stretch says that a body is set up; -1 where it does not."""
    at, made = scene.lexicon.cue["pivot"].inside(scene.text, start, end)
    return at if made and scene.board.segmentation.is_boundary(at) else -1  # not the 设 of 体系建设


def _subject(scene: Scene, begin: int, stop: int) -> Subject | Announced | None:
    """Who acts in the last comma part that names anybody, else who opens the sentence (班主任发现学生发热后,按下列程序处理:)."""
    for start, end in reversed(list(_comma_parts(scene.text, begin, stop))):
        if subject := subject_of(scene, start, end, stop) or announcing(scene, start, end):
            return subject
    opening = opening_subject(scene, begin, stop)
    return opening if opening is not None and opening.form == "subject" else None


def _comma_parts(text: str, start: int, end: int) -> Iterator[Range]:
    begin = start
    while (comma := text.find(",", begin, end)) >= 0:
        yield begin, comma
        begin = comma + 1
    yield begin, end
