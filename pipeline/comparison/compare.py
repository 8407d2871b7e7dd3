"""`compare`: a plan against a standard list."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.comparison import reasons
from pipeline.comparison.assessing import assess
from pipeline.comparison.case import Finding
from pipeline.comparison.keywords import Mention, Reader
from pipeline.comparison.loading import standard as standard_of
from pipeline.comparison.plan import Plan, plan_of
from pipeline.comparison.rows import Standard, StandardRow
from pipeline.comparison.statements import Statement, statements_of
from pipeline.comparison.thresholds import expected
from pipeline.comparison.ties import TieRecord, grounds, tie_record
from pipeline.comparison.tying import Bond, Tied, bonds_of, carries_on, parts_of_before
from pipeline.comparison.wordings import Found, Wordings
from pipeline.comparison.zeros import zero_statements
from pipeline.model.result import Extraction
from pipeline.model.rows import ComparisonRow

# Facts over the same words stand next to each other; words carried on from one quantity to the next are few.
_NEAR = 12
_LEAD = 160


def compare(
    extraction: Extraction,
    standard: Standard | str,
    *,
    text: str | None = None,
    document: str | None = None,
    wordings: Wordings | None = None,
) -> list[ComparisonRow]:
    """Hold a plan against a standard list: rows in the order of the list, for each the plan's statements in the order
    of the text.

    `standard` is a list or its id; `document` the id of one plan of the file (default: all of them together); `text`
    the source text where the extraction does not carry it; `wordings` those of the list, for who compares many plans.
    Raises UsageError for an unknown list or plan.
    """
    chosen = standard_of(standard) if isinstance(standard, str) else standard
    plan = plan_of(extraction, text or extraction.text or "", document)
    wordings = wordings or Wordings(chosen)
    found = wordings.find(plan.text)
    by_row = _findings(chosen, wordings, plan, extraction, found)
    reader = Reader(plan, extraction, found)
    rows: list[ComparisonRow] = []
    for index, row in enumerate(chosen.rows):
        said = by_row.get(index, [])
        if said:
            rows += [_stated(chosen, row, plan, item, finding) for item, finding in said]
        elif (mention := reader.best(index, row)) is not None:
            rows.append(_spoken(chosen, row, plan, mention))
        else:
            rows.append(_missing(chosen, row, plan))
    return rows


def ties(extraction: Extraction, standard: Standard | str, *, document: str | None = None) -> list[TieRecord]:
    """Every tie of a plan's quantity to a row of a list that was tried: with its grounds, what came of it, and where it
    was refused, why; in the order of the text."""
    chosen = standard_of(standard) if isinstance(standard, str) else standard
    plan = plan_of(extraction, extraction.text or "", document)
    wordings = Wordings(chosen)
    return [
        tie_record(chosen, item, bond, found)
        for item, bond, found in _assessed(chosen, wordings, plan, extraction, wordings.find(plan.text))
    ]


def _assessed(
    standard: Standard, wordings: Wordings, plan: Plan, extraction: Extraction, found: tuple[Found, ...]
) -> Iterator[tuple[Statement, Bond, tuple[Finding, ...]]]:
    """Statements with the rows they are tied to and what they say about them (nothing: the tie is refused)."""
    statements = statements_of(plan, extraction)
    bound = _carried_on(standard, plan, [(item, tuple(bonds_of(wordings, plan, found, item))) for item in statements])
    bound += zero_statements(standard, plan, statements)
    for item, bonds in sorted(bound, key=lambda tie: (tie[0].start, tie[0].end)):
        for bond in bonds:
            yield item, bond, assess(standard, plan, item, bond)


def _findings(
    standard: Standard, wordings: Wordings, plan: Plan, extraction: Extraction, found: tuple[Found, ...]
) -> dict[int, list[tuple[Statement, Finding]]]:
    """By row: statements that concern it with what they say, in the order of the text."""
    by_row: dict[int, list[tuple[Statement, Finding]]] = {}
    for item, bond, findings in _assessed(standard, wordings, plan, extraction, found):
        for finding in findings:
            said = by_row.setdefault(bond.tie.row, [])
            if not any(_repeats(item, finding, other, known) for other, known in said[-_NEAR:]):
                said.append((item, msgspec.structs.replace(finding, tied_by=grounds(item, bond, finding))))
    return by_row


def _carried_on(standard: Standard, plan: Plan, ties: list[Tied]) -> list[Tied]:
    """Quantities that are tied to nothing of their own take over the ties of the one before, if they go on with it."""
    result: list[Tied] = []
    for item, bonds in ties:
        before = result[-1] if result else None
        taken = before[1] if before is not None and not bonds and carries_on(plan, before[0], item) else ()
        if before is not None and not taken:
            taken = parts_of_before(standard, plan, before, (item, bonds))
        if before is not None and taken:
            lead = (before[0].lead + plan.text[before[0].left : before[0].start])[-_LEAD:]
            item, bonds = msgspec.structs.replace(item, lead=lead), taken
        result.append((item, bonds))
    return result


def _repeats(item: Statement, finding: Finding, other: Statement, known: Finding) -> bool:
    """Whether two facts over the same words say the same about a row (a number that is also a frequency)."""
    overlap = item.start < other.end and other.start < item.end
    return overlap and item.amount == other.amount and finding.school_type == known.school_type


def _stated(standard: Standard, row: StandardRow, plan: Plan, item: Statement, finding: Finding) -> ComparisonRow:
    start, end = plan.sentence_at(item.start)
    bound = finding.threshold
    return ComparisonRow(
        standard=standard.id,
        row=row.id,
        name=row.name,
        verdict=finding.verdict,
        reason=finding.reason,
        document=plan.facings[item.document].document.title,
        path=plan.path,
        spans=item.spans,
        text=plan.words(start, end),
        plan_op=item.amount.op,
        plan_value=item.amount.value,
        plan_unit=item.unit or None,
        school_type=finding.school_type,
        status=item.status,
        standard_op=bound.comparator if bound else None,
        standard_value=bound.number if bound else None,
        standard_unit=bound.unit if bound else None,
        fact=item.fact,
        tied_by=finding.tied_by,
    )


def _spoken(standard: Standard, row: StandardRow, plan: Plan, mention: Mention) -> ComparisonRow:
    clock = any(isinstance(item.value, str) for item in row.thresholds)
    reason = reasons.CLOCK if clock else "未写数值" if row.measured else "定性要求，只记是否提到"
    facing = plan.facings[mention.document]
    level = reasons.level_refusal(row, facing.rank)
    bound = expected(row, facing)
    words = "、".join(mention.words)
    return ComparisonRow(
        standard=standard.id,
        row=row.id,
        name=row.name,
        verdict="mentioned",
        reason="；".join(part for part in (reason, level, f"提到：{words}") if part),
        document=facing.document.title,
        path=plan.path,
        spans=plan.spans(mention.start, mention.end),
        text=plan.words(mention.start, mention.end),
        school_type=bound.school_type if bound else None,
        standard_op=bound.comparator if bound else None,
        standard_value=bound.number if bound else None,
        standard_unit=bound.unit if bound else None,
        fact=mention.fact,
    )


def _missing(standard: Standard, row: StandardRow, plan: Plan) -> ComparisonRow:
    facings = list(plan.facings.values())
    only = facings[0] if len(facings) == 1 else None
    bound = expected(row, only) if only else None
    ours = row.level in ("school", "student") or (only is not None and only.rank == "county")
    return ComparisonRow(
        standard=standard.id,
        row=row.id,
        name=row.name,
        verdict="missing",
        reason="" if ours else reasons.missing_hint(row),
        document=only.document.title if only else "",
        path=plan.path,
        school_type=bound.school_type if bound else None,
        standard_op=bound.comparator if bound else None,
        standard_value=bound.number if bound else None,
        standard_unit=bound.unit if bound else None,
    )
