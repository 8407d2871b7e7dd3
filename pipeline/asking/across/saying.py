"""Which plans say nothing of a matter, and how many bodies' plans do (哪些学校没有写控辍保学; 几所学校定了班额目标)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.across.halves import in_halves
from pipeline.asking.across.told import told
from pipeline.asking.across.values import bound_in, lies_beyond, threshold
from pipeline.asking.across.whose import asks_for_schools, compared_plans, first_of_each
from pipeline.asking.naming import is_school
from pipeline.asking.papers import plan_row
from pipeline.asking.question import Question
from pipeline.asking.rows import section_row
from pipeline.asking.words import Term
from pipeline.model.rows import AnswerRow
from pipeline.store import finding
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import phrase

_COUNTER, _OF_SCHOOLS = "个", "所"


def absent(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The bodies none of whose plans says it."""
    said = {body for body, _ in _saying(kb, asked, terms)}
    plans = compared_plans(kb, asked)
    unsaid = sorted((body, key) for key, body in plans.items() if body not in said)
    silent = [key for _, key in first_of_each(unsaid, lambda one: one[0])]
    return [row for key in silent[:limit] if (row := plan_row(kb, key, plans[key]))]


def tally(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """How many bodies' plans say it, or have a value on the side of the number asked for; then these, each with its sentence."""
    bound = bound_in(asked.text)
    if bound is not None and bound.unit != _COUNTER:
        bodies = list(dict.fromkeys(item.body for item in told(kb, asked, terms) if lies_beyond(item, bound)))
        rows = threshold(kb, asked, terms, limit)
    else:
        said = first_of_each(_saying(kb, asked, terms), lambda one: one[0])
        bodies = [body for body, _ in said]
        rows = [msgspec.structs.replace(section_row(hit), answer=body) for body, hit in said[:limit]]
    if not rows:
        return []
    counter = _OF_SCHOOLS if asks_for_schools(asked) and all(map(is_school, bodies)) else _COUNTER
    whole = msgspec.structs.replace(rows[0], answer=f"{len(bodies)}{counter}：{'、'.join(bodies)}", fact=None)
    return [whole, *rows][:limit]


def _saying(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[tuple[str, Hit]]:
    """The bodies whose plans hold all words that matter in one sentence (or above it), with the sentence."""
    needed = [term for term in terms if not term.generic] or list(terms)
    if not needed or not all(term.known for term in needed):
        return []
    plans = compared_plans(kb, asked)
    first = finding.first_in_each(kb.db, _in_parts(needed), asked.documents)
    keys = sorted(key for document, key in first.items() if document in plans)
    return [(plans[hit.document_key], hit) for hit in finding.hits(kb.db, ((key, 0.0) for key in keys))]


def _in_parts(terms: Sequence[Term]) -> str:
    """An expression for the passages that hold all terms, by words that share a character with them, or in their halves."""
    return " AND ".join(sorted({_said_as(term) for term in terms}))


def _said_as(term: Term) -> str:
    forms = [form for form in term.forms if set(form) & set(term.word)]
    halves = [" AND ".join(phrase(half.word) for half in in_halves([term]))] if len(in_halves([term])) > 1 else []
    return "(" + " OR ".join([*map(phrase, forms), *(f"({half})" for half in halves)]) + ")"
