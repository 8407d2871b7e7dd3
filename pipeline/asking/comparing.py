"""What is due first or last, and who has most to do, in all plans or those of one body."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pipeline.asking.across.days import due_day, first_or_last
from pipeline.asking.candidates import matching
from pipeline.asking.due import deadlines
from pipeline.asking.fit import fit, places
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.words import Term
from pipeline.model.result import fact_type
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

_MOST = 400
# Rows of questions.yaml that ask which body is first or last, and not what.
_OF_BODIES = "outermost.body"
_DATED = ("duty", "target", "indicator", "deadline")


def outermost(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What is due first (or last), of what the words and plans named are about."""
    needed = [term for term in terms if not term.generic]
    first = asked.extreme in lexicons().first
    if asked.row.startswith(_OF_BODIES):
        return first_or_last(kb, asked, terms, limit)
    if needed:
        met = matching(kb, needed, _DATED, _MOST, asked.documents)
        found = [stored for stored in met if fit(needed, places(stored), asked.about).strong]
    elif asked.documents:
        found = _due_in(kb, asked.documents)
    else:
        return deadlines(kb, asked.on or "1900", None, limit) if first else []
    dated = [(day, stored) for stored in found if (day := due_day(stored))]
    if first and asked.on:
        dated = [(day, stored) for day, stored in dated if day >= asked.on] or dated
    if any(fact_type(stored.fact) == "duty" for _, stored in dated):
        dated = [(day, stored) for day, stored in dated if fact_type(stored.fact) == "duty"]
    dated.sort(key=lambda item: (item[0], item[1].path, item[1].key), reverse=not first)
    # A plan's tasks are its duties; where none has a date, targets say more than bare dates.
    rows: list[StoredFact] = []
    for _, same in groupby(dated, key=lambda item: item[0]):
        rows += sorted((stored for _, stored in same), key=lambda s: _DATED.index(fact_type(s.fact)))
    tied = {getattr(stored.fact, "deadline", None) for stored in rows}
    return distinct((answer_row(stored) for stored in rows if stored.fact.id not in tied), limit)


def most(kb: KnowledgeBase, asked: Question, _terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Who has most (or least) to do: the number of duties under each name, one issuer's parties apart from another's."""
    inside = f"AND f.document IN ({', '.join('?' * len(asked.documents))})" if asked.documents else ""
    order = "" if asked.extreme in lexicons().lowest else "DESC"
    counted = kb.db.execute(
        "SELECT a.name, a.scope, count(*) AS number, min(f.key) AS first FROM fact_actors x "
        "JOIN actors a ON a.key = x.actor JOIN facts f ON f.key = x.fact "
        f"WHERE x.role IN ('actor', 'part') {inside} {_but(kb)} GROUP BY a.key ORDER BY number {order}, a.name, a.scope LIMIT ?",
        (*asked.documents, limit),
    ).fetchall()
    stored = held.facts_by_key(kb, (row["first"] for row in counted))
    return [
        answer_row(stored[row["first"]], f"{row['name']}（{row['number']}项）")
        for row in counted
        if row["first"] in stored
    ]


def _but(kb: KnowledgeBase) -> str:
    """Leaves out what was rejected, and what was given to another party."""
    known = held.held(kb)
    gone = known.rejected | {key for key, changes in known.corrected.items() if "actor" in changes}
    return f"AND f.key NOT IN ({', '.join(map(str, sorted(gone)))})" if gone else ""


def _due_in(kb: KnowledgeBase, documents: Sequence[int]) -> list[StoredFact]:
    marks = ", ".join("?" * len(documents))
    where = f"WHERE f.document IN ({marks}) AND f.type IN ('duty', 'target', 'indicator', 'deadline') LIMIT {_MOST}"
    return list(held.facts_where(kb, where, documents))
