"""The verdict on one statement for one school stage."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.comparison import reasons
from pipeline.comparison.case import Case, Finding, finding_of, joined
from pipeline.comparison.converting import converted, students_per_teacher
from pipeline.comparison.judging import Amount, Judgement, judge, judge_between
from pipeline.comparison.measuring import Fit
from pipeline.comparison.rows import Conversion, Threshold
from pipeline.comparison.thresholds import by_region, by_year, confirmed_first
from pipeline.comparison.vagueness import vague_word
from pipeline.lexicon.wording import pattern
from pipeline.model import labels


def judged(case: Case, fitted: Fit, thresholds: tuple[Threshold, ...]) -> Finding:
    """One stage: year, region, confirmation, level, vague words; then the numbers."""
    refusals = [_age_refusal(case), reasons.level_refusal(case.row, case.facing.rank)]
    hints: list[str] = list(fitted.hints)
    left = thresholds
    for choice in (by_year(left, case.facing), by_region(left, case.facing)):
        left = tuple(item for item in left if item in choice.left) or choice.left
        refusals.append(choice.refusal)
        hints += choice.hints
    sure = confirmed_first(case.row, left)
    left = sure.left
    refusals.append(sure.refusal)
    hints += sure.hints
    item = case.statement
    vague = vague_word(case.plan.text, item.start, item.end, item.left)
    if vague or item.amount.op == "~":
        refusals.append(f"数字旁有“{vague or '约'}”，不作判断")
    refusals += [f"标准以“{one.value_ref}”为准，没有可比的数" for one in left if one.value_ref][:1]
    if refusal := joined(*refusals):
        return finding_of("mentioned", refusal, left)
    return _by_number(case, fitted, left, hints)


def _by_number(case: Case, fitted: Fit, left: tuple[Threshold, ...], hints: Sequence[str]) -> Finding:
    results = [(item, _judgement(case, fitted, item)) for item in left]
    outcomes = {result.outcome for _, result in results}
    note = _converted_words(case, fitted, left[0])
    if outcomes == {"meets", "stricter"}:  # reached in every band, whichever it is
        results = [item for item in results if item[1].outcome == "meets"]
    elif len(outcomes) > 1:
        bands = "；".join(f"{item.applies_to}{bound_in_words(item)}" for item in left)
        return finding_of("mentioned", joined(f"标准分档（{bands}），计划没有写明是哪一档", note), left)
    threshold, result = results[0]
    if isinstance(threshold.value, str):
        return finding_of("mentioned", f"标准是时刻（{threshold.value}），请对照原文", left)
    if result.outcome is None:
        return finding_of("mentioned", joined("计划的数值范围跨过标准值，不能判断", note), left)
    if case.conversion is not None and not _allowed(case.conversion, result):
        return finding_of("mentioned", joined(f"单向依据：{case.conversion.conclude}", note), left)
    if case.statement.status == "actual" and not result.proved:
        hints = (*hints, "现状只写了界限，按界限比较")
    return Finding(
        verdict=result.outcome, reason=joined(note, *hints), threshold=threshold, school_type=threshold.school_type
    )


def _judgement(case: Case, fitted: Fit, threshold: Threshold) -> Judgement:
    amount = planned(case, fitted, threshold)
    if amount is None or isinstance(threshold.value, str) or threshold.value is None:
        return Judgement(outcome=None)
    if isinstance(threshold.value, tuple):
        return judge_between(amount, *threshold.value)
    if case.conversion is not None and case.conversion.formula == "zero_share":
        return judge(amount, "==", 0.0)
    if case.conversion is not None and case.conversion.formula == "limit":
        found = judge(amount, "<", case.conversion.base)
        return msgspec.structs.replace(found, outcome="meets") if found.outcome == "stricter" else found
    return judge(amount, threshold.comparator, threshold.value, share="%" in threshold.unit)


def planned(case: Case, fitted: Fit, threshold: Threshold) -> Amount | None:
    """The plan's amount in the threshold's unit."""
    item = case.statement
    if case.conversion is not None and case.conversion.formula not in (None, "same"):
        return converted(item.amount, case.conversion)
    if fitted.ratio:
        return students_per_teacher(item.amount, item.unit, teacher_first=_teacher_first(case))
    return item.amount.times(fitted.factor(threshold))


def _teacher_first(case: Case) -> bool:
    told = case.bond.tie.wording
    teacher, student = (pattern("comparison", side).search(told) for side in ("teachers", "students"))
    return teacher is not None and (student is None or teacher.start() < student.start())


def _allowed(conversion: Conversion, result: Judgement) -> bool:
    """Whether a conversion proves as much as the outcome claims."""
    if conversion.proves == "both":
        return True
    if conversion.proves == "pass":
        return result.outcome in ("stricter", "meets")
    return conversion.proves == "fail" and result.outcome == "below" and result.proved


def _converted_words(case: Case, fitted: Fit, threshold: Threshold) -> str:
    amount = planned(case, fitted, threshold)
    if amount is None or isinstance(threshold.value, str):
        return ""
    same = amount == case.statement.amount
    if case.conversion is not None:
        verb = "约合" if case.conversion.proves == "estimate" else "折合"
        shown = "" if same else f"，{verb} {labels.quantity(amount.op, round(amount.value, 2), None, threshold.unit)}"
        return f"由“{case.conversion.wording}”推断{shown}"
    return (
        "" if same else f"折合 {labels.quantity(amount.op, round(amount.value, 4), amount.value_max, threshold.unit)}"
    )


def _age_refusal(case: Case) -> str:
    """Rule 1: a plan older than the list is read as a gap, not judged."""
    year = case.standard.info.year
    facing = case.facing
    if year is None:
        return ""
    if facing.year is not None and facing.year < year:
        return f"计划（{facing.year} 年）早于标准（{year} 年），只作差距参考"
    if facing.year is None and facing.last_year is not None and facing.last_year < year:
        return f"计划的时限都在 {facing.last_year} 年以前，早于标准（{year} 年），只作差距参考"
    return ""


def bound_in_words(threshold: Threshold) -> str:
    """A threshold in words: `不低于 95%`."""
    if threshold.value_ref:
        return threshold.value_ref
    if isinstance(threshold.value, tuple):
        return f"{threshold.value[0]:g}～{threshold.value[1]:g}{threshold.unit}"
    if threshold.value is None or isinstance(threshold.value, str):
        return threshold.value or ""
    return f"{labels.OPS.get(threshold.comparator, '')}{threshold.value:g}{threshold.unit}"
