"""Title lines without a number, told by the lists below them: 校长职责, 教务主任职责, each with 1, 2, 3 of its own.

They are no headings (a heading bears a number, or a style of its own), but what stands below them is said of them. So
they are sections while facts are looked for, and left out of the result (`without_labels`).
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from pipeline.model.layout import Layout
from pipeline.model.result import Section
from pipeline.structure.cleaning import Paragraph
from pipeline.structure.evidence import title_goes_on
from pipeline.structure.numbering import Cue, NumberingKind
from pipeline.structure.roles import Role

_TITLE = re.compile("[\\u4e00-\\u9fff“][^,。;:!?、…|]{1,30}[\\u4e00-\\u9fff”)]")
_SHORTEST, _LONGEST = 3, 20
# Titles of one row end alike: 校长职责, 班主任职责.
_ENDING = 2
_FEWEST = 2
_WEIGHT = 20.0
_KIND = "label_"


def title_lines(text: str, paragraphs: list[Paragraph], roles: list[Role], marked: set[int]) -> dict[int, Cue]:
    """Labels of no width for the title lines of a plan by the place of their paragraph; those `marked` by the file are
    headings already."""
    plain = [
        place not in marked and _is_plain(text, paragraph, role)
        for place, (paragraph, role) in enumerate(zip(paragraphs, roles, strict=True))
    ]
    listed = [place for place in range(len(roles)) if plain[place] and _opens_list(roles, place + 1)]
    if len(listed) < _FEWEST:
        return {}
    over = [place - 1 for place in listed if place and plain[place - 1]]
    ends = {place: _ending(text, paragraphs[place]) for place in range(len(roles)) if plain[place]}
    rowed = {*listed, *over}
    counts = Counter(ends[place] for place in rowed)
    rows = {end for end, count in counts.items() if count >= _FEWEST}
    inner = {ends[place] for place in listed if place and ends.get(place - 1) in rows - {ends[place]}}
    members = [place for place, end in ends.items() if end in rows and (place in rowed or _has_text(roles, place + 1))]
    return _cues(paragraphs, roles, members, [ends[place] in inner for place in members])


def _cues(paragraphs: list[Paragraph], roles: list[Role], places: list[int], inner: list[bool]) -> dict[int, Cue]:
    """Labels for title lines, those that stand in others deeper: just above the lists below them."""
    ranks = [[99], [99]]
    for place, deep in zip(places, inner, strict=True):
        if _opens_list(roles, place + 1):
            ranks[deep].append(_list_rank(roles, place))
    below = min(ranks[True])
    kinds = [
        NumberingKind(id=f"{_KIND}{depth}", pattern="", rank=rank, weight=_WEIGHT, whole=True)
        for depth, rank in enumerate((min(*ranks[False], below) - 2, below - 1))
    ]
    values = [0, 0]
    found: dict[int, Cue] = {}
    for place, deep in zip(places, inner, strict=True):
        values[deep] += 1
        start = paragraphs[place].start
        found[place] = Cue(start=start, end=start, kind=kinds[deep], value=values[deep], number="")
    return found


def is_label(cue: Cue) -> bool:
    """Whether a label of no width was put before a title line without a number."""
    return cue.kind.id.startswith(_KIND)


def without_labels(layout: Layout) -> tuple[Layout, dict[str, str | None]]:
    """The layout with headings alone as sections, and for each title line's section the heading it stands under."""
    if not layout.labels:
        return layout, {}
    above: dict[str, str | None] = {}
    levels: dict[str, int] = {}
    sections: list[Section] = []
    for section in layout.sections:
        parent = above.get(section.parent, section.parent) if section.parent else None
        if section.id in layout.labels:
            above[section.id] = parent
            continue
        level = levels[parent] + 1 if parent else min(section.level, 1)
        levels[section.id] = level
        sections.append(msgspec.structs.replace(section, parent=parent, level=level))
    blocks = tuple(
        msgspec.structs.replace(block, section=above[block.section]) if block.section in above else block
        for block in layout.blocks
    )
    return msgspec.structs.replace(layout, sections=tuple(sections), blocks=blocks, labels=frozenset()), above


def _is_plain(text: str, paragraph: Paragraph, role: Role) -> bool:
    """Whether a paragraph is a short line without marks: no label, no signature, no table row."""
    length = paragraph.end - paragraph.start
    if role.cue is not None or role.dated or role.sealed or role.prose or paragraph.row is not None:
        return False
    if not _SHORTEST <= length <= _LONGEST or not _TITLE.fullmatch(text, paragraph.start, paragraph.end):
        return False
    return not title_goes_on(text[paragraph.end - 4 : paragraph.end])


def _opens_list(roles: list[Role], place: int) -> bool:
    """Whether a list or run of headings begins with the paragraph."""
    cue = roles[place].cue if place < len(roles) else None
    return cue is not None and cue.value == 1 and not cue.kind.names and not cue.kind.container


def _has_text(roles: list[Role], place: int) -> bool:
    """Whether running text or an item stands in the paragraph."""
    return place < len(roles) and (roles[place].prose or roles[place].cue is not None)


def _list_rank(roles: list[Role], place: int) -> int:
    """Rank of the list below a title line."""
    cue = roles[place + 1].cue
    return cue.kind.rank if cue is not None else 0


def _ending(text: str, paragraph: Paragraph) -> str:
    return text[paragraph.end - _ENDING : paragraph.end]
