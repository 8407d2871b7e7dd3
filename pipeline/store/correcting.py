"""A fact as people have put it right: their values in the place of the plan's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from pipeline.model import labels
from pipeline.model.result import Deadline, Duty, Evidence, Fact, Indicator, Membership
from pipeline.store.records import StoredFact


def with_corrections(stored: StoredFact, changes: Mapping[str, str]) -> StoredFact:
    """A fact with the values that people have set for its fields."""
    fact = _fact(stored.fact, changes)
    more: dict[str, Any] = {"fact": fact, "corrected": tuple(sorted(changes))}
    if isinstance(fact, Indicator) and not {"op", "value", "value_max", "unit"}.isdisjoint(changes):
        more["words"] = _quantity(fact)
    if "words" in changes:
        more["words"] = changes["words"]
    if "due" in changes:
        day = changes["due"]
        more |= {"due": day, "due_starts": None, "due_ends": day, "due_freq": None}
    return msgspec.structs.replace(stored, **more)


def _fact(fact: Fact, changes: Mapping[str, str]) -> Fact:
    values: dict[str, Any] = {field: value for field, value in changes.items() if field in fact.__struct_fields__}
    if isinstance(fact, Indicator):
        values |= {name: float(values[name]) for name in ("value", "value_max") if name in values}
    elif isinstance(fact, Deadline) and "times" in values:
        values["times"] = int(values["times"])
    elif isinstance(fact, Evidence) and "codes" in values:
        values["codes"] = tuple(values["codes"].replace("，", "、").replace(",", "、").split("、"))
    elif isinstance(fact, Duty) and "actor" in values:
        values["party"] = msgspec.UNSET
    elif not isinstance(fact, (Duty, Membership)):
        values.pop("words", None)
    return msgspec.structs.replace(fact, **values)


def _quantity(fact: Indicator) -> str:
    """A quantity put right, in words: 不低于98%."""
    number = f"{fact.value:g}" if fact.value_max is None else f"{fact.value:g}—{fact.value_max:g}"
    op = "" if fact.op in ("=", "range") else labels.OPS.get(fact.op, fact.op)
    return f"{op}{number}{fact.unit or ''}"
