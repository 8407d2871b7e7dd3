"""Numbers against bounds: the table of the lists' README (plan_equals), and what must hold for all numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comparison.converting import converted, students_per_teacher
from pipeline.comparison.judging import Amount, judge, judge_between
from pipeline.comparison.rows import Conversion

# plan op, plan value(s), comparator, bound, outcome
TABLE = [
    ("=", 95, ">=", 95, "meets"),
    ("=", 97, ">=", 95, "stricter"),
    ("=", 94, ">=", 95, "below"),
    ("=", 46, "<=", 45, "below"),
    (">=", 95, ">=", 95, "meets"),
    (">=", 96, ">=", 95, "stricter"),
    (">=", 94, ">=", 95, "below"),
    (">", 95, ">=", 95, "stricter"),
    ("<", 90, ">=", 95, "below"),
    ("<", 95, ">=", 95, "below"),
    ("<=", 95, ">=", 95, None),
    ("<=", 98, ">=", 95, None),
    ("<=", 45, "<=", 45, "meets"),
    ("<=", 44, "<=", 45, "stricter"),
    ("<", 45, "<=", 45, "stricter"),
    ("<=", 50, "<=", 45, "below"),
    (">=", 56, "<=", 45, "below"),
    (">=", 40, "<=", 45, None),
    ("~", 95, ">=", 95, None),
    ((40, 45), 0, "<=", 45, "meets"),
    ((40, 50), 0, "<=", 45, None),
    ((50, 55), 0, "<=", 45, "below"),
    ((95, 98), 0, ">=", 95, "meets"),
    ((96, 98), 0, ">=", 95, "stricter"),
    ("=", 100, "==", 100, "meets"),
    (">=", 100, "==", 100, "meets"),
    (">=", 95, "==", 100, "below"),
    ("=", 98, "==", 100, "below"),
    ("=", 0, "==", 0, "meets"),
    ("=", 2, "==", 0, "below"),
    ("<=", 5, "==", 0, "below"),
    ("=", 2, "<", 2, "below"),
    ("<", 2, "<", 2, "meets"),
    ("=", 1.9, "<", 2, "stricter"),
    ("=", 10, ">", 10, "below"),
    (">", 10, ">", 10, "meets"),
]


def _amount(op: object, value: float) -> Amount:
    if isinstance(op, tuple):
        return Amount(op="range", value=op[0], value_max=op[1])
    return Amount(op=op, value=value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("op", "value", "comparator", "bound", "outcome"), TABLE)
def test_table(op: object, value: float, comparator: str, bound: float, outcome: str | None) -> None:
    assert judge(_amount(op, value), comparator, bound, share=True).outcome == outcome  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("op", "value", "outcome"),
    [("=", 85, "meets"), ("=", 90, "below"), ("=", 79, "below"), (">=", 85, None), ((82, 85), 0, "meets")],
)
def test_between(op: object, value: float, outcome: str | None) -> None:
    assert judge_between(_amount(op, value), 80.0, 89.9).outcome == outcome


@pytest.mark.parametrize(("op", "value", "proved"), [("=", 44, True), ("<", 45, True), (">=", 40, False)])
def test_a_laxer_bound_is_below_but_proves_nothing(op: str, value: float, proved: bool) -> None:
    result = judge(_amount(op, value), ">=", 45)
    assert (result.outcome, result.proved) == ("below", proved)


_NUMBERS = st.integers(-10_000, 10_000).map(lambda number: number / 10)
_BOUNDS = st.sampled_from([">=", "<=", ">", "<"])


@given(_NUMBERS, _BOUNDS, _NUMBERS, _NUMBERS)
def test_more_of_what_is_wanted_is_never_worse(value: float, comparator: str, bound: float, step: float) -> None:
    order = {"below": 0, "meets": 1, "stricter": 2}
    better = value + abs(step) if comparator in (">=", ">") else value - abs(step)
    first = judge(Amount(op="=", value=value), comparator, bound).outcome  # type: ignore[arg-type]
    second = judge(Amount(op="=", value=better), comparator, bound).outcome  # type: ignore[arg-type]
    assert first is not None
    assert second is not None
    assert order[first] <= order[second]


@given(st.sampled_from([">=", "<=", ">", "<", "=", "~"]), _NUMBERS, _BOUNDS, _NUMBERS)
def test_turning_signs_changes_nothing(op: str, value: float, comparator: str, bound: float) -> None:
    turn = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
    straight = judge(_amount(op, value), comparator, bound)  # type: ignore[arg-type]
    turned = judge(_amount(turn.get(op, op), -value), turn[comparator], -bound)  # type: ignore[arg-type]
    assert straight == turned


# formula and its numbers, amount before, amount behind
CONVERSIONS = [
    ({"formula": "complement"}, ("=", 1), ("=", 99)),
    ({"formula": "complement"}, ("<=", 1), (">=", 99)),
    ({"formula": "complement"}, ("<", 3), (">", 97)),
    ({"formula": "complement"}, ((1, 3), 0), ((97, 99), 0)),
    ({"formula": "complement_power", "power": 3}, ("=", 1), ("=", 97.03)),
    ({"formula": "complement_power", "power": 9}, ("=", 1), ("=", 91.35)),
    ({"formula": "hundred_over"}, ("=", 16), ("=", 6.25)),
    ({"formula": "hundred_over"}, ("<=", 10), (">=", 10)),
    ({"formula": "inverse"}, ("=", 19.96), ("=", 0.0501)),
    ({"formula": "share_of", "base": 9522.0}, ("=", 857), ("=", 9.0)),
    ({"formula": "share_of", "base": 9522.0}, (">=", 1047), (">=", 11.0)),
    ({"formula": "same"}, (">=", 8), (">=", 8)),
]


@pytest.mark.parametrize(("formula", "before", "behind"), CONVERSIONS)
def test_conversions(formula: dict[str, object], before: tuple[object, float], behind: tuple[object, float]) -> None:
    how = Conversion(wording="x", how="", proves="both", **formula)  # type: ignore[arg-type]
    found, wanted = converted(_amount(*before), how), _amount(*behind)
    assert found is not None
    assert found.op == wanted.op
    assert found.value == pytest.approx(wanted.value, abs=0.005)
    if wanted.value_max is not None:
        assert found.value_max == pytest.approx(wanted.value_max)


def test_a_conversion_that_needs_data_gives_nothing() -> None:
    assert converted(Amount(op="=", value=5), Conversion(wording="x", how="", proves="both")) is None
    assert converted(Amount(op="=", value=0), Conversion(wording="x", how="", proves="both", formula="inverse")) is None


@pytest.mark.parametrize(
    ("amount", "unit", "teacher_first", "wanted"),
    [
        ((">=", 19), "1:x", True, ("<=", 19)),
        (("=", 19), "1:x", True, ("=", 19)),
        (("<=", 19), "1:x", True, ("<=", 19)),
        (("<=", 19), "x:1", False, ("<=", 19)),
        ((">=", 0.05), "", True, ("<=", 20)),
        (("=", 0.05), "", True, ("=", 20)),
    ],
)
def test_ratios(amount: tuple[str, float], unit: str, teacher_first: bool, wanted: tuple[str, float]) -> None:
    assert students_per_teacher(_amount(*amount), unit, teacher_first=teacher_first) == _amount(*wanted)
