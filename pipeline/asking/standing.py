"""Whether a word that is asked for stands in a sentence or above it."""

from __future__ import annotations

from pipeline.asking.fit import made_of
from pipeline.asking.words import Term
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat


def stands_by(hit: Hit, term: Term) -> bool:
    """Whether a term stands in a sentence, in the headings above it or in the title."""
    return holds(flat(f"{hit.text}\n{hit.section}\n{hit.document}"), term)


def holds(text: str, term: Term) -> bool:
    """Whether a normalised text holds a term, or is made of it."""
    return any(form in text for form in term.forms) or (not term.known and made_of(term.word, text))
