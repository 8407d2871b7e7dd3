"""Answers from the sentences that are most like a question by its characters: where words find nothing, and beside what they find.

Only a sentence that tells what is asked for (a party, a time, a number) can answer, and only where the odds that it is the answer
are good.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from pipeline.asking.columns import cells_of_kind, is_header
from pipeline.asking.fit import fit, places
from pipeline.asking.fitting import TYPES
from pipeline.asking.grams import Grams, grams_of
from pipeline.asking.label_lines import names_doer
from pipeline.asking.lexicons import Kind
from pipeline.asking.likeness import Likely, around, at_seats, most_like
from pipeline.asking.name_lists import names_of
from pipeline.asking.odds import NUMBERS, Odds, odds_of
from pipeline.asking.ordinals import of_another, of_another_time
from pipeline.asking.preambles import is_beside
from pipeline.asking.question import LEADER, Question
from pipeline.asking.refined import filled, in_clause
from pipeline.asking.rows import answer_row, distinct, section_row
from pipeline.asking.said import found_in
from pipeline.asking.scoring import may_answer, weighed
from pipeline.asking.standing import stands_by
from pipeline.asking.telling import fit_of, told_in
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit, StoredFact
from pipeline.store.searchtext import flat

# Kinds that are answered so, each by the kind whose answers it takes.
_AS: dict[Kind, Kind] = {
    "who": "who", "holder": "holder", "members": "members", "when": "when", "how_much": "how_much", "how_often": "how_often",
    "recipient": "recipient", "place": "place", "phone": "phone", "how": "how", "any": "any", "duties": "how",
}  # fmt: skip
# Those of them that facts answer.
_JUDGED: frozenset[Kind] = frozenset({"who", "when", "how_much", "how_often"})
# Those in which another sentence may go before what words found; a line as short as a label says little by itself.
_REPLACED: frozenset[Kind] = frozenset({"who", "how", "any", "recipient", "when", "how_much", "place"})
# Those of them in which it must stand in the open place, or under a header that names what is asked for.
_BY_PLACE: frozenset[Kind] = frozenset({"who", "when", "how_much", "place"})
_LABEL = 15
# Kinds in which only what stands in the open place answers: names of places cannot be told from other words.
_STANDING: frozenset[Kind] = frozenset({"place"})
# How well a party must stand in the open place to go before what words found, and whatever is asked for there to answer.
_FITTING = 0.35
_SHORT_NAME = 1
_MOST_TRIED = 12
# So many of what words found stand before what else is like the question, and so many of that behind them.
_FEW = 3
_MOST_BEHIND = 2
_MOST_SEATS = 40
# So much of the words asked for must stand by a seat where the group is not named as a whole.
_MOST_WORDS = 0.7
_SEATS: frozenset[Kind] = frozenset({"holder", "members"})
# The odds (logarithms) from which an answer is given, and from which one may stand behind it as what else might be meant; how much
# lower those of others beside the best may be; by how much those of another sentence must be better to go before what words
# found, and how good they must be for that.
_LEAST = -0.6
_POSSIBLE = -2.5
_BESIDE = 1.0
_BETTER = 2.0
_GOOD = -0.5


class Told(msgspec.Struct, frozen=True):
    """What a sentence tells, and the odds that it answers."""

    row: AnswerRow
    odds: Odds


class Ranked(msgspec.Struct, frozen=True):
    """Answers, best first, and what else might be meant: told by sentences whose odds are too low for an answer."""

    rows: list[AnswerRow]
    possible: list[AnswerRow] = []


class _Asked(msgspec.Struct, frozen=True):
    """A question with its pieces: those without asking words, and those of its matter alone."""

    question: Question
    terms: Sequence[Term]
    grams: Grams
    matter: Grams


def ranked(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> Ranked:
    """Rows for the sentences most like the question that tell what it asks for; none where no odds are good enough."""
    told = [one for one in candidates(kb, asked, terms) if asked.kind not in _STANDING or one.odds.fits >= _FITTING]
    rows = _best(told, asked.kind, _LEAST)
    return Ranked(distinct([*filled(asked, rows), *rows], limit), _possible(told, asked.kind, rows))


def preferred(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], rows: list[AnswerRow], limit: int) -> Ranked:
    """Rows that words found, with those of sentences like the question behind them; before them where a sentence is so much more
    like the question that it rather answers."""
    if not rows or asked.kind in _SEATS or _AS.get(asked.kind) != asked.kind:
        return Ranked(rows)
    if rows[0].review is not msgspec.UNSET:
        return Ranked(rows)  # what people have put right no longer says what its sentence says
    if names_of(rows[0].text):
        return Ranked(rows)  # a list of names says none of the words that it is found by
    found = "\n".join(flat(row.text) for row in rows)
    others = [told for told in candidates(kb, asked, terms) if flat(told.row.text) not in found]
    fuller = [told for told in others if _may_replace(told, asked.kind)]
    better = _best(fuller, asked.kind, _enough(kb, asked, terms, rows[0]))
    behind = [row for row in _best(others, asked.kind, _LEAST) if not _is_told(row, rows)][:_MOST_BEHIND]
    first = [*better, *rows]
    inside = [*filled(asked, first), *in_clause(asked, _read(kb, asked, terms).grams, first)]
    return Ranked(
        distinct([*inside, *better, *rows[:_FEW], *behind, *rows[_FEW:]], limit),
        _possible(others, asked.kind, rows),
    )


def _possible(told: Sequence[Told], kind: Kind, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """What else might be meant where there are answers, that with the best odds first."""
    return [row for row in _best(told, kind, _POSSIBLE, math.inf) if not _is_told(row, rows)] if rows else []


def _may_replace(told: Told, kind: Kind) -> bool:
    """Whether what a sentence tells may go before what words found: a party where it stands in the open place, a time or number
    under a header that names it; else no mere label."""
    return told.odds.fits >= _FITTING if kind in _BY_PLACE else len(flat(told.row.text)) > _LABEL


def _is_told(row: AnswerRow, rows: Sequence[AnswerRow]) -> bool:
    """Whether rows say already what another does (领导小组, 控辍保学领导小组)."""
    answer = flat(row.answer)
    return any(answer in (told := flat(one.answer)) or told in answer for one in rows)


def _enough(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], row: AnswerRow) -> float:
    """The odds from which another sentence goes before what words found; a line as short as a label says little by itself."""
    if asked.kind not in _REPLACED or (asked.kind not in _BY_PLACE and len(flat(row.text)) <= _LABEL):
        return math.inf
    if asked.kind == "who" and flat(row.answer).split(",")[-1] not in flat(row.text):
        return math.inf  # a heading, a tag or a column tells it
    if asked.kind == "who" and names_doer(asked, flat(row.text).partition(":")[0]):
        return math.inf  # 主持人:…
    one = _read(kb, asked, terms)
    first = odds_of(one.grams, one.matter, around(row), kb.size(), meant=True, fits=fit_of(asked, row)).value(
        asked.kind
    )
    return max(first + _BETTER, _GOOD)


def _best(told: Sequence[Told], kind: Kind, least: float, beside: float = _BESIDE) -> list[AnswerRow]:
    """The rows whose odds are good enough, and not much lower than those of the best, best first."""
    values = sorted(((one.odds.value(kind), one.row) for one in told), key=lambda one: -one[0])
    return [row for value, row in values if value >= max(least, values[0][0] - beside)]


def candidates(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[Told]:
    """What the sentences most like the question tell, the most like first; none for a kind that is not answered so."""
    if asked.kind not in _AS or (
        asked.kind == "duties" and not wording.pattern("question", "first_step").search(asked.text)
    ):
        return []  # whose duties they are is told by the party's name alone
    one = _read(kb, msgspec.structs.replace(asked, kind=_kind(asked)), terms)
    if one.question.kind in _SEATS:
        return _seated(kb, one)
    likely = [like for like in most_like(kb, one.grams, asked.documents) if _speaks(one, like)][:_MOST_TRIED]
    return [
        Told(
            row,
            odds_of(one.grams, one.matter, around(like.hit), kb.size(), surely=surely, fits=_fits(kb, one, like, row)),
        )
        for like, row, surely in _told(kb, one, likely)
    ]


def _seated(kb: KnowledgeBase, one: _Asked) -> list[Told]:
    """What is told of a group's seats, where the group is named in the sentence or around it."""
    asked = one.question
    row = "member_seats" if asked.kind == "members" else "leader_seats" if asked.position == LEADER else ""
    words = wording.words("question", row) if row else (asked.position,)
    found = []
    for like in at_seats(kb, one.matter, words, asked.documents)[:_MOST_SEATS]:
        named = max(like.score, _words_by(one, like.hit) if asked.kind == "holder" else 0.0)
        odds = Odds(covered=named, own=0.0, matter=named, rarest=0.0, length=0, seat=True)
        told = islice(told_in(kb, asked, like.hit, one.grams), 1)
        found += [Told(msgspec.structs.replace(section_row(like.hit), answer=answer), odds) for answer in told]
    return found


def _words_by(one: _Asked, hit: Hit) -> float:
    """The share of the words asked for that stand in a seat's sentence or above it (转移群众那个组 below 转移安置组), by their weight."""
    asked_for = [term for term in one.terms if not term.generic]
    there = [term for term in asked_for if stands_by(hit, term)]
    share = sum(term.weight for term in there) / max(sum(term.weight for term in asked_for), 1.0)
    return share if len(there) > 1 and share >= _MOST_WORDS else 0.0


def _kind(asked: Question) -> Kind:
    """The kind whose answers a question takes: 教练叫什么 asks for a name."""
    by_name = asked.kind == "any" and asked.text.endswith(wording.words("question", "asks_name"))
    return "who" if by_name else _AS[asked.kind]


def _speaks(one: _Asked, like: Likely) -> bool:
    """Whether a sentence can be meant: it speaks of the rank that is asked about (一级, not 二级), and where a time or a number is asked
    for, of what is done (家长会几号开门)."""
    text = flat("\n".join((like.hit.text, like.hit.section or "", like.hit.document)))
    rank = wording.pattern("question", "rank_word")
    ranks = [term for term in one.terms if rank.fullmatch(term.word)]
    above = f"{like.hit.section}\n{like.hit.text}"
    if of_another(one.question.text, above) or of_another_time(one.question.text, like.hit.document, above):
        return False
    if any(not any(form in text for form in term.forms) for term in ranks):
        return False
    # Of a short name (校庆) some pair must stand there: its characters apart may belong to anything.
    if (
        len(one.matter.pairs) <= _SHORT_NAME
        and not any(pair in text for pair in one.matter.pairs)
        and not one.matter.stands_for
    ):
        return not one.matter.pairs
    deed = [char for char in flat(one.question.predicate) if char in one.grams.singles]
    said = sum(char in text for char in deed) if one.question.kind in NUMBERS else len(deed)
    return (
        2 * said > len(deed)
        or not deed
        or any(form in text for term in one.terms if term.word in one.question.predicate for form in term.forms)
    )


def pieces_of(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> Grams:
    """The pieces of a question without its asking words."""
    text = flat(asked.text)
    return grams_of(kb, wording.pattern("question", "asking_words").sub("|", text), text, terms)


def _read(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> _Asked:
    about = grams_of(kb, flat(asked.about), flat(asked.text), terms)
    return _Asked(asked, terms, pieces_of(kb, asked, terms), about)


def _told(kb: KnowledgeBase, one: _Asked, likely: Sequence[Likely]) -> Iterator[tuple[Likely, AnswerRow, bool]]:
    """What sentences tell, and whether surely: by facts of the kind asked for, by the ways in which sentences answer; else by their
    words."""
    facts = _facts(kb, one.question, likely)
    needed = [term for term in one.terms if not term.generic]
    for like in likely:
        if is_beside(one.question, like.hit.text):
            continue
        if is_header(kb, like.hit) or flat(like.hit.text) in flat(like.hit.document):
            continue  # names of columns and of papers tell nothing
        if rows := _by_facts(one, like, facts.get(like.hit.key, ())):
            yield from ((like, row, True) for row in [*filled(one.question, rows), *rows])
            continue
        said = list(found_in(kb, one.question, like.hit, needed))
        for answer in said or islice(told_in(kb, one.question, like.hit, one.grams), 1):
            yield like, msgspec.structs.replace(section_row(like.hit), answer=answer), bool(said)


def _fits(kb: KnowledgeBase, one: _Asked, like: Likely, row: AnswerRow) -> float:
    """How well what is told stands in the open place; a cell under a header that names what is asked for does so wholly."""
    in_column = row.answer in cells_of_kind(kb, one.question, like.hit)
    return 1.0 if in_column else fit_of(one.question, row)


def _facts(kb: KnowledgeBase, asked: Question, likely: Sequence[Likely]) -> dict[int, list[StoredFact]]:
    """Facts that may answer, by the sentence they stand in."""
    if asked.kind not in _JUDGED:
        return {}
    keys = finding.facts_in(kb.db, [like.hit.key for like in likely], TYPES[asked.kind])
    stored = held.facts_by_key(kb, (key for some in keys.values() for key in some))
    return {
        at: [stored[key] for key in some if key in stored and may_answer(asked, stored[key])]
        for at, some in keys.items()
    }


def _by_facts(one: _Asked, like: Likely, facts: Sequence[StoredFact]) -> list[AnswerRow]:
    """What the facts of one sentence tell, that which fits best first."""
    found = []
    for place, stored in enumerate(facts):
        fitting = msgspec.structs.replace(
            fit(one.terms, places(stored), one.question.about), score=like.score, complete=True
        )
        said = weighed(one.question, one.terms, stored, fitting, place)
        if said is not None and said.strong:
            found.append(said)
    found.sort(key=lambda said: (-said.score, said.place))
    return [answer_row(said.stored, said.answer or None) for said in found]
