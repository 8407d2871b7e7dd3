"""Where duties are looked for: each block with the sources that apply to it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.duties.bracketed import with_bracketed
from pipeline.extraction.duties.by_block import Waiting, by_block
from pipeline.extraction.duties.running import read_ahead, running_duties
from pipeline.extraction.duties.scene import Candidate, Range, Scene


def candidates(scene: Scene) -> list[Candidate]:
    """Every duty candidate of a board, in the order of its blocks."""
    told = by_block(scene)
    waiting = [one for one in told if type(one) is Waiting]
    telling = read_ahead(scene, [stretch for one in waiting for stretch in one.ranges])
    found: list[Candidate] = []
    for one in told:
        if type(one) is Candidate:
            found.append(one)
        elif type(one) is Waiting:
            found += _running(scene, one, telling)
    return found


def _running(scene: Scene, waiting: Waiting, telling: set[Range]) -> list[Candidate]:
    """The duties of a block whose sentences are to be read, with those that a heading gives it; `telling`: the stretches that name
    somebody who acts, where an article does not tell that."""
    told: list[Candidate] = []
    reading, governed = waiting.reading, waiting.governed
    for start, end in waiting.ranges:
        may_tell = reading.article is not None or (start, end) in telling
        found = running_duties(scene, start, end, reading) if may_tell else []
        told += with_bracketed(scene, found, start, end, reading) if scene.text.find("(", start, end) >= 0 else found
    if not told:
        return governed
    governed = _of_governor(scene, governed, told) if governed else governed
    return [*governed, *_further(scene, told, governed)]


def _of_governor(scene: Scene, governed: list[Candidate], running: list[Candidate]) -> list[Candidate]:
    """The duties a heading gives, without sentences that name another behind 由 who does all of it (宣传组 / 稿件由县文化馆
    审核)."""
    others = {
        (item.start, item.end): scene.text[slice(*item.actor)]
        for item in running
        if item.rule == "agent" and item.actor and scene.text.find(",", item.start, item.actor[0]) < 0
    }
    kept: list[Candidate] = []
    for item in governed:
        name = scene.text[slice(*item.actor)] if item.actor else ""
        if not name or others.get((item.start, item.end), name) == name:
            kept.append(item)
    return kept


def _further(scene: Scene, found: list[Candidate], governed: list[Candidate]) -> Iterator[Candidate]:
    """What a block tells beyond the duties a heading gives it: not a part of one, said of the same party by its name
    (一、年级组长职责 / 5.负责考勤,教师请假由年级组长审批)."""
    for item in found:
        if item.rule == "subject" and any(w.start == item.start and item.end <= w.end for w in governed):
            continue  # 幼儿入园时要进行晨检: the item was given to whose duties are told
        if item.actor is None or not any(
            whole.start <= item.start
            and item.end <= whole.end
            and whole.actor is not None
            and scene.text[slice(*whole.actor)] == scene.text[slice(*item.actor)]
            for whole in governed
        ):
            yield item
