"""Facts that may answer: found by the index, so that a big base is never gone through fact by fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from pipeline.asking.fit import MAY_LACK, made_of
from pipeline.asking.words import Term, holding_all
from pipeline.model.result import fact_type
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit, StoredFact
from pipeline.store.searchtext import flat

_MOST = 120
# With so many found by their own passages, those that only their plan's title ties to a word are not looked for.
_ENOUGH = 30
# With so many whose own sentence holds all words, those that need the headings above are not looked for.
_ENOUGH_INSIDE = 60
_MOST_DOCUMENTS = 200
_MOST_TITLED = 3
_NUMBERED = re.compile("[0-9]")


def matching(
    kb: KnowledgeBase,
    terms: Sequence[Term],
    types: Sequence[str],
    limit: int = _MOST,
    documents: Sequence[int] = (),
) -> list[StoredFact]:
    """Facts of some types whose passage holds all terms that matter, in the sentence or above it; and those of plans
    whose title holds some of them and whose passage holds the rest. In some plans only, where these are given."""
    return _facts(kb, matching_keys(kb, terms, types, limit, documents))


def matching_keys(
    kb: KnowledgeBase,
    terms: Sequence[Term],
    types: Sequence[str],
    limit: int = _MOST,
    documents: Sequence[int] = (),
) -> list[int]:
    """The keys of the same facts, which are not read."""
    needed = _looked_for(terms)
    if not needed:
        return []
    keys = dict.fromkeys([*_all_of(kb, needed, types, limit, documents), *_put_right(kb, needed, types, documents)])
    if len(keys) >= _ENOUGH:
        return list(keys)
    titled = {term: _titled(kb, term, documents) for term in needed}
    for chosen in _subsets([term for term in needed if titled[term]]):
        within = sorted(set.intersection(*(set(titled[term]) for term in chosen)))
        if within:
            rest = [term for term in needed if term not in chosen]
            keys |= dict.fromkeys(_within(kb, rest, types, within, limit))
    return list(keys)


def _titled(kb: KnowledgeBase, term: Term, documents: Sequence[int]) -> list[int]:
    """Plans whose title or issuer holds a term; of some plans only, where these are given."""
    found = finding.match_documents(kb.db, term.titled(), _MOST_DOCUMENTS)
    wanted = frozenset(documents)
    return [key for key in found if key in wanted] if documents else found


def _put_right(kb: KnowledgeBase, needed: Sequence[Term], types: Sequence[str], documents: Sequence[int]) -> list[int]:
    """Facts that people have given words which hold a term: the index knows only the plans' words."""
    forms = [form for term in needed for form in term.forms]
    keys = held.corrected_with(kb, lambda words: any(form in words for form in forms))
    found = held.facts_by_key(kb, keys) if keys else {}
    return [
        key
        for key, stored in found.items()
        if fact_type(stored.fact) in types and (not documents or stored.document_key in documents)
    ]


def nearly_matching(
    kb: KnowledgeBase, terms: Sequence[Term], types: Sequence[str], documents: Sequence[int] = ()
) -> list[StoredFact]:
    """Facts whose passage holds all terms that matter but one of small weight."""
    needed = _looked_for(terms)
    total = sum(term.weight for term in needed)
    keys: dict[int, None] = {}
    for term in needed if len(needed) > 2 else ():
        if term.weight <= MAY_LACK * total:
            keys |= dict.fromkeys(_all_of(kb, [t for t in needed if t is not term], types, _MOST, documents))
    return _facts(kb, keys)


def remedies(kb: KnowledgeBase, problem: StoredFact) -> list[StoredFact]:
    """The duties that answer a problem: those tied to it, else those under its innermost heading."""
    tied = [row[0] for row in kb.db.execute(
        "SELECT target FROM links WHERE source = ? AND relation = 'answered_by' ORDER BY target", (problem.key,)
    )]  # fmt: skip
    if not tied:
        tied = [row[0] for row in kb.db.execute(
            "SELECT d.key FROM facts p JOIN facts d ON d.section = p.section AND d.type = 'duty' AND d.key > p.key "
            "WHERE p.key = ? ORDER BY d.key LIMIT 20", (problem.key,)
        )]  # fmt: skip
    return _facts(kb, tied)


def sentences_with(kb: KnowledgeBase, terms: Sequence[Term], limit: int, documents: Sequence[int] = ()) -> list[Hit]:
    """Sentences that hold all terms that matter; in some plans only, where these are given."""
    needed = _looked_for(terms)
    if not needed:
        return []
    unknown = [term.word for term in _needed(terms) if term not in needed]
    # The index finds parts of numbers: 6年2班 for 6年1班.
    counted = [term for term in needed if any(map(_NUMBERED.search, term.forms))]
    found = finding.hits(kb.db, passages(kb, holding_all(needed, "text"), documents)[:limit])
    wanted = frozenset(documents)
    return [
        hit
        for hit in found
        if (not wanted or hit.document_key in wanted)
        and hit.kind != "heading"
        and all(made_of(word, flat(hit.text)) for word in unknown)
        and all(any(form in flat(hit.text) for form in term.forms) for term in counted)
    ]


def _subsets(terms: Sequence[Term]) -> list[tuple[Term, ...]]:
    """The ways in which a title may account for some terms; of many terms only one by one and all."""
    if len(terms) > _MOST_TITLED:
        return [*((term,) for term in terms), tuple(terms)]
    return [chosen for size in range(1, len(terms) + 1) for chosen in combinations(terms, size)]


def near(kb: KnowledgeBase, terms: Sequence[Term], types: Sequence[str], limit: int) -> list[StoredFact]:
    """Facts of some types that share at least one of the words that say most."""
    needed = sorted(_needed(terms), key=lambda term: (-term.weight, term.word))[:3]
    if not needed:
        return []
    keys: dict[int, None] = {}
    for size in range(len(needed), 0, -1):
        for chosen in combinations(needed, size):
            keys |= dict.fromkeys(_facts_with(kb, holding_all(chosen), types, limit))
            if len(keys) >= limit:
                return _facts(kb, list(keys)[:limit])
    return _facts(kb, keys)


def _facts_with(
    kb: KnowledgeBase, expression: str, types: Sequence[str], limit: int, documents: Sequence[int] = ()
) -> list[int]:
    """Keys of facts of some types in passages that match, the shortest passages first; in some documents, where given."""
    found = [key for key, _ in passages(kb, expression, documents)]
    return finding.facts_at(kb.db, found, types, limit, documents)


def passages(kb: KnowledgeBase, expression: str, documents: Sequence[int] = ()) -> list[tuple[int, float]]:
    """Passages that match; one question asks for the same ones on behalf of several types."""
    inside = ",".join(map(str, documents))
    return kb.recent(("passages", expression, inside), lambda: finding.passages_with(kb.db, expression, documents))


def _facts(kb: KnowledgeBase, keys: Iterable[int]) -> list[StoredFact]:
    order = list(keys)
    found = held.facts_by_key(kb, order)
    return [found[key] for key in order if key in found]


def _needed(terms: Sequence[Term]) -> list[Term]:
    return [term for term in terms if not term.generic] or list(terms)


def _looked_for(terms: Sequence[Term]) -> list[Term]:
    """The terms that the index can find; what no plan writes is looked for in the texts found by the others."""
    needed = _needed(terms)
    return [term for term in needed if term.known] or needed


def _all_of(
    kb: KnowledgeBase, terms: Sequence[Term], types: Sequence[str], limit: int, documents: Sequence[int] = ()
) -> list[int]:
    """Facts whose sentence holds all terms first, then those where some stand above it."""
    inside = _facts_with(kb, holding_all(terms, "text"), types, limit, documents)
    if len(inside) >= min(limit, _ENOUGH_INSIDE):
        return inside
    around = _facts_with(kb, holding_all(terms), types, limit, documents)
    return list(dict.fromkeys([*inside, *around]))[:limit]


def _within(
    kb: KnowledgeBase, rest: Sequence[Term], types: Sequence[str], documents: list[int], limit: int
) -> list[int]:
    if rest:
        return _all_of(kb, rest, types, limit, documents)
    return finding.facts_of_documents(kb.db, documents, types, limit)
