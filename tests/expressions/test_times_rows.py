"""Every row of the time lexicons, against its own examples: they must be found, near misses must not."""

from __future__ import annotations

import pytest

from pipeline.expressions import times
from pipeline.expressions.dates.atom_patterns import starts
from pipeline.expressions.dates.atom_rows import Atom, Unit, Variant
from pipeline.expressions.dates.atoms import atoms
from pipeline.expressions.dates.grammar import TimeRow, recognise, recognise_in
from pipeline.expressions.dates.lexer import runs
from pipeline.lexicon import load
from pipeline.model.span import fold
from tests.expressions.times_notation import found_in, parse

ROWS = load("times", TimeRow)
ATOMS = load("time_atoms", Atom)
NONE = load("not_times", Atom)
UNITS = load("time_units", Unit)
VARIANTS = load("time_variants", Variant)


def names(text: str) -> set[str]:
    """The names of all atoms and parts found in a text."""
    read = {token.atom for run in runs(fold(text), atoms()) for token in run}
    return read | {part.name for match in recognise(fold(text)) for part in match.parts}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_examples_of_expressions(row: TimeRow) -> None:
    assert row.examples, "each row states at least one example"
    for example in row.examples:
        marked = parse(example)
        assert marked.expected, f"mark the words of {example!r} with braces"
        assert found_in(marked) == marked.expected
        if row.level == "expression":
            assert row.id in {item.rule for item in times(marked.text, marked.anchor)}


@pytest.mark.parametrize("row", ATOMS, ids=lambda row: row.id)
def test_examples_of_atoms(row: Atom) -> None:
    assert row.examples, "each row states at least one example"
    for example in row.examples:
        assert row.atom in names(example), example
    for near_miss in row.near_misses:
        assert row.atom not in names(near_miss), near_miss


@pytest.mark.parametrize("row", NONE, ids=lambda row: row.id)
def test_what_is_no_time(row: Atom) -> None:
    for example in row.examples:
        assert not times(f"按照{example}的要求"), example


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row.id)
def test_examples_of_units(row: Unit) -> None:
    for example in row.examples:
        found = [part.fields.unit for match in recognise(example) for part in match.parts]
        assert row.id in found, example


@pytest.mark.parametrize("row", ATOMS + NONE, ids=lambda row: row.id)
def test_an_atom_begins_with_its_first_characters(row: Atom) -> None:
    """The lexer tries an atom only where one of these characters stands: a missing one would silence the row."""
    if row.place in {"core", "suffix"}:
        first = starts(row)
        assert first
        for word in row.words:
            assert word[0] in first


@pytest.mark.parametrize("row", ATOMS + NONE, ids=lambda row: row.id)
def test_what_an_atom_needs_stands_where_it_applies(row: Atom) -> None:
    """Rows that need a word are left out where it does not stand: that must change nothing."""
    assert not row.needs or row.place == "core"
    for words in (*row.words, *row.examples, *row.near_misses):
        for text in (fold(words), fold(f"{words}前"), fold(f"各校在{words}之前完成，{words}起执行")):
            found = [match for _, _, matches in recognise_in(text, [(0, len(text))]) for match in matches]
            assert found == recognise(text), text


def test_words_of_units_are_told_apart() -> None:
    words = [word for unit in UNITS for word in unit.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("row", VARIANTS, ids=lambda row: row.id)
def test_traditional_characters(row: Variant) -> None:
    assert len(row.words) == len(row.becomes)
    assert all(old != new for old, new in zip(row.words, row.becomes, strict=True))
    for example in row.examples:
        found = times(f"學校{example}")
        assert [item.text for item in found] == [example]
