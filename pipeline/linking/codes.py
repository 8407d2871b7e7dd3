"""Indicator codes that tie what bears the same: records, duties, groups and the rows of a framework (A3, B12:C19, C16-C24)."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from pipeline.extraction.evidence_codes import Marker, markers
from pipeline.linking.rules import link_rules
from pipeline.model.span import fold

# As much of the text behind a code as tells whether it is one.
_ROOM = 12


class Codes(msgspec.Struct, frozen=True, gc=False):
    """The codes of a text, ranges unrolled; `under` are (code, the code it belongs to) as a chain B9:C16-C18 says;
    `alone`: the text says nothing else."""

    codes: tuple[str, ...] = ()
    under: tuple[tuple[str, str], ...] = ()
    alone: bool = False

    def __bool__(self) -> bool:
        return bool(self.codes)


def codes_of(text: str) -> Codes:
    """All codes in a text, parents among them.

    >>> codes_of("A3:B9:C16-C18 学校章程").codes
    ('A3', 'B9', 'C16', 'C17', 'C18')
    """
    flat = fold(text)
    not_code = link_rules().not_code
    found = [
        marker
        for marker in markers(flat, 0, len(flat))
        if not not_code.match(flat[marker.start : marker.start + _ROOM])
    ]
    codes = [code for marker in found for code in (*_parent(marker), *marker.codes)]
    under = [(code, parent) for marker in found for parent in _parent(marker) for code in marker.codes]
    for before, after in pairwise(found):
        if len(before.codes) == 1 and flat[before.end : after.start].strip() == ":":
            under += [(code, before.codes[0]) for code in after.codes]
    rest = flat
    for marker in reversed(found):
        rest = rest[: marker.start] + rest[marker.end :]
    alone = not any(char.isalnum() for char in rest)
    return Codes(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(under)), alone)


def _parent(marker: Marker) -> tuple[str, ...]:
    return (marker.parent,) if marker.parent and len(marker.parent) > 1 else ()
