"""Where the wordings of a standard list stand in a text; where two overlap, the longer one counts."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from pipeline.comparison.rows import Conversion, Standard, StandardRow
from pipeline.lexicon.wording import pattern, words
from pipeline.model.span import fold

# A wording that must be the whole name of a quantity begins with this sign.
WHOLE = "="
Role = Literal["alias", "related", "convertible", "unclear"]

_GAP = "…"
_WIDEST_GAP = 16
_BROKEN = re.compile("[。;!?\\n]")


class Tie(msgspec.Struct, frozen=True):
    """What a wording means for a row of the list (`row` is its index)."""

    row: int
    role: Role
    wording: str
    conversions: tuple[Conversion, ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A wording in a text: its pieces (one, or several with gaps) and what it means for which rows."""

    pieces: tuple[tuple[int, int], ...]
    ties: tuple[Tie, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.pieces[-1][1]

    @property
    def weight(self) -> int:
        """Number of characters it covers."""
        return sum(end - start for start, end in self.pieces)


class _Plain(msgspec.Struct, frozen=True):
    """A text without its light words; `origin[i]` is the offset of `text[i]` before, with one entry for its end."""

    text: str
    origin: array[int]


def plain(text: str) -> _Plain:
    """Leave out light words, remembering offsets."""
    kept: list[str] = []
    origin = array("q")
    at = 0
    for hit in pattern("comparison", "light").finditer(text):
        kept.append(text[at : hit.start()])
        origin.extend(range(at, hit.start()))
        at = hit.end()
        if "\n" in hit.group():
            kept.append("\n")
            origin.append(hit.start())
    kept.append(text[at:])
    origin.extend(range(at, len(text) + 1))
    return _Plain("".join(kept), origin)


class Wordings:
    """All wordings of a list; made once for a comparison."""

    def __init__(self, standard: Standard) -> None:
        table: dict[tuple[str, ...], list[Tie]] = {}
        self._whole: dict[str, tuple[Tie, ...]] = {}
        self._names: dict[str, tuple[Found, ...]] = {}
        for index, row in enumerate(standard.rows):
            for wording, tie in _ties(index, row):
                pieces = tuple(piece for part in wording.split(_GAP) if (piece := plain(fold(part)).text.strip()))
                if wording.startswith(WHOLE):
                    name = pieces[0].removeprefix(WHOLE)
                    self._whole[name] = (*self._whole.get(name, ()), tie)
                elif pieces and tie not in table.setdefault(pieces, []):
                    table[pieces].append(tie)
        self.entries = tuple((pieces, tuple(table[pieces])) for pieces in sorted(table))

    def whole(self, name: str) -> tuple[Tie, ...]:
        """What a name means that is the whole name of a quantity."""
        return self._whole.get(plain(name).text, ())

    def find(self, text: str) -> tuple[Found, ...]:
        """All wordings in a text, in order; one that lies inside a longer one is left out."""
        bare = plain(text)
        found = [
            Found(pieces=tuple((bare.origin[start], bare.origin[end - 1] + 1) for start, end in places), ties=ties)
            for pieces, ties in self.entries
            for places in _places(bare.text, pieces)
        ]
        return tuple(sorted(_longest(found), key=lambda item: (item.start, item.end)))

    def in_name(self, name: str) -> tuple[Found, ...]:
        """As `find`, for the names of a plan's quantities, which come again and again."""
        if name not in self._names:
            self._names[name] = self.find(name)
        return self._names[name]


def _ties(index: int, row: StandardRow) -> Iterator[tuple[str, Tie]]:
    taken = {*row.related_not_comparable, *row.unclear, *(item.wording for item in row.convertible)}
    names = (row.name, *row.aliases) if row.measured else row.aliases
    for wording in names:
        if wording in taken:
            continue
        if wording.startswith(WHOLE):
            yield wording, Tie(index, "alias", wording.removeprefix(WHOLE))
            continue
        yield wording, Tie(index, "alias", wording)
        counted = next((end for end in words("comparison", "counted") if wording.endswith(end)), "")
        shorter = wording.removesuffix(counted)
        if shorter != wording and len(shorter) >= 5 and shorter not in taken:
            yield shorter, Tie(index, "alias", wording)
    for wording in row.related_not_comparable:
        yield wording, Tie(index, "related", wording)
    for wording in row.unclear:
        yield wording, Tie(index, "unclear", wording)
    for wording in dict.fromkeys(item.wording for item in row.convertible):
        ways = tuple(item for item in row.convertible if item.wording == wording)
        yield wording, Tie(index, "convertible", wording, ways)


def _places(text: str, pieces: tuple[str, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    first = text.find(pieces[0])
    while first >= 0:
        places = [(first, first + len(pieces[0]))]
        for piece in pieces[1:]:
            at = places[-1][1]
            hit = text.find(piece, at, at + _WIDEST_GAP + len(piece))
            if hit < 0 or _BROKEN.search(text, at, hit):
                break
            places.append((hit, hit + len(piece)))
        else:
            yield tuple(places)
        first = text.find(pieces[0], first + 1)


def _longest(found: list[Found]) -> Iterable[Found]:
    """Those none of whose pieces all lie inside a longer piece of another."""
    pieces = sorted({piece for item in found for piece in item.pieces}, key=lambda piece: (piece[0], -piece[1]))
    inside: set[tuple[int, int]] = set()
    open_end = -1
    for start, end in pieces:
        if end <= open_end:
            inside.add((start, end))
        open_end = max(open_end, end)
    return [item for item in found if not all(piece in inside for piece in item.pieces)]
