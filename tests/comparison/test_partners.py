"""Plans of several years that are one plan by their titles."""

from __future__ import annotations

import pytest

from pipeline.comparison.diff.partners import partners, partners_of, stem
from pipeline.model.result import Document
from pipeline.model.span import Span
from pipeline.store import StoredDocument


def stored(key: int, title: str, issuer: str | None = None) -> StoredDocument:
    document = Document(id=f"d{key}", title=title, title_span=None, span=Span(0, 1), issuer=issuer)
    return StoredDocument(key=key, path=f"{key}.txt", sha256="", scope="", document=document)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("柏川县2023年教育工作要点", "柏川县2024年教育工作要点"),
        ("柏川二小2023—2024学年度工作计划", "柏川二小2024-2025学年度工作计划"),
        ("柏川二小二〇二四年春季工作计划", "柏川二小2025年秋季学期工作计划"),
        ("柏川二小2024学年第一学期德育计划", "柏川二小2024学年第二学期德育计划"),
        ("柏川县控辍保学方案(征求意见稿)", "柏川县控辍保学方案(2024年修订)"),
    ],
)
def test_titles_that_differ_in_their_times_only(left: str, right: str) -> None:
    assert stem(left) == stem(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("柏川县2024年教育工作要点", "柏川县2024年卫生工作要点"),
        ("柏川第一小学工作计划", "柏川第二小学工作计划"),
        ("柏川县年鉴编写方案", "柏川县鉴定工作方案"),
    ],
)
def test_titles_of_different_plans(left: str, right: str) -> None:
    assert stem(left) != stem(right)


def test_pairs_follow_the_years_of_one_issuer() -> None:
    plans = [
        stored(1, "2025年安全工作计划", "甲小学"),
        stored(2, "2023年安全工作计划", "甲小学"),
        stored(3, "2024年安全工作计划", "甲小学"),
        stored(4, "2024年安全工作计划", "乙小学"),
        stored(5, "2024年", "甲小学"),
    ]
    assert [(left.key, right.key) for left, right in partners(plans)] == [(2, 3), (3, 1)]
    assert [one.key for one in partners_of(plans[0], plans)] == [2, 3, 4]
