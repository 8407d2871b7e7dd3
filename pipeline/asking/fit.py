"""How well a fact fits the words that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from pipeline.asking.words import Term
from pipeline.model.result import Indicator, Membership
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import contains, searchable

_OWN, _SENTENCE, _ABOVE, _TITLE = 1.0, 0.8, 0.7, 0.5
_SYNONYM = 0.85
_PARTLY = 0.5
_WHOLE_PHRASE = 0.15
# Below this share of the asked words' weight a fact is near by, but no answer.
STRONG = 0.5


class Fit(msgspec.Struct, frozen=True):
    """`score` orders; `complete` says that every word that matters was found; `own` the share found in the fact's own
    words, `density` how much of these they make up, `forms` the words and synonyms found there."""

    score: float
    complete: bool
    own: float
    density: float = 0.0
    forms: tuple[str, ...] = ()

    @property
    def strong(self) -> bool:
        """Whether the fact may be given as an answer."""
        return self.complete and self.score >= STRONG


class Places(msgspec.Struct, frozen=True):
    """The texts in which the words of a question are looked for, nearest to the fact first."""

    own: str
    sentence: str
    above: str
    title: str


def places(stored: StoredFact) -> Places:
    """Where the words may stand: the fact's own words, its sentence, the headings and actor above it, the title."""
    fact = stored.fact
    own, above = stored.words, f"{stored.section or ''}\n{stored.actors}"
    if isinstance(fact, Indicator):
        own = f"{fact.name}\n{'、'.join(fact.scope)}"
    elif isinstance(fact, Membership):
        own = f"{fact.group or ''}\n{fact.position}\n{fact.person}\n{fact.post or ''}"
    title = f"{stored.document}\n{stored.issuer or ''}"
    return Places(searchable(own), searchable(stored.text), searchable(above), searchable(title))


def fit(terms: Sequence[Term], where: Places, about: str = "") -> Fit:
    """The fit of a fact to some terms; `about` is the question's own phrase, which counts when it stands there whole."""
    needed = [term for term in terms if not term.generic] or list(terms)
    if not needed:
        return Fit(0.0, False, 0.0)
    found = {term.word: _found(term, where) for term in terms}
    total = sum(term.weight for term in terms)
    score = sum(found[term.word] * term.weight for term in terms) / total
    own = sum(term.weight for term in terms if contains_any(where.own, term)) / total
    forms = tuple(f for term in needed for f in (term.word, *term.others) if contains(where.own, f))
    if about and contains(where.own + where.sentence, about):
        score += _WHOLE_PHRASE
    density = min(1.0, 2 * sum(len(form) for form in forms) / max(len(where.own), 1))
    return Fit(score, all(found[term.word] > 0 for term in needed), own, density, forms)


def contains_any(text: str, term: Term) -> bool:
    """Whether a text holds a term or one of its synonyms."""
    return any(contains(text, form) for form in (term.word, *term.others))


def _found(term: Term, where: Places) -> float:
    texts = ((where.own, _OWN), (where.sentence, _SENTENCE), (where.above, _ABOVE), (where.title, _TITLE))
    best = 0.0
    for text, worth in texts:
        if worth > best and contains(text, term.word):
            best = worth
        elif worth * _SYNONYM > best and any(contains(text, other) for other in term.others):
            best = worth * _SYNONYM
    if best:
        return best
    return max((_PARTLY * worth * _share(term.word, text) for text, worth in texts), default=0.0)


def _share(word: str, text: str) -> float:
    """The share of a long word's character pairs that stand in a text; 0 unless most do."""
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    if len(pairs) < 3:
        return 0.0
    share = sum(pair in text for pair in pairs) / len(pairs)
    return share if share >= 0.6 else 0.0


def best_first(items: Iterable[tuple[float, int]]) -> list[int]:
    """Keys by score, equal ones in the order of the text."""
    return [key for _, key in sorted(items, key=lambda item: (-item[0], item[1]))]
