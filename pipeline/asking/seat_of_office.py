"""Who sits in a group for an office (收费领导小组里教务处是谁, 后勤处谁在应急指挥部里): the member whose post names the office."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.standing import holds
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_MOST = 200


def seat_of_office(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The members of the group that the question names whose post holds the office's name."""
    asks = wording.pattern("question", "asks_seat_of_office").search(flat(asked.text))
    if asks is None or asked.kind not in ("who", "members"):
        return []
    office, group = asks["office"] or asks["office2"], asks["group"] or asks["group2"]
    inside = f"AND f.document IN ({', '.join('?' * len(asked.documents))})" if asked.documents else ""
    where = f"WHERE f.type = 'membership' AND instr(f.post, ?) > 0 {inside} ORDER BY f.key LIMIT {_MOST}"
    needed = [term for term in terms if not term.generic and term.word in group]
    rows = (answer_row(one) for one in held.facts_where(kb, where, (office, *asked.documents)))
    return distinct((row for row in rows if row.person and needed and _is_in(row, needed)), limit)


def _is_in(row: AnswerRow, needed: Sequence[Term]) -> bool:
    around = flat(f"{row.group}\n{row.section}\n{row.document}")
    return all(holds(around, term) for term in needed)
