"""Title lines without a number: 校长职责 above its list names who must act, and is no heading of the result."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.api import extract
from pipeline.model.result import Duty
from pipeline.structure import build_layout, without_labels
from tests.structure.structure_helpers import source_of

POSTS = """青溪中学岗位职责
校长职责
1.主持学校全面工作，组织制定发展规划。
2.每学期听课不少于三十节。
副校长职责
分管教学副校长
（1）协助校长抓好教学工作。
（2）每月检查一次教学常规。
分管安全副校长
（1）协助校长抓好校园安全工作。
（2）每周排查一次安全隐患。
宿舍管理员职责
1.24小时值班，做好值班记录。
2.每天检查宿舍卫生。
"""
LINES = [
    "校长职责",
    "班主任职责",
    "教务处",
    "分管副校长",
    "1.做好工作。",
    "2.认真总结。",
    "（1）检查。",
    "一、目标",
    "二、措施",
]
LINES += ["学校要加强管理，落实责任，确保各项工作有序开展。", "青溪中学", "2024年3月1日", "工作职责：", ""]


def titles(text: str) -> list[str]:
    layout = build_layout(source_of(text))
    return [section.title for section in layout.sections if section.id in layout.labels]


def test_title_lines_are_known_by_the_lists_below_them() -> None:
    assert titles(POSTS) == ["校长职责", "副校长职责", "分管教学副校长", "分管安全副校长", "宿舍管理员职责"]


def test_those_inside_others_stand_below_them() -> None:
    layout = build_layout(source_of(POSTS))
    named = {section.title: section for section in layout.sections}
    assert named["分管教学副校长"].parent == named["分管安全副校长"].parent == named["副校长职责"].id
    assert named["校长职责"].parent is named["宿舍管理员职责"].parent is None


@pytest.mark.parametrize(
    "text",
    [
        "青溪中学方案\n工作要求：\n1.加强领导。\n2.明确责任。\n考核要求：\n1.定期检查。\n2.及时通报。\n",
        "青溪中学方案\n校长职责\n1.主持工作。\n2.检查工作。\n",
        "青溪中学方案\n校长职责\n主持工作。\n班主任职责\n管理班级。\n",
    ],
    ids=["labels with colons", "one alone", "no lists below"],
)
def test_other_lines_are_none(text: str) -> None:
    assert titles(text) == []


def test_the_result_has_no_sections_for_them_and_the_duties_have_their_actors() -> None:
    result = extract(POSTS)
    assert result.sections == ()
    actors = [fact.actor for fact in result.facts if isinstance(fact, Duty)]
    assert actors == ["校长"] * 2 + ["副校长"] * 4 + ["宿舍管理员"] * 2
    assert {fact.section for fact in result.facts} == {None}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=16).map("\n".join))
def test_without_them_the_rest_is_whole(text: str) -> None:
    layout = build_layout(source_of("青溪中学工作方案\n" + text))
    shown, above = without_labels(layout)
    kept = {section.id: section for section in shown.sections}
    assert set(kept) | set(above) == {section.id for section in layout.sections}
    assert not set(kept) & layout.labels
    for section in shown.sections:
        assert section.level == (kept[section.parent].level + 1 if section.parent else min(section.level, 1))
    for before, after in zip(layout.blocks, shown.blocks, strict=True):
        assert (before.start, before.end, before.kind) == (after.start, after.end, after.kind)
        assert after.section is None or after.section in kept
    assert without_labels(shown) == (shown, {})
