"""Our share of a peer's own test cases (../shared/peers); docs/peers_times.md lists what is missed and why."""

from __future__ import annotations

import calendar
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.expressions import times
from pipeline.model.expression import TimeExpression

PEERS = Path(__file__).resolve().parents[3] / "shared" / "peers"
FLOORS = {"date": 0.97, "dateperiod": 0.95, "duration": 1.0, "set": 1.0}


def first_day(date: str | None) -> str | None:
    return date if date is None else date + "-01-01"[: 10 - len(date)] if len(date) == 4 else f"{date}-01"[:10]


def last_day(date: str | None) -> str | None:
    if date is None or len(date) == 10:
        return date
    year, month = int(date[:4]), int(date[5:7] or 12)
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def same_value(value: dict[str, Any] | None, item: TimeExpression) -> bool:
    if value is None:
        return True
    if "duration" in value:
        return item.duration == value["duration"]
    if "period" in value:
        return item.freq == value["period"]
    return (first_day(item.from_date), last_day(item.to_date)) == (value["start"], value["end"])


def solved(case: dict[str, Any]) -> bool:
    anchor = case["reference_date"]
    found = times(case["text"], anchor[:10] if anchor else None)
    return len(found) == len(case["expected"]) and all(
        (want["start"], want["end"]) == (item.start, item.end)
        and any(same_value(value, item) for value in [want["value"], *(want.get("value_alt") or [])])
        for want, item in zip(case["expected"], found, strict=True)
    )


@pytest.mark.parametrize("kind", FLOORS)
def test_share(kind: str) -> None:
    path = PEERS / f"recognizers_{kind}.jsonl"
    if not path.is_file():
        pytest.skip("no peers' test cases at ../shared/peers")
    cases = [case for line in path.read_text("utf-8").splitlines() if (case := json.loads(line))["relevant"]]
    misses = [f"{case['id']} {case['text']}" for case in cases if not solved(case)]
    share = 1 - len(misses) / len(cases)
    assert share >= FLOORS[kind], f"{share:.3f} of {len(cases)}; missed:\n" + "\n".join(misses)
