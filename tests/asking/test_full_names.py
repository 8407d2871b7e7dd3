"""Bodies asked for by their full name: the school whose own papers say 学校, the party that an agreement calls 乙方."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import extract, read
from pipeline.asking import ask, duties, who
from pipeline.model.rows import AnswerRow
from pipeline.store import KnowledgeBase

LETTER = """白鹭洲镇中心小学食堂安全责任书
甲方：白鹭洲镇中心小学
乙方：食堂承包人 汤振海
一、甲方责任
1.每周检查一次灶台。
二、乙方责任
1.餐具每餐消毒。
甲方（盖章）：          乙方（签字）：
2026年8月28日
"""
PLAN = """蒲草湾学校2026年防溺水工作方案
一、工作要求
学校每月召开一次家长会。德育处每周巡查水塘。
蒲草湾学校
2026年4月1日
"""
COUNTY = """青禾县人民政府关于加强防溺水工作的通知
一、职责分工
县教育局负责宣传教育。县水务局负责设置警示牌。
青禾县人民政府
2026年3月1日
"""


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        for name, text in (("a.txt", LETTER), ("b.txt", PLAN), ("c.txt", COUNTY)):
            path = tmp_path / name
            path.write_text(text, "utf-8")
            source = read(path)
            base.add(extract(source), source.text)
        yield base


def told(rows: list[AnswerRow]) -> list[str]:
    return [row.text for row in rows]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("白鹭洲镇中心小学", "1.每周检查一次灶台。"),
        ("汤振海", "1.餐具每餐消毒。"),
        ("乙方", "1.餐具每餐消毒。"),
        ("蒲草湾学校", "学校每月召开一次家长会。"),
        ("青禾县教育局", "县教育局负责宣传教育。"),
        ("青禾县水务局", "县水务局负责设置警示牌。"),
    ],
)
def test_duties_by_full_name(kb: KnowledgeBase, name: str, first: str) -> None:
    assert told(duties(kb, name))[:1] == [first]


def test_another_county_has_none(kb: KnowledgeBase) -> None:
    assert duties(kb, "白水县教育局") == []


def test_who_names_the_party_behind_the_label(kb: KnowledgeBase) -> None:
    row = who(kb, "餐具消毒")[0]
    assert (row.answer, row.actor) == ("乙方（食堂承包人 汤振海）", "乙方")


def test_what_a_school_must_do_comes_before_what_its_parts_must_do(kb: KnowledgeBase) -> None:
    assert told(list(ask(kb, "蒲草湾学校要做什么？").rows)) == ["学校每月召开一次家长会。", "德育处每周巡查水塘。"]


def test_a_name_that_two_issuers_end_in_is_neither_s_and_a_school_named_after_another_is_not_it(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        for number, school in enumerate(("青禾县第一小学", "白水县第一小学", "蒲草湾学校", "蒲草湾学校附属幼儿园")):
            path = tmp_path / f"{number}.txt"
            path.write_text(
                f"{school}安全方案\n一、要求\n学校每月自查{number + 1}次。\n{school}\n2026年4月1日\n", "utf-8"
            )
            source = read(path)
            base.add(extract(source), source.text)
        assert told(duties(base, "第一小学")) == []
        assert told(duties(base, "青禾县第一小学")) == ["学校每月自查1次。"]
        assert told(duties(base, "蒲草湾学校")) == ["学校每月自查3次。"]
