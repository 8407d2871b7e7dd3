"""How people shorten names of bodies: each row's examples both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.naming import _Form, _is_other_word
from pipeline.asking.short_names import ShortRow, body_in, region_in, short_names
from pipeline.lexicon import load
from tests.asking.question_sets import base_of_texts

_ROWS = load("body_short_names", ShortRow)


def pair(example: str) -> tuple[str, str]:
    name, short = example.split(" → ")
    return name, short


@pytest.mark.parametrize(("row", "example"), [(row, e) for row in _ROWS for e in row.examples], ids=str)
def test_short_forms(row: ShortRow, example: str) -> None:
    name, short = pair(example)
    assert short in {form for form, _ in short_names(name)}, row.id


@pytest.mark.parametrize("example", [e for row in _ROWS for e in row.near_misses])
def test_forms_that_a_name_does_not_have(example: str) -> None:
    name, short = pair(example)
    assert short not in {form for form, _ in short_names(name)}


def test_every_row_has_examples() -> None:
    assert [row.id for row in _ROWS if not row.examples] == []


@pytest.mark.parametrize(
    ("text", "start", "other"),
    [("二小谁管食堂", 0, False), ("二小时内谁报告", 0, True), ("第二小组谁带队", 1, True), ("十二小的校长", 1, True)],
)
def test_other_words_are_no_names(text: str, start: int, other: bool) -> None:
    assert _is_other_word(text, start, start + 2, _Form((1,), False, "时组")) is other


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("枫桥镇中心小学德育处", "枫桥镇中心小学"),
        ("2025年松岭县第三中学工作计划", "松岭县第三中学"),
        ("松岭县中小学校车管理办法", None),
        ("全面提高质量", None),
    ],
)
def test_body_in(words: str, body: str | None) -> None:
    assert body_in(words) == body


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("松岭县健康行动方案", "松岭县"),
        ("2025年枫桥镇防汛预案", "枫桥镇"),
        ("关于做好全县招生工作的通知", None),
        ("学校工作计划", None),
    ],
)
def test_region_in(title: str, place: str | None) -> None:
    assert region_in(title) == place


@pytest.mark.parametrize("name", ["临湖市信息职业技术学院", "临湖市机电工程学校", "临湖市旅游职业学校"])
def test_a_field_of_study_is_no_name_of_its_own(name: str) -> None:
    """协管信息线索上报给哪个科 does not ask a college's plans."""
    forms = {form for form, _ in short_names(name)}
    assert forms.isdisjoint({"信息", "机电工程", "旅游"})
    assert name in forms


def test_a_party_committees_plan_is_its_bodys(tmp_path: Path) -> None:
    plans = {
        "发展规划": "松岭县第三中学发展规划\n一、目标\n近视率降到40%。\n",
        "主题党日": "中共松岭三中委员会关于开展主题党日活动的通知\n一、组织\n学校成立以纪云帆同志为组长的主题党日工作小组。\n",
        "别校党日": "枫桥镇中心小学主题党日活动方案\n一、组织\n成立以周小满同志为组长的主题党日工作小组。\n",
    }
    for kb in base_of_texts(tmp_path, plans):
        assert "纪云帆" in ask(kb, "松岭三中主题党日谁当组长", 5).rows[0].answer
        assert "纪云帆" in ask(kb, "松岭县第三中学主题党日谁当组长", 5).rows[0].answer
