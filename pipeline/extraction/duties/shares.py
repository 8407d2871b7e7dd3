"""Who leads and who helps, where the parts of one sentence say no more than that (教务处牵头,教科室配合)."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.scene import Candidate, Scene, without_marks


def with_parts(scene: Scene, found: list[Candidate]) -> list[Candidate]:
    """Candidates of a sentence with `support` for those that only help, and `lead` for those that lead them."""
    return _with_parts(scene, found) if found else found  # as of most sentences


def _with_parts(scene: Scene, found: list[Candidate]) -> list[Candidate]:
    parts = [_part(scene, item) for item in found]
    if "support" not in parts:
        stated = [_stated(scene, item) for item in found] if len(found) > 1 else []
        if "lead" not in stated or "support" not in stated:
            return found
        parts = stated
    return [
        msgspec.structs.replace(item, part=part) if part == "support" or part == "lead" else item
        for item, part in zip(found, parts, strict=True)
    ]


def _part(scene: Scene, item: Candidate) -> str:
    """What the word at the end of a candidate makes of its actor; empty where more is told than that."""
    if item.rule not in ("subject", "agent") or not item.cues:
        return ""
    cue = item.cues[0]
    start, end = without_marks(scene.text, item.start, item.end)
    return _share(scene, cue) if scene.text.endswith(cue, start, end) else ""


def _stated(scene: Scene, item: Candidate) -> str:
    """What the word right behind an actor makes of it, whatever follows (总务处牵头实施,年级组配合做好疏导)."""
    if item.rule not in ("subject", "agent") or item.actor is None:
        return ""
    return _share(scene, scene.lexicon.closing.at(scene.text, item.actor[1], item.end))


def _share(scene: Scene, word: str) -> str:
    rule = scene.lexicon.closing.meaning.get(word)
    part = scene.lexicon.tag_part[rule] if rule else ""
    return part if part in ("support", "lead") else ""
