"""Two annotated files of several plans: where each begins and ends, and which is a copy (000 and 001 alone)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.layout import Layout
from pipeline.reading import read
from pipeline.structure import build_layout

GOLD = Path(__file__).resolve().parents[2].parent / "shared" / "gold" / "dev"
NAMES = ("000", "001")
pytestmark = pytest.mark.skipif(
    not all((GOLD / f"{name}.json").is_file() for name in NAMES), reason="../shared/gold/dev is not here"
)


def loaded(name: str) -> tuple[Layout, list[dict[str, Any]], str]:
    """The layout of a file, its annotated titles in order and its text."""
    layout = build_layout(read(GOLD / f"{name}.txt"))
    facts = json.loads((GOLD / f"{name}.json").read_text("utf-8"))["facts"]
    text = layout.source.text
    heads = [fact for fact in facts if fact["type"] == "heading" and fact["level"] == 0]
    return layout, sorted(heads, key=lambda head: text.index(head["quote"])), text


@pytest.mark.parametrize("name", NAMES)
def test_each_title_is_a_plan(name: str) -> None:
    layout, heads, text = loaded(name)
    containers = {head["quote"] for head in heads if head["number"]}
    above = {head["parent"] for head in heads if head["parent"]}
    wanted = [head["title"] for head in heads if head["quote"] not in containers & above and not head["number"]]
    bare = [head["title"] for head in heads if head["number"] and not _holds_title(head, heads, text)]
    titles = [document.title for document in layout.documents if document.duplicate_of is None]
    assert titles == [head["title"] for head in heads if head["title"] in {*wanted, *bare}]


def _holds_title(container: dict[str, Any], heads: list[dict[str, Any]], text: str) -> bool:
    """Whether a plan's own title stands right below a 第一篇 line."""
    end = text.index(container["quote"]) + len(container["quote"])
    return any(not text[end : text.index(head["quote"])].strip() and text.index(head["quote"]) >= end for head in heads)


@pytest.mark.parametrize("name", NAMES)
def test_plans_begin_with_a_title_and_end_where_the_next_begins(name: str) -> None:
    layout, heads, text = loaded(name)
    begins = {text.index(head["quote"]) for head in heads}
    for before, after in zip(layout.documents, [*layout.documents[1:], None], strict=True):
        assert before.span.start in begins or before.duplicate_of
        rest = text[before.span.end : after.span.start if after else len(text)]
        assert after is None or not rest.strip()


def test_boilerplate_before_and_behind_belongs_to_no_plan() -> None:
    first, second = loaded("000")[0], loaded("001")[0]
    assert "相关文章" in first.source.text[first.documents[-1].span.end :]
    assert "上一篇" in second.source.text[second.documents[-1].span.end :][:8]
    assert "小编" in second.source.text[: second.documents[0].span.start]


def test_the_plan_that_stands_twice_is_read_once() -> None:
    layout = loaded("000")[0]
    first, second = layout.documents
    assert second.duplicate_of == first.id
    assert second.title == first.title
    assert len(second.span) == len(first.span)
    assert {block.document for block in layout.blocks} == {first.id}


def test_no_other_plan_is_a_copy_or_nearly_one() -> None:
    layout = loaded("001")[0]
    assert len(layout.documents) == 8
    assert not any(document.duplicate_of for document in layout.documents)
