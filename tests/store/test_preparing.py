"""Rows prepared away from the base: the same whatever key they are prepared under, whole after the way between processes, and the
index fed as if it were built from the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.result import Duty
from pipeline.store import KnowledgeBase, decode_prepared, encode_prepared, prepare_file
from pipeline.store.blocks import blocks_of
from pipeline.store.indexing import rebuild
from pipeline.store.keys import content_key, next_content_key
from pipeline.store.preparing import moved
from pipeline.store.writer import _AT_ONCE
from tests.store.plans import Plan, numbered_plan, plan

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
    assert {"facts", "fact_actors"} <= {block.table for block in prepared.blocks}


@pytest.mark.parametrize("name", PLANS)
def test_a_block_leaves_out_what_is_null_in_all_its_rows(name: str) -> None:
    for block in prepare_file(*plan(name)).blocks:
        width = len(block.columns)
        assert len(block.values) % width == 0
        for place in range(width):
            assert any(value is not None for value in block.values[place::width]), block.columns[place]


def test_rows_that_fill_a_rare_column_stand_apart() -> None:
    rows = {"key": [1, 2, 3, 4], "page": [None] * 4, "spans": [None, "[[0,1]]", None, "[[2,3]]"]}
    plain, torn = blocks_of("passages", rows, rare="spans")
    assert (plain.columns, plain.values) == (("key",), [1, 3])
    assert (torn.columns, torn.values) == (("key", "spans"), [2, "[[0,1]]", 4, "[[2,3]]"])
    assert [block.columns for block in blocks_of("passages", {"key": [1], "spans": [None]}, rare="spans")] == [("key",)]
    assert list(blocks_of("passages", {"key": [], "spans": []}, rare="spans")) == []


def test_more_rows_than_one_statement_takes(tmp_path: Path) -> None:
    """Whole statements and what is left over put in the same rows."""
    most, some, _ = _AT_ONCE
    for count in (some - 1, some, most - 1, most, 2 * most + some + 3):
        p = Plan(f"many-{count}", "。".join(f"第{n}组按时检查宿舍" for n in range(count)), title="值班")
        for n in range(count):
            p.fact(Duty, f"第{n}组按时检查宿舍", actor=f"第{n}组", actor_kind="group")
        extraction, text = p.done()
        with KnowledgeBase.open(tmp_path / f"{count}.sqlite", write=True) as kb:
            kb.add(extraction, text)
            assert [fact.fact for fact in kb.facts()] == list(extraction.facts)


def test_what_is_sorted_goes_through_files_again_after_writing(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        kb.add(*plan("one"))
        assert kb.db.execute("PRAGMA temp_store").fetchone()[0] == 0
        with kb.transaction():
            kb.add(*plan("two"))
        assert kb.db.execute("PRAGMA temp_store").fetchone()[0] == 0
        assert len(kb.documents()) == 2


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
