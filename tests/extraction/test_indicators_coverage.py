"""Indicators by construction: one invented sentence a line, what it must give written into it."""

import re
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.model.result import Indicator

_LINES = (Path(__file__).parent / "cases" / "indicators_coverage.txt").read_text("utf-8").splitlines()
_MARK = re.compile(r"\{([^{}]*)\}")
_VALUE = re.compile(r"(?:(>=|<=|>|<|=|~)(-?\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)) ?([^!]*)(!?)")


def _cases():
    head = ""
    for line in _LINES:
        if line.startswith("# head: "):
            head = line.removeprefix("# head: ")
        elif line and not line.startswith("#"):
            yield head, line


def _wanted(line):
    """The sentence, and for each mark where it stands, its words, and what is told of it."""
    wanted, sentence, at = [], "", 0
    for mark in _MARK.finditer(line):
        sentence += line[at : mark.start()]
        first, *others = mark[1].split("&")
        quote, _, told = first.partition("|")
        wanted += [(len(sentence), quote, each) for each in (told, *others)]
        sentence += quote
        at = mark.end()
    return sentence + line[at:], wanted


def _fits(fact, told):
    names, value, *scope = told.split("|")
    op, one, low, high, unit, done = _VALUE.fullmatch(value).groups()
    named = any(name[1:] in fact.name if name[0] == "~" else name == fact.name for name in names.split("/"))
    numbers = (op or "range", float(one or low), float(high) if high else None)
    status = "actual" if done else "target"
    return (
        named
        and (fact.op, fact.value, fact.value_max, fact.status) == (*numbers, status)
        and (fact.unit or "-") == unit
        and set(scope) <= set(fact.scope)
    )


@pytest.mark.parametrize(("head", "line"), list(_cases()), ids=lambda part: part[:40])
def test_constructions(head, line):
    sentence, wanted = _wanted(line)
    opening = f"某县某中学工作方案\n{head}\n"
    text = f"{opening}{sentence}\n"
    left = [
        (fact.spans[0].start - len(opening), fact.spans[-1].end - len(opening), fact)
        for fact in extract(text).facts
        if isinstance(fact, Indicator)
    ]
    for at, quote, told in wanted:
        fits = [each for each in left if each[0] < at + len(quote) and at < each[1] and _fits(each[2], told)]
        assert fits, (quote, told, left)
        left.remove(fits[0])
    assert not left
