"""What holds for the time expressions of any text."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.expressions import times
from pipeline.expressions.dates.numerals import whole
from pipeline.model.span import fold

WORDS = """2016 2016年 9月 1日 一 十 三年 每 每年 学期 底 前 内 到 至 从 起 — - 、 , 。 ( ) 《 》 次 两次 周五 “ 十四五 ”
上半年 寒假 期末 第 级 １６年 ． : 的 学校 完成 今年 次年 每學期 兩週"""
PIECES = st.lists(
    st.sampled_from(WORDS.split()) | st.text(max_size=3),
    max_size=14,
).map("".join)


@given(PIECES, st.sampled_from([None, "2016", "2016-09", "2016-09-01"]))
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_in_order(text: str, anchor: str | None) -> None:
    found = times(text, anchor)
    assert all(0 <= item.start < item.end <= len(text) and item.text == text[item.start : item.end] for item in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(PIECES)
@settings(max_examples=200, deadline=None)
def test_folding_first_changes_nothing_but_the_words(text: str) -> None:
    def shape(words: str) -> list[tuple[object, ...]]:
        return [(i.start, i.end, i.kind, i.from_date, i.to_date, i.freq, i.times, i.duration) for i in times(words)]

    assert shape(text) == shape(fold(text))


@given(PIECES)
@settings(max_examples=200, deadline=None)
def test_an_anchor_gives_dates_and_nothing_else(text: str) -> None:
    without, anchored = times(text), times(text, "2016-09-01")
    assert [(i.start, i.end, i.kind, i.freq, i.duration) for i in without] == [
        (i.start, i.end, i.kind, i.freq, i.duration) for i in anchored
    ]
    for before, after in zip(without, anchored, strict=True):
        assert before.from_date in (None, after.from_date)
        assert before.to_date in (None, after.to_date)


@pytest.mark.parametrize(
    "piece", ["一、", "1", "2016年", "2016年至", "每年", "年", "每年一", "第一", "期末、", "周一、", "“"]
)
def test_long_runs_take_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        took = []
        for _ in range(3):  # the least of three, of our own work: what else the machine does is no growth
            start = time.process_time()
            times(text)
            took.append(time.process_time() - start)
        return min(took)

    times(piece)
    short, long = max(seconds(2_000), 0.005), seconds(20_000)
    assert long < 40 * short, f"ten times the text took {long / short:.0f} times as long"


@pytest.mark.parametrize("value", range(1, 1000))
def test_numerals_both_ways(value: int) -> None:
    digits = "〇一二三四五六七八九"
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    words = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    words += digits[ones] if ones else ""
    assert whole(words) == value
    assert whole(str(value)) == value


def test_what_is_no_number() -> None:
    assert whole("") is None
    assert whole("十几") is None
    assert whole("百a") is None
