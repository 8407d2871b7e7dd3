"""The published JSON Schema is what the records say."""

from __future__ import annotations

import json

from scripts.make_schema import TARGET, schema


def test_rebuilding_changes_nothing() -> None:
    assert TARGET.read_text("utf-8") == schema(), "run python scripts/make_schema.py"


def test_all_seven_kinds_are_in_it() -> None:
    kinds = {
        name for name, definition in json.loads(schema())["$defs"].items() if "type" in definition.get("properties", {})
    }
    assert kinds == {"Indicator", "Deadline", "Membership", "Duty", "Target", "Evidence", "Problem"}
