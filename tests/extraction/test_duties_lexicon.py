"""Every row of the duty lexicons against its own examples."""

from __future__ import annotations

import pytest

from pipeline.extraction.duties.rows import ColumnRow, CueRow, HeadingRow, ModalityRow, TagRow, duty_lexicon
from pipeline.extraction.duties.scene import scene_of
from pipeline.extraction.duties.tables import column_word, task_rank
from pipeline.extraction.duties.tags import tags_of
from pipeline.lexicon import load
from pipeline.model.result import Duty
from pipeline.model.span import fold
from tests.extraction.duty_boards import board_of, marked

LEXICON = duty_lexicon()
MODAL = [(row, text) for row in load("modality", ModalityRow) for text in row.examples]
NOT_MODAL = [(row, text) for row in load("modality", ModalityRow) for text in row.near_misses]
CUES = [(row, text) for row in load("duty_cues", CueRow) for text in row.examples if row.role != "not_verb"]
NO_CUES = [(row, text) for row in load("duty_cues", CueRow) for text in row.near_misses]
HEADINGS = [(row, text) for row in load("duty_headings", HeadingRow) for text in row.examples]
TAGS = [(row, text) for row in load("duty_tags", TagRow) for text in row.examples]
COLUMNS = [(row, text) for row in load("duty_columns", ColumnRow) for text in row.examples]
NO_COLUMNS = [(row, text) for row in load("duty_columns", ColumnRow) for text in row.near_misses]


def name(pair: tuple[object, str]) -> str:
    return pair[1]


@pytest.mark.parametrize("pair", MODAL, ids=name)
def test_a_modal_word_says_how_strongly(pair: tuple[ModalityRow, str]) -> None:
    row, text = pair
    duties = [fact for fact in board_of(text + "。").facts if isinstance(fact, Duty)]
    assert [duty.modality for duty in duties] == [row.modality]


@pytest.mark.parametrize("pair", NOT_MODAL, ids=name)
def test_near_misses_are_not_of_the_row(pair: tuple[ModalityRow, str]) -> None:
    row, text = pair
    duties = [fact for fact in board_of(text + "。").facts if isinstance(fact, Duty)]
    decided = {LEXICON.modal.meaning.get(cue) for duty in duties for cue in duty.cues}
    assert row.id not in decided


@pytest.mark.parametrize("pair", CUES, ids=name)
def test_a_cue_is_found_where_it_is_marked(pair: tuple[CueRow, str]) -> None:
    row, example = pair
    text, words, start = marked(fold(example))
    table = LEXICON.verb if row.role in ("verb", "noun_verb") else LEXICON.cue[row.role]
    assert table.at(text, start, len(text)).startswith(words)


@pytest.mark.parametrize("pair", NO_CUES, ids=name)
def test_a_cue_is_not_found_in_what_only_looks_like_it(pair: tuple[CueRow, str]) -> None:
    row, near_miss = pair
    if "[" not in near_miss:  # a whole sentence that tells no duty
        assert not [fact for fact in board_of(near_miss + "。").facts if isinstance(fact, Duty)]
        return
    text, _, start = marked(fold(near_miss))
    assert LEXICON.cue[row.role].at(text, start, len(text)) == ""


def test_words_that_only_look_like_verbs_mean_nothing() -> None:
    assert LEXICON.verb.at("办公室负责", 0, 5) == ""
    assert LEXICON.modal.at("应急预案", 0, 4) == ""
    assert LEXICON.modal.at("要求", 0, 2) == ""


@pytest.mark.parametrize("pair", HEADINGS, ids=name)
def test_a_heading_word_is_found_where_it_is_marked(pair: tuple[HeadingRow, str]) -> None:
    row, example = pair
    text, words, start = marked(fold(example))
    assert LEXICON.heading[row.role].at(text, start, len(text)) == words


@pytest.mark.parametrize("pair", [pair for pair in TAGS if "column" not in pair[0].form], ids=name)
def test_tags_name_the_parties_marked(pair: tuple[TagRow, str]) -> None:
    row, example = pair
    text = "完善工作机制。" + example
    wanted = [part.split("]")[0] for part in text.split("[")[1:]]
    board = board_of(text.replace("[", "").replace("]", ""))
    scene = scene_of(board)
    named = [
        item for block in board.layout.blocks for tag in tags_of(scene, block.start, block.end) for item in tag.named
    ]
    parties = [board.text[item.party.start : item.party.end] for item in named]
    assert [party for party in parties if party in wanted] == wanted
    if row.part == "nobody":
        assert parties == wanted
    else:
        assert row.id in {item.rule for item in named}


@pytest.mark.parametrize("pair", COLUMNS, ids=name)
def test_columns_of_tasks(pair: tuple[ColumnRow, str]) -> None:
    assert task_rank(LEXICON, pair[1]) == pair[0].rank


@pytest.mark.parametrize("pair", NO_COLUMNS, ids=name)
def test_columns_of_something_else(pair: tuple[ColumnRow, str]) -> None:
    assert task_rank(LEXICON, pair[1]) != pair[0].rank or column_word(LEXICON, pair[1])


def test_plain_names_are_parties_only_beside_shares() -> None:
    weak = [word for row in load("duty_tags", TagRow) if row.form == "weak_column" for word in row.words]
    assert "姓名" in weak
    assert not set(weak) & set(LEXICON.column.meaning)
    assert "工作分工" in LEXICON.shares


def test_columns_of_parties() -> None:
    assert column_word(LEXICON, "责任单位(部门)") == "责任单位"
    assert column_word(LEXICON, "完成时限") == "完成时限"
    assert column_word(LEXICON, "备选") == ""


def test_rows_have_examples_and_folded_words() -> None:
    rows = [*load("modality", ModalityRow), *load("duty_headings", HeadingRow), *load("duty_tags", TagRow)]
    rows += [*load("duty_columns", ColumnRow), *load("duty_cues", CueRow)]
    assert all(row.examples for row in rows)
    assert all(word == fold(word) for row in rows for word in row.words)
