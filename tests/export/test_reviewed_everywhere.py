"""What people have put right or rejected is what every reader gives: ledger and answers, graph, audit, comparison, difference
and exports read facts through one function."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from pipeline.api import extract_with_layout
from pipeline.asking import ask
from pipeline.auditing import audit
from pipeline.comparison.diff import diff
from pipeline.comparison.matrix import matrix
from pipeline.export.formats import write_as
from pipeline.graph import around, build_graph
from pipeline.graph.vicinity import vicinity
from pipeline.model.result import Duty, Indicator, Membership
from pipeline.reading import read_text
from pipeline.store import KnowledgeBase, StoredFact, finding_actors, held, passages_of
from pipeline.store.review_records import By
from pipeline.store.reviews import review

LI = By(who="李老师", at="2026-03-02T09:00:00")
ON = "2026-03-02"
_TEXT = """柏树湾小学办学条件提升工作方案

2026年1月5日

一、工作分工

(一)总务处负责检修灶台,2026年5月31日前完成。

(二)教务处负责清点教材,2026年4月30日前完成。

二、工作目标

到2026年底,小学班额控制在50人以下。

三、组织领导

成立灶台检修领导小组。

组长:沈一苇(校长)
"""


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        for path, text in (("p.txt", _TEXT), ("q.txt", _TEXT.replace("2026年1月5日", "2026年1月6日"))):
            extraction, layout = extract_with_layout(read_text(text, path=path))
            base.add(extraction, passages=passages_of(layout))
        yield base


def the(kb: KnowledgeBase, kind: type, words: str, path: str = "p.txt") -> StoredFact:
    """The fact of a kind whose sentence holds some words."""
    return next(one for one in kb.facts() if one.path == path and isinstance(one.fact, kind) and words in one.text)


def edges(kb: KnowledgeBase) -> set[tuple[str, str, str]]:
    graph = build_graph(kb)
    label = graph.nodes(data="label")
    return {(label[a], values["type"], label[b]) for a, b, values in graph.edges(data=True)}


def written(kb: KnowledgeBase, name: str, folder: Path) -> str:
    path = folder / f"out.{name}"
    write_as(name, kb, path, ON)
    return path.read_text("utf-8-sig")


def test_one_function_gives_facts_as_held(kb: KnowledgeBase) -> None:
    stove, books = the(kb, Duty, "检修灶台"), the(kb, Duty, "清点教材")
    review(kb, stove.fact.id, {"actor": "基建科"}, LI)
    review(kb, books.fact.id, {"review": "rejected"}, LI)
    facts = {one.key: one.fact for one in held.facts(kb)}
    assert books.key not in facts
    assert facts[stove.key].actor == "基建科"  # type: ignore[union-attr]
    assert {one.key for one in held.facts_told(kb)} == {one.key for one in kb.facts()}


def test_graph_bears(kb: KnowledgeBase, tmp_path: Path) -> None:
    stove = the(kb, Duty, "检修灶台")
    before = edges(kb)
    words = " ".join(stove.words.split())
    assert ("总务处", "bears", words) in before
    assert ("基建科", "bears", words) not in before
    for path in ("p.txt", "q.txt"):
        review(kb, the(kb, Duty, "检修灶台", path).fact.id, {"actor": "基建科", "due": "2026-06-10"}, LI)
    after = edges(kb)
    assert ("总务处", "bears", words) not in after
    assert {("基建科", "bears", words), (words, "due", "2026-06-10")} <= after
    assert "基建科" in written(kb, "cypher", tmp_path)


def test_graph_leaves_out_what_was_rejected(kb: KnowledgeBase) -> None:
    books = the(kb, Duty, "清点教材")
    review(kb, books.fact.id, {"review": "rejected"}, LI)
    graph = build_graph(kb)
    assert f"fact:{books.key}" not in graph
    assert all(key != books.fact.id for _, _, key in graph.edges(keys=True))


def test_graph_seats(kb: KnowledgeBase) -> None:
    for path in ("p.txt", "q.txt"):
        review(kb, the(kb, Membership, "沈一苇", path).fact.id, {"person": "闻人溪"}, LI)
    found = edges(kb)
    assert ("闻人溪", "member_of", "灶台检修领导小组") in found
    assert ("沈一苇", "member_of", "灶台检修领导小组") not in found


def test_what_lies_around_a_party(kb: KnowledgeBase) -> None:
    stove = the(kb, Duty, "检修灶台")
    review(kb, stove.fact.id, {"actor": "教务处"}, LI)

    def labels(name: str) -> set[str]:
        actors = [one for one in finding_actors.all_actors(kb.db) if one.name == name]
        near = {one.label for actor in actors for one in vicinity(kb, actor).nodes if one.kind == "duty"}
        facts = {values["fact"] for _, values in around(kb, actors).nodes(data=True) if values.get("kind") == "duty"}
        assert (stove.fact.id in facts) == (name == "教务处")
        return near

    assert labels("总务处").isdisjoint({" ".join(stove.words.split())} - labels("教务处"))
    assert " ".join(stove.words.split()) in labels("教务处")


def test_audit_follows_a_day_put_right(kb: KnowledgeBase) -> None:
    books = the(kb, Duty, "清点教材")

    def past() -> set[str]:
        found = audit(kb, books.fact.document, sure="低")
        return {
            fact for one in found if one.kind == "deadline-before-plan" for place in one.places for fact in place.facts
        }

    assert past() == set()
    review(kb, books.fact.id, {"due": "2025-11-30"}, LI)
    assert past() == {books.fact.id}


def test_audit_knows_the_owner_that_people_named(kb: KnowledgeBase) -> None:
    stove = the(kb, Duty, "检修灶台")
    review(kb, stove.fact.id, {"review": "rejected"}, LI)
    named = {fact for one in audit(kb, stove.fact.document, sure="低") for place in one.places for fact in place.facts}
    assert stove.fact.id not in named


def test_comparison_judges_the_value_put_right(kb: KnowledgeBase) -> None:
    size = the(kb, Indicator, "班额")

    def verdicts() -> set[str]:
        rows = [row for row in matrix(kb, ["p.txt"], "QB17").findings() if row.fact == size.fact.id]
        return {f"{row.verdict}:{row.plan_value:g}" for row in rows if row.plan_value is not None}

    assert verdicts() == {"below:50"}
    review(kb, size.fact.id, {"value": "45"}, LI)
    assert verdicts() == {"meets:45"}
    review(kb, size.fact.id, {"review": "rejected"}, LI)
    assert verdicts() == set()


def test_difference_tells_what_people_changed(kb: KnowledgeBase) -> None:
    assert [row for row in diff(kb, "p.txt", "q.txt").rows if row.type == "indicator"] == []
    review(kb, the(kb, Indicator, "班额", "q.txt").fact.id, {"value": "45"}, LI)
    review(kb, the(kb, Duty, "检修灶台", "q.txt").fact.id, {"actor": "基建科", "due": "2026-06-10"}, LI)
    rows = diff(kb, "p.txt", "q.txt").rows
    fields = {(one.field, one.before, one.after) for row in rows for one in row.fields}
    assert ("总务处", "基建科") in {(before, after) for _, before, after in fields}
    assert any("50" in before and "45" in after for _, before, after in fields)
    assert any("2026-06-10" in after for _, _, after in fields)


@pytest.mark.parametrize("name", ["csv", "jsonl", "md", "turtle", "cypher", "graphml", "gexf"])
def test_exports_give_the_party_that_people_named(kb: KnowledgeBase, name: str, tmp_path: Path) -> None:
    assert "基建科" not in written(kb, name, tmp_path)
    review(kb, the(kb, Duty, "检修灶台").fact.id, {"actor": "基建科"}, LI)
    assert "基建科" in written(kb, name, tmp_path)


def test_turtle_ties_the_new_party(kb: KnowledgeBase, tmp_path: Path) -> None:
    stove, books = the(kb, Duty, "检修灶台"), the(kb, Duty, "清点教材")
    review(kb, stove.fact.id, {"actor": "基建科", "due": "2026-06-10"}, LI)
    review(kb, books.fact.id, {"review": "rejected"}, LI)
    graph = rdflib.Graph().parse(data=written(kb, "turtle", tmp_path), format="turtle")
    asked = (
        "PREFIX cetu: <urn:cetu:ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        f"SELECT ?n ?d WHERE {{ <urn:cetu:fact:{stove.fact.id}> cetu:actor ?a ; cetu:dueDate ?d . ?a rdfs:label ?n }}"
    )
    assert {(str(row[0]), str(row[1])) for row in graph.query(asked)} == {("基建科", "2026-06-10")}  # type: ignore[index]
    assert not list(graph.triples((rdflib.URIRef(f"urn:cetu:fact:{books.fact.id}"), None, None)))


def test_lists_with_a_column_for_the_verdict_keep_what_was_rejected(kb: KnowledgeBase, tmp_path: Path) -> None:
    books = the(kb, Duty, "清点教材")
    review(kb, books.fact.id, {"review": "rejected"}, LI)
    assert "已驳回" in written(kb, "csv", tmp_path)
    assert "已驳回" in written(kb, "md", tmp_path)


def test_an_answer_and_the_graph_say_the_same(kb: KnowledgeBase) -> None:
    for path in ("p.txt", "q.txt"):
        review(kb, the(kb, Duty, "检修灶台", path).fact.id, {"actor": "基建科"}, LI)
    facts = [row for row in ask(kb, "谁负责检修灶台").rows if row.fact]  # sentences without a fact may stand behind
    assert {row.answer for row in facts} == {"基建科"}
    assert {a for a, relation, b in edges(kb) if relation == "bears" and "灶台" in b} == {"基建科"}
