"""Search text: what is found is exactly what stands in the text, whatever the width, the blanks or the numerals."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.searchtext import (
    contains,
    index_tokens,
    normalised,
    other_writings,
    phrase,
    query_words,
    searchable,
    with_origin,
    writings,
)

_CHARS = st.text(alphabet="教务处师工会领导小组ａA1９%％。，　 \n百分之十二〇○年𬭎x_", max_size=30)


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("工　　会", "工会"),
        ("教师 达到 ９５％", "教师达到95%"),
        ("Microsoft  Office 培训", "microsoft office培训"),
        ("二○二五年", "二〇二五年"),
        ("第 1 条", "第1条"),
        ("A1 B2", "a1 b2"),
    ],
)
def test_normalised(text: str, flat: str) -> None:
    assert normalised(text) == flat


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("达到百分之九十五以上", ["95%"]),
        ("百分之百", ["100%"]),
        ("百分之九十八点五", ["98.5%"]),
        ("百分之十", ["10%"]),
        ("百分之一百二十", ["120%"]),
        ("百分之五", ["5%"]),
        ("二〇二五年", ["2025"]),
        ("百分之点", []),
        ("百分之几", []),
        ("一二三四", []),
    ],
)
def test_other_writings(text: str, others: list[str]) -> None:
    assert list(other_writings(text)) == others


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("90%", "藏书达到百分之九十"),
        ("百分之九十", "藏书达到90%"),
        ("２０２５", "二〇二五年底前"),
        ("教务处", "教 务 处负责"),
        ("九十", "百分之九十"),
        ("PPT", "制作ppt课件"),
    ],
)
def test_found_in_other_writing(query: str, text: str) -> None:
    (word,) = query_words(query)
    assert contains(searchable(text), word)


def test_query_words() -> None:
    assert query_words("  教师　培训，经费、 ？ ") == ("教师", "培训", "经费")
    assert query_words("。，！") == ()
    assert query_words("教师 教师") == ("教师",)


@given(_CHARS)
def test_normalising_twice_is_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(_CHARS)
def test_origin_leads_back(text: str) -> None:
    flat = with_origin(text)
    assert flat.text == normalised(text)
    assert list(flat.origin) == sorted(set(flat.origin))
    assert all(normalised(text[place]) in (char, "") for char, place in zip(flat.text, flat.origin, strict=True))


@given(st.lists(_CHARS, min_size=1, max_size=6), _CHARS)
def test_the_index_loses_nothing(texts: list[str], query: str) -> None:
    """Whatever stands in a text is found there by the index (recall 1), and verified it is nothing else."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='ascii')")
    db.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", [(n, index_tokens(t)) for n, t in enumerate(texts)])
    for word in query_words(query):
        expression = " OR ".join(phrase(form) for form in writings(word))
        found = {row[0] for row in db.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression,))}
        truth = {n for n, text in enumerate(texts) if contains(searchable(text), word)}
        assert truth <= found
        assert {n for n in found if contains(searchable(texts[n]), word)} == truth
    db.close()
