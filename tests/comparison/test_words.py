"""The word lists of comparison, each row tried by its own examples and near misses."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipeline.comparison import compare
from pipeline.comparison.lexicons import (
    FillerWord,
    alternation,
    denominators,
    filler_words,
    grade_bands,
    level_words,
    regions,
    stage_words,
    vague_words,
    zero_words,
)
from pipeline.comparison.stages import grades_in, stages_in
from pipeline.comparison.units import spoken_denominators
from pipeline.comparison.vagueness import vague_word
from pipeline.expressions import quantities
from pipeline.lexicon import load
from pipeline.model.result import Extraction
from pipeline.model.span import fold


def _pairs(rows: tuple[object, ...], field: str) -> list[tuple[str, str]]:
    return [(row.id, text) for row in rows for text in getattr(row, field)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("row", "text"), _pairs(denominators(), "examples"))
def test_denominators(row: str, text: str) -> None:
    assert row in {item.id for item in spoken_denominators(text)}


@pytest.mark.parametrize(("row", "text"), _pairs(denominators(), "near_misses"))
def test_no_denominators(row: str, text: str) -> None:
    assert row not in {item.id for item in spoken_denominators(text)}


@pytest.mark.parametrize(("row", "text"), _pairs(stage_words(), "examples"))
def test_stages(row: str, text: str) -> None:
    stages = next(item.stages for item in stage_words() if item.id == row)
    assert set(stages) <= set(stages_in(text))


@pytest.mark.parametrize(("row", "text"), _pairs(stage_words(), "near_misses"))
def test_other_stages(row: str, text: str) -> None:
    stages = next(item.stages for item in stage_words() if item.id == row)
    assert stages_in(text) != stages


@pytest.mark.parametrize(("row", "text"), _pairs(grade_bands(), "examples"))
def test_bands_of_grades(row: str, text: str) -> None:
    grades = next(item.grades for item in grade_bands() if item.id == row)
    assert set(grades) <= grades_in(text)


@pytest.mark.parametrize(("row", "text"), _pairs(grade_bands(), "near_misses"))
def test_no_bands_of_grades(row: str, text: str) -> None:
    grades = next(item.grades for item in grade_bands() if item.id == row)
    assert not set(grades) <= grades_in(text)


def _vague(text: str) -> str:
    folded = fold(text)
    amount = quantities(folded)[0]
    return vague_word(folded, amount.start, amount.end, 0)


@pytest.mark.parametrize(("row", "text"), _pairs(vague_words(), "examples"))
def test_vague_words(row: str, text: str) -> None:
    words = next(item.words for item in vague_words() if item.id == row)
    assert _vague(text) in words


@pytest.mark.parametrize(
    "text",
    [
        "就近入学率95%",
        "办学基本标准95%",
        "向上级争取资金,班额不超过45人",
        "大约定于下周,班额不超过45人",
        "明显的差距在于班额,班额不超过45人",
    ],
)
def test_words_that_only_look_vague(text: str) -> None:
    assert _vague(text) == ""


ZEROS = [
    ("消除大班额。", 0),
    ("全面消除66人以上的超大班额。", 0),
    ("杜绝大班额现象。", 0),
    ("实现零大班额。", 0),
    ("大班额全部消除。", 0),
    ("大班额动态清零。", 0),
    ("确保不出现大班额。", 0),
    ("消除隐患,关注大班额问题。", None),
    ("无论大班额还是小班额。", None),
    ("大班额问题突出。", None),
    ("5.0大班额。", None),
]


@pytest.mark.parametrize(("text", "value"), ZEROS)
def test_none_at_all(text: str, value: float | None, make: Callable[..., Extraction]) -> None:
    rows = compare(make(text, title="青石镇中心小学2024年计划"), "OT")
    values = {
        row.plan_value for row in rows if row.row in ("OT-CLASS-BIG", "OT-CLASS-SUPER") and row.plan_value is not None
    }
    assert values == (set() if value is None else {value})


def test_zero_words_stand_on_one_side() -> None:
    assert {row.place for row in zero_words()} == {"before", "after"}


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("一、二年级", {1, 2}),
        ("小学一至二年级", {1, 2}),
        ("3-6年级", {3, 4, 5, 6}),
        ("三年级到六年级", {3, 4, 5, 6}),
        ("低年级", {1, 2}),
        ("七年级新生", {7}),
        ("三年规划", set()),
    ],
)
def test_grades(text: str, grades: set[int]) -> None:
    assert grades_in(text) == grades


@pytest.mark.parametrize(
    ("title", "issuer", "judged"),
    [
        ("青山镇中心小学2024年工作计划", None, False),
        ("2024年工作计划", "临溪县教育局", True),
        ("临溪县人民政府关于加强乡村教师队伍建设的意见", None, True),
        ("全县义务教育学校管理标准化建设方案", None, False),
        ("优质均衡方案", None, False),
    ],
)
def test_whose_plan(title: str, issuer: str | None, judged: bool, make: Callable[..., Extraction]) -> None:
    plan = make("残疾儿童少年入学率⟦残疾儿童少年入学率|95%⟧。", title=title, issuer=issuer, issued="2024")
    row = next(row for row in compare(plan, "QB17") if row.row == "QB17-Q2")
    assert (row.verdict == "meets") == judged


FILLERS = load("comparison_fillers", FillerWord)


@pytest.mark.parametrize(("row", "text"), _pairs(FILLERS, "examples"))
def test_fillers(row: str, text: str) -> None:
    words = filler_words(row)
    if row == "carried":
        assert re.sub(alternation(words), "", text) == ""
    else:
        assert any(word in text for word in words)


@pytest.mark.parametrize(("row", "text"), _pairs(FILLERS, "near_misses"))
def test_no_fillers(row: str, text: str) -> None:
    words = filler_words(row)
    if row == "carried":
        assert re.sub(alternation(words), "", text) != ""
    else:
        assert not text.removeprefix("的").startswith(words)
        assert row != "total" or not any(word in text for word in words)


@pytest.mark.parametrize(("row", "text"), _pairs(regions(), "examples"))
def test_regions(row: str, text: str) -> None:
    assert any(word in text for word in next(item.words for item in regions() if item.id == row))


@pytest.mark.parametrize(("row", "text"), _pairs(level_words(), "examples"))
def test_levels(row: str, text: str) -> None:
    assert any(word in text for word in next(item.words for item in level_words() if item.id == row))


def test_words_of_levels_and_regions() -> None:
    assert {row.id for row in level_words()} == {"school", "above", "itself"}
    home = {word for row in regions() for word in row.words if word}
    assert len(home) >= 20
