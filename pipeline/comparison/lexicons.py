"""Row types of the lexicons that only comparison needs, and the tables built from them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from pipeline.lexicon import Entry, lexicon_folders, load

E = TypeVar("E", bound=Entry)


class UnitWord(Entry, frozen=True, kw_only=True):
    """The head of a unit: its `kind`, and what one of it is in the first unit of that kind."""

    kind: str
    words: tuple[str, ...]
    factor: float = 1.0


class Denominator(Entry, frozen=True, kw_only=True):
    """What a quantity is counted per, in running text (`words`) and behind the `/` of a unit (`unit_words`)."""

    family: str
    amount: float
    words: tuple[str, ...] = ()
    unit_words: tuple[str, ...] = ()
    strict: bool = False


class VagueWord(Entry, frozen=True, kw_only=True):
    """Words that leave a number open."""

    reach: Literal["beside", "clause"]
    words: tuple[str, ...]


class ZeroWord(Entry, frozen=True, kw_only=True):
    """Words that say that there is none of something."""

    place: Literal["before", "after"]
    words: tuple[str, ...]


class StageWord(Entry, frozen=True, kw_only=True):
    """Words that name one or more school stages."""

    stages: tuple[str, ...]
    words: tuple[str, ...]


class GradeBand(Entry, frozen=True, kw_only=True):
    """Words that stand for several school years (1 to 9)."""

    words: tuple[str, ...]
    grades: tuple[int, ...]


class FillerWord(Entry, frozen=True, kw_only=True):
    """Small words around numbers, by what they may do (`id`)."""

    words: tuple[str, ...]


class LevelWord(Entry, frozen=True, kw_only=True):
    """Words that show whose plan it is: one school's (`school`) or an authority's (`above`)."""

    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


class Region(Entry, frozen=True, kw_only=True):
    """Words that show that a plan belongs to a region; the empty word fits every plan."""

    words: tuple[str, ...]


class Topic(Entry, frozen=True, kw_only=True):
    """Matters that rows deal with (`words` in their names), and headings under which plans deal with them (`titles`)."""

    words: tuple[str, ...]
    titles: tuple[str, ...]


def grade_bands() -> tuple[GradeBand, ...]:
    """Bands of school years."""
    return load("comparison_grades", GradeBand)


def topics() -> tuple[Topic, ...]:
    """Rows of `comparison_topics.yaml`, in the order they are tried."""
    return load("comparison_topics", Topic)


def units() -> tuple[UnitWord, ...]:
    """Rows of `comparison_units.yaml`."""
    return load("comparison_units", UnitWord)


def denominators() -> tuple[Denominator, ...]:
    """Rows of `comparison_denominators.yaml`."""
    return load("comparison_denominators", Denominator)


def vague_words() -> tuple[VagueWord, ...]:
    """Rows of `comparison_vague.yaml`."""
    return load("comparison_vague", VagueWord)


def zero_words() -> tuple[ZeroWord, ...]:
    """Rows of `comparison_zero.yaml`."""
    return load("comparison_zero", ZeroWord)


def stage_words() -> tuple[StageWord, ...]:
    """Rows of `school_stage_words.yaml`."""
    return load("school_stage_words", StageWord)


def level_words() -> tuple[LevelWord, ...]:
    """Rows of `comparison_levels.yaml`."""
    return load("comparison_levels", LevelWord)


def filler_words(row_id: str) -> tuple[str, ...]:
    """Words of a row of `comparison_fillers.yaml`."""
    return next(row.words for row in load("comparison_fillers", FillerWord) if row.id == row_id)


def regions() -> tuple[Region, ...]:
    """Rows of `comparison_regions.yaml`."""
    return load("comparison_regions", Region)


def alternation(words: tuple[str, ...]) -> str:
    """A pattern for any of some words, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=4)
def _stage_table(_folders: tuple[Path, ...]) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    table = {word: row.stages for row in stage_words() for word in row.words}
    return re.compile(alternation(tuple(table))), table


def stage_table() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """A pattern for all stage words, and the stages of each."""
    return _stage_table(lexicon_folders())
