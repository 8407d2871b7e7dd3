"""Annotated plans of our own, written by someone who had not seen the rules: quality may rise, not fall.

`blind_a` was opened when the rules were deepened, `blind_b` was not. The scorer comes with the real texts; without it these
tests are skipped.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import extract, read
from pipeline.model.result import to_json

HERE = Path(__file__).resolve().parent
SCORER = HERE.parent.parent.parent / "shared" / "gold" / "score.py"
FLOORS = {
    "blind_a": {
        "heading": 0.98,
        "indicator.full": 0.80,
        "deadline": 0.93,
        "membership": 0.90,
        "duty": 0.75,
        "target": 0.88,
    },
    "blind_b": {
        "heading": 0.98,
        "indicator.full": 0.84,
        "deadline": 0.94,
        "membership": 0.90,
        "duty": 0.74,
        "target": 0.85,
    },
}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not SCORER.is_file():
        pytest.skip("the scorer (../shared/gold/score.py) is not here")
    spec = importlib.util.spec_from_file_location("gold_score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", sorted(FLOORS))
def test_plans_score_at_least(folder: str, scorer: ModuleType) -> None:
    total: dict[str, list[int]] = {}
    for path in sorted((HERE / folder).glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        raw = scorer.read_text(path.with_suffix(".txt"))
        found = json.loads(to_json(extract(read(path.with_suffix(".txt")))))
        for row, counts in scorer.score_document(gold, found, raw, []).items():
            total[row] = [a + b for a, b in zip(total.get(row, [0, 0, 0]), counts, strict=True)]
    f1 = {row: round(2 * hit / (found + gold), 3) for row, (hit, found, gold) in total.items() if found + gold}
    low = {row: (f1[row], floor) for row, floor in FLOORS[folder].items() if f1[row] < floor}
    assert not low, f"{folder}: F1 fell below the floor (found, floor): {low}"
