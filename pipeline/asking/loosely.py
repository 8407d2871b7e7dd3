"""Answers from sentences that cover most of a question, where none holds all of it: what is asked for may stand in the
sentence beside, in the headings, or elsewhere in a plan that is about it; a deed may be told in other words, a thing may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations

import msgspec

from pipeline.asking.coverage import Covered, covered
from pipeline.asking.fit import fit, places
from pipeline.asking.fitting import TYPES
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct, section_row
from pipeline.asking.said import found_in
from pipeline.asking.scoring import weighed
from pipeline.asking.words import Term
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import normalised

# Kinds whose answers show by themselves that they are such, and those that a whole sentence answers.
_TYPED: frozenset[Kind] = frozenset(
    {"who", "when", "how_much", "how_often", "holder", "recipient", "place", "evidence", "problems"}
)
# Those of them that facts answer.
_JUDGED: frozenset[Kind] = frozenset({"who", "when", "how_much", "how_often", "holder", "problems"})
_WHOLE: frozenset[Kind] = frozenset({"how", "any"})
# Kinds whose answers every sentence of a plan may hold: what they are asked of must stand near.
_MEASURED: frozenset[Kind] = frozenset({"when", "how_much", "how_often"})
# So much of the question an answer covers at least.
_LEAST_TYPED, _LEAST_WHOLE = 0.55, 0.6
_LEAST_NEAR = 2
_MOST_TERMS = 4
_MOST_SENTENCES = 25
_ENOUGH = 30
_BESIDE = 2
# Beside a good answer one that covers so much less is none.
_WORTH = 0.8


class _Candidate(msgspec.Struct, frozen=True):
    """An answer with what it is worth; `place` is the order in which it was found."""

    score: float
    place: int
    row: AnswerRow


def loosely(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for what covers most of the question; none where a thing asked for stands nowhere in the plan."""
    if asked.kind not in _TYPED | _WHOLE:
        return []
    needed = [term for term in terms if not term.generic]
    if len([term for term in needed if term.known]) < _LEAST_NEAR:
        return []
    found = sorted(_candidates(kb, asked, terms), key=lambda one: (-one.score, one.place))
    worth = [one.row for one in found if one.score >= _WORTH * found[0].score]
    return distinct(worth, limit)


def _candidates(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> Iterator[_Candidate]:
    refused = held.held(kb).passages
    least = _LEAST_TYPED if asked.kind in _TYPED else _LEAST_WHOLE
    around = _with_neighbours(kb, _sentences(kb, asked, terms))
    place = 0
    for hit, beside in around:
        if hit.key in refused or hit.kind == "heading":
            continue
        how = covered(kb, terms, hit, beside, least)
        if how is None or not _may_answer(asked, how):
            continue
        for score, row in _answers_at(kb, asked, terms, hit, how):
            place += 1
            yield _Candidate(score, place, row)


def _may_answer(asked: Question, how: Covered) -> bool:
    """Whether a sentence covers enough of the question, speaks of it itself, and lacks no thing that is asked for."""
    typed = asked.kind in _TYPED
    if not (how.things and how.own and (how.main or asked.kind not in _MEASURED)):
        return False
    least, nearest = (_LEAST_TYPED, _LEAST_NEAR) if typed else (_LEAST_WHOLE, 1)
    return how.share >= least and how.near >= nearest and how.near + how.far >= _LEAST_NEAR


def _answers_at(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], hit: Hit, how: Covered
) -> Iterator[tuple[float, AnswerRow]]:
    """What a sentence answers: by its facts of the kind asked for, else by its words."""
    keys = finding.facts_at(kb.db, [hit.key], TYPES[asked.kind], _MOST_SENTENCES, ())
    any_fact = False
    for stored in held.facts_by_key(kb, keys).values() if asked.kind in _JUDGED else ():
        fitting = msgspec.structs.replace(fit(terms, places(stored), asked.about), score=how.share, complete=True)
        one = weighed(asked, terms, stored, fitting, 0)
        if one is not None and one.strong:
            any_fact = True
            yield one.score, answer_row(one.stored, one.answer or None)
    if not any_fact:
        needed = [term for term in terms if not term.generic]
        for answer in found_in(kb, asked, hit, needed):
            yield how.share, msgspec.structs.replace(section_row(hit), answer=answer)


def _sentences(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[int]:
    """Keys of passages that hold as many as may be of the words that say most, in the sentence or above it."""
    known = sorted((t for t in terms if t.known and not t.generic), key=lambda t: (-t.weight, t.word))[:_MOST_TERMS]
    keys: dict[int, None] = {}
    for size in range(len(known), 0, -1):
        for chosen in combinations(known, size):
            expression = " AND ".join(term.expression() for term in chosen)
            found = kb.recent(
                ("loose", expression, ",".join(map(str, asked.documents))),
                partial(finding.passages_with, kb.db, expression, asked.documents),
            )
            keys |= dict.fromkeys(key for key, _ in found[:_MOST_SENTENCES])
        if len(keys) >= _ENOUGH:
            break
    return list(keys)[:_ENOUGH]


def _with_neighbours(kb: KnowledgeBase, keys: Sequence[int]) -> Iterator[tuple[Hit, str]]:
    """Passages and those beside them, each with the words of the passages beside it in its section."""
    wanted = dict.fromkeys(near for key in keys for near in range(key - _BESIDE, key + _BESIDE + 1))
    wide = dict.fromkeys(near for key in wanted for near in range(key - _BESIDE, key + _BESIDE + 1))
    hits = {hit.key: hit for hit in finding.hits(kb.db, ((key, 0.0) for key in wide))}
    for key in wanted:
        if (hit := hits.get(key)) is None:
            continue
        beside = (
            hits[near].text
            for near in range(key - _BESIDE, key + _BESIDE + 1)
            if near != key and near in hits and _together(hits[near], hit)
        )
        yield hit, normalised("\n".join(beside))


def _together(one: Hit, other: Hit) -> bool:
    """Whether two passages speak of one matter; the rows of a table each speak of another."""
    return (
        "row" not in (one.kind, other.kind)
        and one.section_key == other.section_key
        and content_of(one.key) == content_of(other.key)
    )
