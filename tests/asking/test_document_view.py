"""A plan for reading: blocks of its text, facts marked in it, slices."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.asking.leafing import _LONGEST, _cuts
from pipeline.asking.marking import Marked, Marks
from pipeline.asking.paragraphs import Known, stretches
from pipeline.model.span import Span

# ⟨…⟩ a sentence, [[…]] a heading, {{…}} a row of a table, <<…>> the title; what is in none of them is noise or a number.
_SIGNS = {"⟨": ("⟩", "sentence"), "[[": ("]]", "heading"), "{{": ("}}", "row"), "<<": (">>", "title")}


def taken_apart(marked: str) -> tuple[str, list[Known]]:
    """The text and what is known of it; `^…^` inside a sentence is no part of it."""
    text, known, at = "", [], 0
    spans: list[Span] = []
    begun: int | None = None
    kind = closing = ""
    while at < len(marked):
        sign = next((one for one in _SIGNS if not closing and marked.startswith(one, at)), "")
        if sign:
            begun, (closing, kind) = len(text), _SIGNS[sign]
            at += len(sign)
        elif closing and (marked[at] == "^" or marked.startswith(closing, at)):
            if begun is not None and begun < len(text):
                spans.append(Span(begun, len(text)))
            if marked[at] == "^":
                begun = len(text) if begun is None else None
                at += 1
            else:
                known.append(Known(tuple(spans), kind, f"s{len(known)}"))
                at += len(closing)
                spans, begun, closing = [], None, ""
        else:
            text += marked[at]
            at += 1
    return text, known


def shown(marked: str, *, soft: bool = False, page: int | None = None) -> list[str]:
    """The blocks of a text, as `kind:words|words`."""
    text, known = taken_apart(marked)
    found = []
    for one in stretches(text, 0, len(text), known, soft=soft, page=page):
        cells = ["".join(text[span.start : span.end] for span in cell) for cell in one.cells]
        found.append(f"{one.kind}{'+' if one.goes_on else ''}:{one.page or '|'.join(cells)}")
    return found


CASES = {
    "lines": (
        "<<甲校计划>>\n\n　　一、[[目标]]\n　　⟨巩固率达标。⟩\n",
        ["title:甲校计划", "heading:一、目标", "paragraph:巩固率达标。"],
    ),
    "a break inside a sentence is layout": (
        "⟨要建立台\n账。⟩\n⟨按月报告。⟩",
        ["paragraph:要建立台账。", "paragraph:按月报告。"],
    ),
    "a heading before its sentence": (
        "（一）[[指导思想]]。⟨全面落实。⟩",
        ["heading:（一）指导思想。", "paragraph:全面落实。"],
    ),
    "headings in the middle of a line": (
        "⟨前言。⟩一、[[目标]]。⟨达标。⟩二、[[措施]]。⟨家访。⟩",
        ["paragraph:前言。", "heading:一、目标。", "paragraph:达标。", "heading:二、措施。", "paragraph:家访。"],
    ),
    "rows, empty cells, lines in a cell": (
        "{{事项\t要求\t单位}}\n\t{{每周\n一次}}\t\n⟨完。⟩",
        ["row:事项|要求|单位", "row:|每周一次|", "paragraph:完。"],
    ),
    "noise": ("⟨甲。⟩\n第 1 页\n⟨乙。⟩", ["paragraph:甲。", "noise:第 1 页", "paragraph:乙。"]),
    "a heading over two lines": ("[[关于加强\n安全的要求]]\n⟨甲。⟩", ["heading:关于加强安全的要求", "paragraph:甲。"]),
}


@pytest.mark.parametrize("name", CASES)
def test_blocks(name: str) -> None:
    marked, expected = CASES[name]
    assert shown(marked) == expected


def test_a_paragraph_goes_on_behind_a_page_break() -> None:
    found = shown("⟨每月底前报\n^— 1 —\f甲校\n^告。⟩", page=1)
    assert found == ["paragraph:每月底前报", "noise:— 1 —", "break:2", "noise:甲校", "paragraph+:告。"]


def test_in_a_pdf_only_an_empty_line_ends_a_paragraph() -> None:
    assert shown("⟨甲。⟩\n⟨乙。⟩\n\n⟨丙。⟩", soft=True) == ["paragraph:甲。乙。", "paragraph:丙。"]


def runs_of(text: str, *facts: Marked, aim: str | None = None) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """The runs of a text as one line."""
    found = Marks(facts, aim).runs(text, (Span(0, len(text)),))
    return [(one.text, one.fact, tuple(sign.fact for sign in one.signs)) for one in found]


def fact(id: str, type: str, *spans: tuple[int, int]) -> Marked:
    """A fact to be marked."""
    return Marked(id=id, type=type, spans=tuple(Span(*one) for one in spans))


def test_the_innermost_fact_takes_the_words() -> None:
    text = "教务处年底前报送"
    found = runs_of(text, fact("f1", "duty", (0, 8)), fact("f2", "deadline", (3, 6)))
    assert found == [("教务处", "f1", ("f1",)), ("年底前", "f2", ("f2",)), ("报送", "f1", ())]


def test_facts_that_cross_are_cut() -> None:
    found = runs_of("零一二三四五", fact("f1", "duty", (0, 4)), fact("f2", "target", (2, 6)))
    assert "".join(words for words, _, _ in found) == "零一二三四五"
    assert [one[1] for one in found] == ["f1", "f2", "f2"]
    assert {sign for one in found for sign in one[2]} == {"f1", "f2"}


def test_facts_over_the_same_words_are_numbered() -> None:
    marks = Marks([fact("f1", "duty", (0, 2)), fact("f2", "duty", (0, 2)), fact("f3", "target", (0, 2))])
    (run,) = marks.runs("巡查", (Span(0, 2),))
    assert [(sign.type, sign.nth) for sign in run.signs] == [("duty", 1), ("duty", 2), ("target", 1)]


def test_the_fact_asked_for_is_told_wherever_it_lies() -> None:
    found = Marks([fact("f1", "duty", (0, 6)), fact("f2", "deadline", (2, 4))], "f1").runs(
        "零一二三四五", (Span(0, 6),)
    )
    assert [one.aim for one in found] == [True, True, True]
    assert found[1].under == ("duty",)


@settings(max_examples=60)
@given(
    st.text("甲乙，。\n\t\f 12", min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20), st.sampled_from(["sentence", "heading", "row"])), max_size=5),
    st.booleans(),
)  # fmt: skip
def test_every_word_of_the_text_is_shown_once_and_in_order(
    text: str, places: list[tuple[int, int, str]], soft: bool
) -> None:
    known: list[Known] = []
    for start, size, kind in sorted(places):
        end = min(start + size, len(text))
        if start < end and (not known or known[-1].end <= start) and not text[start].isspace():
            known.append(Known((Span(start, end),), kind))
    spans = [
        span for one in stretches(text, 0, len(text), known, soft=soft, page=1) for cell in one.cells for span in cell
    ]
    assert "".join("".join(text[one.start : one.end] for one in spans).split()) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(spans))


@given(
    st.lists(
        st.tuples(st.integers(1, 30_000), st.sampled_from(["sentence", "heading"]), st.integers(0, 80)), max_size=30
    )
)
def test_slices_are_bounded_and_in_order(steps: list[tuple[int, str, int]]) -> None:
    passages, at = [], 0
    for size, kind, facts in steps:
        passages.append((at, kind, facts))
        at += size
    cuts = [0, *_cuts(passages, 0, at), at]
    assert cuts == sorted(cuts)
    assert all(after - before <= 2 * _LONGEST + 14_000 for before, after in pairwise(cuts))
