"""What holds for every text: spans, order, folding, and time that grows with the length only."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.expressions import quantities
from pipeline.model.span import fold

# fmt: off
_PIECES = [
    "一", "二十", "三百五", "1", "95", "2.5", "1,234", "万", "亿", "%", "％", "名", "人", "个", "元", "学时",
    "不低于", "至少", "达到", "以上", "以内", "左右", "约", "近", "至", "-", "～", "、", "，", "。", "：", "(", ")",
    "百分之", "分之", "比", ":", "成", "半", "多", "余", "几", "第", "年", "月", "日", "号", "班", "每", "生",
    "/", "的", "教师", "零", "点", "A", "http://", "负", "十", " ", "\n",
]
# fmt: on
TEXTS = st.lists(st.sampled_from(_PIECES), max_size=25).map("".join) | st.text(max_size=60)


@settings(deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_text_in_order_and_apart(text):
    end = 0
    for item in quantities(text):
        assert end <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.text
        assert item.start <= item.number_start < item.number_end <= item.end
        end = item.end


@settings(deadline=None)
@given(TEXTS)
def test_op_value_and_interval_agree(text):
    for item in quantities(text):
        assert (item.value_max is not None) == (item.op == "range")
        if item.value_max is not None:
            assert item.value < item.value_max
        if item.op in (">=", ">"):
            assert (item.low, item.high) == (item.value, None)
        if item.op in ("<=", "<"):
            assert (item.low, item.high) == (None, item.value)


@settings(deadline=None)
@given(TEXTS)
def test_folding_first_changes_nothing_but_the_words(text):
    plain = [(item.start, item.end, item.op, item.value, item.unit) for item in quantities(text)]
    assert plain == [(item.start, item.end, item.op, item.value, item.unit) for item in quantities(fold(text))]


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "1",
        "一、",
        "(",
        "至",
        "1,",
        "1-",
        "十",
        "万",
        "百分之",
        "1:",
        "不低于",
        "每",
        "A1-",
        "1万",
        "零",
        " ",
        "半",
        "1/",
        "的",
        "二、三",
    ],
)
def test_hostile_repeats_take_linear_time(piece):
    """Four times the text may take four times the time, not sixteen; the machine's other work left aside."""
    quantities(piece)
    short, long = (_seconds(piece * (length // len(piece))) for length in (20_000, 80_000))
    assert long < 9 * short + 0.3


def _seconds(text):
    started = time.process_time()
    quantities(text)
    return time.process_time() - started
