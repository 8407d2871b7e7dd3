"""Memberships: whole rosters in every layout, near-misses, the lexicon's own examples, and properties."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import extract
from pipeline.extraction import memberships
from pipeline.extraction.group_names import (
    group_mentions,
    group_text,
    has_cue,
    has_event_cue,
    is_list_title,
    without_list_words,
)
from pipeline.extraction.names_lexicon import position_rows
from pipeline.extraction.roster_tables import column_rows
from pipeline.lexicon import load
from pipeline.model.result import Membership
from pipeline.model.span import fold
from tests.extraction.plain_layouts import plain_board

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "memberships.yaml").read_text("utf-8"))


def seats_in(text: str) -> list[str]:
    board = plain_board(text)
    found = []
    for fact in memberships.extract(board):
        (first, *_) = fact.spans
        assert board.layout.source.text[first.start] == fact.person[0]
        found.append(f"{fact.person} {fact.position} {fact.group or '-'} {fact.post or '-'}")
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict) -> None:
    assert seats_in(case["text"]) == case["seats"]


@pytest.mark.parametrize("row", [row for row in position_rows() if row.kind == "seat"], ids=lambda row: row.id)
def test_seat_rows(row) -> None:
    heading = "一、宣传组人员分工\n"
    for example in row.examples:
        assert row.id in {fact.rule for fact in memberships.extract(plain_board(heading + example))}, example
    for miss in row.near_misses:
        assert not memberships.extract(plain_board(miss)), miss


@pytest.mark.parametrize(
    "row", [row for row in position_rows() if row.kind.startswith("not_seat")], ids=lambda row: row.id
)
def test_labels_that_are_no_seats(row) -> None:
    heading = "一、人员分工\n"
    assert not [one for example in row.examples for one in seats_in(heading + example)]
    assert all(seats_in(heading + miss) for miss in row.near_misses)


def test_group_rows() -> None:
    from pipeline.extraction.group_names import GroupRow

    for row in load("groups", GroupRow):
        found = {
            "head": lambda words: bool(group_mentions(words, 0, len(words))),
            "founding": lambda words: any(mention.founded for mention in group_mentions(words, 0, len(words))),
            "opening": lambda words: any(
                not words.startswith(group_text(words, m)) for m in group_mentions(words, 0, len(words))
            ),
            "break": lambda words: any(
                not words.startswith(group_text(words, m)) for m in group_mentions(words, 0, len(words))
            ),
            "whole": lambda words: any(
                {"设备", "报道"} & {group_text(words, m)[:2]} for m in group_mentions(words, 0, len(words))
            ),
            "generic": lambda words: all(mention.generic for mention in group_mentions(words, 0, len(words))),
            "not_behind": lambda words: not group_mentions(words, 0, len(words)),
            "cue": has_cue,
            "event": has_event_cue,
            "list_title": is_list_title,
            "title_tail": lambda words: without_list_words(words) != words,
        }[row.kind]
        for example in row.examples:
            assert found(fold(example)), (row.id, example)
        for miss in row.near_misses:
            assert not found(fold(miss)), (row.id, miss)


@pytest.mark.parametrize("row", column_rows(), ids=lambda row: row.id)
def test_column_rows(row) -> None:
    words = tuple(row.words.split())
    for example in row.examples:
        assert example.startswith(words) or example.endswith(words)
    for miss in row.near_misses:
        assert not miss.startswith(words)
        assert not miss.endswith(words)


_LABELS = ["组长:", "副组长:", "成员:", "任组长", "为", ":", "担任", "一、领导小组\n"]
_WORDS = ["王小明", "李 静", "、", " ", "\n", "(校长)", "各班主任", "。"]
_PARTS = st.sampled_from([*_LABELS, *_WORDS])


@given(st.lists(_PARTS, max_size=25).map("".join))
@settings(max_examples=150, deadline=None)
def test_facts_stand_where_they_say(text: str) -> None:
    board = plain_board(text)
    facts = memberships.extract(board)
    assert facts == memberships.extract(plain_board(text))
    assert len({fact.id for fact in facts}) == len(facts)
    for fact in facts:
        words = "".join(board.layout.source.text[span.start : span.end] for span in fact.spans)
        assert "".join(words.split()) == fact.person


def test_hostile_text_does_not_hang() -> None:
    for unit in ("组长:", "成员:王", "任组长", "王小明、", "领导小组", "(组长"):
        memberships.extract(plain_board(unit * 4_000))
        memberships.extract(plain_board((unit + "\n") * 4_000))


@pytest.mark.parametrize("row", [row for row in position_rows() if row.kind == "task_word"], ids=lambda row: row.id)
def test_tasks_are_seats_and_items_are_not(row) -> None:
    heading = "一、测试分工\n"
    for example in row.examples:
        assert all(f" {example.split(':')[0]} " in seat for seat in seats_in(heading + example)), example
        assert seats_in(heading + example)
    for miss in row.near_misses:
        assert all(f" 成员 {miss.split(':')[0]} " in f"{seat} " for seat in seats_in(heading + miss)), miss


_WORD_KINDS = ("opener", "appoint", "before", "teaching_group", "list_word", "part")


@pytest.mark.parametrize("row", [row for row in position_rows() if row.kind in _WORD_KINDS], ids=lambda row: row.id)
def test_words_beside_names(row) -> None:
    """Each example names someone (or, behind a teachers' group, no one) thanks to a word of the row."""
    for example in row.examples:
        assert any(word in example for word in row.words.split())
        assert bool(seats_in("一、裁判安排\n" + example)) == (row.kind != "teaching_group"), example


def test_labels_that_structure_takes_for_headings() -> None:
    """`2、检测人员：…` is a run-in heading; its names are a block of their own and sit under the label."""
    text = (
        "柳溪镇第二小学体能检测方案\n一、组织机构\n1、领导小组\n组长：张建国\n二、检测小组\n1、协调：各教研组长、值周教师\n"
        "2、检测人员：李景山、方景行、周景明\n3、医务监督：王景云   范景文\n三、检测分工\n身高（李景山、方景行）\n"
        "50m（周景明、王景云、\n范景文）\n"
    )
    found = [fact for fact in extract(text).facts if isinstance(fact, Membership)]
    assert [(fact.person, fact.position, fact.group) for fact in found] == [
        ("张建国", "组长", "领导小组"),
        ("李景山", "检测人员", "检测小组"),
        ("方景行", "检测人员", "检测小组"),
        ("周景明", "检测人员", "检测小组"),
        ("王景云", "医务监督", "检测小组"),
        ("范景文", "医务监督", "检测小组"),
        ("李景山", "成员", "身高"),
        ("方景行", "成员", "身高"),
        ("周景明", "成员", "50m"),
        ("王景云", "成员", "50m"),
        ("范景文", "成员", "50m"),
    ]
