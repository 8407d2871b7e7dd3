"""However the lines of a plan are set in or ended, the same headings and facts are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.reading import read_text

_PLANS = Path(__file__).parent / "blind_a"
_WAYS: dict[str, Callable[[str], str]] = {
    "two tabs before": lambda line: f"\t\t{line}",
    "three tabs before": lambda line: f"\t\t\t{line}",
    "tabs behind": lambda line: f"{line}\t\t",
    "wide blanks before": lambda line: f"\u3000\u3000{line}",
    "hard blanks before": lambda line: f"\u00a0\u00a0\u00a0\u00a0{line}",
    "blanks behind": lambda line: f"{line}   ",
    "an empty line behind": lambda line: f"{line}\n",
    "carriage returns": lambda line: f"{line}\r",
}


def found(text: str) -> Counter[tuple[str, str]]:
    result = extract(read_text(text))
    words = [("heading", section.title) for section in result.sections]
    words += [
        (type(fact).__name__, "".join("".join(result.text[s.start : s.end] for s in fact.spans).split()))
        for fact in result.facts
    ]
    return Counter(words)


@pytest.mark.parametrize("way", _WAYS)
@pytest.mark.parametrize("name", ["01", "05", "09"])
def test_the_same_is_found(name: str, way: str) -> None:
    text = (_PLANS / f"{name}.txt").read_text("utf-8")
    lines = [_WAYS[way](line) if line.strip() else line for line in text.split("\n")]
    assert found("\n".join(lines)) == found(text)
