"""Patterns that are compiled when first used."""

from __future__ import annotations

import re

import pytest

from pipeline.lexicon import lazy
from pipeline.model.errors import LexiconError


def test_it_finds_what_the_compiled_pattern_finds() -> None:
    text = "到2025年，再到2027年"
    for method in ("match", "search", "fullmatch", "findall", "split"):
        ours, theirs = lazy("[0-9]{4}年", "row"), re.compile("[0-9]{4}年")
        assert str(getattr(ours, method)(text)) == str(getattr(theirs, method)(text))
    assert [found.span() for found in lazy("[0-9]{4}年", "row").finditer(text, 3)] == [(9, 14)]
    assert lazy("年", "row").sub("", text) == "到2025，再到2027"
    assert lazy("年", "row").pattern == "年"


def test_a_row_that_is_no_pattern_is_named_when_it_is_first_used() -> None:
    pattern = lazy("(未闭合", "times.yaml row-7")
    with pytest.raises(LexiconError, match=r"times\.yaml row-7"):
        pattern.search("未闭合")
    with pytest.raises(AttributeError):
        pattern.flags  # noqa: B018 - what is not stood for is not there
