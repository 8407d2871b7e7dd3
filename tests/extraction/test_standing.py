"""Rows of standing_times.yaml against their own examples, and the papers they leave alone."""

from __future__ import annotations

import pytest

from pipeline.expressions import times
from pipeline.extraction.standing import StandingRow, recurring
from pipeline.lexicon import load

ROWS = load("standing_times", StandingRow)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_examples(row: StandingRow) -> None:
    assert all(row.applies(words) for words in row.examples)
    assert not any(row.applies(words) for words in row.near_misses)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("后勤服务考核办法", "recurring"),
        ("青年医师考勤制度", "recurring"),
        ("青年医师培养方案", "period"),
        ("", "recurring"),
        ("德育工作计划", "period"),
        ("2027年培训方案", "period"),
        ("下学期教研方案", "period"),
    ],
)
def test_titles(title: str, kind: str) -> None:
    [item] = times("期末召开总结会")
    assert recurring(item, title).kind == kind
