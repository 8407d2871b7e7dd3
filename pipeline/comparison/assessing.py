"""A statement that concerns a row: verdict, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.comparison import reasons
from pipeline.comparison.converting import converted, students_per_teacher
from pipeline.comparison.judging import Amount, Judgement, judge, judge_between
from pipeline.comparison.lexicons import filler_words
from pipeline.comparison.measuring import Fit, fit, of_its_sort
from pipeline.comparison.plan import Facing, Plan
from pipeline.comparison.rows import Conversion, Standard, StandardRow, Threshold
from pipeline.comparison.stages import grades_in, stages_in
from pipeline.comparison.statements import Statement
from pipeline.comparison.thresholds import Group, by_region, by_stage, by_words, by_year, confirmed_first
from pipeline.comparison.tying import Bond
from pipeline.comparison.units import measure
from pipeline.comparison.vagueness import vague_word
from pipeline.comparison.wordings import WHOLE
from pipeline.model import labels
from pipeline.model.rows import Verdict


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement says about a row."""

    verdict: Verdict
    reason: str = ""
    threshold: Threshold | None = None
    school_type: str | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All that one assessment looks at. `words` are those that belong to the statement."""

    standard: Standard
    row: StandardRow
    plan: Plan
    facing: Facing
    statement: Statement
    bond: Bond
    words: str
    conversion: Conversion | None = None


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
    if _beside_the_point(case):
        return ()
    role = bond.tie.role
    if role == "related":
        return _related(case)
    if not row.measured:
        return _unmeasured(case)
    if role == "unclear":
        return (_mentioned(case, f"口径未定：“{bond.tie.wording}”没有写明是哪一种，与“{row.name}”不能直接比"),)
    return _compared(case)


def _beside_the_point(case: Case) -> bool:
    """Whether the words only look like the row's: a common word out of context, the size that defines a thing
    (消除56人以上大班额), or a conversion from another unit."""
    item, row = case.statement, case.row
    tie = case.bond.tie
    if _generic(case) and row.context:
        start, end = case.plan.sentence_at(item.start)
        around = (case.plan.text[start:end], *case.plan.headings(item.section))
        if not any(word in words for word in row.context for words in around):
            return True
    if row.zero_words and tie.role == "alias" and not item.zero and measure(item.unit).kind == "person":
        return True
    heads = [head for way in tie.conversions for head in way.units]
    if tie.role == "convertible" and heads and measure(item.unit).head not in heads:
        return True
    return _defines(case)


def _generic(case: Case) -> bool:
    """Whether the wording says too little alone; so does one that must be the whole name of a quantity."""
    wording = case.bond.tie.wording
    return wording in case.row.generic or f"{WHOLE}{wording}" in case.row.aliases


def _defines(case: Case) -> bool:
    """Whether the quantity is the attribute of the noun it stands before (56人以上的大班额), against the row's sense."""
    item = case.statement
    against = any(one.comparator in ("<=", "<", "==") for one in case.row.thresholds)
    if item.zero or item.amount.op not in (">=", ">") or not against:
        return False
    noun = case.plan.text[item.end : item.end + 12].removeprefix("的")
    return noun.startswith(filler_words("defined"))


def _related(case: Case) -> tuple[Finding, ...]:
    if not case.bond.sure and not of_its_sort(case.row, case.statement):
        return ()
    reason = f"口径不同：计划写的是“{case.bond.tie.wording}”，标准是“{case.row.name}”"
    return (Finding(verdict="not_comparable", reason=reason, threshold=_only(case, case.row.thresholds)),)


def _unmeasured(case: Case) -> tuple[Finding, ...]:
    """A number for a row without one is shown where the row is a quantity; other rows go by their keywords."""
    if not case.bond.sure or case.row.kind != "cv_component":
        return ()
    note = next((item.applies_to for item in case.row.thresholds if item.applies_to), "")
    return (_mentioned(case, f"标准不设数值（{note}）" if note else "标准不设数值"),)


def _compared(case: Case) -> tuple[Finding, ...]:
    conversion, refusal = _conversion(case)
    if refusal:
        return (_mentioned(case, refusal),) if case.bond.sure or case.bond.tie.role == "convertible" else ()
    case = msgspec.structs.replace(case, conversion=conversion)
    parts = by_words(case.row, case.words, _grades(case))
    fitted = fit(case.row, parts.left, case.statement, case.words, conversion)
    if not fitted.fitting:
        if not fitted.by_base and (not case.bond.sure or _generic(case)):
            return ()
        verdict: Verdict = "not_comparable" if fitted.conflict else "mentioned"
        return (Finding(verdict=verdict, reason=fitted.reason, threshold=_only(case, parts.left)),)
    if fitted.refusal:
        return (_mentioned(case, fitted.refusal, parts.left),)
    if parts.refusal:
        return (_mentioned(case, parts.refusal, fitted.fitting),)
    stages, explicit = _stages(case)
    groups = by_stage(case.row, fitted.fitting, stages)
    if not groups:
        reason = f"学段不同：本行管{reasons.kinds_of(fitted.fitting)}"
        return (_mentioned(case, reason, fitted.fitting),)
    return _by_group(case, fitted, groups, explicit=explicit)


def _conversion(case: Case) -> tuple[Conversion | None, str]:
    """The conversion that applies (null: none is needed) and why it cannot be made."""
    row, tie = case.row, case.bond.tie
    cued = [item for item in row.convertible if _cued(item, case)]
    if any(word in case.words for word in row.base):
        cued = []
    ways = list(tie.conversions) if tie.role == "convertible" else cued
    if not ways:
        return None, ""
    stages, _ = _stages(case)
    fitting = [item for item in ways if item.school_type is None or item.school_type in stages]
    chosen = (fitting or ways)[0]
    if chosen.formula is None:
        return chosen, f"需换算：{chosen.how}"
    if chosen.requires and not any(word in case.words for word in chosen.requires):
        return chosen, f"需换算：{chosen.how}"
    return chosen, ""


def _cued(conversion: Conversion, case: Case) -> bool:
    """Whether a statement in the row's own wording is about the conversion's quantity: by its words or by its unit."""
    if any(cue in case.words for cue in conversion.cues):
        return True
    return measure(case.statement.unit).head in conversion.units and conversion.wording in case.words


def _stages(case: Case) -> tuple[tuple[str, ...], bool]:
    """The stages a statement is about, and whether its own words or headings name them."""
    item = case.statement
    for words in ("、".join(item.scope), item.name, case.plan.text[item.left : item.right]):
        if named := stages_in(words):
            return named, True
    for title in case.plan.headings(item.section):
        if named := stages_in(title):
            return _narrowed(named, case.facing.stages), True
    return case.facing.stages, False


def _grades(case: Case) -> frozenset[int]:
    """The school years a statement is about: those in its name, else those nearest to its quantity."""
    item = case.statement
    left = case.plan.text[item.left : item.start]
    near = left.rpartition(",")[2] + case.plan.text[item.start : item.right]
    for words in ("、".join((*item.scope, item.name)), near, left):
        if named := grades_in(words):
            return named
    return frozenset()


def _narrowed(named: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """A heading's wide words (义务教育, 中小学) say no more than what the plan itself is about."""
    both = tuple(stage for stage in known if stage in named)
    return both if len(named) > 1 and both else named


def _by_group(case: Case, fitted: Fit, groups: tuple[Group, ...], *, explicit: bool) -> tuple[Finding, ...]:
    findings = [(group, _judged(case, fitted, group.thresholds)) for group in groups]
    verdicts = {item.verdict for _, item in findings}
    if len(findings) == 1 or (explicit and len(verdicts) > 1):
        return tuple(item for _, item in findings)
    if len(verdicts) == 1:
        return (_hardest([item for _, item in findings]),)
    thresholds = tuple(threshold for group, _ in findings for threshold in group.thresholds)
    values = "；".join(f"{reasons.SCHOOL_TYPES[item.school_type]}{bound_in_words(item)}" for item in thresholds)
    return (_mentioned(case, f"学段未明，各学段标准不同（{values}）", thresholds),)


def _hardest(findings: list[Finding]) -> Finding:
    """Of equal verdicts the one whose bound decides: the most demanding when reached, the least when missed."""
    first = findings[0]
    numbers = [item for item in findings if item.threshold is not None and item.threshold.number is not None]
    if len({item.threshold.number for item in numbers if item.threshold}) < 2:
        return msgspec.structs.replace(first, school_type=None) if len(findings) > 1 else first
    if first.verdict == "mentioned":
        reason = _joined(*(item.reason for item in findings))
        return Finding(verdict="mentioned", reason=reason)
    rising = bool(numbers[0].threshold and numbers[0].threshold.comparator in (">=", ">"))
    highest = rising == (first.verdict != "below")
    pick = max if highest else min
    found = pick(numbers, key=lambda item: item.threshold.number if item.threshold and item.threshold.number else 0.0)
    return msgspec.structs.replace(found, reason=_joined(found.reason, "学段未明，各学段结论相同"))


def _judged(case: Case, fitted: Fit, thresholds: tuple[Threshold, ...]) -> Finding:
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
    if refusal := _joined(*refusals):
        return _finding("mentioned", refusal, left)
    return _by_number(case, fitted, left, hints)


def _by_number(case: Case, fitted: Fit, left: tuple[Threshold, ...], hints: Sequence[str]) -> Finding:
    results = [(item, _judgement(case, fitted, item)) for item in left]
    outcomes = {result.outcome for _, result in results}
    note = _converted_words(case, fitted, left[0])
    if len(outcomes) > 1:
        bands = "；".join(f"{item.applies_to}{bound_in_words(item)}" for item in left)
        return _finding("mentioned", _joined(f"标准分档（{bands}），计划没有写明是哪一档", note), left)
    threshold, result = results[0]
    if isinstance(threshold.value, str):
        return _finding("mentioned", f"标准是时刻（{threshold.value}），请对照原文", left)
    if result.outcome is None:
        return _finding("mentioned", _joined("计划的数值范围跨过标准值，不能判断", note), left)
    if case.conversion is not None and not _allowed(case.conversion, result):
        return _finding("mentioned", _joined(f"单向依据：{case.conversion.conclude}", note), left)
    return Finding(
        verdict=result.outcome, reason=_joined(note, *hints), threshold=threshold, school_type=threshold.school_type
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
    wording = case.bond.tie.wording
    teacher = min((at for word in ("师", "教职工") if (at := wording.find(word)) >= 0), default=99)
    student = min((at for word in ("生", "学生") if (at := wording.find(word)) >= 0), default=99)
    return teacher < student


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


def _mentioned(case: Case, reason: str, thresholds: tuple[Threshold, ...] = ()) -> Finding:
    level = reasons.level_refusal(case.row, case.facing.rank)
    return _finding("mentioned", _joined(reason, level), thresholds or case.row.thresholds)


def _finding(verdict: Verdict, reason: str, thresholds: tuple[Threshold, ...]) -> Finding:
    only = thresholds[0] if len({(t.comparator, t.value, t.unit) for t in thresholds}) == 1 else None
    return Finding(
        verdict=verdict, reason=reason, threshold=only, school_type=only.school_type if only is not None else None
    )


def _only(case: Case, thresholds: tuple[Threshold, ...]) -> Threshold | None:
    stages, _ = _stages(case)
    groups = by_stage(case.row, thresholds, stages)
    left = groups[0].thresholds if len(groups) == 1 else ()
    return left[0] if len(left) == 1 else None


def _joined(*parts: str) -> str:
    return "；".join(dict.fromkeys(part for part in parts if part))
