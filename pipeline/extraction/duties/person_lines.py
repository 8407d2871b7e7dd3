"""Lines of a division of work that open with a person, and tell that person's charge in several sentences
(卢向东 副局长 负责校园安全。分管安全科。联系城关小学。)."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.duties.items import split
from pipeline.extraction.duties.scene import Candidate, Range, Scene, trimmed
from pipeline.extraction.duties.titles import Governor
from pipeline.extraction.posts_behind import are_posts, is_name
from pipeline.model.layout import Block

_LONGEST_OPENING = 45
_SHORTEST_NAME = 2
# A name's end: blanks, a colon, a bracket, or the word for a comrade.
_AGENT = "由"
_COMRADE = "同志"
_BEHIND_NAME = re.compile(rf"{_COMRADE}|[ :,(]")


def person_line(scene: Scene, block: Block) -> list[Candidate]:
    """The duties of the person who opens a line, the first with the opening itself; nothing for other lines."""
    if block.kind != "paragraph" or not scene.charges(block.start, min(block.end, block.start + _LONGEST_OPENING)):
        return []
    text = scene.text
    at, word = scene.lexicon.cue["named_act"].inside(text, block.start + _SHORTEST_NAME, block.start + _LONGEST_OPENING)
    name = _name(scene, block.start, at) if word and at < block.end else None
    if name is None:
        return []
    found = split(scene, Governor(name, "person", "heading", bare=True), at, block.end)
    if len(found) == 1 and at == name[1]:
        return []  # a sentence like others
    if found and found[0].start == at:
        colon = text.rfind(":", name[1], at)
        start = trimmed(text, colon + 1, at)[0] if colon > 0 else block.start
        found[0] = msgspec.structs.replace(found[0], start=start)
    return found


def _name(scene: Scene, start: int, end: int) -> Range | None:
    """The name that opens a stretch before a charge, where it stands alone or with nothing but posts behind it."""
    text = scene.text
    mark = _BEHIND_NAME.search(text, start, end)
    stop = mark.start() if mark else end
    if text.startswith(_AGENT, start) or scene.actor_at(start) is not None or not is_name(text, start, stop):
        return None
    if mark is None:
        return (start, stop) if start in scene.persons else None
    behind = mark.end() if mark[0] == _COMRADE else stop
    return (start, stop) if _tells_posts(text, behind, end) else None


def _tells_posts(text: str, start: int, end: int) -> bool:
    """Whether a stretch between a name and its charge holds nothing, or posts alone, also in brackets or behind a colon."""
    begin, stop = trimmed(text, start, end)
    while begin < stop and text[begin] in ":,(":
        begin += 1
    while begin < stop and text[stop - 1] in ":,) ":
        stop -= 1
    return begin >= stop or are_posts(text, begin, stop)
