"""Headings that the file itself marks: Word styles, PDF outlines, markdown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from pipeline.model.source import Source
from pipeline.structure.cleaning import CleanText, Paragraph
from pipeline.structure.labels import title_lines
from pipeline.structure.numbering import Cue, NumberingKind
from pipeline.structure.roles import Role

_LONGEST = 60
_NO_END = "。;,、"
_OUTERMOST = 46
_WEIGHT = 20.0


def styled(source: Source, cleaned: CleanText) -> dict[int, int]:
    """Levels of the paragraphs that the file marks as headings: 0 for a title, else from 1."""
    levels: dict[int, int] = {}
    starts = [paragraph.start for paragraph in cleaned.paragraphs]
    for index, paragraph in enumerate(cleaned.paragraphs):
        if paragraph.mark:
            levels[index] = paragraph.mark - 1
    for hint in source.hints:
        place = cleaned.text.find(hint.span.start)
        index = bisect_right(starts, place) - 1
        if index >= 0 and place < cleaned.paragraphs[index].end:
            levels.setdefault(index, hint.level)
    return levels


class StyleKinds:
    """Numbering kinds for headings without numbers, one per style level.

    A level's rank lies behind those of the numbers that headings of higher levels bear.
    """

    def __init__(self, roles: Sequence[Role], levels: dict[int, int]) -> None:
        self._ranks: dict[int, int] = {}
        for index, level in sorted(levels.items()):
            cue = roles[index].cue
            if cue is not None and level:
                self._ranks.setdefault(level, cue.kind.rank)
        self._counts: dict[int, int] = {}

    def cue(self, text: str, paragraph: Paragraph, level: int) -> Cue | None:
        """A label of no width before a paragraph, if it can be a heading."""
        length = paragraph.end - paragraph.start
        if not level or length > _LONGEST or text[paragraph.end - 1] in _NO_END:
            return None
        self._counts[level] = self._counts.get(level, 0) + 1
        kind = NumberingKind(id=f"style_{level}", pattern="", rank=self._rank(level), weight=_WEIGHT, whole=True)
        return Cue(start=paragraph.start, end=paragraph.start, kind=kind, value=self._counts[level], number="")

    def _rank(self, level: int) -> int:
        above = [rank for known, rank in self._ranks.items() if known < level]
        below = [rank for known, rank in self._ranks.items() if known >= level]
        if above:
            return max(above) + 1
        return min(below) if below else _OUTERMOST + min(level, 9)


def with_styles(text: str, paragraphs: list[Paragraph], roles: list[Role], levels: list[int | None]) -> list[Role]:
    """Roles in which headings that only their style marks bear a label."""
    known = {index: level for index, level in enumerate(levels) if level}
    titles = title_lines(text, paragraphs, roles, {index for index, level in enumerate(levels) if level is not None})
    if not known and not titles:
        return roles
    kinds = StyleKinds(roles, known)
    result = list(roles)
    for index, level in sorted(known.items()):
        if roles[index].cue is None and paragraphs[index].row is None:
            cue = kinds.cue(text, paragraphs[index], level)
            result[index] = msgspec.structs.replace(roles[index], cue=cue) if cue else roles[index]
    for index, cue in titles.items():
        result[index] = msgspec.structs.replace(roles[index], cue=cue)
    return result
