"""Whom 甲方 and 乙方 stand for, through linking, the base and the answers."""

from __future__ import annotations

import pytest

from pipeline import extract
from pipeline.linking.agreements import parties_of
from pipeline.model.result import Duty

LETTER = """白鹭洲镇中心小学食堂安全责任书
甲方：白鹭洲镇中心小学
乙方：食堂承包人 汤振海
一、甲方责任
1.每周检查一次食堂。
二、乙方责任
1.餐具每餐消毒。
三、双方应当妥善保管本责任书。
甲方（盖章）：          乙方（签字）：
2026年8月28日
"""


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("甲方:青禾县教育局\n乙方:柳溪小学", {"甲方": "青禾县教育局", "乙方": "柳溪小学"}),
        ("甲  方:青禾县教育局   乙 方(签章):柳溪小学", {"甲方": "青禾县教育局", "乙方": "柳溪小学"}),
        ("青禾县教育局(以下简称“甲方”)与柳溪小学(以下称乙方)", {"甲方": "青禾县教育局", "乙方": "柳溪小学"}),
        ("甲方(盖章):          乙方(签字):", {}),
        ("甲方:法定代表人", {}),
        ("甲方:每周检查,应当登记", {}),
        ("甲方责任:检查食堂", {}),
    ],
)
def test_names_of_labels(words: str, known: dict[str, str]) -> None:
    assert parties_of(words) == known


def test_duties_tell_whom_a_label_stands_for() -> None:
    told = {(fact.actor, fact.party) for fact in extract(LETTER).facts if isinstance(fact, Duty)}
    assert ("甲方", "白鹭洲镇中心小学") in told
    assert ("乙方", "食堂承包人 汤振海") in told
    assert ("双方", "白鹭洲镇中心小学、食堂承包人 汤振海") in told
