"""The words of a question without those that plans say in many ways: what is tried where no plan holds all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.cutting import is_deed
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.words import Term
from pipeline.lexicon import wording

_LEAST_THINGS = 2
# Words of art that may be verbs have two characters.
_PLAIN = 2
# Kinds whose answers show by themselves that they are such.
_TYPED: frozenset[Kind] = frozenset({"when", "how_much", "how_often", "who"})


def lighter(asked: Question, terms: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    """The terms without one of the light ones, then without all; two that matter stay beside a word that is said of a thing."""
    needed = [term for term in terms if not term.generic]
    light = [term for term in needed if term.light or (term.said_of and not is_term_of_art(term, asked))]
    for gone in [[term] for term in light] + ([light] if len(light) > 1 else []):
        # A deed in a word that no plan writes (加装) is said in other words; when and how much are asked of the thing.
        # Who is asked of the thing only where the deed stands behind it (垃圾清运归谁, not 围棋课谁教).
        deeds = [term for term in gone if not term.known and is_deed(term.word) and not _is_object(term, terms)]
        in_other_words = asked.kind in _TYPED and all(term.light or term in deeds for term in gone)
        in_other_words = in_other_words and (
            asked.kind != "who"
            or (deeds == needed[-1:] and not wording.pattern("question", "asks_whether").search(asked.text))
        )
        least = 1 if all(term.light for term in gone) or in_other_words else _LEAST_THINGS
        if len(needed) - len(gone) >= least:
            yield tuple(term for term in terms if term not in gone)


def is_term_of_art(term: Term, asked: Question) -> bool:
    """Whether a word that no plan holds is one plans would write (照明, 体检, 扩建), not what only speech says (拿到, 没法, 闹出来): then
    they do not speak of the matter. What is asked to be done may be told in any words."""
    plain = len(term.word) == _PLAIN and not wording.pattern("question", "said_in_speech").search(term.word)
    return plain and term.said_of and not term.known and is_deed(term.word) and term.word not in asked.predicate


def lacks_deed(terms: Sequence[Term], some: Sequence[Term]) -> bool:
    return any(not term.known and not term.light for term in terms if term not in some)


def with_deeds(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Terms with lone verbs insisted on: 哪些学校要建食堂 asks for no canteen that is there."""
    return tuple(
        msgspec.structs.replace(t, generic=False) if t.generic and len(t.word) == 1 and t.others and t.known else t
        for t in terms
    )


def without_itself(term: Term) -> Term:
    indexed = tuple(form for form in term.indexed or () if form != term.word) or None
    return msgspec.structs.replace(term, word=term.others[0], others=term.others[1:], indexed=indexed)


def _is_object(term: Term, terms: Sequence[Term]) -> bool:
    """Whether a word stands right behind a lone verb (买制服), so that it names a thing though it may be a verb, too."""
    before = terms[max(0, terms.index(term) - 1)]
    return before is not term and len(before.word) == 1 and bool(before.others)
