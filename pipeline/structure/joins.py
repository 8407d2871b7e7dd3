"""Which physical lines belong to one paragraph."""

from __future__ import annotations

from pipeline.model.source import Source
from pipeline.structure.lines import Line
from pipeline.structure.numbering import cue_at

_UNFINISHED = ",、"


def joined(source: Source, text: str, lines: list[Line]) -> list[list[Line]]:
    """Groups of lines, each one paragraph."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not source.hard_lines and _continues(text, groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(text: str, before: Line, after: Line) -> bool:
    if before.table is not None or after.table is not None:
        return False
    return text[before.end - 1] in _UNFINISHED and cue_at(text, after.start, after.end) is None
