"""Brackets behind a task that hold nothing but units, also with a time: `(省教育厅、省财政厅)`, `(教务处,6月底前完成)`."""

from __future__ import annotations

import re

from pipeline.extraction.duties.parties import Party, each_party
from pipeline.extraction.duties.rows import TagPart
from pipeline.extraction.duties.scene import Range, Scene, trimmed

_CHUNKS = re.compile(r"[,;。]")
_LONGEST_NAME = 30
_LONGEST_LINE = 600


def units_alone(scene: Scene, start: int, end: int, block_end: int) -> list[tuple[Party, TagPart]]:
    """A bracket at the end of a task that holds nothing but units (（省教育厅、省财政厅）), also in a row of short tasks
    (3月学雷锋(团委),4月祭扫(政教处))."""
    rest = scene.text[end + 1 : block_end].lstrip()
    ends = rest in ("", "。") or rest.startswith(";")
    if not ends and not (rest.startswith(",") and _in_row(scene, end + 1, block_end)):
        return []
    line = scene.text.rfind("\n", max(0, start - _LONGEST_LINE), start) + 1
    if scene.lexicon.patterns["particulars"].match(scene.text, line, start):
        return []  # 联系电话:12345(教务处)
    start, end = _without_time(scene, start, end)
    note = scene.lexicon.patterns["first_leads"].search(scene.text, start, end)
    listed = _units(scene, start, note.start() if note else end)
    first: TagPart = "lead" if note else "own"
    others: TagPart = "support" if note else "own"
    return [(party, others if place else first) for place, party in enumerate(listed)]


def _without_time(scene: Scene, start: int, end: int) -> Range:
    """A bracket's words without the time before or behind its units ((教务处,6月底前完成); (完成时限:6月底;教务处))."""
    marks = [mark.start() for mark in _CHUNKS.finditer(scene.text, start, end)]
    if marks and _tells_time(scene, *trimmed(scene.text, marks[-1] + 1, end)):
        end = marks[-1]
    elif marks and _tells_time(scene, *trimmed(scene.text, start, marks[0])):
        start = marks[0] + 1
    return start, end


def _tells_time(scene: Scene, start: int, end: int) -> bool:
    """Whether words tell no more than by when, or that it goes on (长期坚持)."""
    label = scene.lexicon.patterns["time_label"].match(scene.text, start, end)
    behind = scene.times.get(start, start)
    return label is not None or scene.lexicon.patterns["done_by_then"].fullmatch(scene.text, behind, end) is not None


def _units(scene: Scene, start: int, end: int) -> list[Party]:
    """The units that a bracket `[start, end)` is made of, empty where it explains the name before it."""
    if scene.lexicon.patterns["names_parts"].search(scene.text, max(0, start - _LONGEST_NAME), start - 1):
        return []  # 进行分组(后勤组,检录组): the bracket names the parts
    if scene.lexicon.patterns["bracket_explains"].match(scene.text, start, end):
        return []  # (如只重视理科或文科)
    before = scene.actors_in(max(0, start - _LONGEST_NAME), start)
    if any(actor.end > end or actor.end == start - 1 for actor in before):
        return []  # 各村(社区): the bracket is part of a name; 任课教师(班主任): it explains the party before it
    listed: list[Party] = []
    for party in each_party(scene, start, end, persons=False):
        whole = party.kind in ("org", "group") or scene.lexicon.cue["whole_kind"].opens(scene.text, party.start)
        if not (party.known and whole):
            return []  # a post in a bracket mostly explains a name: 张立(校长)
        listed.append(party)
    return listed


def _in_row(scene: Scene, start: int, block_end: int) -> bool:
    """Whether the sentence that goes on at `start` closes with a bracket of units as well."""
    text = scene.text
    stop = min((at for mark in "。;\n" if (at := text.find(mark, start, block_end)) >= 0), default=block_end)
    stop = min(stop, start + _LONGEST_LINE)
    opening = text.rfind("(", start, stop) if text[stop - 1] == ")" else -1
    return opening >= 0 and bool(_units(scene, opening + 1, stop - 1))
