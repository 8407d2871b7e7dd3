"""Who leads and who helps, where the parts of one sentence say no more than that (教务处牵头,教科室配合)."""

from __future__ import annotations

import msgspec

from pipeline.extraction.duties.scene import Candidate, Scene, without_marks


def with_parts(scene: Scene, found: list[Candidate]) -> list[Candidate]:
    """Candidates of a sentence with `support` for those that only help, and `lead` for those that only lead them."""
    parts = [_part(scene, item) for item in found]
    if "support" not in parts:
        return found
    return [
        msgspec.structs.replace(item, part=part) if part == "support" or part == "lead" else item
        for item, part in zip(found, parts, strict=True)
    ]


def _part(scene: Scene, item: Candidate) -> str:
    """What the word at the end of a candidate makes of its actor; empty where more is told than that."""
    if item.rule not in ("subject", "agent") or not item.cues:
        return ""
    closing, cue = scene.lexicon.closing, item.cues[0]
    start, end = without_marks(scene.text, item.start, item.end)
    rule = closing.meaning.get(cue) if scene.text.endswith(cue, start, end) else None
    part = scene.lexicon.tag_part[rule] if rule else ""
    return part if part in ("support", "lead") else ""
