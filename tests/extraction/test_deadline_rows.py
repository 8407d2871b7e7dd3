"""Every row of the deadline lexicons, against its own examples: refused there, not in near misses."""

from __future__ import annotations

import re

import pytest

from pipeline.expressions import times
from pipeline.extraction.dating import YearWord
from pipeline.extraction.refusals import CompiledRefusal, Where, refusals
from pipeline.lexicon import load
from pipeline.model.span import fold

_MARK = re.compile(r"^(?P<before>.*)\{(?P<words>.+)\}(?P<after>.*?)(?P<rest>(?: [#@%] .+)?)$")


def where_of(example: str, refusal: CompiledRefusal) -> Where:
    """What an example says, read the way the product reads it."""
    mark = _MARK.match(fold(example))
    assert mark, f"mark the expression of {example!r} with braces"
    text = mark["before"] + mark["words"] + mark["after"]
    start = len(mark["before"])
    item = next((i for i in times(text) if (i.start, i.end) == (start, start + len(mark["words"]))), None)
    assert item is not None, f"{mark['words']!r} is no time expression in {text!r}: {[i.text for i in times(text)]}"
    sign, extra = mark["rest"][1:2], mark["rest"][3:]
    return Where(
        item,
        mark["before"],
        mark["after"],
        headings=extra if sign == "#" else "",
        kind=refusal.row.kinds[0] if refusal.row.kinds else "paragraph",
        header=extra if sign == "@" else "",
        label=extra if sign == "%" else "",
    )


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: refusal.row.id)
def test_refusals(refusal: CompiledRefusal) -> None:
    assert refusal.row.examples, "each row states at least one example"
    for example in refusal.row.examples:
        assert refusal.applies(where_of(example, refusal)), example
    for near_miss in refusal.row.near_misses:
        for single in _one_by_one(near_miss):
            assert not refusal.applies(where_of(single, refusal)), single


def _one_by_one(example: str) -> list[str]:
    """An example with several marks as examples with one each."""
    marks = list(re.finditer(r"\{([^{}]+)\}", example))
    return [
        re.sub(r"\{([^{}]+)\}", lambda m, keep=mark: m[0] if m.start() == keep.start() else m[1], example)
        for mark in marks
    ]


@pytest.mark.parametrize("row", load("year_words", YearWord), ids=lambda row: row.id)
def test_year_words(row: YearWord) -> None:
    assert row.examples, "each row states at least one example"
    for example in row.examples:
        assert any(row.applies(item) for item in times(example)), example
    for near_miss in row.near_misses:
        assert not any(row.applies(item) for item in times(near_miss)), near_miss
