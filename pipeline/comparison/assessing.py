"""A statement that concerns a row: verdict, or the reason why there is none."""

from __future__ import annotations

import msgspec

from pipeline.comparison import reasons
from pipeline.comparison.case import Case, Finding, grades_of, is_generic, joined, mentioned, only_threshold, stages_of
from pipeline.comparison.deciding import bound_in_words, judged
from pipeline.comparison.measuring import Fit, fit, of_its_sort
from pipeline.comparison.plan import Plan
from pipeline.comparison.relevance import beside_the_point, conversion_for
from pipeline.comparison.rows import Standard
from pipeline.comparison.statements import Statement
from pipeline.comparison.thresholds import Group, by_stage, by_words
from pipeline.comparison.tying import Bond
from pipeline.comparison.units import measure
from pipeline.model.rows import Verdict


def assess(standard: Standard, plan: Plan, statement: Statement, bond: Bond) -> tuple[Finding, ...]:
    """What a statement says about the row it is tied to: one finding, or one for each stage it names; none where the
    words near by turn out to be about something else."""
    row = standard.rows[bond.tie.row]
    words = "".join((*statement.scope, statement.name, statement.lead, plan.text[statement.left : statement.right]))
    case = Case(
        standard=standard,
        row=row,
        plan=plan,
        facing=plan.facings[statement.document],
        statement=statement,
        bond=bond,
        words=words,
    )
    if beside_the_point(case):
        return ()
    role = bond.tie.role
    if role == "related":
        return _related(case)
    if not row.measured:
        return _unmeasured(case)
    if role == "unclear":
        return (mentioned(case, f"口径未定：“{bond.tie.wording}”没有写明是哪一种，与“{row.name}”不能直接比"),)
    return _compared(case)


def _related(case: Case) -> tuple[Finding, ...]:
    if (not case.bond.sure or is_generic(case)) and not of_its_sort(case.row, case.statement):
        return ()
    reason = f"口径不同：计划写的是“{case.bond.tie.wording}”，标准是“{case.row.name}”"
    shown = only_threshold(case, case.row.thresholds)
    school = shown.school_type if shown else None
    return (Finding(verdict="not_comparable", reason=reason, threshold=shown, school_type=school),)


def _unmeasured(case: Case) -> tuple[Finding, ...]:
    """A number for a row without one is shown where the row is a quantity; other rows go by their keywords."""
    if not case.bond.sure or case.row.kind != "cv_component":
        return ()
    note = next((item.applies_to for item in case.row.thresholds if item.applies_to), "")
    return (mentioned(case, f"标准不设数值（{note}）" if note else "标准不设数值"),)


def _compared(case: Case) -> tuple[Finding, ...]:
    conversion, refusal = conversion_for(case)
    if refusal:
        return (mentioned(case, refusal),) if case.bond.sure or case.bond.tie.role == "convertible" else ()
    case = msgspec.structs.replace(case, conversion=conversion)
    parts = by_words(case.row, case.words, grades_of(case))
    fitted = fit(case.row, parts.left, case.statement, case.words, conversion)
    if not fitted.fitting:
        unknown = measure(case.statement.unit).kind in (None, "bare")
        if not fitted.by_base and (not case.bond.sure or is_generic(case) or unknown):
            return ()
        verdict: Verdict = "not_comparable" if fitted.conflict else "mentioned"
        shown = only_threshold(case, parts.left)
        school = shown.school_type if shown else None
        return (Finding(verdict=verdict, reason=fitted.reason, threshold=shown, school_type=school),)
    if fitted.refusal:
        return (mentioned(case, fitted.refusal, parts.left),)
    if parts.refusal:
        return (mentioned(case, parts.refusal, fitted.fitting),)
    stages, explicit = stages_of(case)
    groups = by_stage(case.row, fitted.fitting, stages)
    if not groups:
        reason = f"学段不同：本行管{reasons.kinds_of(fitted.fitting)}"
        return (mentioned(case, reason, fitted.fitting),)
    return _by_group(case, fitted, groups, explicit=explicit)


def _by_group(case: Case, fitted: Fit, groups: tuple[Group, ...], *, explicit: bool) -> tuple[Finding, ...]:
    findings = [(group, judged(case, fitted, group.thresholds)) for group in groups]
    verdicts = {item.verdict for _, item in findings}
    if len(findings) == 1 or (explicit and len(verdicts) > 1):
        return tuple(item for _, item in findings)
    if len(verdicts) == 1:
        return (_hardest([item for _, item in findings]),)
    thresholds = tuple(threshold for group, _ in findings for threshold in group.thresholds)
    values = "；".join(f"{reasons.SCHOOL_TYPES[item.school_type]}{bound_in_words(item)}" for item in thresholds)
    return (mentioned(case, f"学段未明，各学段标准不同（{values}）", thresholds),)


def _hardest(findings: list[Finding]) -> Finding:
    """Of equal verdicts the one whose bound decides: the most demanding when reached, the least when missed."""
    first = findings[0]
    numbers = [item for item in findings if item.threshold is not None and item.threshold.number is not None]
    if len({item.threshold.number for item in numbers if item.threshold}) < 2:
        return msgspec.structs.replace(first, school_type=None) if len(findings) > 1 else first
    if first.verdict == "mentioned":
        reason = joined(*(item.reason for item in findings))
        return Finding(verdict="mentioned", reason=reason)
    rising = bool(numbers[0].threshold and numbers[0].threshold.comparator in (">=", ">"))
    highest = rising == (first.verdict != "below")
    pick = max if highest else min
    found = pick(numbers, key=lambda item: item.threshold.number if item.threshold and item.threshold.number else 0.0)
    return msgspec.structs.replace(found, reason=joined(found.reason, "学段未明，各学段结论相同"))
