"""Who approves, consents, signs: what a sentence says of just that, under the condition that the question names (三天以上)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import sentences_with
from pipeline.asking.coverage import is_in_plan
from pipeline.asking.lexicons import Kind
from pipeline.asking.numerals import in_han
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.said_rows import rows_of
from pipeline.asking.words import Term, exists
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

_KINDS: frozenset[Kind] = frozenset({"who", "recipient"})
_MOST = 20
_STOPS = ",;。"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def approvals(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for who approves what is asked for; none for questions that ask for anything else."""
    if asked.kind not in _KINDS or not wording.pattern("question", "asks_approval").search(asked.text):
        return []
    acts = wording.pattern("question", "approval_words")
    needed = [term for term in terms if not term.generic and not acts.search(term.word)]
    if not needed:  # 方案由谁签字: what is asked about says little, the act tells
        needed = [*terms, Term(word=asked.deed)] if terms and asked.deed and exists(kb, asked.deed) else []
    if not any(term.known for term in needed):
        return []
    refused, conditions = held.held(kb).passages, tuple(_conditions(asked.text))
    met: list[AnswerRow] = []
    others: list[tuple[int, AnswerRow]] = []
    hits = sentences_with(kb, needed, _MOST, asked.documents) or _of_applicants(kb, asked, needed)
    for hit in [*hits, *(_next_ones(kb, hits) if conditions else ())]:
        text = flat(hit.text)
        for match in () if hit.key in refused else _approving(text):
            around = _around(text, match)
            row = msgspec.structs.replace(section_row(hit), answer=match["answer"])
            if any(form in around for form in conditions):
                met.append(row)
            elif hit in hits:
                others.append((sum(any(form in around for form in term.forms) for term in needed), row))
    # Of several in one sentence whose clauses speak of what is asked for.
    return distinct(met or (row for _, row in sorted(others, key=lambda one: -one[0])), limit)


def _of_applicants(kb: KnowledgeBase, asked: Question, needed: Sequence[Term]) -> list[Hit]:
    """Sentences that hold all but who applies (实习生请长假谁批), of whom the plan speaks elsewhere."""
    rest = [term for term in needed if not wording.pattern("question", "people_end").search(term.word)]
    if not rest or len(rest) == len(needed):
        return []
    people = [term for term in needed if term not in rest]
    hits = sentences_with(kb, rest, _MOST, asked.documents)
    return [hit for hit in hits if all(is_in_plan(kb, term, hit.document_key) for term in people)]


def _next_ones(kb: KnowledgeBase, hits: Sequence[Hit]) -> list[Hit]:
    """The sentence behind each, in its section: 三天以上报校长批准 speaks of the leave that the one before names."""
    sections = {hit.key + 1: hit.section_key for hit in hits}
    found = finding.hits(kb.db, ((key, 0.0) for key in sections))
    return [hit for hit in found if hit.kind == "sentence" and hit.section_key == sections[hit.key] and hit not in hits]


def _approving(text: str) -> Iterator[re.Match[str]]:
    return (match for row in rows_of("approval") for match in re.finditer(row.pattern, text))


def _around(text: str, match: re.Match[str]) -> str:
    """The clause of an approval with what stands before it: the condition may be a clause of its own."""
    start = max(text.rfind(mark, 0, match.start()) for mark in ";。") + 1
    clauses = re.split(f"[{_STOPS}]", text[start : match.end()])
    own = clauses[-1]
    return own if wording.pattern("question", "condition_amount").search(own) else ",".join(clauses[-2:])


def _conditions(text: str) -> Iterator[str]:
    """The ways to write the amounts that a question names as its condition: 三天以上 as 3天以上."""
    for match in wording.pattern("question", "condition_amount").finditer(text):
        number, unit, bound = match["number"], match["unit"], match["bound"]
        value = int(number) if number.isdigit() else _DIGITS.get(number)
        if value is None:
            continue
        for form in {str(value), in_han(value), "两" if value == _DIGITS["两"] else in_han(value)}:
            yield f"{form}{unit}{bound}"
