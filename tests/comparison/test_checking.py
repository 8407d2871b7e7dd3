"""A list of one's own: loaded from a folder, replaced, refused with every complaint at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import msgspec
import pytest
import yaml

from pipeline.comparison import compare, standard, standards
from pipeline.comparison.checking import complaints_about
from pipeline.comparison.loading import standard_from
from pipeline.comparison.rows import Conversion, Formula, ListInfo, StandardRow, Threshold
from pipeline.model.errors import LexiconError, UsageError
from pipeline.model.result import Extraction

GOOD = """
list: {id: QH, title: 青禾区办学要求, year: 2020}
rows:
- id: QH-1
  name: 年巩固率
  level: school
  kind: quantitative
  thresholds:
  - {school_type: junior, comparator: '>=', value: 98, unit: '%'}
  convertible:
  - {wording: 辍学率, how: 年巩固率 = 100 − 年辍学率, proves: both, formula: complement, requires: [年辍学率]}
- id: QH-2
  name: 家长开放日
  level: school
  kind: quantitative
  thresholds:
  - {school_type: all, comparator: '>=', value: 2, unit: 次/学期}
- id: QH-3
  name: 校园广播站
  level: school
  kind: qualitative
"""

# what is put in place of a part of GOOD, and what is said about it
BROKEN = [
    ("id: QH-2", "id: QH-1", "QH-1）：编号重复"),
    ("name: 年巩固率", "nam: 年巩固率", "不认识的字段 nam"),
    ("  name: 校园广播站\n", "", "QH-3）：缺少 name"),
    ("comparator: '>=', value: 98", "comparator: '>', valu: 98", "不认识的字段 valu"),
    ("comparator: '>=', value: 98", "comparator: 不低于, value: 98", "comparator “不低于”不对，只能是 >=、<="),
    ("school_type: junior", "school_type: 初中", "school_type “初中”不对，只能是 primary"),
    ("level: school\n  kind: qualitative", "level: 学校\n  kind: qualitative", "level “学校”不对"),
    ("value: 98", "value: 九十八", "value “九十八”不是数"),
    ("value: 98", "value: [98, 99]", "between 要配两个数"),
    ("value: 98, ", "", "没有 value，也没有 value_ref"),
    ("value: 98,", "value: 98, years: 二〇二〇,", "years “二〇二〇”应写作"),
    ("value: 98,", "value: 98, years: 2020,", "years 应为文字"),
    ("formula: complement", "formula: 求补", "formula “求补”不对"),
    ("proves: both", "proves: 全部", "proves “全部”不对"),
    ("  name: 家长开放日", "  name: 家长开放日\n  aliases: 开放日", "aliases 应为列表"),
    ("  name: 家长开放日", "  name: 家长开放日\n  aliases: [3]", "aliases 中的“3”应为文字"),
    (
        "  name: 家长开放日",
        "  name: 家长开放日\n  aliases: [开放日]\n  related_not_comparable: [开放日]",
        "叫法“开放日”同时写在 aliases、related_not_comparable",
    ),
    ("  name: 年巩固率", "  name: 年巩固率\n  aliases: [辍学率]", "叫法“辍学率”同时写在 aliases、convertible"),
    ("  name: 家长开放日", "  name: 家长开放日\n  generic: [开放]", "generic 里的“开放”不在"),
    ("list: {id: QH,", "list: {id: 'Q H/1',", "编号 Q H/1 只能用"),
    ("list: {id: QH, ", "list: {", "表头：缺少 id"),
    ("rows:", "items:", "应有 list（表头）和 rows（各行）"),
]


def test_a_good_list_has_no_complaint() -> None:
    assert complaints_about(yaml.safe_load(GOOD), "青禾.yaml") == []


@pytest.mark.parametrize(("old", "new", "complaint"), BROKEN, ids=[case[2] for case in BROKEN])
def test_complaints(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    found = complaints_about(yaml.safe_load(GOOD.replace(old, new, 1)), "青禾.yaml")
    assert any(complaint in text for text in found), found
    assert all(text.startswith("青禾.yaml") for text in found)


@pytest.mark.parametrize("content", ["", "- 1", "list: {}\nrows: 3", "{list: {id: A, title: 甲}, rows: [3, [], {}]}"])
def test_anything_at_all_is_answered_with_complaints(content: str) -> None:
    assert complaints_about(yaml.safe_load(content), "坏.yaml")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "standards"
    folder.mkdir()
    monkeypatch.setenv("CETU_LEXICONS", str(tmp_path))
    return folder


def test_a_list_of_ones_own_is_found_and_used(own: Path, make: Callable[..., Extraction]) -> None:
    (own / "青禾.yaml").write_text(GOOD, encoding="utf-8")
    assert [item.id for item in standards()] == ["BB12", "MG17", "OT", "QB17", "QH"]
    plan = make(
        "年辍学率⟦年辍学率|控制在1%以内⟧。家长开放日⟦@P1SY:2|每学年两次⟧。办好校园广播站。",
        title="白鹭镇初级中学2023年计划",
    )
    told = [(row.row, row.verdict) for row in compare(plan, "QH")]
    assert told == [("QH-1", "stricter"), ("QH-2", "below"), ("QH-3", "mentioned")]


def test_a_list_with_the_id_of_ours_takes_its_place(own: Path) -> None:
    (own / "mine.yaml").write_text(GOOD.replace("id: QH,", "id: OT,"), encoding="utf-8")
    assert standard("OT").title == "青禾区办学要求"
    assert len(standards()) == 4


def test_all_complaints_of_all_files_at_once(own: Path) -> None:
    (own / "a.yaml").write_text(GOOD.replace("proves: both", "proves: x"), encoding="utf-8")
    (own / "b.yaml").write_text(GOOD.replace("value: 98", "value: 多"), encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        standards()
    assert "a.yaml" in str(caught.value)
    assert "b.yaml" in str(caught.value)


def _line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "at", "complaint"),
    [
        ("comparator: '>=', value: 98", "comparator: 不低于, value: 98", "不低于", "门槛 1：comparator “不低于”不对"),
        ("level: school\n  kind: qualitative", "level: 学校\n  kind: qualitative", "level: 学校", "level “学校”不对"),
        ("  name: 家长开放日", "  name: 家长开放日\n  nam: 甲", "nam: 甲", "不认识的字段 nam"),
        ("id: QH-2", "id: QH-1", "- id: QH-1\n  name: 家长", "编号重复"),
        ("  name: 家长开放日", "  name: 家长开放日\n  name: 开放日", "name: 开放日", "字段 name 写了两次"),
        ("list: {id: QH,", "list: {id: 'Q H',", "list:", "编号 Q H 只能用"),
        ("\nlist:", "\nnotes: 3\nlist:", "notes", "不认识的部分 notes"),
    ],
)
def test_a_file_of_ones_own_is_complained_about_by_line(
    tmp_path: Path, old: str, new: str, at: str, complaint: str
) -> None:
    text = GOOD.replace(old, new, 1)
    path = tmp_path / "青禾.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        standard_from(path)
    lines = [line for line in str(caught.value).splitlines() if complaint in line]
    assert len(lines) == 1, str(caught.value)
    assert lines[0].startswith(f"青禾.yaml 第 {_line_of(text, at)} 行"), lines


def test_a_good_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "青禾.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert [row.id for row in standard_from(path).rows] == ["QH-1", "QH-2", "QH-3"]
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(LexiconError, match=r"YAML|UTF-8"):
        standard_from(path)
    with pytest.raises(UsageError, match="没有标准表文件"):
        standard_from(tmp_path / "没有.yaml")


def test_one_id_in_two_files(own: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (own / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"编号 QH 已由 a\.yaml 使用"):
        standards()


def test_a_file_that_is_no_yaml(own: Path) -> None:
    (own / "a.yaml").write_text("list: {id: [", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"a\.yaml"):
        standards()


DOC = Path(__file__).resolve().parents[2] / "docs" / "standards.md"


def test_the_document_names_every_field() -> None:
    text = DOC.read_text("utf-8")
    for struct in (ListInfo, StandardRow, Threshold, Conversion):
        for field in msgspec.structs.fields(struct):
            assert f"`{field.name}`" in text, (struct.__name__, field.name)
    for formula in get_args(Formula):
        assert f"| `{formula}` |" in text


def test_the_example_of_the_document_is_a_good_list(own: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    (own / "qh.yaml").write_text(example, encoding="utf-8")
    assert [row.id for row in standard("QH").rows] == ["QH-1", "QH-2", "QH-3"]


def test_the_numbers_of_the_document_are_true() -> None:
    text = DOC.read_text("utf-8")
    for item in standards():
        sure = sum(row.confirmed for row in item.rows)
        assert re.search(rf"\| {item.id} \| .* \| {len(item.rows)} \| {sure} \|", text), (item.id, len(item.rows), sure)
