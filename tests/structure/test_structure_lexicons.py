"""Each row of the structure layer's lexicons applies to its examples and not to its near-misses."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipeline.lexicon import Entry, load
from pipeline.model.span import fold
from pipeline.reading.column_names import ColumnHeader, header_kind
from pipeline.structure.evidence import OpenEnds, ends_open, title_goes_on
from pipeline.structure.kinds import PlanKind
from pipeline.structure.metadata import LevelName, SchoolType, level_of, school_types_of
from pipeline.structure.numbering import NumberingKind, cue_at
from pipeline.structure.pagemarks import PageMark
from pipeline.structure.roles import Boilerplate, IssuerName, boilerplate_scope, is_name, title_kind
from pipeline.structure.titles import HeadingWords, title_of

Applies = Callable[[Entry, str], bool]


def numbering(row: Entry, words: str) -> bool:
    cue = cue_at(words, 0, len(words))
    return cue is not None and cue.kind.id == row.id


def boilerplate(row: Entry, words: str) -> bool:
    assert isinstance(row, Boilerplate)
    return len(words) <= row.longest and re.search(row.pattern, words) is not None


def plan_title(row: Entry, words: str) -> bool:
    kind = title_kind(words)
    return kind is not None and kind.id == row.id


def column(row: Entry, words: str) -> bool:
    kind = header_kind(words)
    return kind is not None and kind[0].id == row.id


def page_mark(row: Entry, words: str) -> bool:
    assert isinstance(row, PageMark)
    return re.fullmatch(row.pattern, words) is not None


def open_end(row: Entry, words: str) -> bool:
    assert isinstance(row, OpenEnds)
    return title_goes_on(words) if row.of == "title" else ends_open(words)


def heading_words(row: Entry, words: str) -> bool:
    """How a row's role looks for its words: at the head, at the end, in a title behind its number or anywhere."""
    assert isinstance(row, HeadingWords)
    cue = cue_at(words, 0, len(words))
    title = title_of(words, cue, len(words)) if cue else None
    bare = words[title.start : title.end] if title else words
    if row.role == "noun":
        return bare.endswith(row.words)
    if row.role == "label":
        return bare in row.words
    if row.role in ("usual", "verb", "opener", "adverb"):
        return bare.startswith(row.words)
    return any(word in words for word in row.words)


FILES: list[tuple[str, type[Entry], Applies]] = [
    ("headings", NumberingKind, numbering),
    ("boilerplate", Boilerplate, boilerplate),
    ("plan_titles", PlanKind, plan_title),
    ("levels", LevelName, lambda row, words: level_of(words) == row.id),
    ("plan_school_types", SchoolType, lambda row, words: row.id in school_types_of(words)),
    ("issuers", IssuerName, lambda row, words: is_name(words)),
    ("page_marks", PageMark, page_mark),
    ("open_ends", OpenEnds, open_end),
    ("table_headers", ColumnHeader, column),
    ("heading_words", HeadingWords, heading_words),
]
HITS = [
    (name, row, example, applies)
    for name, kind, applies in FILES
    for row in load(name, kind)
    for example in row.examples
]
MISSES = [
    (name, row, miss, applies) for name, kind, applies in FILES for row in load(name, kind) for miss in row.near_misses
]


def label(value: object) -> str:
    return value.id if isinstance(value, Entry) else value if isinstance(value, str) else ""


@pytest.mark.parametrize(("name", "row", "example", "applies"), HITS, ids=label)
def test_a_row_applies_to_its_examples(name: str, row: Entry, example: str, applies: Applies) -> None:
    assert applies(row, fold(example))


@pytest.mark.parametrize(("name", "row", "miss", "applies"), MISSES, ids=label)
def test_a_row_does_not_apply_to_its_near_misses(name: str, row: Entry, miss: str, applies: Applies) -> None:
    assert not applies(row, fold(miss))


@pytest.mark.parametrize("row", load("boilerplate", Boilerplate), ids=lambda row: row.id)
def test_near_misses_of_boilerplate_are_none_by_any_row(row: Boilerplate) -> None:
    for miss in row.near_misses:
        assert boilerplate_scope(fold(miss), len(miss)) is None, miss


def test_every_row_has_examples() -> None:
    bare = [f"{name}.{row.id}" for name, kind, _ in FILES for row in load(name, kind) if not row.examples]
    assert not bare


@pytest.mark.parametrize("row", load("boilerplate", Boilerplate), ids=lambda row: row.id)
def test_examples_of_boilerplate_hold_one_of_the_words_they_need(row: Boilerplate) -> None:
    for example in row.examples:
        assert boilerplate_scope(fold(example), len(example)) is not None, example
