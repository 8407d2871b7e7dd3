"""Answers from sentences that cover most of a question, where none holds all of it: what is asked for may stand in the
sentence beside, in the headings, or elsewhere in a plan that is about it; a deed may be told in other words, a thing may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.coverage import Covered, covered, speaks
from pipeline.asking.fit import fit, places
from pipeline.asking.fitting import TYPES
from pipeline.asking.lexicons import Kind
from pipeline.asking.lighter import is_term_of_art
from pipeline.asking.likeness import together
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct, section_row
from pipeline.asking.said import found_in
from pipeline.asking.scoring import may_answer, weighed
from pipeline.asking.standing import holds
from pipeline.asking.words import Term, holding_all
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import lines
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

# Kinds whose answers show by themselves that they are such, and those that a whole sentence answers.
_TYPED: frozenset[Kind] = frozenset(
    {"who", "when", "how_much", "how_often", "holder", "recipient", "place", "evidence", "problems"}
)
# Those of them that facts answer.
_JUDGED: frozenset[Kind] = frozenset({"who", "when", "how_much", "how_often", "holder", "problems"})
_WHOLE: frozenset[Kind] = frozenset({"how", "any"})
# So much of the question an answer covers at least: chosen over all opened question sets, each with all synonyms and with either
# half of them, so that it holds for words that no row knows (docs/decisions.md).
_LEAST_SHARE = 0.45
_LEAST_KNOWN = 2
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
    if len([term for term in needed if term.known or is_titled(kb, term)]) < _LEAST_KNOWN:
        return []
    if any(is_term_of_art(term, asked) for term in needed):
        return []
    found = sorted(_candidates(kb, asked, terms), key=lambda one: (-one.score, one.place))
    worth = [one.row for one in found if one.score >= _WORTH * found[0].score]
    return distinct(worth, limit)


def is_titled(kb: KnowledgeBase, term: Term) -> bool:
    """Whether some plan's title holds a word that no sentence does."""
    return kb.remember(("titled", term.word), lambda: bool(finding.match_documents(kb.db, term.titled(), 1)))


def _candidates(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> Iterator[_Candidate]:
    covering: dict[Hit, Covered] = {}
    deeds = [term for term in terms if asked.kind == "how_often" and term.word in asked.predicate]
    for hit, beside in _with_neighbours(kb, terms, _sentences(kb, asked, terms)):
        how = covered(kb, terms, hit, beside, _LEAST_SHARE)
        if how is not None and _may_answer(how) and _does(hit, deeds) and _is_of_matter(asked, terms, hit, beside):
            covering[hit] = how
    answers = _answers(kb, asked, terms, covering)
    return (_Candidate(score, place, row) for place, (score, row) in enumerate(answers))


def _may_answer(how: Covered) -> bool:
    """Whether a sentence covers enough of the question, holds some of it itself, and stands in a plan that has every thing asked for."""
    return how.things and how.own > 0 and how.share >= _LEAST_SHARE


def _does(hit: Hit, deeds: Sequence[Term]) -> bool:
    """Whether a sentence says what is done, where that tells which of a thing's times is meant (多久检查一次)."""
    text = flat(hit.text)
    return not deeds or any(form in text for term in deeds for form in term.forms)


def _is_of_matter(asked: Question, terms: Sequence[Term], hit: Hit, beside: str) -> bool:
    """Whether a sentence that tells an amount has, it or what stands around it, a word of what the amount is of: 经费 alone stands in
    the sentences of any matter."""
    things = [term for term in terms if not term.generic]
    amounts = wording.words("question", "amount_words")
    matters = [term for term in things if term.word not in amounts]
    if asked.kind != "how_much" or len(matters) == len(things) or not matters:
        return True
    around = flat(f"{hit.text}\n{beside}\n{hit.section}\n{hit.document}")
    return any(holds(around, term) for term in matters)


def _answers(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], covering: dict[Hit, Covered]
) -> Iterator[tuple[float, AnswerRow]]:
    """What sentences answer: by their facts of the kind asked for, else by their words."""
    keys = [hit.key for hit in covering] if asked.kind in _JUDGED else []
    facts = {at: some[:_MOST_SENTENCES] for at, some in finding.facts_in(kb.db, keys, TYPES[asked.kind]).items()}
    stored = held.facts_by_key(kb, (key for some in facts.values() for key in some))
    needed = [term for term in terms if not term.generic]
    for hit, how in covering.items():
        here = [stored[key] for key in facts.get(hit.key, ()) if key in stored and may_answer(asked, stored[key])]
        any_fact = False
        for one in here:
            fitting = msgspec.structs.replace(fit(terms, places(one), asked.about), score=how.share, complete=True)
            said = weighed(asked, terms, one, fitting, 0)
            if said is not None and said.strong:
                any_fact = True
                yield said.score, answer_row(said.stored, said.answer or None)
        if not any_fact:
            for answer in found_in(kb, asked, hit, needed):
                yield how.share, msgspec.structs.replace(section_row(hit), answer=answer)


def _sentences(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[int]:
    """Keys of passages that hold as many as may be of the words that say most, in the sentence or above it."""
    known = sorted((t for t in terms if t.known and not t.generic), key=lambda t: (-t.weight, t.word))[:_MOST_TERMS]
    keys: dict[int, None] = {}
    for size in range(len(known), 0, -1):
        for chosen in combinations(known, size):
            found = passages(kb, holding_all(chosen), asked.documents)
            keys |= dict.fromkeys(key for key, _ in found[:_MOST_SENTENCES])
        if len(keys) >= _ENOUGH:
            break
    return list(keys)[:_ENOUGH]


def _with_neighbours(kb: KnowledgeBase, terms: Sequence[Term], keys: Sequence[int]) -> Iterator[tuple[Hit, str]]:
    """Sentences and those beside them that hold a word asked for, each with the words of those beside it in its section."""
    wanted = dict.fromkeys(near for key in keys for near in range(key - _BESIDE, key + _BESIDE + 1))
    near_by = lines(kb.db, (near for key in wanted for near in range(key - _BESIDE, key + _BESIDE + 1)))
    refused = held.held(kb).passages
    speaking = (
        key
        for key in wanted
        if key in near_by
        and key not in refused
        and near_by[key].kind != "heading"
        and speaks(terms, flat(near_by[key].text))
    )
    for hit in finding.hits(kb.db, ((key, 0.0) for key in speaking)):
        own = near_by[hit.key]
        beside = (
            near_by[near].text
            for near in range(hit.key - _BESIDE, hit.key + _BESIDE + 1)
            if near != hit.key and near in near_by and together(near_by[near], own)
        )
        yield hit, flat("\n".join(beside))
