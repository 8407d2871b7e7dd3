"""Every row of the indicator lexicons does what its examples say, and nothing in its near misses."""

import pytest

from pipeline.extraction.board import Board
from pipeline.extraction.indicators.extract import Extractor
from pipeline.extraction.indicators.phrases import reader
from pipeline.extraction.indicators.rows import HeaderRow, NameRow, RefusalRow, ScopeRow, StatusRow
from pipeline.extraction.indicators.scope import scopes
from pipeline.extraction.indicators.status import Statuses
from pipeline.extraction.indicators.status_words import status_words
from pipeline.extraction.indicators.stretch import stretches
from pipeline.extraction.indicators.tables import tables
from pipeline.extraction.indicators.words import words
from pipeline.extraction.indicators.years import Years
from pipeline.extraction.pipeline import run_stages
from pipeline.lexicon import load
from pipeline.model.result import Indicator
from pipeline.reading import read_text
from pipeline.structure import build_layout


def _cases(name, row, field, keep=lambda row: True):
    return [
        pytest.param(each, text, id=f"{each.id}:{text}")
        for each in load(name, row)
        if keep(each)
        for text in getattr(each, field)
    ]


def _board(text) -> Board:
    return run_stages(build_layout(read_text(f"某县工作方案\n一、总则\n{text}\n")))


def _judged(text):
    """For each quantity of a text: the ids of the rows that apply to it, and the row that decides."""
    board = _board(text)
    extractor = Extractor(board)
    block = next(block for block in board.layout.blocks if block.kind != "heading")
    (stretch,) = stretches(block)
    for item in board.quantities:
        site = extractor.sites.site(stretch, item)
        row = extractor.namer.refusals.decide(site)
        yield extractor.namer.refusals.applying(site), row


@pytest.mark.parametrize(("row", "text"), _cases("not_indicators", RefusalRow, "examples"))
def test_refusal_applies(row, text):
    assert any(row.id in rows and row.verdict == first.verdict for rows, first in _judged(text))


@pytest.mark.parametrize(("row", "text"), _cases("not_indicators", RefusalRow, "near_misses"))
def test_refusal_does_not_apply(row, text):
    assert not any(first is not None and first.id == row.id for _, first in _judged(text))


@pytest.mark.parametrize(
    ("row", "text"), _cases("status_cues", StatusRow, "examples", lambda row: row.place == "clause")
)
def test_status_in_clause(row, text):
    board = _board(text)
    at = board.text.index(text[:2], board.text.index("一、"))
    cue = status_words().in_clause(board.text, at, len(board.text), board.segmentation)
    assert cue is not None
    assert cue.status == row.status


@pytest.mark.parametrize(
    ("row", "text"), _cases("status_cues", StatusRow, "near_misses", lambda row: row.place == "clause")
)
def test_status_not_in_clause(row, text):
    board = _board(text)
    at = board.text.rindex(text)
    cue = status_words().in_clause(board.text, at, len(board.text), board.segmentation)
    assert cue is None or cue.status != row.status


@pytest.mark.parametrize(
    ("row", "text"), _cases("status_cues", StatusRow, "examples", lambda row: row.place == "heading")
)
def test_status_of_heading(row, text):
    board = run_stages(build_layout(read_text(f"某县教育\n{text}\n专任教师占95%，比例较高。\n")))
    block = board.layout.blocks[-1]
    (item,) = board.quantities
    assert (
        Statuses(board, Years(reader(board))).of(stretches(block)[0], item.start, item.end, None).status == row.status
    )


@pytest.mark.parametrize(
    ("row", "text"), _cases("status_cues", StatusRow, "examples", lambda row: row.place == "quantity")
)
def test_status_of_number(row, text):
    (item,) = _board(text).quantities
    cue = status_words().in_number(item.text, 0, len(item.text))
    assert cue is not None
    assert cue.status == row.status


@pytest.mark.parametrize(
    ("row", "text"), _cases("status_cues", StatusRow, "near_misses", lambda row: row.place == "quantity")
)
def test_number_tells_no_status(row, text):
    (item,) = _board(text).quantities
    assert status_words().in_number(item.text, 0, len(item.text)) is None


@pytest.mark.parametrize(("row", "text"), _cases("measures", NameRow, "examples", lambda row: row.kind == "linking"))
def test_verb_ties_two_numbers(row, text):
    names = [fact.name for fact in _board(f"{text}。").facts if isinstance(fact, Indicator)]
    assert len(names) == 2
    assert not [name for name in names if name.endswith(row.words)]


@pytest.mark.parametrize(("row", "text"), _cases("school_types", ScopeRow, "examples"))
def test_scope_is_found(row, text):
    named = set(scopes().find(text)) & {*row.name.split("、"), *row.words}
    assert scopes().is_place(text) if row.kind == "tier" else named


@pytest.mark.parametrize(("row", "text"), _cases("school_types", ScopeRow, "near_misses"))
def test_scope_is_not_found(row, text):
    assert not set(scopes().find(text)) & {*row.name.split("、"), *row.words}


@pytest.mark.parametrize(
    ("row", "text"), _cases("measures", NameRow, "examples", lambda row: row.kind in ("lead", "cut", "trail"))
)
def test_name_is_cut(row, text):
    board = _board(f"{text}30个。")
    start = board.quantities[-1].start
    name = Extractor(board).namer.from_phrase(start, board.text.index(text))
    assert name
    assert name != text
    assert name in text


@pytest.mark.parametrize(("row", "text"), _cases("measures", NameRow, "examples", lambda row: row.kind == "alone"))
def test_verb_alone_is_no_name(row, text):
    board = _board(f"{text}30个。")
    assert Extractor(board).namer.from_phrase(board.quantities[-1].start, board.text.index(text)) == ""


@pytest.mark.parametrize(("row", "text"), _cases("measures", NameRow, "examples", lambda row: row.kind == "measure"))
def test_name_measures(row, text):
    assert words().is_measure(text)
    assert not row.share or words().is_share(text)


@pytest.mark.parametrize(("row", "text"), _cases("indicator_tables", HeaderRow, "examples"))
def test_header_says(row, text):
    assert tables().kind(text) == row.kind


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("not_indicators", RefusalRow),
        ("status_cues", StatusRow),
        ("school_types", ScopeRow),
        ("measures", NameRow),
        ("indicator_tables", HeaderRow),
    ],
)
def test_every_row_has_examples(name, row):
    assert [each.id for each in load(name, row) if not each.examples] == []
