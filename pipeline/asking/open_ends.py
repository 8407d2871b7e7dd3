"""What plans leave open: duties that no party is named for (哪些没有责任人), and those without a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.fit import fit, places
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct, section_row, sentence, shown
from pipeline.asking.standing import stands_by
from pipeline.asking.words import Term, holding_all
from pipeline.lexicon import wording
from pipeline.model.result import Duty
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact
from pipeline.store.unowned import ownerless_in

_MOST = 4000
# Where no plan is named, tasks are looked for in so many plans at most.
_MOST_PLANS = 200
_OPEN_PARTY = "f.actor IS NULL"
_OPEN_DAY = "NOT EXISTS (SELECT 1 FROM links l WHERE l.source = f.key AND l.relation = 'due')"


def unowned(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Duties without a party or without a day, in the order of the plans; in the plans that the question names by their body
    or by words of their title, else in all. Words of no title narrow the duties. Behind them the tasks of sections that name no
    party at all, as audits find them."""
    needed = [term for term in terms if not term.generic]
    documents, rest = _plans(kb, asked, needed)
    if needed and documents is None and not any(term.known for term in rest):
        return []
    for_day = wording.pattern("question", "asks_for_day").search(asked.lack) is not None
    kept = _duties(kb, documents, rest, for_day=for_day)
    tasks = iter(()) if for_day else _tasks(kb, documents, rest)
    return distinct(chain(map(answer_row, kept), tasks), limit)


def _duties(
    kb: KnowledgeBase, documents: Sequence[int] | None, rest: Sequence[Term], *, for_day: bool
) -> Iterator[StoredFact]:
    """Duties that lack a party (a day), as people hold them."""
    changed = [key for key, changes in held.held(kb).corrected.items() if ("due" if for_day else "actor") in changes]
    where, values = f"({_OPEN_DAY if for_day else _OPEN_PARTY} OR f.key IN ({_marks(changed)}))", [*changed]
    # In some plans duties are looked up by plan: the + keeps the planner from going through those of all.
    of_type = "f.type = 'duty'" if documents is None else f"+f.type = 'duty' AND f.document IN ({_marks(documents)})"
    values = [*(documents or ()), *values]
    found = held.facts_where(kb, f"WHERE {of_type} AND {where} ORDER BY f.key LIMIT {_MOST}", values)
    is_open = _without_day if for_day else _without_party
    return (one for one in found if is_open(one) and (not rest or fit(rest, places(one)).complete))


def _tasks(kb: KnowledgeBase, documents: Sequence[int] | None, rest: Sequence[Term]) -> Iterator[AnswerRow]:
    """Sentences that tell a task without a party, in sections that name none."""
    if documents is None:
        documents = _all_plans(kb) if not rest else _plans_with(kb, rest)
    refused = held.held(kb).passages
    for document in documents[:_MOST_PLANS]:
        keys = [key for key in ownerless_in(kb, document) if key not in refused]
        for hit in finding.hits(kb.db, ((key, 0.0) for key in keys)):
            if all(stands_by(hit, term) for term in rest):
                yield msgspec.structs.replace(section_row(hit), answer=shown(sentence(hit.text)))


def _all_plans(kb: KnowledgeBase) -> list[int]:
    return [row[0] for row in kb.db.execute("SELECT key FROM documents ORDER BY key LIMIT ?", (_MOST_PLANS,))]


def _plans_with(kb: KnowledgeBase, rest: Sequence[Term]) -> list[int]:
    keys = [key for key, _ in passages(kb, holding_all([term for term in rest if term.known]))]
    rows = kb.db.execute(
        f"SELECT DISTINCT document FROM passages WHERE key IN ({_marks(keys)}) ORDER BY document", keys
    )
    return [row[0] for row in rows]


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))


def _plans(kb: KnowledgeBase, asked: Question, needed: Sequence[Term]) -> tuple[tuple[int, ...] | None, list[Term]]:
    """The plans meant, and the words that no title of theirs holds."""
    keys: set[int] | None = set(asked.documents) or None
    rest: list[Term] = []
    for term in needed:
        titled = set(finding.match_documents(kb.db, term.titled(), _MOST))
        both = titled if keys is None else titled & keys
        if both:
            keys = both
        else:
            rest.append(term)
    return (tuple(sorted(keys)) if keys is not None else None), rest


def _without_party(stored: StoredFact) -> bool:
    return isinstance(stored.fact, Duty) and not stored.fact.actor


def _without_day(stored: StoredFact) -> bool:
    return not stored.due
