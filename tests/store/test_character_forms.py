"""Traditional characters are searched in their simplified forms: the rows of character_forms.yaml, and a plan written in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask, search
from pipeline.lexicon import load
from pipeline.store import KnowledgeBase
from pipeline.store.searchtext import CharacterFormsRow, normalised, with_origin
from tests.asking.question_sets import base_of_plan

ROWS = load("character_forms", CharacterFormsRow)
_PLAN = """鹿寮國民小學午餐供應暨飲食安全實施計畫
一、供應時間
每日中午12時10分由總務處發放午餐，週三不供應。
二、收費標準
午餐費每生每餐35元，低收入戶學生免收。
三、責任分工
食材驗收由午餐秘書負責，每日留樣保存48小時。
餐車消毒由廚工負責，每週消毒2次。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("forms")
    plan = folder / "鹿寮.txt"
    plan.write_text(_PLAN, "utf-8")
    yield from base_of_plan(folder, plan)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_rows(row: CharacterFormsRow) -> None:
    assert row.examples
    assert all(normalised(word) != word for word in row.examples)
    assert all(normalised(word) == word for word in row.near_misses)


def test_forms_are_simplified_once() -> None:
    forms = {old: new for row in ROWS for old, new in row.simplified.items()}
    assert all(normalised(new) == new for new in forms.values())
    assert len(forms) == sum(len(row.simplified) for row in ROWS)


def test_places_stay() -> None:
    found = with_origin("鹿寮國 民小學")
    assert (found.text, found.origin) == ("鹿寮国民小学", (0, 1, 2, 4, 5, 6))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("午餐费每餐多少钱", "35元"),
        ("午餐費每餐多少錢", "35元"),
        ("食材验收由谁负责", "午餐秘"),
        ("留样要保存多久", "48小"),
        ("餐车消毒每周几次", "2次"),
    ],
)
def test_asked_either_way(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert answer in rows[0].answer


@pytest.mark.parametrize("words", ["消毒", "午餐費", "午餐费", "验收"])
def test_searched_either_way(kb: KnowledgeBase, words: str) -> None:
    assert search(kb, words)
