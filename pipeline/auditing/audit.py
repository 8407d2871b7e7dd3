"""`audit`: what in the plans of a knowledge base cannot be checked off later, or does not fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.auditing.dates import loose_times, outside_span, past_deadlines, undated_duties
from pipeline.auditing.findings import Finding
from pipeline.auditing.goals import loose_targets, undated_numbers, unowned_numbers
from pipeline.auditing.lexicons import SEVERITIES, SURENESS, Sureness, kinds
from pipeline.auditing.numbers import below_superior, contradictions, superiors_of
from pipeline.auditing.owners import loose_owners, ownerless_tasks, two_leads
from pipeline.auditing.papers import codes_without_evidence, unanswered_problems
from pipeline.auditing.people import idle_members, unstaffed_groups
from pipeline.auditing.view import View
from pipeline.comparison.plan_facts import load_plan
from pipeline.store import KnowledgeBase, StoredDocument
from pipeline.store.choosing import choose_documents

Check = Callable[[View], Iterable[Finding | None]]

_CHECKS: tuple[Check, ...] = (
    ownerless_tasks,
    loose_owners,
    two_leads,
    undated_duties,
    loose_times,
    past_deadlines,
    outside_span,
    loose_targets,
    undated_numbers,
    unowned_numbers,
    contradictions,
    idle_members,
    unstaffed_groups,
    codes_without_evidence,
    unanswered_problems,
)


def audit(kb: KnowledgeBase, document: str | Sequence[str] | None = None, *, sure: Sureness = "中") -> list[Finding]:
    """Findings about one plan, several, or all (null), plan by plan, the weightiest kinds first.

    `document` is an id, a title, a path, a folder, or several of them; `sure`: leave out what is less sure than this
    (低 leaves out nothing). Plans of a school's superiors are read too, to hold its numbers against theirs.
    Raises UsageError (Chinese) where a name means no plan.
    """
    names = (document,) if isinstance(document, str) else tuple(document or ())
    chosen = choose_documents(kb, names)
    known = {one.document.id: one for one in choose_documents(kb)}
    views: dict[str, View] = {}

    def view_of(stored: StoredDocument) -> View:
        if stored.document.id not in views:
            views[stored.document.id] = View(load_plan(kb, stored))
        return views[stored.document.id]

    found: list[Finding] = []
    for stored in chosen:
        above = superiors_of(stored.document, (one.document for one in known.values()))
        superiors = [view_of(known[one.id]) for one in above]
        view = view_of(stored) if stored.document.id in views else View(load_plan(kb, stored))
        found += sorted(findings(view, superiors), key=_order)
    worst = SURENESS.index(sure)
    return [one for one in found if SURENESS.index(one.sure) <= worst]


def audit_plan(kb: KnowledgeBase, stored: StoredDocument, known: Iterable[StoredDocument]) -> list[Finding]:
    """All findings about one plan, however sure, in the order of `audit`. `known` are the plans of the base, as
    `choose_documents(kb)` gives them: who asks for many plans, one by one, has them read but once."""
    others = {one.document.id: one for one in known}
    above = superiors_of(stored.document, (one.document for one in others.values()))
    superiors = [View(load_plan(kb, others[one.id])) for one in above]
    return sorted(findings(View(load_plan(kb, stored)), superiors), key=_order)


def findings(view: View, superiors: Sequence[View] = ()) -> Iterator[Finding]:
    """All findings about one plan."""
    seen: set[str] = set()
    for one in _all(view, superiors):
        if one is not None and one.kind not in view.skip and one.id not in seen:
            seen.add(one.id)
            yield one


def _all(view: View, superiors: Sequence[View]) -> Iterator[Finding | None]:
    for check in _CHECKS:
        yield from check(view)
    yield from below_superior(view, superiors)


def _order(one: Finding) -> tuple[object, ...]:
    order = [row.id for row in kinds()]
    return (
        SEVERITIES.index(one.severity),
        SURENESS.index(one.sure),
        order.index(one.kind),
        one.places[0].spans,
        one.id,
    )
