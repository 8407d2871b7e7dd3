"""How much of a question a sentence and its surroundings cover, where no sentence holds all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pipeline.asking.cutting import is_said_of
from pipeline.asking.fit import made_of
from pipeline.asking.words import Term
from pipeline.store import finding
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

# What a word is worth where it stands in the sentence, the headings above it, the sentences beside it, the title,
# and somewhere else in the plan.
_OWN, _ABOVE, _BESIDE, _TITLE, _IN_PLAN = 1.0, 0.75, 0.6, 0.55, 0.35
# What a word is worth that is there in a synonym, in another make, in its halves, in most of its pairs of characters.
_SYNONYM, _MADE, _HALVES, _PAIRS = 0.85, 0.6, 0.6, 0.5
_LONG = 4
_LEAST_PAIRS = 3


class Covered(msgspec.Struct, frozen=True):
    """`share` of the asked words' weight; `things` says that everything that names a thing is at least in that plan, `main`
    that the one of most weight is in the sentence or in its headings; how many words stand in the sentence itself (`own`),
    in it, above or beside it (`near`), elsewhere in the plan (`far`)."""

    share: float
    things: bool
    main: bool
    own: int
    near: int
    far: int


def speaks(terms: Sequence[Term], text: str) -> bool:
    """Whether a sentence (normalised) holds some word asked for itself."""
    return any(not term.generic and grade(term, text) > 0 for term in terms)


def covered(kb: KnowledgeBase, terms: Sequence[Term], hit: Hit, beside: str, least: float) -> Covered | None:
    """How well a sentence that holds some of the terms covers them all; `beside` are the sentences around it, normalised. Null
    where it cannot reach the share `least`."""
    own_text, above = flat(hit.text), flat(hit.section or "")
    others = ((above, _ABOVE), (beside, _BESIDE), (flat(hit.document), _TITLE))
    own = {term: _OWN * grade(term, own_text) for term in terms}
    best = {term: _best(term, own[term], others) for term in terms}
    total = sum(term.weight for term in terms)
    score = sum(value * term.weight for term, value in best.items())
    missing = [term for term, value in best.items() if not value]
    if score + _IN_PLAN * sum(term.weight for term in missing if term.known) < least * total:
        return None
    far = [term for term in missing if term.known and is_in_plan(kb, term, hit.document_key)]
    heaviest = max((term for term in terms if _is_thing(term)), key=lambda term: term.weight, default=None)
    return Covered(
        share=(score + _IN_PLAN * sum(term.weight for term in far)) / total,
        things=not any(_is_thing(term) for term in missing if term not in far),
        main=heaviest is None or own[heaviest] > 0 or grade(heaviest, above) > 0 or _is_titled(heaviest, own, hit),
        own=sum(value > 0 for term, value in own.items() if not term.generic),
        near=sum(not term.generic for term in terms if term not in missing),
        far=sum(not term.generic for term in far),
    )


def _is_titled(heaviest: Term, own: Mapping[Term, float], hit: Hit) -> bool:
    """Whether the title names the matter and the sentence holds all else that is asked for, word by word."""
    others = [value for term, value in own.items() if term is not heaviest and not term.generic]
    return any(form in flat(hit.document) for form in heaviest.forms) and bool(others) and min(others) >= _SYNONYM


def _best(term: Term, own: float, others: Sequence[tuple[str, float]]) -> float:
    """What a word is worth where it is worth most; `others` in the order of their worth."""
    best = own
    for text, worth in others:
        if worth <= best:
            break
        best = max(best, worth * grade(term, text))
    return best


def _is_thing(term: Term) -> bool:
    return not term.generic and not term.light and not is_said_of(term.word)


def grade(term: Term, text: str) -> float:
    """How surely a term is meant in a text."""
    word = term.word
    if word in text:
        return 1.0
    if any(form in text for form in term.forms):
        return _SYNONYM
    if made_of(word, text):
        return _MADE
    if len(word) >= _LONG and all(half in text or made_of(half, text) for half in (word[:2], word[-2:])):
        return _HALVES
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    few = len(pairs) < _LEAST_PAIRS
    return 0.0 if few or 2 * sum(pair in text for pair in pairs) < len(pairs) else _PAIRS


def is_in_plan(kb: KnowledgeBase, term: Term, document: int) -> bool:
    """Whether the file that a plan stands in holds a term."""

    def look() -> bool:
        return bool(finding.passages_with(kb.db, term.expression(), (document,)))

    return kb.remember(("in plan", term.expression(), str(content_of(document))), look)
