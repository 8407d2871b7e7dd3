"""Word boundaries from a private jieba dictionary."""

from __future__ import annotations

import jieba
from spacy.vocab import Vocab

from pipeline.segmentation import JiebaTokenizer, segmentation_of


def words(text: str, own: tuple[str, ...] = ()) -> list[str]:
    return [token.text for token in JiebaTokenizer(Vocab(), own)(text)]


def test_words_of_the_user_stay_whole_and_leak_nowhere() -> None:
    own = "优质均衡督评办"
    assert own in words(f"由{own}负责", (own,))
    assert own not in words(f"由{own}负责")
    assert own not in jieba.lcut(f"由{own}负责")


def test_no_character_is_lost() -> None:
    text = " 一、总则\n\n　1. 2025年 “十四五” 🙂 "
    assert "".join(words(text)) == text
    assert words("") == []


def test_boundaries() -> None:
    text = "学校成立领导小组"
    doc = JiebaTokenizer(Vocab())(text)
    boundaries = segmentation_of(doc)
    starts = {token.idx for token in doc} | {len(text)}
    for offset in range(len(text) + 1):
        assert boundaries.is_boundary(offset) == (offset in starts)
        assert boundaries.previous(offset) == max(one for one in starts if one <= offset)
        assert boundaries.following(offset) == min(one for one in starts if one >= offset)
