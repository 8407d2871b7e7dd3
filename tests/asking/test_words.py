"""Words of questions: what is left out, what is looked for, and the lexicons' own form."""

from __future__ import annotations

import pytest

from pipeline.asking.lexicons import AtomRow, SynonymRow, WordRow, lexicons
from pipeline.asking.question import bare_question, match_counter
from pipeline.asking.words import content_words
from pipeline.lexicon import load
from pipeline.store.searchtext import normalised


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("请问谁负责控辍保学呢？", "谁负责控辍保学"),
        ("帮我查一下 教师培训经费 要达到多少", "教师培训经费要达到多少"),
        ("　组长是谁？？", "组长是谁"),
        ("您好，请问教务处要做什么？谢谢", "教务处要做什么"),
        ("请", "请"),
        ("", ""),
    ],
)
def test_bare_question(question: str, bare: str) -> None:
    assert bare_question(question, lexicons()) == bare


@pytest.mark.parametrize(
    ("question", "counter"),
    [("要配多少名教师", "名"), ("听几节课", "节"), ("要投入多少钱", "钱"), ("面积多大", "多大"), ("是多少", "")],
)
def test_counter(question: str, counter: str) -> None:
    assert match_counter(question, lexicons()) == counter


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("控辍保学", ["控辍保学"]),
        ("教师培训经费", ["教师", "培训经费"]),
        ("学困生转化", ["学困生", "转化"]),
        ("　大班额 化解，", ["大班额", "化解"]),
        ("A3指标", ["a3", "指标"]),
    ],
)
def test_content_words(text: str, words: list[str]) -> None:
    assert list(content_words(text)) == words


_SYNONYMS = load("synonyms", SynonymRow)


@pytest.mark.parametrize("row", _SYNONYMS, ids=lambda row: row.id)
def test_synonyms_stand_for_one_another(row: SynonymRow) -> None:
    """At least two words, each once, in the form they are searched in; each widens to the others."""
    assert len(set(row.words)) == len(row.words) >= 2
    for word in row.words:
        assert normalised(word) == word
        others = {other for other in row.words if other != word and len(other) > 1}
        assert others <= set(lexicons().synonyms[word])


@pytest.mark.parametrize("row", [row for row in _SYNONYMS if row.examples], ids=lambda row: row.id)
def test_examples_hold_a_word_of_the_row(row: SynonymRow) -> None:
    assert all(any(word in words for word in row.words) for words in row.examples)
    assert row.near_misses
    assert not any(word in words for words in row.near_misses for word in row.words)


def test_no_synonym_is_a_stop_word() -> None:
    """A word that is not looked for cannot stand for one that is."""
    assert sorted({word for row in _SYNONYMS for word in row.words} & lexicons().stop) == []


def test_words_of_questions_have_one_role_each() -> None:
    rows = [row for row in load("question_words", WordRow) if row.role in ("stop", "generic")]
    words = [word for row in rows for word in dict.fromkeys(row.words)]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_atoms_are_words() -> None:
    for row in load("question_atoms", AtomRow):
        assert len(set(row.words)) == len(row.words), row.id
