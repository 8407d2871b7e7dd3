"""Atoms of time expressions: rows of time_atoms.yaml compiled by their first characters, and tokens read with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from pathlib import Path

import msgspec

from pipeline.expressions.dates.atom_patterns import (
    MACROS,
    NUMBER_STARTS,
    Compiled,
    alternatives_of,
    compile_row,
    gate_of_rows,
    starts,
)
from pipeline.expressions.dates.atom_rows import Atom, Unit, Variant
from pipeline.expressions.dates.fields import FIELD_NAMES, valid
from pipeline.expressions.dates.numerals import full_year, whole
from pipeline.lexicon import characters, leading, lexicon_folders, load
from pipeline.model.errors import LexiconError

LONGEST_NUMBER = 40
_NUMBER = re.compile(f"[{NUMBER_STARTS}]{{1,{LONGEST_NUMBER}}}")
_MOST_FOLLOWERS = 512


class Token(msgspec.Struct, frozen=True, gc=False):
    """An atom found in a text, with the fields it fills."""

    atom: str
    start: int
    end: int
    values: dict[str, int | str]


class Candidates:
    """Atoms that may stand at one place. `gate` matches wherever any of them does, and perhaps elsewhere: most places
    are told at once. It is compiled when first used: most characters open no time in most texts. `seconds` are the
    characters that can follow the first one, where all rows tell; null where one does not. `alone` are the atoms that may
    be nothing but a number, where the first character is one of a number. `followers` tell for each of those what may stand
    first behind the number in it; null where it may be anything."""

    def __init__(
        self,
        rows: Iterable[Compiled],
        gate: Callable[[], re.Pattern[str]] | None = None,
        seconds: frozenset[str] | None = None,
        alone: Candidates | None = None,
        followers: dict[str, frozenset[str] | None] | None = None,
    ) -> None:
        self.rows = tuple(rows)
        self.seconds = seconds
        self.alone = alone
        self._make = gate or partial(gate_of_rows, self.rows)
        self._gate: re.Pattern[str] | None = None
        self._followers = followers or {}
        self._by_follower: dict[str, tuple[Compiled, ...]] = {}

    def at(self, text: str, at: int) -> tuple[Compiled, ...]:
        """The rows that may stand at an offset: behind a number by what follows it, else all, if any of them does."""
        if not self._followers:
            gate = self._gate
            if gate is None:  # what tells most places at once, made when first asked for
                self._gate = gate = self._make()
            return self.rows if gate.match(text, at) is not None else ()
        number = _NUMBER.match(text, at)
        end = at if number is None else number.end()
        char = text[end : end + 1]
        if number is None or end - at == LONGEST_NUMBER or char.isdigit():
            return self.rows
        rows = self._by_follower.get(char)
        return self._before(char) if rows is None else rows

    def _before(self, char: str) -> tuple[Compiled, ...]:
        """The rows that may stand at a number with a character behind it; apart from `at`, whose variables a generator would
        make cells each time."""
        rows = tuple(row for row in self.rows if (told := self._followers[row.row.id]) is None or char in told)
        if len(self._by_follower) < _MOST_FOLLOWERS:
            self._by_follower[char] = rows
        return rows


class Atoms(msgspec.Struct, frozen=True, gc=False):
    """All atoms: core and suffix ones by first character, words of prefix ones by last character, far ones in file
    order, the characters that can open a core atom, and those that can stand behind a number in one. `others` are the atoms
    that may stand where none of the words `needed` by some does: fewer places open one of them."""

    core: dict[str, Candidates]
    suffix: dict[str, Candidates]
    prefix: dict[str, tuple[tuple[str, Compiled], ...]]
    far: Candidates
    opening: re.Pattern[str]
    behind_number: re.Pattern[str]
    units: dict[str, Unit]
    unit_of: dict[str, str]
    variants: dict[int, int]
    traditional: re.Pattern[str]
    needed: tuple[str, ...] = ()
    others: Atoms | None = None

    def for_words(self, words: str) -> Atoms:
        """The atoms that may stand in some words."""
        for need in self.needed:
            if need in words:
                return self
        return self.others or self


def atoms(folders: tuple[Path, ...] | None = None) -> Atoms:
    """The compiled atoms of the lexicons in use."""
    return _atoms(folders or lexicon_folders())


@lru_cache(maxsize=4)
def _atoms(_folders: object) -> Atoms:
    rows = load("time_atoms", Atom) + load("not_times", Atom)
    needed = {need for row in rows for need in row.needs.split()}
    others = _of_rows([row for row in rows if not row.needs]) if needed else None
    return msgspec.structs.replace(_of_rows(rows), needed=tuple(sorted(needed)), others=others)


def _of_rows(rows: Iterable[Atom]) -> Atoms:
    units = {unit.id: unit for unit in load("time_units", Unit)}
    macros = MACROS | {
        "{u}": alternatives_of(word for unit in units.values() for word in unit.words),
        "{e}": alternatives_of(word for unit in units.values() for word in unit.every),
    }
    core: dict[str, list[Compiled]] = {}
    suffix: dict[str, list[Compiled]] = {}
    loose: dict[str, list[Compiled]] = {"prefix": [], "far": []}
    for row in rows:
        compiled = compile_row(row, macros)
        if row.place in loose:
            loose[row.place].append(compiled)
            continue
        table = core if row.place == "core" else suffix
        for char in starts(row):
            table.setdefault(char, []).append(compiled)
    numbers = "".join(c for c in NUMBER_STARTS if c in core)
    patterns = {one.row.id: one.regex.pattern for char in numbers for one in core[char]}
    longer = {name: pattern for name, pattern in patterns.items() if leading(pattern, numbers)}
    behind = leading("|".join(longer.values()), numbers)
    openers = _by_first_character(core, frozenset(patterns.keys() - longer.keys()), _followers(patterns))
    return Atoms(
        openers,
        _by_first_character(suffix),
        _by_last_character(loose["prefix"]),
        Candidates(loose["far"]),
        _opening(openers),
        re.compile(f"[{behind}]" if behind else ""),
        units,
        {word: unit.id for unit in units.values() for word in (*unit.words, *unit.every)},
        (variants := _variants()),
        re.compile(f"[{''.join(map(chr, variants))}]"),
    )


def _followers(patterns: dict[str, str]) -> dict[str, frozenset[str] | None]:
    """What may stand first behind a number in each of some patterns, digits left out; null where that may be anything."""
    return {name: characters(leading(pattern, NUMBER_STARTS).replace("\\d", "")) for name, pattern in patterns.items()}


def _by_first_character(
    table: dict[str, list[Compiled]],
    alone: frozenset[str] | None = None,
    followers: dict[str, frozenset[str] | None] | None = None,
) -> dict[str, Candidates]:
    """One gate for all characters of numbers, whose rows are nearly the same: large patterns are slow to compile. `alone`
    names the rows that may be nothing but a number."""
    numbers = {one.row.id: one for char, rows in table.items() if char in NUMBER_STARTS for one in rows}
    gate = lru_cache(maxsize=1)(partial(gate_of_rows, tuple(numbers.values())))

    def bare(rows: list[Compiled]) -> Candidates | None:
        return None if alone is None else Candidates(row for row in rows if row.row.id in alone)

    return {
        char: Candidates(rows, gate, alone=bare(rows), followers=followers)
        if char in NUMBER_STARTS
        else Candidates(rows, seconds=_seconds(char, rows))
        for char, rows in table.items()
    }


def _seconds(char: str, rows: list[Compiled]) -> frozenset[str] | None:
    """The characters that can follow `char` where one of the rows begins with it; null where one does not say."""
    found: set[str] = set()
    for compiled in rows:
        words = [word for word in compiled.row.words if word[0] == char]
        told = frozenset(word[1:2] for word in words)
        behind = told if words else characters(leading(compiled.regex.pattern, char))
        if behind is None or "" in behind:
            return None
        found |= behind
    return frozenset(found)


def _opening(table: dict[str, Candidates]) -> re.Pattern[str]:
    """Finds where a core atom may begin: at a number, or at a character that has one of those behind it that can follow
    (told for all in one: which follows which is asked of the few that are found)."""
    numbers = "".join(char for char in NUMBER_STARTS if char in table)
    others = {char: rows.seconds for char, rows in table.items() if char not in NUMBER_STARTS}
    followed = {char: seconds for char, seconds in others.items() if seconds is not None}
    ways = [f"(?<=[{re.escape(numbers)}])[{re.escape(numbers)}]{{0,{LONGEST_NUMBER - 1}}}"] if numbers else []
    if len(followed) < len(others):
        ways.append(f"(?<=[{re.escape(''.join(char for char in others if char not in followed))}])")
    if followed:
        behind = frozenset[str]().union(*followed.values())
        ways.append(f"(?<=[{re.escape(''.join(followed))}])(?=[{re.escape(''.join(sorted(behind)))}])")
    # one class first: `re` then looks for its characters instead of trying each way at each character
    return re.compile(f"[{re.escape(''.join(table))}](?:{'|'.join(ways)})" if table else "(?!)")


def _by_last_character(rows: Iterable[Compiled]) -> dict[str, tuple[tuple[str, Compiled], ...]]:
    table: dict[str, list[tuple[str, Compiled]]] = {}
    for compiled in rows:
        for word in compiled.row.words:
            table.setdefault(word[-1], []).append((word, compiled))
    return {last: tuple(words) for last, words in table.items()}


def _variants() -> dict[int, int]:
    table: dict[int, int] = {}
    for row in load("time_variants", Variant):
        if len(row.words) != len(row.becomes):
            raise LexiconError(f"time_variants.yaml {row.id}：words 与 becomes 字数不等")
        table |= {ord(a): ord(b) for a, b in zip(row.words, row.becomes, strict=True)}
    return table


def token_at(
    text: str, at: int, candidates: Candidates | None, units: dict[str, str], *, chained: bool
) -> Token | None:
    """The longest atom at `at`; `chained` where another token ends there, so that no number is cut by it."""
    if candidates is None or not (rows := candidates.at(text, at)):
        return None
    best: Token | None = None
    before = text[at - 1] if at else ""
    decimal = not chained and before == "." and at > 1 and text[at - 2].isdigit()
    for compiled in rows:
        row = compiled.row
        if (decimal and not row.decimal) or (before and compiled.behind and compiled.behind.match(before)):
            continue
        found = compiled.regex.match(text, at)
        if found is None or found.end() == at or (best is not None and found.end() <= best.end):
            continue
        values = _values(found, row, units)
        if values is not None:
            best = Token(row.atom, at, found.end(), values)
    return best


def _values(found: re.Match[str], row: Atom, units: dict[str, str]) -> dict[str, int | str] | None:
    values: dict[str, int | str] = dict(row.gives)
    for group, words in found.groupdict().items():
        if words is None:
            continue
        name = group.rstrip("_")
        if name == "unit":
            values[name] = units[words]
            continue
        number = -1 if name == "half" and words == "半" else whole(words)
        if number is None:
            return None
        values[name] = full_year(number) if name == "year" else number
    return values if values.keys() <= FIELD_NAMES and valid(values) else None
