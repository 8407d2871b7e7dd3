"""Rows of times.yaml over runs of atoms: points first, then the expressions around them; the longest row wins."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.expressions.dates.atoms import Atoms, Token, atoms, token_at
from pipeline.expressions.dates.fields import Fields
from pipeline.expressions.dates.lexer import runs
from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.errors import LexiconError
from pipeline.model.expression import TimeKind

Ends = Literal["whole", "until", "since", "span", "last_n", "next_n", "ago", "later", "anchor", "none"]

_NAME = re.compile(r"[a-z_]+")
_FIRST_CODE = 0xE000  # private use: one character per name of an atom


class TimeRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of times.yaml; the file's head says what the fields mean."""

    pattern: str
    level: Literal["point", "expression"] = "expression"
    makes: str = ""
    kind: TimeKind = "period"
    ends: Ends = "none"


class Part(msgspec.Struct, frozen=True):
    """A point or a single atom inside an expression."""

    name: str
    start: int
    end: int
    fields: Fields


class Match(msgspec.Struct, frozen=True):
    """An expression found: its row, its place and its parts."""

    row: TimeRow
    start: int
    end: int
    parts: tuple[Part, ...]

    def named(self, *names: str) -> list[Part]:
        """The parts of these names, in order."""
        return [part for part in self.parts if part.name in names]


class Grammar(msgspec.Struct, frozen=True):
    """Compiled rows by the code of the atom they can begin with."""

    codes: dict[str, str]
    points: tuple[tuple[re.Pattern[str], TimeRow], ...]
    expressions: tuple[tuple[re.Pattern[str], TimeRow], ...]


def recognise(text: str) -> list[Match]:
    """Every time expression of a folded text, in order, none inside another."""
    table, grammar = atoms(), _grammar(lexicon_folders())
    found = [match for run in runs(text, table) for match in _matches(_reduce(run, grammar), grammar)]
    return [_with_count(match, text, table) if match.row.kind == "recurring" else match for match in found]


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


def _longest(rows: tuple[tuple[re.Pattern[str], TimeRow], ...], codes: str, at: int) -> tuple[int, TimeRow] | None:
    best: tuple[int, TimeRow] | None = None
    for regex, row in rows:
        found = regex.match(codes, at)
        if found is not None and found.end() > (best[0] if best else at):
            best = found.end(), row
    return best


def _encode(names: list[str], codes: dict[str, str]) -> str:
    return "".join(codes.get(name, "\uf8ff") for name in names)


def _reduce(run: list[Token], grammar: Grammar) -> list[Part]:
    codes = _encode([token.atom for token in run], grammar.codes)
    parts: list[Part] = []
    at = 0
    while at < len(run):
        found = _longest(grammar.points, codes, at)
        end = found[0] if found else at + 1
        values: dict[str, int | str] = {}
        for token in run[at:end]:
            values.update(token.values)
        name = found[1].makes if found else run[at].atom
        parts.append(Part(name, run[at].start, run[end - 1].end, msgspec.convert(values, Fields)))
        at = end
    return parts


def _matches(parts: list[Part], grammar: Grammar) -> list[Match]:
    codes = _encode([part.name for part in parts], grammar.codes)
    found: list[Match] = []
    at = 0
    while at < len(parts):
        best = _longest(grammar.expressions, codes, at)
        if best is None:
            at += 1
            continue
        end, row = best
        found.append(Match(row, parts[at].start, parts[end - 1].end, tuple(parts[at:end])))
        at = end
    return found
