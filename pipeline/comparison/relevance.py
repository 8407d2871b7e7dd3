"""Whether a statement really is about the row whose words it holds, and along which conversion."""

from __future__ import annotations

from pipeline.comparison.case import Case, is_generic, stages_of
from pipeline.comparison.lexicons import filler_words
from pipeline.comparison.rows import Conversion
from pipeline.comparison.units import measure


def beside_the_point(case: Case) -> bool:
    """Whether the words only look like the row's: a common word out of context, the size that defines a thing
    (消除56人以上大班额), or a conversion from another unit."""
    item, row = case.statement, case.row
    tie = case.bond.tie
    if is_generic(case) and row.context:
        start, end = case.plan.clause_at(item.start)
        around = (case.plan.text[start:end], *case.plan.headings(item.section))
        if not any(word in words for word in row.context for words in around):
            return True
    if row.zero_words and tie.role == "alias" and not item.zero and measure(item.unit).kind == "person":
        return True
    heads = [head for way in tie.conversions for head in way.units]
    if tie.role == "convertible" and heads and measure(item.unit).head not in heads:
        return True
    return _defines(case)


def _defines(case: Case) -> bool:
    """Whether the quantity is the attribute of the noun it stands before (56人以上的大班额), against the row's sense."""
    item = case.statement
    against = any(one.comparator in ("<=", "<", "==") for one in case.row.thresholds)
    if item.zero or item.amount.op not in (">=", ">") or not against:
        return False
    noun = case.plan.text[item.end : item.end + 12].removeprefix("的")
    return noun.startswith(filler_words("defined"))


def conversion_for(case: Case) -> tuple[Conversion | None, str]:
    """The conversion that applies (null: none is needed) and why it cannot be made."""
    row, tie = case.row, case.bond.tie
    cued = [item for item in row.convertible if _cued(item, case)]
    if any(word in case.words for word in row.base):
        cued = []
    ways = list(tie.conversions) if tie.role == "convertible" else cued
    if not ways:
        return None, ""
    stages, _ = stages_of(case)
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
