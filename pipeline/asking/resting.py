"""Answers that rest on nothing the question says: another word for the one thing asked about, and not what is done."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

# Kinds whose answers any sentence may hold.
_TOLD_BY_ANY: frozenset[Kind] = frozenset({"who", "when", "how_much", "how_often", "recipient"})


def rests_on_words(asked: Question, terms: Sequence[Term], row: AnswerRow) -> bool:
    """Whether a row has more of the question than a synonym of the one thing it names.

    Synonyms reach far (例会: 会议; 垃圾清运: 保洁), so that alone, without any other word of the question (上报, 批, 村里), they
    tie it to sentences of other matters. Words that only say what sort of answer is wanted (比例) are not counted.
    """
    things = [term for term in terms if not term.generic]
    if asked.kind not in _TOLD_BY_ANY or len(things) != 1:
        return True
    sorts = frozenset(wording.words("question", "sorts_of_answer"))
    others = [term for term in terms if term.generic and term.word not in sorts]
    text = flat("\n".join((row.answer, row.text, row.section or "", row.document)))
    word = flat(things[0].word)
    if not others or any(form in text for form in things[0].forms if form in word or word in form):
        return True
    return any(flat(form) in text for term in others for form in term.forms)
