"""Gates before patterns: they open wherever one of the patterns is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import alternatives, gate_of

PATTERNS = (("^(?:报|告)书|[|)]末|由.{0,3}会", "末 会"), ("^前言$", ""), ("后记|\\|分", ""))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("甲", ["甲"]),
        ("甲|乙", ["甲", "乙"]),
        ("^(?:甲|乙)丙|丁", ["^(?:甲|乙)丙", "丁"]),
        ("[|]甲|[^]|]乙|\\[|丙", ["[|]甲", "[^]|]乙", "\\[", "丙"]),
        ("\\|甲|(?:乙(?:丙|丁)|戊)", ["\\|甲", "(?:乙(?:丙|丁)|戊)"]),
        ("甲\\\\|乙", ["甲\\\\", "乙"]),
    ],
)
def test_a_pattern_is_parted_at_its_outermost_bars(pattern: str, expected: list[str]) -> None:
    assert list(alternatives(pattern)) == expected


@given(st.text("报告书|)末由会前言后记分 ", max_size=12))
def test_a_gate_opens_where_any_pattern_is_found(words: str) -> None:
    expected = any(re.search(pattern, words) for pattern, _ in PATTERNS)
    assert gate_of(PATTERNS).opens(words) is expected


def test_a_pattern_with_needs_is_not_searched_without_them() -> None:
    gate = gate_of([("规.定", "细则")])
    assert not gate.opens("规一定")
    assert gate.opens("规一定细则")


def test_no_patterns_open_nothing() -> None:
    assert not gate_of([]).opens("规定")
