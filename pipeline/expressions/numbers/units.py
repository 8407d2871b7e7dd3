"""The unit behind a numeral: a measure word, a unit of measure, or one counted per another (元/生·年)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import UnitKind, UnitRow, followed
from pipeline.lexicon import lazy_table, lexicon_folders, load, wording

_MEASURED = frozenset({"money", "area", "mass", "volume"})


class Unit(msgspec.Struct, frozen=True, gc=False):
    """A unit read in a text: `[start, end)` its words, `base` the unit its numbers are counted in."""

    start: int
    end: int
    word: str
    base: str
    factor: float
    kind: UnitKind
    rule: str
    bare: bool
    parts: dict[str, float]


class Units(msgspec.Struct, frozen=True, gc=False):
    """Unit words by their first character."""

    patterns: dict[str, re.Pattern[str]]
    rows: dict[str, UnitRow]
    per: re.Pattern[str]
    each: re.Pattern[str]
    prefix: re.Pattern[str]
    prefixed: dict[str, UnitRow]
    prefix_ends: frozenset[str]

    def before(self, text: str, start: int) -> tuple[int, UnitRow] | None:
        """Words of a unit that stand before its numeral (人民币 50元) and where they begin."""
        if text[start - 1 : start] not in self.prefix_ends:
            return None
        found = self.prefix.search(text, max(start - 8, 0), start)
        return (found.start(), self.prefixed[found[1]]) if found else None

    def match(self, text: str, start: int) -> Unit | None:
        """The unit at an offset, up to two blanks skipped."""
        at = start
        while at < len(text) and at - start < 2 and text[at] == " ":
            at += 1
        pattern = self.patterns.get(text[at : at + 1])
        found = pattern.match(text, at) if pattern else None
        if found is None:
            return None
        row = self.rows[found[0]]
        end, base = self._compound(text, found.end(), row, row.base or found[0])
        return Unit(at, end, found[0], base, row.factor, row.kind, row.id, row.bare, row.parts)

    def _compound(self, text: str, end: int, row: UnitRow, base: str) -> tuple[int, str]:
        found = self.per.match(text, end)
        if found is None and row.kind in _MEASURED:
            found = self.each.match(text, end)
        if found is None:
            return end, base
        return found.end(), base + "/" + "·".join(part for part in found.groups() if part)


def units() -> Units:
    """The units of the lexicons in force."""
    return _units(lexicon_folders())


@lru_cache(maxsize=4)
def _units(_folders: tuple[Path, ...]) -> Units:
    rows = load("units", UnitRow)
    by_word: dict[str, UnitRow] = {}
    blocked: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row.kind == "per":
            continue
        for word in row.words:
            by_word.setdefault(word, row)
            blocked.setdefault(word, row.blocked)
    groups: dict[str, list[str]] = {}
    for word in by_word:
        groups.setdefault(word[0], []).append(word)
    patterns = {
        first: "|".join(_whole(word, blocked[word]) for word in sorted(words, key=len, reverse=True))
        for first, words in groups.items()
    }
    per = "|".join(
        sorted((re.escape(w) for row in rows if row.kind == "per" for w in row.words), key=len, reverse=True)
    )
    return Units(
        patterns=lazy_table(patterns, "units.yaml"),
        rows=by_word,
        per=re.compile(rf" ?/ ?每?({per})(?: ?[·•.*/] ?({per}))?(?: ?[·•.*/] ?({per}))?"),
        prefix=re.compile("(" + "|".join(re.escape(word) for row in rows for word in row.prefix) + r") {0,3}$"),
        prefix_ends=frozenset(" ") | {word[-1] for row in rows for word in row.prefix},
        prefixed={word: row for row in rows for word in row.prefix},
        each=wording.pattern("number", "each_of"),
    )


def _whole(word: str, blocked: tuple[str, ...]) -> str:
    """A word that none of its blocked longer words begins with; Latin letters must end there."""
    latin = word[-1].isascii() and word[-1].isalnum()
    return followed(word, blocked) + ("(?![A-Za-z0-9])" if latin else "")
