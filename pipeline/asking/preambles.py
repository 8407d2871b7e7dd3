"""Sentences that only say why and by what a paper was made (为加强…,根据…,现将…通知如下): they hold the words of nearly every question
asked of the paper, and answer none of how, who and what."""

from __future__ import annotations

from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.lexicon import wording
from pipeline.store.searchtext import flat

_KINDS: frozenset[Kind] = frozenset({"how", "any", "who", "recipient", "place"})
# A preamble is told by its beginning and its end; what is longer than both is not read.
_READ = 60


def is_beside(asked: Question, text: str) -> bool:
    """Whether a sentence is the preamble of its paper, and the question asks for nothing that such a one tells."""
    if asked.kind not in _KINDS or wording.pattern("question", "asks_why_made").search(asked.text):
        return False
    said = flat(text)
    begins = wording.pattern("question", "preamble_begins").match(said)
    return begins is not None and wording.pattern("question", "preamble_ends").search(said[-_READ:]) is not None
