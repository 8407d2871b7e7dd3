"""Indicators: the table of cases, tables, titles, lists, and what a fact must carry."""

from pathlib import Path

import pytest
import yaml

from pipeline import extract
from pipeline.model.result import Indicator
from pipeline.model.source import Cell, Source, Table
from pipeline.model.span import Span

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "indicators.yaml").read_text("utf-8"))


def _found(text):
    return [fact for fact in extract(text).facts if isinstance(fact, Indicator)]


def _text(case):
    return f"{case.get('title', '某县某中学工作方案')}\n{case.get('head', '二、总体安排')}\n{case['text']}\n"


def _wanted(line):
    quote, name, op, value, unit, status, *scope = (part.strip() for part in line.split("|"))
    low, _, high = value.partition("..")
    return quote, name, op, float(low), float(high) if high else None, None if unit == "-" else unit, status, *scope


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_cases(case):
    text = _text(case)
    found = sorted(_found(text), key=lambda fact: (fact.spans, fact.name != case["expect"]))
    wanted = [_wanted(line) for line in case["expect"]]
    quotes = [text[fact.spans[0].start : fact.spans[-1].end] for fact in found]
    assert len(found) == len(wanted), [(quote, fact.name) for quote, fact in zip(quotes, found, strict=True)]
    left = list(zip(quotes, found, strict=True))
    for quote, name, op, value, top, unit, status, *scope in wanted:
        fits = [
            (words, fact)
            for words, fact in left
            if (words == quote or case.get("loose_quote"))
            and (name[1:] in fact.name if name.startswith("~") else name == fact.name)
            and (fact.op, fact.value, fact.value_max, fact.unit, fact.status) == (op, value, top, unit, status)
            and set(scope) <= set(fact.scope)
        ]
        assert fits, (quote, name, [(words, fact) for words, fact in left])
        left.remove(fits[0])


def test_two_rates_before_one_number_are_two_facts_over_one_quote():
    found = _found("某小学工作方案\n一、目标\n小学适龄儿童入学率、巩固率均达100%。\n")
    assert len({fact.id for fact in found}) == 2
    assert len({fact.spans for fact in found}) == 1


def test_a_decimal_torn_by_a_line_break_is_put_together():
    text = (
        "某学校义务教育均衡发展汇报\n一、基本情况\n教师51名，师生比小学1:18.4\n\n7、初中1:12.5，教师学历达标率100%。\n"
    )
    assert [fact.value for fact in _found(text) if fact.unit == "1:x"] == [18.47, 12.5]


def test_what_a_title_counts_in_all():
    found = _found("某中学2023年重点工作清单（共48项）\n一、总则\n按清单推进。\n")
    assert [(fact.name, fact.value, fact.unit) for fact in found] == [("重点工作清单", 48, "项")]


def test_a_fact_names_its_rule_and_cues():
    (fact,) = _found("某县工作方案\n一、目标\n巩固率力争不低于95%。\n")
    assert fact.rule == "at-least"
    assert {"不低于", "%", "力争"} <= set(fact.cues)


@pytest.mark.parametrize(
    ("title", "status"),
    [("某县教育工作总结", "actual"), ("某县教育工作方案", "target"), ("某校义务教育均衡发展情况汇报", "actual")],
)
def test_the_title_decides_where_nothing_else_does(title, status):
    (fact,) = _found(f"{title}\n一、师资队伍\n专任教师本科学历比例95%。\n")
    assert fact.status == status


@pytest.mark.parametrize(("year", "status"), [("2021年", "actual"), ("到2028年", "target")])
def test_years_before_the_plans_own_are_past(year, status):
    (fact,) = _found(f"某县2024年教育工作意见\n一、师资队伍\n{year}专任教师本科学历比例95%。\n")
    assert fact.status == status


def _table(rows, header_rows=1):
    text, cells, at = "某县教育事业发展规划\n一、主要指标\n", [], 0
    start = len(text)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            at = len(text)
            text += words
            cells.append(Cell(span=Span(at, len(text)), row=number, column=column))
            text += "\t" if column < len(row) - 1 else "\n"
    table = Table(span=Span(start, len(text)), cells=tuple(cells), header_rows=header_rows)
    return Source(path="a.docx", sha256="0", media_type="x", text=text, tables=(table,), hard_lines=True)


def test_a_table_of_indicators_has_its_names_units_and_status():
    source = _table(
        [
            ["序号", "指标名称", "单位", "2020年实际", "2025年目标"],
            ["1", "九年义务教育巩固率", "%", "95.2", "96"],
            ["2", "普通高中在校生", "万人", "1.8", "2"],
        ]
    )
    found = [fact for fact in extract(source).facts if isinstance(fact, Indicator)]
    assert [(fact.name, fact.value, fact.unit, fact.status) for fact in found] == [
        ("九年义务教育巩固率", 95.2, "%", "actual"),
        ("九年义务教育巩固率", 96, "%", "target"),
        ("普通高中在校生", 18000, "人", "actual"),
        ("普通高中在校生", 20000, "人", "target"),
    ]


def test_a_value_told_with_words_in_its_cell_is_named_by_its_row():
    source = _table(
        [
            ["序号", "指标名称", "目标值", "分值"],
            ["1", "教师培训", "每人不少于72学时", "5"],
            ["2", "近视率", "下降0.5个百分点", "5"],
        ]
    )
    found = [fact for fact in extract(source).facts if isinstance(fact, Indicator)]
    assert [(fact.name, fact.value, fact.unit) for fact in found] == [
        ("教师培训", 72, "学时"),
        ("近视率降幅", 0.5, "个百分点"),
    ]


def test_a_table_whose_headers_measure():
    source = _table(
        [["学校", "占地面积（平方米）", "班级数（个）"], ["第一小学", "12000", "18"], ["第二小学", "9000", "12"]]
    )
    found = [fact for fact in extract(source).facts if isinstance(fact, Indicator)]
    assert [(fact.name, fact.value, fact.unit) for fact in found] == [
        ("占地面积", 12000, "平方米"),
        ("班级数", 18, "个"),
        ("占地面积", 9000, "平方米"),
        ("班级数", 12, "个"),
    ]


def test_places_in_a_table_without_a_unit_are_values():
    facts = _found("各专业招生计划见下表:\n序号\t招生专业\t招生计划\t学制\n01\t茶艺\t63\t3年\n02\t园林技术\t71\t3年\n")
    assert [(fact.name, fact.value, fact.unit, fact.status) for fact in facts] == [
        ("招生计划", 63, None, "target"),
        ("学制", 3, "年", "target"),
        ("招生计划", 71, None, "target"),
        ("学制", 3, "年", "target"),
    ]


def test_serial_numbers_and_marks_in_tables_are_none():
    source = _table([["序号", "考核内容", "分值"], ["1", "按时上报材料", "10"], ["2", "巩固率达到98%", "5"]])
    found = [fact for fact in extract(source).facts if isinstance(fact, Indicator)]
    assert [(fact.name, fact.value) for fact in found] == [("巩固率", 98)]


def test_a_line_over_a_table_gives_the_unit_of_its_sums_but_not_of_its_heads():
    text = (
        "某县教育局经费安排方案\n一、资金安排\n经费安排表（单位：万元）\n"
        "项目\t金额\t人数\n校舍维修\t120\t36\n设备购置\t85.5\t24\n"
    )
    assert [(fact.value, fact.unit) for fact in _found(text)] == [
        (1_200_000, "元"),
        (36, "人"),
        (855_000, "元"),
        (24, "人"),
    ]


def test_a_year_over_a_column_is_no_unit():
    source = _table([["项目", "2022年", "增幅"], ["教师培训经费（万元）", "186", "10.2%"]])
    found = [fact for fact in extract(source).facts if isinstance(fact, Indicator)]
    assert [(fact.name, fact.value, fact.unit) for fact in found] == [
        ("教师培训经费", 1860000, "元"),
        ("教师培训经费增幅", 10.2, "%"),
    ]


def test_a_sum_is_not_counted_in_the_unit_of_its_row():
    source = _table([["项目名称", "数量", "单位", "金额（元）"], ["屋面防水", "320", "平方米", "28800"]])
    found = [fact for fact in extract(source).facts if isinstance(fact, Indicator)]
    assert [(fact.name, fact.value, fact.unit) for fact in found] == [
        ("屋面防水", 320, "平方米"),
        ("屋面防水金额", 28800, "元"),
    ]
