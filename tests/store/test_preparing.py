"""Rows prepared away from the base: the same whatever key they are prepared under, whole after the way between processes, and the
index fed as if it were built from the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import KnowledgeBase, decode_prepared, encode_prepared, prepare_file
from pipeline.store.indexing import rebuild
from pipeline.store.keys import content_key, next_content_key
from pipeline.store.preparing import moved
from tests.store.plans import numbered_plan, plan

PLANS = ("one", "two")


@pytest.mark.parametrize("name", PLANS)
def test_rows_moved_to_another_key_are_those_prepared_under_it(name: str) -> None:
    extraction, text = plan(name)
    key = content_key(extraction.source.sha256)
    other = next_content_key(key)
    assert moved(prepare_file(extraction, text), other) == prepare_file(extraction, text, content=other)
    assert moved(prepare_file(extraction, text), key) == prepare_file(extraction, text)


@pytest.mark.parametrize("name", PLANS)
def test_rows_come_back_whole(name: str) -> None:
    prepared = prepare_file(*plan(name))
    assert decode_prepared(encode_prepared(prepared)) == prepared
    assert prepared.tables["facts"].rows
    assert prepared.tables["fact_actors"].rows


def test_two_contents_of_one_key_both_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = plan("one"), plan("two")
    taken = content_key(first[0].source.sha256)
    for module in ("writer", "preparing"):
        monkeypatch.setattr(f"pipeline.store.{module}.content_key", lambda _: taken)
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        kb.add(*first)
        kb.add(*second)
        kept = [fact.fact for fact in kb.facts()]
    assert {fact.id for fact in kept} == {fact.id for extraction, _ in (first, second) for fact in extraction.facts}


def test_the_index_is_as_built_from_the_tables(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        for one in (plan("one"), numbered_plan(1), plan("two"), plan("one")):
            kb.add(*one)
        fed = _index(kb)
        with kb.transaction():
            rebuild(kb.db)
        assert fed == _index(kb)
        assert fed["passage_index"]
        assert fed["document_index"]


def _index(kb: KnowledgeBase) -> dict[str, list[tuple[object, ...]]]:
    """Every token of the indexes with its row, column and place."""
    found = {}
    for table in ("passage_index", "document_index"):
        kb.db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_words USING fts5vocab(main, {table}, instance)")
        found[table] = [tuple(row) for row in kb.db.execute(f"SELECT * FROM temp.{table}_words ORDER BY 1, 2, 3, 4")]
    return found
