"""Units of plans and of standards: what is counted, and per what; when the two may be compared, and by which factor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.comparison.lexicons import Denominator, alternation, denominators, units
from pipeline.lexicon import lexicon_folders
from pipeline.model.span import fold

_BRACKETS = re.compile("\\([^()]{0,60}\\)")
_GROUND = frozenset({"student", "class", "school", "staff"})


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A unit taken apart: the heads' kind (null: not known), its factor, and the denominators it names."""

    head: str
    kind: str | None
    factor: float = 1.0
    per: tuple[Denominator, ...] = ()

    @property
    def ground(self) -> Denominator | None:
        """Who or what it is counted per (students, classes …)."""
        return next((item for item in self.per if item.family in _GROUND), None)

    @property
    def period(self) -> Denominator | None:
        """Which time it is counted per."""
        return next((item for item in self.per if item.family not in _GROUND), None)


class _Tables(msgspec.Struct, frozen=True):
    heads: dict[str, tuple[tuple[str, float], ...]]
    behind: dict[str, Denominator]
    running: dict[str, Denominator]
    pattern: re.Pattern[str]


def measure(unit: str) -> Measure:
    """Take a unit apart.

    >>> measure("人/百名学生").kind, measure("元/生·年").period.id
    ('person', 'per-year')
    """
    return _measure(unit, lexicon_folders())


@lru_cache(maxsize=1024)
def _measure(unit: str, folders: tuple[Path, ...]) -> Measure:
    tables = _tables(folders)
    plain = _BRACKETS.sub("", fold(unit)).replace(" ", "")
    if plain in tables.heads:
        head, rest = plain, ""
    else:
        head, _, rest = plain.partition("/")
    per = tuple(found for part in re.split("[·/]", rest) if (found := tables.behind.get(part.removeprefix("每"))))
    if (head == "生" and per and per[0].family == "staff") or plain == "生/人":
        return Measure(head="生", kind="ratio")
    known = tables.heads.get(head, ())
    kind, factor = known[0] if known else (None, 1.0)
    return Measure(head=head, kind=kind, factor=factor, per=per)


@lru_cache(maxsize=4)
def _tables(_folders: tuple[Path, ...]) -> _Tables:
    heads: dict[str, tuple[tuple[str, float], ...]] = {}
    for row in units():
        for word in row.words:
            heads[word] = (*heads.get(word, ()), (row.kind, row.factor))
    rows = denominators()
    running = {word: row for row in rows for word in row.words}
    return _Tables(
        heads=heads,
        behind={word: row for row in rows for word in row.unit_words},
        running=running,
        pattern=re.compile(f"(?<![数第])(?:{alternation(tuple(running))})"),
    )


def spoken_denominators(text: str) -> tuple[Denominator, ...]:
    """Denominators said in running text, in order."""
    tables = _tables(lexicon_folders())
    return tuple(tables.running[found.group()] for found in tables.pattern.finditer(text))


def factor_between(plan: Measure, wanted: Measure, variants: Sequence[str]) -> float | None:
    """What the plan's number is to be multiplied by so that its head is the standard's; null if that cannot be done.

    `variants` are units that the row allows instead of the standard's own head, for heads no lexicon knows.
    """
    tables = _tables(lexicon_folders())
    ours = {(kind, factor) for kind, factor in tables.heads.get(plan.head, ())}
    theirs = tables.heads.get(wanted.head, ())
    for kind, factor in theirs:
        for plan_kind, plan_factor in sorted(ours):
            if kind == plan_kind:
                return plan_factor / factor
    if plan.head and plan.head == wanted.head:
        return 1.0
    if (
        not ours
        and plan.head
        and any(_BRACKETS.sub("", fold(item)).partition("/")[0] == plan.head for item in variants)
    ):
        return 1.0
    return None


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """Whether denominators agree: `factor` to multiply by, or null with what is `missing` or in `conflict`."""

    factor: float | None
    missing: str = ""
    conflict: str = ""


def denominators_match(wanted: Measure, plan: Measure, said: Iterable[Denominator], implied: Sequence[str]) -> Match:
    """Hold the standard's denominators against those in the plan's unit and those said around the number.

    `said` is in order of nearness, nearest first. `implied` names denominators (`unit_words`) that the wording of the
    row holds without saying them.
    """
    stated = (*plan.per, *said)
    factor = 1.0
    for item in wanted.per:
        family = [found for found in stated if found.family == item.family]
        if family:
            factor *= item.amount / family[0].amount
            continue
        other = _other_of_its_sort(item, stated)
        if other is not None:
            return Match(factor=None, conflict=_name(other))
        if not any(word in implied for word in item.unit_words):
            return Match(factor=None, missing=_name(item))
    if wanted.ground is None:
        strict = next((found for found in stated if found.strict), None)
        if strict is not None:
            return Match(factor=None, conflict=_name(strict))
    return Match(factor=factor)


def _other_of_its_sort(item: Denominator, stated: Sequence[Denominator]) -> Denominator | None:
    if item.family in _GROUND:
        return next((found for found in stated if found.family in _GROUND and found.strict), None)
    return next((found for found in stated if found.family not in _GROUND), None)


def _name(item: Denominator) -> str:
    return item.words[0] if item.words else item.id
