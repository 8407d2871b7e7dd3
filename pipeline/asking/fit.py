"""How well a fact fits the words that are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from pipeline.asking.words import Term
from pipeline.model.result import Deadline, Indicator, Membership
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import contains, searchable

# What a word is worth where it stands in the fact's own words, its clause, its sentence, the headings and actor above
# it, the lead of its paragraph, its plan's title.
_OWN, _CLAUSE_WORTH, _SENTENCE, _ABOVE, _LEAD, _TITLE = 1.0, 0.9, 0.8, 0.7, 0.6, 0.5
_SYNONYM = 0.85
# Where plans write the very word that is asked with, what only holds a word for it is worth less.
_BESIDE = 0.8
# A word that no plan writes is found in one made of its characters: 路线 in 线路, 存活率 in 生存率.
_SOFT = 0.6
_PARTLY = 0.5
_WHOLE_PHRASE = 0.15
# Two words that stand together in the question (整改报告) stand together in the fact.
_COMPOUND = 0.08
# Below this share of the asked words' weight a fact is near by, but no answer.
STRONG = 0.5
# An answer may lack words that weigh this share, if it has at least two of those that matter.
MAY_LACK = 0.4
_LONGEST_SOFT = 6
_CLAUSE = re.compile(r"[^,，;；。!！?？\n\t]+")


class Fit(msgspec.Struct, frozen=True):
    """`score` orders; `complete` says that the words that matter were found; `own` the share found in the fact's own
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
    """The texts in which the words of a question are looked for, with their worth; the fact's own words first."""

    texts: tuple[tuple[str, float], ...]

    @property
    def own(self) -> str:
        """The fact's own words."""
        return self.texts[0][0]


def places(stored: StoredFact) -> Places:
    """Where the words may stand, nearest to the fact first."""
    fact = stored.fact
    own, clause = stored.words, ""
    if isinstance(fact, Indicator):
        own, clause = f"{fact.name}\n{'、'.join(fact.scope)}", clause_of(stored)
    elif isinstance(fact, Deadline):
        own = clause_of(stored)
    elif isinstance(fact, Membership):
        own = f"{fact.group or ''}\n{fact.position}\n{fact.person}\n{fact.post or ''}"
    # What else stands in a roster's sentence are other people's seats.
    sentence = "" if isinstance(fact, Membership) else stored.text
    title = f"{stored.document}\n{stored.issuer or ''}"
    above = f"{stored.section or ''}\n{stored.actors}"
    texts = (
        (own or "-", _OWN), (clause, _CLAUSE_WORTH), (sentence, _SENTENCE), (above, _ABOVE), (stored.lead, _LEAD), (title, _TITLE)
    )  # fmt: skip
    return Places(tuple((_searchable(text), worth) for text, worth in texts if text))


@lru_cache(maxsize=4096)
def _searchable(text: str) -> str:
    """Sentences, headings and titles are those of many facts."""
    return searchable(text)


def clause_of(stored: StoredFact) -> str:
    """The clause that a fact's words stand in; with the next one where they end it (2025年底前，完成…)."""
    words = stored.words.strip()
    clauses = [match[0] for match in _CLAUSE.finditer(stored.text)]
    at = next((n for n, clause in enumerate(clauses) if words and words in clause), None)
    if at is None:
        return stored.text
    leads = isinstance(stored.fact, Deadline) and clauses[at].strip().endswith(words)
    return "".join(clauses[at : at + 2] if leads else clauses[at : at + 1])


def clauses(text: str) -> list[str]:
    """The clauses of a text."""
    return [match[0] for match in _CLAUSE.finditer(text)]


def fit(terms: Sequence[Term], where: Places, about: str = "", *, every: bool = False) -> Fit:
    """The fit of a fact to some terms; `about` is the question's own phrase, which counts when it stands there whole.
    With `every`, an answer may lack none of the words that matter."""
    needed = [term for term in terms if not term.generic] or list(terms)
    if not needed:
        return Fit(0.0, False, 0.0)
    found = {term.word: _found(term, where) for term in terms}
    total = sum(term.weight for term in terms)
    score = sum(found[term.word] * term.weight for term in terms) / total
    own = sum(t.weight for t in needed if contains_any(where.own, t)) / sum(t.weight for t in needed)
    forms = tuple(form for term in needed for form in term.forms if form in where.own)
    if about:
        near = [text for text, worth in where.texts if worth >= _SENTENCE]
        pairs = _COMPOUND * sum(any(pair in text for text in near) for pair in _compounds(terms, about))
        score += max(pairs, _WHOLE_PHRASE) if any(contains(text, about) for text in near) else pairs
    density = min(1.0, 2 * sum(len(form) for form in forms) / max(len(where.own), 1))
    complete = (
        all(found[t.word] for t in terms if t in needed or len(t.word) == 1) if every else _complete(needed, found)
    )
    return Fit(score, complete, own, density, forms)


def _compounds(terms: Sequence[Term], about: str) -> list[str]:
    pairs = (one.word + two.word for one, two in pairwise(terms))
    return [pair for pair in pairs if pair in about]


def _complete(needed: Sequence[Term], found: dict[str, float]) -> bool:
    lacking = [term for term in needed if not found[term.word]]
    if not lacking:
        return True
    # A word the whole base lacks is a matter the plans do not speak of, not one said in other words.
    if not all(term.known for term in lacking):
        return False
    share = sum(term.weight for term in lacking) / sum(term.weight for term in needed)
    return share <= MAY_LACK and len(needed) - len(lacking) >= 2


def contains_any(text: str, term: Term) -> bool:
    """Whether a text holds a term or one of its synonyms."""
    return any(form in text for form in term.forms)


def _found(term: Term, where: Places) -> float:
    best = 0.0
    synonym = _BESIDE if term.there else _SYNONYM
    for text, worth in where.texts:
        if worth > best and term.word in text:
            best = worth
        elif worth * synonym > best and contains_any(text, term):
            best = worth * synonym
    if best:
        return best
    if not term.known:
        return max((_SOFT * worth for text, worth in where.texts if made_of(term.word, text)), default=0.0)
    return max((_PARTLY * worth * _share(term.word, text) for text, worth in where.texts), default=0.0)


def _share(word: str, text: str) -> float:
    """The share of a long word's character pairs that stand in a text; 0 unless most do."""
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    if len(pairs) < 3:
        return 0.0
    share = sum(pair in text for pair in pairs) / len(pairs)
    return share if share >= 0.6 else 0.0


def made_of(word: str, text: str) -> bool:
    """Whether the characters of a word stand close together in a text in another make: both of two (路线, 线路), the last and
    one more of three (存活率, 生存率), three of four."""
    size = len(word)
    if size < 2 or size > _LONGEST_SOFT or not word.isalpha() or word.isascii():
        return False
    least = 2 if size <= 3 else size - size // 4
    head = word[-1]
    at = text.find(head)
    while at >= 0:
        around = text[max(0, at - size - 1) : at] + text[at + 1 : at + (size + 1 if size == 2 else 1)]
        if 1 + sum(char in around for char in set(word[:-1])) >= least:
            return True
        at = text.find(head, at + 1)
    return False
