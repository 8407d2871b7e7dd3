"""Rows of times.yaml over runs of atoms: points first, then the expressions around them; the longest row wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.expressions.dates.atom_rows import Unit
from pipeline.expressions.dates.atoms import Atoms, Token, atoms, token_at
from pipeline.expressions.dates.fields import Fields
from pipeline.expressions.dates.lexer import runs
from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.errors import LexiconError
from pipeline.model.expression import TimeKind

Level = Literal["point", "expression"]
Ends = Literal["whole", "until", "since", "span", "last_n", "next_n", "ago", "later", "anchor", "since_n", "none"]

_NAME = re.compile(r"[a-z_]+")
_FIRST_CODE = 0xE000  # private use: one character per name of an atom


class TimeRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of times.yaml; the file's head says what the fields mean."""

    pattern: str
    level: Level = "expression"
    makes: str = ""
    kind: TimeKind = "period"
    ends: Ends = "none"


class Part(msgspec.Struct, frozen=True, gc=False):
    """A point or a single atom inside an expression."""

    name: str
    start: int
    end: int
    fields: Fields


class Match(msgspec.Struct, frozen=True, gc=False):
    """An expression found: its row, its place, its parts, and the units that counts in it may name."""

    row: TimeRow
    start: int
    end: int
    parts: tuple[Part, ...]
    units: dict[str, Unit]

    def named(self, *names: str) -> list[Part]:
        """The parts of these names, in order."""
        return [part for part in self.parts if part.name in names]


class Grammar(msgspec.Struct, frozen=True, gc=False):
    """Compiled rows, and the character that stands for each name of an atom in them."""

    codes: dict[str, str]
    points: tuple[tuple[re.Pattern[str], TimeRow], ...]
    expressions: tuple[tuple[re.Pattern[str], TimeRow], ...]


def recognise(text: str) -> list[Match]:
    """Every time expression of a folded text, in order, none inside another."""
    folders = lexicon_folders()
    table = atoms(folders)
    return _recognise_plain(_plain(text, table), table, _grammar(folders).codes, folders)


def _recognise_plain(text: str, table: Atoms, codes: dict[str, str], folders: object) -> list[Match]:
    """As `recognise`, for a text whose traditional characters are replaced already."""
    return _read(runs(text, table), text, table, codes, folders)


def _read(cut: Iterable[list[Token]], text: str, table: Atoms, codes: dict[str, str], folders: object) -> list[Match]:
    """The expressions that runs of atoms make."""
    found: list[Match] = []
    for run in cut:
        found += _matches(_reduce(run, codes, folders), table, codes, folders)
    if not found:
        return found
    return [_with_count(match, text, table) if match.row.kind == "recurring" else match for match in found]


def recognise_in(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, list[Match]]]:
    """The time expressions of some stretches of a folded text, each read by itself; without those that hold none."""
    folders = lexicon_folders()
    table, codes = atoms(folders), _grammar(folders).codes
    plain = _plain(text, table)
    cut = []
    for start, end in stretches:
        words = plain[start:end]
        fitting = table.for_words(words)
        if fitting.opening.search(words) is not None and (found := list(runs(words, fitting))):
            cut.append((start, end, words, fitting, found))
    for (
        start,
        end,
        words,
        fitting,
        found,
    ) in cut:  # all are cut before any is read, so that each step's rules stay at hand
        if matches := _read(found, words, fitting, codes, folders):
            yield start, end, matches


def _plain(text: str, table: Atoms) -> str:
    """A text with its traditional characters, one by one, as the rows write them."""
    return text.translate(table.variants) if table.traditional.search(text) else text


def _with_count(match: Match, text: str, table: Atoms) -> Match:
    """A recurrence with the count that stands apart from it in the same clause (每学年举办2次); its words stay."""
    if any(part.fields.times for part in match.parts):
        return match
    token = token_at(text, match.end, table.far, table.unit_of, chained=True)
    if token is None:
        return match
    count = Part(token.atom, token.start, token.end, msgspec.convert(token.values, Fields))
    return msgspec.structs.replace(match, parts=(*match.parts, count))


@lru_cache(maxsize=4)
def _grammar(_folders: object) -> Grammar:
    codes: dict[str, str] = {}
    points: list[tuple[re.Pattern[str], TimeRow]] = []
    expressions: list[tuple[re.Pattern[str], TimeRow]] = []
    for row in load("times", TimeRow):
        pattern = _NAME.sub(lambda m: codes.setdefault(m[0], chr(_FIRST_CODE + len(codes))), row.pattern)
        try:
            regex = re.compile(pattern.replace(" ", ""))
        except re.error as error:
            raise LexiconError(f"times.yaml {row.id} 的写法有误：{error}") from error
        (points if row.level == "point" else expressions).append((regex, row))
        if row.makes:
            codes.setdefault(row.makes, chr(_FIRST_CODE + len(codes)))
    return Grammar(codes, tuple(points), tuple(expressions))


_WINDOW = 16  # no row is longer than this many atoms
_Found = tuple[int, TimeRow]


@lru_cache(maxsize=4096)
def _longest(window: str, level: Level, folders: object) -> _Found | None:
    """The longest row over the first atoms of a window, with how many it takes; the same few windows come again."""
    grammar = _grammar(folders)
    best: _Found | None = None
    for regex, row in grammar.points if level == "point" else grammar.expressions:
        found = regex.match(window)
        if found is not None and found.end() > (best[0] if best else 0):
            best = found.end(), row
    return best


def expression_row(name: str) -> TimeRow | None:
    """The row of `level: expression` with this id in the lexicons in force."""
    return next((row for _, row in _grammar(lexicon_folders()).expressions if row.id == name), None)


def _encode(names: list[str], codes: dict[str, str]) -> str:
    return "".join([codes.get(name, "\uf8ff") for name in names])


def _reduce(run: list[Token], codes: dict[str, str], folders: object) -> list[Part]:
    window = _encode([token.atom for token in run], codes)
    parts: list[Part] = []
    at = 0
    while at < len(run):
        found = _longest(window[at : at + _WINDOW], "point", folders)
        end = at + (found[0] if found else 1)
        values: dict[str, int | str] = {}
        for token in run[at:end]:
            values.update(token.values)
        name = found[1].makes if found else run[at].atom
        parts.append(Part(name, run[at].start, run[end - 1].end, msgspec.convert(values, Fields)))
        at = end
    return parts


def _matches(parts: list[Part], table: Atoms, codes: dict[str, str], folders: object) -> list[Match]:
    window = _encode([part.name for part in parts], codes)
    found: list[Match] = []
    at = 0
    while at < len(parts):
        best = _longest(window[at : at + _WINDOW], "expression", folders)
        if best is None:
            at += 1
            continue
        end, row = at + best[0], best[1]
        found.append(Match(row, parts[at].start, parts[end - 1].end, tuple(parts[at:end]), table.units))
        at = end
    return found
