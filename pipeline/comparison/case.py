"""One statement against one row: what the assessment looks at, and what comes out."""

from __future__ import annotations

import msgspec

from pipeline.comparison import reasons
from pipeline.comparison.plan import Facing, Plan
from pipeline.comparison.rows import Conversion, Standard, StandardRow, Threshold
from pipeline.comparison.stages import grades_in, stages_in
from pipeline.comparison.statements import Statement
from pipeline.comparison.thresholds import by_stage
from pipeline.comparison.tying import Bond
from pipeline.comparison.wordings import WHOLE
from pipeline.model.rows import Verdict


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement says about a row."""

    verdict: Verdict
    reason: str = ""
    threshold: Threshold | None = None
    school_type: str | None = None
    tied_by: str = ""


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


def is_generic(case: Case) -> bool:
    """Whether the wording says too little alone; so does one that must be the whole name of a quantity."""
    wording = case.bond.tie.wording
    return wording in case.row.generic or f"{WHOLE}{wording}" in case.row.aliases


def stages_of(case: Case) -> tuple[tuple[str, ...], bool]:
    """The stages a statement is about, and whether its own words or headings name them."""
    item = case.statement
    for words in ("、".join(item.scope), item.name, case.plan.text[item.left : item.right]):
        if named := stages_in(words):
            return named, True
    for title in case.plan.headings(item.section):
        if named := stages_in(title):
            return _narrowed(named, case.facing.stages), len(named) == 1
    return case.facing.stages, False


def grades_of(case: Case) -> frozenset[int]:
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


def mentioned(case: Case, reason: str, thresholds: tuple[Threshold, ...] = ()) -> Finding:
    """A finding without a verdict; the value of the statement's stage is shown beside it."""
    level = reasons.level_refusal(case.row, case.facing.rank)
    stages, _ = stages_of(case)
    groups = by_stage(case.row, thresholds or case.row.thresholds, stages)
    shown = groups[0].thresholds if len(groups) == 1 else thresholds or case.row.thresholds
    return finding_of("mentioned", joined(reason, level), shown)


def finding_of(verdict: Verdict, reason: str, thresholds: tuple[Threshold, ...]) -> Finding:
    """A finding that shows the value of some thresholds if they all have the same."""
    only = thresholds[0] if len({(t.comparator, t.value, t.unit) for t in thresholds}) == 1 else None
    return Finding(
        verdict=verdict, reason=reason, threshold=only, school_type=only.school_type if only is not None else None
    )


def only_threshold(case: Case, thresholds: tuple[Threshold, ...]) -> Threshold | None:
    """The one threshold that holds for the statement's stage, if there is just one."""
    stages, _ = stages_of(case)
    groups = by_stage(case.row, thresholds, stages)
    left = groups[0].thresholds if len(groups) == 1 else ()
    return left[0] if len(left) == 1 else None


def joined(*parts: str) -> str:
    """Reasons as one sentence, each once."""
    return "；".join(dict.fromkeys(part for part in parts if part))
