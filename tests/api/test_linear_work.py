"""Twice as much of one thing takes about twice the work: calls are counted, not seconds, so no other work disturbs it."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from pipeline import extract

TIMES = 300
MOST = 2.3


def calls(text: str) -> int:
    count = 0

    def note(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        extract(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("lead", ["", "一、现状\n现有教师51名。"])
@pytest.mark.parametrize("unit", ["一、", "(", "至", "9", "2020年", "到2025年", "90%,", "(一)", "组长:", "学校要"])
def test_work_grows_with_the_text(lead: str, unit: str) -> None:
    extract(lead + unit * 2 * TIMES)  # what is compiled at first use is compiled
    empty = calls(lead or "。")
    half, whole = calls(lead + unit * TIMES) - empty, calls(lead + unit * 2 * TIMES) - empty
    assert whole <= MOST * max(half, 2000), (half, whole)
