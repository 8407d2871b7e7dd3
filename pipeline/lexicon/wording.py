"""What single rules look for, kept as data: files `lexicons/*_wording.yaml`, a row a rule, by words or by a pattern.

A row stands beside the words it must and must not apply to, so that whoever adds a word sees at once what it does.
`{other_row}` in a pattern stands for any of the words, or the pattern, of another row of the file.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon.leading import seek
from pipeline.lexicon.loader import Entry, lexicon_folders, load, pinned, tables
from pipeline.lexicon.pattern import lazy_table
from pipeline.model.errors import LexiconError

_NAMED = re.compile(r"\{([a-z_]+)\}")


class Wording(Entry, frozen=True, kw_only=True):
    """What one rule looks for, by `words` or by a `pattern`, and in which `place`: at the head of what it is held
    against, at its tail, anywhere within, or as the whole. `signs`: one of these characters stands in all that is
    found; asking for them first spares the search."""

    place: Literal["head", "tail", "within", "whole"]
    words: tuple[str, ...] = ()
    pattern: str = ""
    signs: str = ""

    def __post_init__(self) -> None:
        if bool(self.words) == bool(self.pattern):
            raise ValueError("words 与 pattern 须写其一")


class Wordings(msgspec.Struct, frozen=True, gc=False):
    """The rows of one file by their ids, ready for use."""

    words: dict[str, tuple[str, ...]]
    patterns: dict[str, re.Pattern[str]]
    gates: dict[str, re.Pattern[str]]
    signs: dict[str, frozenset[str]]


def words(area: str, row: str) -> tuple[str, ...]:
    """The words of a row of `lexicons/AREA_wording.yaml`, in file order."""
    try:
        return tables()[area].words[row]  # type: ignore[no-any-return]
    except KeyError:
        return _ready(area).words[row]


def pattern(area: str, row: str) -> re.Pattern[str]:
    """The pattern of a row, compiled when first used; of a row of words one for any of them, the longest first."""
    try:
        return tables()[area].patterns[row]  # type: ignore[no-any-return]
    except KeyError:
        return _ready(area).patterns[row]


def gate(area: str, row: str) -> re.Pattern[str]:
    """Finds something wherever the pattern of a row would, sooner where that is rare: to be asked first, and alone where only
    whether or where counts (a pattern that begins with a lookaround or many ways is searched three to six times as long)."""
    try:
        return tables()[area].gates[row]  # type: ignore[no-any-return]
    except KeyError:
        return _ready(area).gates[row]


def signs(area: str, row: str) -> frozenset[str]:
    """The characters one of which stands in all that a row finds; of a row of single characters these."""
    try:
        return tables()[area].signs[row]  # type: ignore[no-any-return]
    except KeyError:
        return _ready(area).signs[row]


def rows(area: str) -> Wordings:
    """All rows of an area, for lexicons that keep them at hand: a look there costs a fifth of asking here."""
    try:
        return tables()[area]  # type: ignore[no-any-return]
    except KeyError:
        return _ready(area)


def any_of(found: tuple[str, ...]) -> str:
    """A pattern for any of some words, the longest first.

    >>> any_of(("县", "县级市", "区"))
    '县级市|区|县'
    """
    return "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word))))


def _ready(area: str) -> Wordings:
    """The rows of an area; kept at hand where folders are pinned."""
    folders = pinned()
    found = _wordings(area, folders or lexicon_folders())
    if folders:
        tables()[area] = found
    return found


@lru_cache(maxsize=64)
def _wordings(area: str, _folders: object) -> Wordings:
    name = f"{area}_wording"
    every = load(name, Wording)
    written = {row.id: row.pattern or any_of(row.words) for row in every}

    def named(found: re.Match[str]) -> str:
        if found[1] not in written or _NAMED.search(written[found[1]]):
            raise LexiconError(f"{name}.yaml：{found[0]} 没有这一行，或其中又引用别行")
        return f"(?:{written[found[1]]})"

    patterns = {row: _NAMED.sub(named, found) for row, found in written.items()}
    return Wordings(
        words={row.id: row.words for row in every if row.words},
        patterns=lazy_table(patterns, f"{name}.yaml"),
        gates=lazy_table({row: seek(found) for row, found in patterns.items()}, f"{name}.yaml"),
        signs={row.id: frozenset(row.signs or row.words) for row in every},
    )
