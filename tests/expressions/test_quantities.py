"""Number expressions: the table of cases, intervals, and the numeral inside an expression."""

from pathlib import Path

import pytest
import yaml

from pipeline.expressions import quantities

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "quantities.yaml").read_text("utf-8"))


def _line(item):
    value = f"{item.value:g}" if item.value_max is None else f"{item.value:.10g}..{item.value_max:.10g}"
    value = f"{item.value:.10g}" if item.value_max is None else value
    return f"{item.text} | {item.op} | {value} | {item.unit or '-'}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_cases(case):
    assert [_line(item) for item in quantities(case["text"])] == case["expect"]


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("95%以上", (95, True, None, False)),
        ("不低于95%", (95, True, None, False)),
        ("超过95%", (95, False, None, False)),
        ("45人以下", (None, False, 45, True)),
        ("45人以内", (None, False, 45, True)),
        ("不足45人", (None, False, 45, False)),
        ("低于2%", (None, False, 2, False)),
        ("达到95%", (95, True, 95, True)),
        ("3至5天", (3, True, 5, True)),
        ("大于10且不大于20", (10, False, 20, True)),
        ("约300人", (None, False, None, False)),
        ("十几万", (100000, False, None, False)),
    ],
)
def test_intervals(text, interval):
    (item,) = quantities(text)
    assert (item.low, item.low_inclusive, item.high, item.high_inclusive) == interval


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("不低于9.5万册", "9.5万"),
        ("达到百分之六十", "百分之六十"),
        ("20余所", "20"),
        ("一千多万", "一千多万"),
        ("人民币 50元", "50"),
        ("1-3名", "1-3"),
        ("负三十二", "负三十二"),
    ],
)
def test_the_bare_numeral(text, numeral):
    (item,) = quantities(text)
    assert text[item.number_start : item.number_end] == numeral


def test_cues_and_rule_say_what_decided():
    (item,) = quantities("班额控制在45人以内")
    assert (item.rule, item.cues) == ("keep-within", ("控制在", "以内", "人"))


def test_offsets_are_those_of_the_text_given():
    text = "要求：入学率达到１００％，班额不超过４５人。"
    assert [text[item.start : item.end] for item in quantities(text)] == ["达到１００％", "不超过４５人"]
