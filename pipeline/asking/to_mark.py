"""The words of a question that are marked in the texts that answer it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.question import Question
from pipeline.asking.words import Term


def marked(asked: Question, terms: Sequence[Term]) -> tuple[str, ...]:
    """The words to mark: those looked for and those that stand for them."""
    words = [form for term in terms if not term.generic for form in (term.word, *term.others)]
    return tuple(dict.fromkeys([*words, *filter(None, (asked.position,)), *asked.persons]))
