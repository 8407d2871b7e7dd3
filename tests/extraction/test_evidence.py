"""Evidence: lists with codes, tables, sentences that want a record filed, and the rows' own examples."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract
from pipeline.extraction import evidence
from pipeline.extraction.evidence import announces_records, asks_to_keep, evidence_rows, is_record
from pipeline.extraction.evidence_codes import markers, unroll, years_of
from pipeline.model.result import Evidence
from tests.extraction.plain_layouts import plain_board


def records_in(text: str) -> list[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    board = plain_board(text)
    source = board.layout.source.text
    return [
        ("".join(source[span.start : span.end] for span in fact.spans), fact.codes, fact.years)
        for fact in evidence.extract(board)
    ]


def test_codes_hold_for_the_list_behind_them() -> None:
    text = (
        "工作任务: B11:C16-17\n1.上级下发的工资方面的文件;\n2.2012-2014学校工资发放单;(分)\n"
        "3.近三年班主任名单; B12:C19 2012-2014师生比统计表;\n"
    )
    assert records_in(text) == [
        ("上级下发的工资方面的文件", ("C16", "C17"), ()),
        ("2012-2014学校工资发放单", ("C16", "C17"), (2012, 2013, 2014)),
        ("近三年班主任名单", ("C16", "C17"), ()),
        ("2012-2014师生比统计表", ("C19",), (2012, 2013, 2014)),
    ]


def test_a_heading_opens_a_list_and_others_close_it() -> None:
    text = (
        "一、图书室装订目录\n1.图书总账和明细账\n2.借阅记录\n3.提供的资料装盒备查。\n二、工作要求\n1.认真制定方案。\n"
    )
    assert [words for words, _, _ in records_in(text)] == ["图书总账和明细账", "借阅记录", "提供的资料装盒备查。"]


def test_a_label_before_its_records_and_a_paper_that_is_a_list() -> None:
    text = "一、组织机构健全\n有领导小组。\n佐证材料：会议记录、签到表。\n需提供：领导小组文件；职责分工表。\n"
    assert [words for words, _, _ in records_in(text)] == ["会议记录、签到表。", "领导小组文件", "职责分工表。"]
    paper = "迎检档案材料目录\n一、组织管理\n1.年度工作计划\n2.认真做好工作。\n"
    facts = [fact for fact in extract(paper).facts if isinstance(fact, Evidence)]
    assert [paper[fact.spans[0].start : fact.spans[0].end] for fact in facts] == ["年度工作计划"]


def test_codes_at_the_head_of_an_entry_are_its_own() -> None:
    text = "二、校级档案目录\nC17-C19 课程计划、课程表。\n1.C6 仪器台账、验收单。\n"
    assert records_in(text) == [("课程计划、课程表。", ("C17", "C18", "C19"), ()), ("仪器台账、验收单。", ("C6",), ())]


def test_a_column_of_records() -> None:
    text = "指标\t佐证材料\nB6:C9\t花名册、公示材料\n"
    assert records_in(text) == [("花名册、公示材料", ("C9",), ())]


def test_sentences_that_want_a_record_filed() -> None:
    text = "会议记录由办公室归档。\n留守儿童建档率达到100%。\n结果封存备查。\n"
    assert [words for words, _, _ in records_in(text)] == ["会议记录由办公室归档。"]


@pytest.mark.parametrize("row", evidence_rows(), ids=lambda row: row.id)
def test_rows_apply_to_their_examples(row) -> None:
    def column(words: str) -> bool:
        return words.endswith(tuple(row.words.split()))

    def other(words: str) -> bool:
        return bool(records_in(f"一、档案资料目录\n1.花名册\n二、{words}\n1.某方案\n")[1:]) is False

    def order(words: str) -> bool:
        return not records_in(f"一、档案资料目录\n1.{words}\n")

    applies = {
        "order": order,
        "paper": lambda words: re.search(row.pattern, words) is not None,
        "heading": announces_records,
        "record": is_record,
        "keep": asks_to_keep,
        "column": column,
        "other": other,
    }
    if row.kind == "other":
        assert all(other(example) for example in row.examples)
        return
    assert [example for example in row.examples if not applies[row.kind](example)] == []
    assert [miss for miss in row.near_misses if applies[row.kind](miss)] == []


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("C3-C5", ("C3", "C4", "C5")),
        ("C16—18", ("C16", "C17", "C18")),
        ("C26~C28", ("C26", "C27", "C28")),
        ("C3、C5", ("C3", "C5")),
        ("A1-1", ("A1-1",)),
        ("B9", ("B9",)),
    ],
)
def test_unroll(words: str, codes: tuple[str, ...]) -> None:
    assert unroll(words) == codes


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("2012-2014学校方案", (2012, 2013, 2014)),
        ("2023—2024学年课程表", (2023, 2024)),
        ("2012年以来资料", (2012,)),
        ("近三年资料", ()),
        ("2025年1月20日前归档", ()),
        ("2019、2020年总结", (2019, 2020)),
    ],
)
def test_years(words: str, years: tuple[int, ...]) -> None:
    assert years_of(words) == years


@given(st.text(alphabet="BC:0123-—、 资料", max_size=40))
def test_markers_stand_inside_and_in_order(text: str) -> None:
    last = 0
    for marker in markers(text, 0, len(text)):
        assert last <= marker.start < marker.end <= len(text)
        assert marker.codes
        last = marker.end


def test_hostile_text_does_not_hang() -> None:
    for unit in ("B1:C1-", "C1、", "2012-", "1.表", "归档", "("):
        evidence.extract(plain_board("一、档案目录\n" + unit * 10_000))
