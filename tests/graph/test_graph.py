"""The graph: typed nodes and edges, the same whatever order files came in, and a GraphML file that reads back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from pipeline.graph import StandardTie, around, build_graph, write_graphml
from pipeline.store import KnowledgeBase, StoredFact, finding_actors
from tests.store.plans import plan


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        for name in ("one", "two"):
            base.add(*plan(name))
    return KnowledgeBase.open(tmp_path / "kb.sqlite")


def edges(graph: nx.MultiDiGraph) -> set[tuple[str, str, str]]:
    """Edges by the labels of their ends."""
    label = graph.nodes(data="label")
    return {(label[a], values["type"], label[b]) for a, b, values in graph.edges(data=True)}


def test_kinds(kb: KnowledgeBase) -> None:
    graph = build_graph(kb)
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    assert kinds == {
        "document": 2, "section": 2, "duty": 5, "deadline": 2, "indicator": 2, "target": 1, "evidence": 1, "problem": 1,
        "person": 3, "post": 3, "org": 5, "group": 2,
    }  # fmt: skip


def test_edges(kb: KnowledgeBase) -> None:
    found = edges(build_graph(kb))
    assert {
        ("望江小学控辍保学工作方案", "contains", "工作职责"),
        ("工作职责", "states", "牵头负责全校控辍保学工作"),
        ("教务处", "bears", "牵头负责全校控辍保学工作"),
        ("牵头负责全校控辍保学工作", "due", "2025年底前"),
        ("牵头负责全校控辍保学工作", "measured_by", "辍学率 1%以内"),
        ("劝返工作不力", "answered_by", "每学期召开两次会议。对劝返工作不力的，要约谈"),
        ("王一舟", "holds", "校长"),
        ("王一舟", "member_of", "控辍保学领导小组"),
        ("领导小组", "same_as", "控辍保学领导小组"),
        ("王校长", "same_as", "王一舟"),
        ("总务处", "bears", "配齐实验器材"),
    } <= found


def test_the_key_of_an_edge_is_the_fact_that_states_it(kb: KnowledgeBase) -> None:
    graph = build_graph(kb)
    ids = {stored.fact.id for stored in kb.facts()}
    for _, _, key, values in graph.edges(keys=True, data=True):
        if values["type"] in ("states", "bears", "due", "measured_by", "answered_by"):
            assert key in ids


def test_schools_stay_apart(kb: KnowledgeBase) -> None:
    """Two schools' 王一舟 are two."""
    graph = build_graph(kb)
    scopes = [values["scope"] for _, values in graph.nodes(data=True) if values["label"] == "王一舟"]
    assert sorted(scopes) == ["望江小学", "石桥中学"]


def test_standards_are_tied_through_the_argument(kb: KnowledgeBase) -> None:
    def standards(stored: StoredFact) -> list[StandardTie]:
        return [StandardTie(standard="list", row="r1", name="巩固率", verdict="meets")] if "%" in stored.words else []

    graph = build_graph(kb, standards)
    assert ("辍学率 1%以内", "concerns", "巩固率") in edges(graph)
    assert graph.nodes["standard:list/r1"]["kind"] == "standard"


def test_order_of_adding_is_not_seen(tmp_path: Path) -> None:
    files = []
    for order in (("one", "two"), ("two", "one")):
        path = tmp_path / f"{order[0]}.sqlite"
        with KnowledgeBase.open(path, write=True) as base:
            for name in order:
                base.add(*plan(name))
        with KnowledgeBase.open(path) as base:
            write_graphml(build_graph(base), path.with_suffix(".graphml"))
        files.append(path.with_suffix(".graphml").read_bytes())
    assert files[0] == files[1]


def test_graphml_reads_back(kb: KnowledgeBase, tmp_path: Path) -> None:
    graph = build_graph(kb)
    graph.add_node("odd", kind="document", label="坏\x00字\x0b", listed=["a", "b"], nothing=None, yes=True)
    write_graphml(graph, tmp_path / "g.graphml")
    again = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert (set(again.nodes), again.number_of_edges()) == (set(graph.nodes), graph.number_of_edges())
    assert again.nodes["odd"] == {"kind": "document", "label": "坏字", "listed": "a、b", "yes": "true"}
    assert edges(again) == edges(graph)
    ids = [key for *_, key in again.edges(keys=True)]
    assert len(ids) == len(set(ids))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_around_is_a_part_of_the_whole(kb: KnowledgeBase) -> None:
    """Same nodes and edges as in the whole graph; no other person, nothing of the other school."""
    whole = build_graph(kb)
    person = [a for a in finding_actors.actors_named(kb.db, ("王一舟",)) if a.scope == "望江小学"]
    part = around(kb, person)
    ties = {edge for edge in edges(part) if edge[1] != "bears"}
    assert ties
    assert ties <= edges(whole)
    assert {n for n, kind in part.nodes(data="kind") if kind == "person"} == {f"actor:{person[0].key}"}
    borne = {part.nodes[b]["fact"] for _, b, t in part.edges(data="type") if t == "bears"}
    assert borne == {"one-f4", "one-f8"}
