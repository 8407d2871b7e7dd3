"""Sentences set whole in a bracket, that name their own party (新建示范课3门(各专业负责建设1门))."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.extraction.duties.running import Reading, running_duties
from pipeline.extraction.duties.scene import Candidate, Scene, closing_of
from pipeline.structure import sentences

_OPENING = re.compile(r"\(")
_SHORTEST = 8


def with_bracketed(scene: Scene, told: list[Candidate], start: int, end: int, reading: Reading) -> list[Candidate]:
    """The duties `told` by the sentences of a stretch, and those that its brackets tell, each by its own words alone."""
    within = list(_bracketed(scene, start, end, reading))
    if not within:
        return told
    actors = {item.actor for item in within}
    return [*(item for item in told if item.actor not in actors), *within]


def _bracketed(scene: Scene, start: int, end: int, reading: Reading) -> Iterator[Candidate]:
    """The duties told within the brackets of a stretch by sentences that open with who acts; a bracket that says what is meant,
    or where it is written, tells none."""
    within = msgspec.structs.replace(reading, carry=False, whole=False, unmarked=True)
    for opening in _OPENING.finditer(scene.text, start, end):
        begin, closing = opening.end(), closing_of(scene.text, opening.start(), end)
        if closing - begin < _SHORTEST or not scene.may_act(begin, closing):
            continue
        for first, last in sentences(scene.text, begin, closing):
            for item in running_duties(scene, first, last, within) if scene.may_act(first, last) else ():
                if item.rule == "subject" and not _explains(scene, item):
                    yield item


def _explains(scene: Scene, item: Candidate) -> bool:
    """Whether a bracketed sentence says what its party is, gives the number of a paper, or only what a case is granted."""
    behind = item.actor[1] if item.actor is not None else item.start
    if scene.lexicon.patterns["no_act_in_bracket"].match(scene.text, behind, item.end) is not None:
        return True
    return item.kind == "person" and item.modality == "may"
