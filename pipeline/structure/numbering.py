"""Number labels of headings and items: where they stand, of what kind and value they are."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipeline.lexicon import (
    Entry,
    alternatives,
    characters,
    holding_patterns,
    lazy,
    leading,
    lexicon_folders,
    load,
    pinned,
    quick,
    seek,
    wording,
)
from pipeline.structure.numerals import ordinal

_ONES = "[一二三四五六七八九]"
_HAN = f"(?:{_ONES}百(?:零?{_ONES}?十?{_ONES}?)|{_ONES}?十{_ONES}?|{_ONES}[〇零]?)"
_ATOMS = {
    "{han}": f"(?<![一二三四五六七八九十百]){_HAN}",
    "{num}": f"(?:{_HAN}|\\d{{1,3}})",
    "{d}": "(?<![\\d.])\\d{1,3}",
    "{_}": "\\s{0,3}",
}
_BEHIND = re.compile(r"\(\?<![^()]*\)")
BLANKS = (
    "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"  # \s, which `re` asks for slowly in a class
)
_LONG_LINE = 120
_POURED_HITS = 2
_SECOND = 2
_NUMERALS = frozenset("一二三四五六七八九十")


class NumberingKind(Entry, frozen=True, kw_only=True):
    """A kind of numbering; fields are explained at the top of `lexicons/headings.yaml`."""

    pattern: str
    rank: int
    weight: float
    inline: bool = False
    chain: bool = False
    container: bool = False
    names: bool = False
    enclosed: bool = False
    whole: bool = False
    same_as: str = ""

    @property
    def family(self) -> str:
        """The kind whose runs the labels count in."""
        return self.same_as or self.id


class Cue(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A number label in the clean text: `[start, end)` with its closing mark and the blanks behind it."""

    start: int
    end: int
    kind: NumberingKind
    value: int
    number: str
    inline: bool = False


class _Matcher(msgspec.Struct, frozen=True, gc=False):
    """`behind_mark` and `loose` find no label, but say quickly where one may stand: they have no groups, which
    would keep `re` from telling by the first character that an alternative cannot match. `firsts` are the characters that a
    label can begin with beside digits; null where that may be any."""

    kinds: dict[str, NumberingKind]
    firsts: frozenset[str] | None
    at_line: re.Pattern[str]
    behind_mark: re.Pattern[str]
    loose: re.Pattern[str]
    anywhere: re.Pattern[str]


def numbering_kinds() -> tuple[NumberingKind, ...]:
    """The rows of `lexicons/headings.yaml`."""
    return load("headings", NumberingKind)


def expand(pattern: str) -> str:
    """A row's pattern with its atoms filled in."""
    for atom, meaning in _ATOMS.items():
        pattern = pattern.replace(atom, meaning)
    return pattern


def _loose(rows: list[NumberingKind]) -> str:
    """Finds something wherever one of the rows does: their alternatives without what must not stand before them."""
    bare = (_BEHIND.sub("", expand(row.pattern)) for row in rows)
    return "|".join(way for pattern in bare for way in alternatives(pattern))


def settled(cue: Cue) -> Cue:
    """A label that is believed, as one of the kind it counts with."""
    if not cue.kind.same_as:
        return cue
    return msgspec.structs.replace(cue, kind=_matcher(lexicon_folders()).kinds[cue.kind.same_as])


@lru_cache(maxsize=4)
def _matcher(_lexicons: object) -> _Matcher:
    kinds = numbering_kinds()

    def union(rows: list[NumberingKind]) -> str:
        return "|".join(f"(?P<{row.id}>{expand(row.pattern)})" for row in rows)

    inline = [row for row in kinds if row.inline]
    every = _loose(list(kinds))
    matcher = _Matcher(
        kinds={row.id: row for row in kinds},
        firsts=characters(leading(every).replace("\\d", "")),
        at_line=re.compile(f"(?:{union(list(kinds))})\\s{{0,8}}"),
        behind_mark=lazy(f"[。;:!?,{BLANKS}](?={quick(_loose(inline))})", "headings.yaml"),
        loose=lazy(seek(_loose(inline)), "headings.yaml"),
        anywhere=re.compile(f"(?:{union(inline)})\\s{{0,8}}"),
    )
    return holding_patterns(matcher)


def cue_at(text: str, start: int, end: int) -> Cue | None:
    """The label that opens `text[start:end]`, if one does."""
    matcher = _matcher(pinned() or lexicon_folders())
    first = text[start : start + 1]
    if matcher.firsts is not None and first not in matcher.firsts and not first.isdecimal():
        return None  # as most lines begin; asking `re` takes four times as long
    found = matcher.at_line.match(text, start, end)
    return _cue(matcher, found, inline=False) if found else None


def cues_inside(text: str, start: int, end: int) -> list[Cue]:
    """Labels inside a line: behind a mark or a blank, in a long line anywhere; only runs of them are to be believed."""
    matcher = _matcher(pinned() or lexicon_folders())
    hits: list[re.Match[str]] = []
    at = start
    for mark in matcher.behind_mark.finditer(text, start and start - 1, end):
        if mark.end() >= at and (hit := matcher.anywhere.match(text, mark.end(), end)) is not None:
            hits.append(hit)
            at = hit.end()
    return _believable(matcher, text, start, end, hits) if hits else []


def _believable(matcher: _Matcher, text: str, start: int, end: int, hits: list[re.Match[str]]) -> list[Cue]:
    """The labels that some hits inside a line are, with the first of a run that has no mark before it."""
    if end - start >= _LONG_LINE and len(hits) >= _POURED_HITS:
        hits = _anywhere(matcher, text, start, end)
    cues = [cue for hit in hits if (cue := _cue(matcher, hit, inline=True)) is not None]
    return _with_firsts(matcher, text, start, cues)


def _with_firsts(matcher: _Matcher, text: str, start: int, cues: list[Cue]) -> list[Cue]:
    """Labels with the first of a run that stands right behind a title, where only the second has a mark before it
    (三、部门职责(一)县水务局。…(二)县林业局)."""
    found: list[Cue] = []
    last: dict[str, int] = {}
    for cue in cues:
        if cue.value == _SECOND and last.get(cue.kind.id) != 1:
            hits = _anywhere(matcher, text, found[-1].end if found else start, cue.start)
            firsts = (_cue(matcher, hit, inline=True) for hit in hits)
            found += [first for first in firsts if first and first.value == 1 and first.kind.id == cue.kind.id][:1]
        found.append(cue)
        last[cue.kind.id] = cue.value
    return found


def _anywhere(matcher: _Matcher, text: str, start: int, end: int) -> list[re.Match[str]]:
    """All labels in a range, tried only where one may stand."""
    hits: list[re.Match[str]] = []
    at = start
    while (maybe := matcher.loose.search(text, at, end)) is not None:
        hit = matcher.anywhere.match(text, maybe.start(), end)
        if hit is not None:
            hits.append(hit)
        at = hit.end() if hit is not None else maybe.start() + 1
    return hits


@lru_cache(maxsize=1024)
def _read(label: str) -> tuple[int, str]:
    """Value and number of a label: `（三）、` is 3 and （三）. The same few labels come again."""
    number = label.strip().rstrip("、.:,").strip()
    return ordinal(label) or 0, number if number[:1] in "([第篇附§〔【" else number.rstrip(")")


def _cue(matcher: _Matcher, found: re.Match[str], *, inline: bool) -> Cue | None:
    kind = matcher.kinds[found.lastgroup or ""]
    value, number = _read(found.group(kind.id))
    if not value or _enumeration(found.string, found.end(kind.id), value):
        return None
    return Cue(start=found.start(), end=found.end(), kind=kind, value=value, number=number, inline=inline)


def _enumeration(text: str, end: int, value: int) -> bool:
    """Whether the label is the head of an enumeration in prose: 三、四年级; 一、二等奖."""
    if text[end : end + 1] not in _NUMERALS:
        return False  # as most: an enumeration goes on with a numeral
    found = wording.pattern("structure", "behind_enumeration").match(text, end)
    return found is not None and ordinal(found.group(1)) == value + 1
