"""Asking for the first character first changes nothing of what a pattern finds."""

from __future__ import annotations

import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import leading, quick

CASES = [
    ("甲乙|丙", "甲丙"),
    ("(?:(?<!不)能|可)[以够]", "能可"),
    ("^第[一二]|条$", "第条"),
    ("(?:关于)?印发", "关印"),
    ("(?P<n>[0-9]{1,3})年", "0-9"),
    ("[a-]b|c", "a\\-c"),
    ("\\(甲", "\\("),
    ("甲{0,2}乙", "甲乙"),
    ("甲{1,2}乙", "甲"),
    (".甲|乙", ""),
    ("[^甲]乙", ""),
    ("甲?", ""),
    ("甲||乙", ""),
    ("(?i)a", ""),
    ("(?P<a>甲)(?P=a)|(?P=a)", ""),
]


@pytest.mark.parametrize(("pattern", "signs"), CASES)
def test_leading(pattern: str, signs: str) -> None:
    assert leading(pattern) == signs


ATOMS = st.sampled_from(
    ["甲", "乙", "丙", "[甲乙]", "[^丙]", "\\d", ".", "(?<!甲)", "(?=乙)", "^", "$", "[0-9-]", "\\("]
)
PATTERNS = st.recursive(
    st.builds(
        lambda atom, times: atom + ("" if atom[:2] == "(?" or atom in "^$" else times),
        ATOMS,
        st.sampled_from(["", "", "?", "*", "+", "{1,2}", "{0,2}"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        inner.map(lambda one: f"(?:{one})?"),
    ),
    max_leaves=8,
)


@given(PATTERNS, PATTERNS, st.text("甲乙丙丁1-(", max_size=12))
def test_finds_the_same(first: str, second: str, text: str) -> None:
    pattern = f"{first}|{second}"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plain, fast = re.compile(pattern), re.compile(quick(pattern))
    assert [found.span() for found in fast.finditer(text)] == [found.span() for found in plain.finditer(text)]
