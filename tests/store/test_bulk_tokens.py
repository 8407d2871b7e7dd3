"""Tokens of many texts made in one go are those of each text alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import bulk_tokens
from pipeline.store.bulk_tokens import index_tokens_of
from pipeline.store.searchtext import index_tokens

TEXTS = (
    "", " ", "，。", "工会", "工　会 负责（Ａ级）", "甲", "甲 乙", "a b", "a、b 级", "_甲_乙_", "防汛——值守", "百分之九十五",
    "二〇二五年底前达到百分之八", "年 年", "第一行\n第二行\t第三行", "𠮷田小学、𠀋组", "\ud800级", "○一○年", "ＡＢＣ abc",
    "一、总则 > （二）职责 教务处 工会", "\x01", "前\x01后", "x" * 300,
)  # fmt: skip
WRITTEN = st.text(st.sampled_from("甲乙丙年二〇百分之九 　\n，、_-aB9级𠮷>"), max_size=30)


@given(st.lists(st.sampled_from(TEXTS) | WRITTEN | st.text(max_size=8), max_size=12))
def test_each_text_has_its_own_tokens(texts: list[str]) -> None:
    assert index_tokens_of(texts) == [index_tokens(text) for text in texts]


def test_texts_of_the_table() -> None:
    assert index_tokens_of(TEXTS) == [index_tokens(text) for text in TEXTS]
    assert index_tokens_of(["工会 负责", "二〇二五年", "、"]) == [
        "工会 会负 负责 责",
        "二〇 〇二 二五 五年 年 20 02 25 5",
        "",
    ]


@pytest.mark.parametrize("most", [1, 7, 40])
def test_long_files_go_in_parts(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_tokens, "_MOST", most)
    assert index_tokens_of(TEXTS) == [index_tokens(text) for text in TEXTS]
