"""Indicator codes: read from any text, and what they tie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.graph import build_graph
from pipeline.linking.codes import codes_of
from pipeline.model.result import Duty, Evidence, Membership
from pipeline.store import KnowledgeBase
from pipeline.store.codes import bearing, coded
from tests.store.plans import Plan


@pytest.mark.parametrize(
    ("text", "codes", "under"),
    [
        ("B12:C19 听课记录", ("B12", "C19"), {("C19", "B12")}),
        ("A2：B7：C10—C12", ("A2", "B7", "C10", "C11", "C12"), {("B7", "A2"), ("C10", "B7"), ("C11", "B7"), ("C12", "B7")}),
        ("A3指标", ("A3",), set()),
        ("（B1—B3）", ("B1", "B2", "B3"), set()),
        ("C1、C4", ("C1", "C4"), set()),
        ("用A4纸打印", (), set()),
        ("持C1驾照的教师", (), set()),
        ("课程表", (), set()),
    ],
)  # fmt: skip
def test_codes_of(text: str, codes: tuple[str, ...], under: set[tuple[str, str]]) -> None:
    found = codes_of(text)
    assert found.codes == codes
    assert set(found.under) == under


def test_codes_alone() -> None:
    assert codes_of("（B1—B3）").alone
    assert not codes_of("B1 教师组").alone
    assert not codes_of("用A4纸打印").codes


_TEXT = """杏林县迎检资料目录
一、教师组
(B1—B2)
组长:祁云舟。
二、管理组
B9:C16-C18 章程、课表。
教务股负责C17资料整理。
材料用A4纸打印。
"""


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    plan = Plan("c", _TEXT, title="杏林县迎检资料目录", issuer="杏林县教育局")
    plan.section("一", "教师组")
    plan.fact(Membership, "祁云舟", person="祁云舟", position="组长", group="教师组")
    plan.section("二", "管理组")
    plan.fact(Evidence, "章程、课表", codes=("C16", "C17", "C18"))
    plan.fact(Duty, "教务股负责C17资料整理", actor="教务股", actor_kind="org")
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        base.add(*plan.done())
        yield base


def test_places_with_codes(kb: KnowledgeBase) -> None:
    assert [place.codes.codes for place in coded(kb)] == [("B1", "B2"), ("B9", "C16", "C17", "C18"), ("C17",)]
    assert [len(place.facts) for place in bearing(kb, ("C17",))] == [1, 1]
    assert [place.heading for place in bearing(kb, ("B2",))] == [True]


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("C17要准备哪些材料", ["c-f2"]),
        ("c18有哪些佐证材料", ["c-f2"]),
        ("B9要准备哪些材料", ["c-f2"]),
        ("C17谁负责", ["c-f3"]),
        ("C30要准备哪些材料", []),
        ("A4要准备哪些材料", []),
    ],
)
def test_asking_by_code(kb: KnowledgeBase, question: str, facts: list[str]) -> None:
    assert [row.fact for row in ask(kb, question).rows] == facts


def test_codes_in_the_graph(kb: KnowledgeBase) -> None:
    graph = build_graph(kb)
    label = graph.nodes(data="label")
    kind = graph.nodes(data="kind")
    edges = {(label[a], values["type"], label[b]) for a, b, values in graph.edges(data=True)}
    assert {
        ("章程、课表", "coded", "C17"), ("教务股负责C17资料整理", "coded", "C17"), ("C17", "under", "B9"), ("教师组", "coded", "B2"),
    } <= edges  # fmt: skip
    assert {node for node in graph if kind[node] == "code"} == {
        node for node in graph if label[node] in {"B1", "B2", "B9", "C16", "C17", "C18"}
    }
