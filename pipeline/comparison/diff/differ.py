"""`diff`: two stored plans held against each other, fact by fact."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.comparison.diff.changes import changes, what_it_is
from pipeline.comparison.diff.pairing import pair_facts
from pipeline.comparison.diff.records import Difference, DiffRow
from pipeline.comparison.plan_facts import PlanFacts, load_plan
from pipeline.model.errors import UsageError
from pipeline.model.result import FACT_TYPES, Deadline, fact_type
from pipeline.store import KnowledgeBase, StoredFact
from pipeline.store.choosing import choose_document

_ORDER = ("target", "indicator", "duty", "membership", "deadline", "evidence", "problem")
_CHANGES = ("changed", "removed", "added")


def diff(kb: KnowledgeBase, before: str, after: str) -> Difference:
    """What came, went and changed from one plan to another (each named by id, title, path or words of its title).

    Raises UsageError (Chinese) where a name means no plan or several, or both mean the same.
    """
    first, second = choose_document(kb, before), choose_document(kb, after)
    if first.key == second.key:
        raise UsageError(f"“{before}”与“{after}”是同一份方案")
    return difference(load_plan(kb, first), load_plan(kb, second))


def difference(first: PlanFacts, second: PlanFacts) -> Difference:
    """The difference of two loaded plans: rows by kind of fact, changes first, in the order of the text."""
    rows: list[DiffRow] = []
    same = 0
    for kind in _ORDER:
        found, unchanged = _of_kind(first, second, kind)
        rows += found
        same += unchanged
    return Difference(
        before=first.document, after=second.document, before_path=first.stored.path, after_path=second.stored.path,
        rows=tuple(rows), same=same,
    )  # fmt: skip


def _of_kind(first: PlanFacts, second: PlanFacts, kind: str) -> tuple[list[DiffRow], int]:
    left, right = _facts(first, kind), _facts(second, kind)
    pairs = pair_facts(left, right)
    rows = [
        DiffRow(
            change="changed", type=kind, what=what_it_is(pair.right), fields=fields,
            before=first.place(pair.left), after=second.place(pair.right), likeness=round(pair.score, 3),
        )
        for pair in pairs
        if (fields := changes(pair.left, pair.right))
    ]  # fmt: skip
    known = {pair.left.key for pair in pairs}, {pair.right.key for pair in pairs}
    rows += [
        DiffRow(change="removed", type=kind, what=what_it_is(one), before=first.place(one))
        for one in left
        if one.key not in known[0]
    ]
    rows += [
        DiffRow(change="added", type=kind, what=what_it_is(one), after=second.place(one))
        for one in right
        if one.key not in known[1]
    ]
    rows.sort(key=lambda row: (_CHANGES.index(row.change), (row.before or row.after).spans, row.what))  # type: ignore[union-attr]
    return rows, len(pairs) - sum(row.change == "changed" for row in rows)


def _facts(plan: PlanFacts, kind: str) -> Sequence[StoredFact]:
    """The facts of a kind; deadlines only where they belong to no other fact, which tells them itself."""
    linked = plan.linked()
    return [
        one
        for one in plan.facts
        if fact_type(one.fact) == kind and not (isinstance(one.fact, Deadline) and one.fact.id in linked)
    ]


assert set(_ORDER) == set(FACT_TYPES)
