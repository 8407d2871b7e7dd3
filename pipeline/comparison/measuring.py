"""Whether a statement's unit and denominators are those of a threshold, or can be turned into them."""

from __future__ import annotations

import msgspec

from pipeline.comparison.frequencies import frequency_factor
from pipeline.comparison.lexicons import filler_words
from pipeline.comparison.rows import Conversion, StandardRow, Threshold
from pipeline.comparison.statements import Statement
from pipeline.comparison.units import Match, Measure, denominators_match, factor_between, measure, spoken_denominators

# Which kind of unit a conversion starts from.
_STARTS = {
    "complement": ("share",),
    "complement_power": ("share",),
    "zero_share": ("share",),
    "hundred_over": ("ratio", "bare"),
    "inverse": ("ratio", "bare"),
    "share_of": ("lesson", "study"),
}


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """Thresholds whose unit agrees, with factors. Where none does: `reason`, and `conflict` if the plan's number is
    another quantity (else something is not stated); `by_base`: it is a share of something else. `refusal`: it agrees
    but may not be judged."""

    fitting: tuple[Threshold, ...] = ()
    factors: tuple[float, ...] = ()
    ratio: bool = False
    reason: str = ""
    conflict: bool = False
    refusal: str = ""
    hints: tuple[str, ...] = ()
    by_base: bool = False

    def factor(self, threshold: Threshold) -> float:
        """What the plan's number is to be multiplied by for this threshold."""
        return self.factors[self.fitting.index(threshold)]


def fit(
    row: StandardRow,
    thresholds: tuple[Threshold, ...],
    statement: Statement,
    words: str,
    conversion: Conversion | None = None,
) -> Fit:
    """Hold a statement against the units of a row's thresholds."""
    plan = measure(statement.unit)
    if conversion is not None and conversion.formula in _STARTS:
        return _converted_fit(row, thresholds, plan, statement, conversion)
    if conversion is not None and conversion.formula == "limit":
        return _limit_fit(thresholds, plan, statement)
    if statement.zero:
        return _zero_fit(thresholds)
    base = _base_fit(row, words)
    if base is not None and base.conflict:
        return base if of_its_sort(row, statement) else Fit(conflict=True)
    fitting: list[Threshold] = []
    factors: list[float] = []
    misses: list[tuple[bool, str]] = []
    ratio = False
    for item in thresholds:
        factor, conflict, reason = _threshold_fit(row, item, plan, statement, words)
        ratio = ratio or measure(item.unit).kind == "ratio"
        if factor is None:
            misses.append((conflict, reason))
        else:
            fitting.append(item)
            factors.append(factor)
    if not fitting:
        conflict, reason = next(
            (miss for miss in misses if not miss[0]), misses[0] if misses else (False, "标准没有数值")
        )
        return Fit(reason=reason, conflict=conflict)
    refusal, hints = ("", ()) if base is None or conversion is not None else (base.refusal, base.hints)
    return Fit(fitting=tuple(fitting), factors=tuple(factors), ratio=ratio, refusal=refusal, hints=hints)


def of_its_sort(row: StandardRow, statement: Statement) -> bool:
    """Whether a statement is counted in the same sort of unit as the row, whatever it is counted per."""
    return any(measure(item.unit).kind == measure(statement.unit).kind for item in row.thresholds)


def _threshold_fit(
    row: StandardRow, item: Threshold, plan: Measure, statement: Statement, words: str
) -> tuple[float | None, bool, str]:
    """Factor, or null with whether it is a conflict and why."""
    wanted = measure(item.unit)
    if statement.freq is not None:
        factor = frequency_factor(statement.freq, statement.amount.value, wanted)
        return factor, True, "" if factor else f"口径不同：标准的单位是“{item.unit}”，计划写的是次数"
    if wanted.kind is None or not item.unit:
        return 1.0, False, ""
    if wanted.kind == "ratio":
        if plan.kind == "ratio" or (plan.kind == "bare" and 0 < statement.amount.value < 1):
            return 1.0, False, ""
        return None, True, _unit_conflict(statement.unit, item.unit)
    head = factor_between(plan, wanted, row.unit_variants)
    if head is None:
        return None, True, _unit_conflict(statement.unit, item.unit)
    match = denominators_match(wanted, plan, spoken_denominators(words)[::-1], row.implied)
    if match.factor is None and match.missing:
        match = _by_opening(row, wanted, plan, statement, words) or match
    if match.factor is not None:
        return head * match.factor, False, ""
    if match.conflict:
        return None, True, f"口径不同：计划按“{match.conflict}”计，标准的单位是 {item.unit}"
    return None, False, f"分母未写明：标准按“{match.missing}”计（{item.unit}），计划没有写"


def _by_opening(row: StandardRow, wanted: Measure, plan: Measure, statement: Statement, words: str) -> Match | None:
    """What a clause opens with holds for all that it plans: 每百名学生拥有骨干教师1名,体育教师0.9名. Not so for totals
    and for what is there already."""
    total = any(word in words for word in filler_words("total"))
    if wanted.ground is None or total or statement.status == "actual":
        return None
    opening = [item for item in spoken_denominators(statement.opening) if item.family == wanted.ground.family]
    said = (*spoken_denominators(words)[::-1], *opening)
    found = denominators_match(wanted, plan, said, row.implied) if opening else None
    return found if found is not None and found.factor is not None else None


def _unit_conflict(plan_unit: str, unit: str) -> str:
    return f"口径不同：计划的单位是“{plan_unit or '无'}”，标准的单位是“{unit}”"


def _converted_fit(
    row: StandardRow, thresholds: tuple[Threshold, ...], plan: Measure, statement: Statement, conversion: Conversion
) -> Fit:
    starts = _STARTS[conversion.formula or ""]
    nothing = plan.kind == "bare" and statement.amount.value == 0
    if plan.kind in starts or (nothing and "share" in starts):
        return Fit(fitting=thresholds, factors=tuple(1.0 for _ in thresholds))
    return Fit(reason=f"口径不同：“{conversion.wording}”的单位不对，不能换算成“{row.name}”", conflict=True)


def _limit_fit(thresholds: tuple[Threshold, ...], plan: Measure, statement: Statement) -> Fit:
    """A size that shows whether the thing counted is there at all (class size for 大班额)."""
    if plan.kind == "person":
        return Fit(fitting=thresholds, factors=tuple(1.0 for _ in thresholds))
    return Fit(reason=_unit_conflict(statement.unit, "人"), conflict=True)


def _zero_fit(thresholds: tuple[Threshold, ...]) -> Fit:
    fitting = tuple(item for item in thresholds if item.comparator in ("==", "<=", "<"))
    return Fit(fitting=fitting, factors=tuple(1.0 for _ in fitting), reason="标准没有上限")


def _base_fit(row: StandardRow, words: str) -> Fit | None:
    """Shares: what they are a share of; the word nearest to the number counts. Null where the row names no
    denominators or the right one is stated."""
    if not row.base and not row.other_base:
        return None
    right = max((words.rfind(word) for word in row.base), default=-1)
    wrong = max(row.other_base, key=lambda word: (words.rfind(word), len(word)), default="")
    if wrong and words.rfind(wrong) > right:
        base = row.base[0] if row.base else row.name
        return Fit(reason=f"口径不同：计划以“{wrong}”为分母，标准以“{base}”为分母", conflict=True, by_base=True)
    if right >= 0 or not row.base:
        return None
    if row.base_optional:
        return Fit(hints=(f"口径未定：计划没有写明是否按“{row.base[0]}”计",))
    return Fit(refusal=f"分母未写明：标准以“{row.base[0]}”为分母")
