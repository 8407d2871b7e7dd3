"""Posts and bodies that one part of a clause puts in their place and the next charges."""

from __future__ import annotations

from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.modifiers import nominal_gap
from pipeline.extraction.duties.scene import Range, Scene
from pipeline.extraction.duties.subject import Subject


def put_up(scene: Scene, before: Range, part: Range, word: str) -> Subject | None:
    """The post or body that the part before puts in its place with how many or where, and this one charges (设专职档案员1名,负责…;
    下设办公室(设在质控科),负责…; 设置统计员岗位,落实…)."""
    text = scene.text
    placed = scene.lexicon.patterns["puts_up"].match(text, *before)
    placed = placed or scene.lexicon.patterns["puts_up_behind_party"].match(text, *before)
    party = next((m for m in scene.actors_in(*before) if placed is not None and m.start >= placed.end()), None)
    if placed is None or party is None or party.kind == "person":
        return None
    tail = scene.lexicon.patterns["how_put_up"].fullmatch(text, party.end, before[1])
    if tail is None or "的" in text[placed.end() : party.start]:
        return None
    joins = party.kind != "post" and text.startswith("参与", part[0])
    if not (word or joins or (tail[0].startswith("岗位") and imperative(scene, *part))):
        return None
    start = placed.end() if nominal_gap(scene, placed.end(), party.start) else party.start
    return Subject(start, party.end, party.kind, "pivot", "must", word or text[part[0] : part[0] + 2])
