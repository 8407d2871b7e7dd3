"""Verdicts and reasons, case by case (cases/verdicts.yaml)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.comparison import compare, standard, ties
from pipeline.model.result import Extraction
from pipeline.model.rows import ComparisonRow

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "verdicts.yaml").read_text("utf-8"))


def _fits(row: ComparisonRow, wanted: dict[str, Any]) -> bool:
    numbers = ((row.plan_value, wanted.get("plan")), (row.standard_value, wanted.get("standard")))
    return (
        row.row == wanted["row"]
        and row.verdict == wanted["verdict"]
        and all(want is None or have == pytest.approx(want) for have, want in numbers)
        and all(getattr(row, key) == wanted[key] for key in ("school_type", "status") if key in wanted)
        and str(wanted.get("reason", "")) in row.reason
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any], make: Callable[..., Extraction]) -> None:
    rows = compare(make(case["text"], **case["plan"]), case["standard"])
    left = list(rows)
    for wanted in case["expect"]:
        found = next((row for row in left if _fits(row, wanted)), None)
        assert found is not None, (wanted, [row for row in rows if row.row == wanted["row"]])
        left.remove(found)
    told = {wanted["row"] for wanted in case["expect"]}
    more = [row for row in left if row.row in told]
    assert not more, more
    missing = {row.row for row in rows if row.verdict == "missing"}
    assert set(case.get("silent", ())) <= missing


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_row_of_the_list_in_order_and_every_statement_in_its_place(
    case: dict[str, Any], make: Callable[..., Extraction]
) -> None:
    extraction = make(case["text"], **case["plan"])
    rows = compare(extraction, case["standard"])
    order = [row.id for row in standard(case["standard"]).rows]
    assert list(dict.fromkeys(row.row for row in rows)) == order
    text = extraction.text or ""
    for row in rows:
        assert all(0 <= span.start < span.end <= len(text) for span in row.spans)
        assert (row.verdict == "missing") == (not row.spans)
        if row.spans:
            assert text[row.spans[0].start : row.spans[-1].end].strip("。") in row.text or row.plan_value is None
        if row.verdict in ("mentioned", "not_comparable"):
            assert row.reason
    assert compare(extraction, case["standard"]) == rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_tie_and_every_refusal_has_its_reason(case: dict[str, Any], make: Callable[..., Extraction]) -> None:
    extraction = make(case["text"], **case["plan"])
    tried = ties(extraction, case["standard"])
    for one in tried:
        assert "的“" in one.tied_by
        assert one.reason or one.verdict in ("stricter", "meets", "below")
    told = {(one.row, one.fact) for one in tried if one.verdict is not None}
    for row in compare(extraction, case["standard"]):
        if row.plan_value is not None:
            assert row.tied_by
            assert (row.row, row.fact) in told


def test_a_refused_tie_is_kept_with_its_reason(make: Callable[..., Extraction]) -> None:
    plan = make("消除⟦班额|56人以上⟧的大班额。", title="青石镇中心小学2024年工作方案")
    refused = [one for one in ties(plan, "QB17") if one.verdict is None]
    assert [(one.row, bool(one.reason)) for one in refused] == [("QB17-G5", True)]
