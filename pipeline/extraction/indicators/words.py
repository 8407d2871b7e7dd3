"""Word tables of `measures.yaml`, ready for cutting names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.extraction.indicators.rows import NameKind, NameRow
from pipeline.lexicon import lexicon_folders, load, wording


class Words(msgspec.Struct, frozen=True, gc=False):
    """Word sets by use. `heads`/`tails` are grouped by length, longest first."""

    measures: frozenset[str]
    shares: tuple[str, ...]
    lead: tuple[frozenset[str], ...]
    trail: tuple[frozenset[str], ...]
    cut: dict[str, tuple[str, ...]]
    stops: frozenset[str]
    openers: frozenset[str]
    change: dict[str, NameRow]
    generic: frozenset[str]
    verbs: frozenset[str]
    dropped: frozenset[str]
    making: frozenset[str]
    attributes: tuple[str, ...]
    nothing: tuple[str, ...]
    bare: tuple[str, ...]
    people: tuple[str, ...]
    average: tuple[str, ...]
    allot: re.Pattern[str]
    given: re.Pattern[str]
    kept: tuple[str, ...]
    wholes: frozenset[str]
    joining: tuple[str, ...]
    payments: tuple[str, ...]
    planned: re.Pattern[str]
    linking: tuple[str, ...]
    compounds: frozenset[str]
    money: tuple[str, ...]
    sized: frozenset[str]
    patterns: dict[str, re.Pattern[str]]
    """The rows of indicator_wording.yaml, at hand; also `phrases`, those of words, and `gates`."""
    phrases: dict[str, tuple[str, ...]]
    gates: dict[str, re.Pattern[str]]

    def is_measure(self, name: str) -> bool:
        """Whether a name ends like one that measures (率, 面积)."""
        measures = self.measures
        return name[-1:] in measures or name[-2:] in measures or name[-3:] in measures or name[-4:] in measures

    def is_share(self, name: str) -> bool:
        """Whether a name is that of a share (入学率)."""
        return name.endswith(self.shares)

    def is_verb(self, name: str) -> bool:
        """Whether a name is nothing but a verb that names need not keep (解决, 提高)."""
        return name in self.verbs

    def change_at_end(self, text: str) -> str:
        """The verb of change that some words end in, "" where there is none."""
        word = text[-3:]
        return word if word in self.change else text[-2:] if text[-2:] in self.change else ""

    def only_measure(self, name: str) -> bool:
        """Whether a name is nothing but a measure (面积, 人数)."""
        return name in self.measures or name in self.generic


def words() -> Words:
    """The word tables of the lexicons in force."""
    return _words(lexicon_folders())


@lru_cache(maxsize=4)
def _words(_folders: tuple[Path, ...]) -> Words:
    rows = load("measures", NameRow)

    def of(kind: NameKind) -> list[str]:
        return [word for row in rows if row.kind == kind for word in row.words]

    wordings = wording.rows("indicator")
    return Words(
        patterns=wordings.patterns,
        phrases=wordings.words,
        gates=wordings.gates,
        measures=frozenset(of("measure")),
        shares=tuple(word for row in rows if row.share for word in row.words),
        lead=by_length(of("lead")),
        trail=by_length(of("trail")),
        cut=_by_first(of("cut")),
        stops=frozenset(of("stop")),
        openers=frozenset(of("opener")),
        change={word: row for row in rows if row.kind == "change" for word in row.words},
        generic=frozenset(of("generic")),
        making=frozenset(word for row in rows if not row.measured for word in row.words),
        dropped=frozenset(word for row in rows if row.drop for word in row.words),
        attributes=tuple(of("attribute")),
        nothing=tuple(of("nothing")),
        bare=tuple(of("bare")),
        people=tuple(of("people")),
        average=tuple(of("average")),
        payments=tuple(of("payment")),
        linking=tuple(sorted(of("linking"), key=lambda word: (-len(word), word))),
        allot=_allotted(of("allot")),
        given=_given(of("allot") + of("given")),
        compounds=frozenset(of("compound")),
        money=tuple(of("money")),
        sized=frozenset(of("sized")),
        kept=tuple(of("keep")),
        wholes=frozenset(of("whole")),
        joining=tuple(sorted(of("joining"), key=lambda word: (-len(word), word))),
        planned=_any(
            (*of("change"), *of("allot"), *(w for row in rows if row.kind == "cut" and not row.drop for w in row.words))
        ),
        verbs=frozenset(of("cut"))
        | frozenset(of("change"))
        | frozenset(of("lead"))
        | frozenset(of("trail"))
        | frozenset(of("alone")),
    )


def _any(found: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        "|".join(map(re.escape, sorted({word for word in found if len(word) > 1}, key=lambda each: (-len(each), each))))
    )


def _allotted(found: list[str]) -> re.Pattern[str]:
    """的标准安排专项经费: what is allotted, behind the verb."""
    verbs, rates = wording.any_of(tuple(found)), wording.pattern("indicator", "rate_nouns").pattern
    return re.compile(f"的?(?:{rates})[^,。;:()]{{0,4}}?(?:{verbs})([^,。;:()、的]{{2,12}})(?=[,。;:()、]|$)")


def _given(found: list[str]) -> re.Pattern[str]:
    """6倍以上的标准拨付公用经费: the verb behind a multiple, and what it governs."""
    verbs, rates = wording.any_of(tuple(found)), wording.pattern("indicator", "rate_nouns").pattern
    light = wording.pattern("indicator", "allotting").pattern
    return re.compile(f"的?(?:{rates})?(?:{light})?({verbs})([^,。;:()、的]{{0,12}})")


def by_length(found: list[str]) -> tuple[frozenset[str], ...]:
    """Words grouped by length: index 0 holds those of one character."""
    longest = max(map(len, found), default=0)
    return tuple(frozenset(word for word in found if len(word) == length) for length in range(1, longest + 1))


def _by_first(found: list[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first character, the longest first."""
    ordered = sorted(set(found), key=lambda word: (-len(word), word))
    return {first: tuple(word for word in ordered if word[0] == first) for first in {word[0] for word in ordered}}
