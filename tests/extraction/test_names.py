"""Names in lists of people: cases with the names in angle brackets, the lexicon's own examples, and properties."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.names import parse_piece, person_names, pieces
from pipeline.extraction.names_lexicon import name_lexicon, surname_rows, word_rows
from pipeline.model.span import fold

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "names.yaml").read_text("utf-8"))
_MARKED = re.compile(r"<([^<>]+)>")


def names_in(line: str) -> list[str]:
    text = fold(line)
    return [text[start:end] for start, end in person_names(text, 0, len(text))]


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    assert names_in(_MARKED.sub(r"\1", case)) == [fold(name) for name in _MARKED.findall(case)]


@pytest.mark.parametrize("row", surname_rows(), ids=lambda row: row.id)
def test_surname_rows(row) -> None:
    for name in row.examples:
        assert names_in(name) == [fold(name)]
        first = name[:2] if row.compound else name[0]
        assert first in row.surnames.split()
    for word in row.near_misses:
        assert names_in(word) == []


@pytest.mark.parametrize("row", [row for row in word_rows() if row.kind == "not_name"], ids=lambda row: row.id)
def test_words_that_are_no_names(row) -> None:
    assert {word for word in row.words.split() if names_in(word)} == set()
    for name in row.near_misses:
        assert names_in(name) == [name]


@pytest.mark.parametrize("kind", ["transliteration", "mask", "suffix"])
def test_other_word_rows(kind: str) -> None:
    rows = [row for row in word_rows() if row.kind == kind]
    assert rows
    for row in rows:
        assert all(names_in(example) for example in row.examples)
        assert not any(names_in(miss) for miss in row.near_misses)


def test_characters_that_end_posts_are_the_last_of_the_examples() -> None:
    ends = name_lexicon().post_ends
    rows = [row for row in word_rows() if row.kind == "post_end"]
    assert rows
    assert all(example[-1] in ends for row in rows for example in row.examples)
    assert not any(miss[-1] in ends for row in rows for miss in row.near_misses)


def test_each_surname_makes_a_name() -> None:
    """No surname is cut off by the list of words that are no names."""
    unread = [surname for surname in name_lexicon().surnames if names_in(f"{surname}晓琳") != [f"{surname}晓琳"]]
    assert unread == []


@given(st.text(alphabet="李王张婷建国欧阳 、,()各班主任校长·某\n:", max_size=60))
@settings(max_examples=150, deadline=None)
def test_ranges_in_order_and_inside(text: str) -> None:
    last = 0
    for start, end in person_names(text, 0, len(text)):
        assert last <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        last = end


@given(st.text(alphabet="李王张婷建国 主任各", min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_segments_cover_what_is_not_blank(text: str) -> None:
    for start, end in pieces(text, 0, len(text)):
        covered = {i for segment in parse_piece(text, start, end) for i in range(segment.start, segment.end)}
        assert {i for i in range(start, end) if text[i] != " "} <= covered


def test_hostile_input_is_read_in_linear_time() -> None:
    for unit in ("王", "李 ", "主任", "、", "(", "·"):
        text = unit * 20_000
        assert person_names(text, 0, len(text)) is not None
