"""The comma parts of a clause, and the label a sentence may stand behind."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.duties.predicates import predicate_at
from pipeline.extraction.duties.scene import Range, Scene, parts_of, trimmed

_LONGEST_LABEL = 24


def behind_label(scene: Scene, start: int, end: int) -> int:
    """Behind words that only name what follows (实行组长负责制:各组组长…)."""
    colon = scene.text.find(":", start, min(end, start + _LONGEST_LABEL))
    if colon < 0 or colon + 1 >= end or any(mark in scene.text[start:colon] for mark in ",、("):
        return start
    named = scene.actor_at(start)
    acts = predicate_at(scene, named.end, colon) if named is not None else None
    if acts and (acts.sure or scene.lexicon.heading["lead_in"].inside(scene.text, start, colon)[1]):
        return start  # 校长做到“四个带头”:必须带头听课;…
    return start if scene.text[colon + 1].isdigit() else trimmed(scene.text, colon + 1, end)[0]


def pieces_of(scene: Scene, start: int, end: int) -> list[Range]:
    while end > start and scene.text[end - 1] in "。;!?: \n":
        end -= 1
    return [piece for part in parts_of(scene.text, start, end) for piece in _persons_apart(scene, *part)]


def _persons_apart(scene: Scene, start: int, end: int) -> Iterator[Range]:
    """A part cut before each further person who is charged (张强负责排课、李敏负责考务)."""
    begin = start
    while start in scene.persons and (mark := scene.text.find("、", begin + 1, end)) >= 0:
        if mark + 1 in scene.persons and not scene.actor_at(mark + 1):
            yield start, mark
            start = mark + 1
        begin = mark + 1
    yield start, end
