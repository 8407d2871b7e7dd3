"""How well the facts that were found answer a question, and the rows of the best."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.asking import judges, judging_amounts, judging_times
from pipeline.asking.candidates import matching, remedies
from pipeline.asking.deeds import deed_forms
from pipeline.asking.fit import Fit, clause_of, clauses, fit, places
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.stages import stage_bonus
from pipeline.asking.tiers import names_a_case, tier
from pipeline.asking.verdicts import STEP
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import flat

# Questions about one group or person: another group's seats are no answer, however much of its name is shared.
_NAMED: frozenset[Kind] = frozenset({"holder", "members", "position"})
_NAMED_STEP = 0.2
_MOST_PROBLEMS = 20
# Beside a good answer one that only the plan's title ties to the question is none.
_BESIDE_THE_BEST = 0.6
_JUDGES: dict[Kind, judges.Judge] = {
    "who": judges.judge_who,
    "how": judges.judge_duty,
    "duties": judges.judge_duty,
    "when": judging_times.judge_when,
    "how_often": judging_times.judge_often,
    "how_much": judging_amounts.judge_much,
    "holder": judges.judge_holder,
    "position": judges.judge_seat,
    "members": judges.judge_member,
    "due": judges.judge_words,
}
# Kinds that most facts found cannot answer, whatever their words: that is seen before their words are weighed.
_SELDOM: frozenset[Kind] = frozenset({"when", "how_often"})
# Kinds in which the case that a question names tells which of several answers is meant.
_OF_A_CASE: frozenset[Kind] = frozenset({"who", "when"})
# A bracket stands so close before its number: (占60%).
_BRACKET = 4
_DIGIT = re.compile("[0-9０-９]")
_UNWEIGHED = Fit(0.0, False, 0.0)


class Scored(msgspec.Struct, frozen=True):
    """A fact that may answer; `place` is the order in which it was found."""

    score: float
    place: int
    strong: bool
    stored: StoredFact
    answer: str


def scored(asked: Question, terms: Sequence[Term], found: Sequence[StoredFact]) -> list[Scored]:
    """Facts that can answer, with how well they do."""
    kept: list[Scored] = []
    for place, stored in enumerate(found):
        if not may_answer(asked, stored):
            continue
        fitting = fit(terms, places(stored), asked.about, every=asked.kind in _NAMED) if terms else Fit(1.0, True, 1.0)
        if (one := weighed(asked, terms, stored, fitting, place)) is not None:
            kept.append(one)
    return kept


def may_answer(asked: Question, stored: StoredFact) -> bool:
    """False for a fact that cannot answer a question of that kind, whatever its words."""
    return asked.kind not in _SELDOM or judge_of(asked.kind)(asked, stored, _UNWEIGHED) is not None


def judge_of(kind: Kind) -> judges.Judge:
    """What says which facts answer a kind of question."""
    return _JUDGES.get(kind, judges.judge_words)


def weighed(asked: Question, terms: Sequence[Term], stored: StoredFact, fitting: Fit, place: int) -> Scored | None:
    """A fact that fits so well, with what it is worth as an answer; null where it is none."""
    verdict = judge_of(asked.kind)(asked, stored, fitting)
    if verdict is None or _is_asked_itself(asked, stored, terms):
        return None
    score = fitting.score + verdict.bonus
    if asked.kind == "who":
        score += _by_name(stored, terms) + _by_deed(asked, stored, terms)
    if asked.kind == "how_much":
        score += 2 * STEP * _said_of_number(stored, terms)
    if asked.kind in _OF_A_CASE:
        score += _by_case(asked, stored)
    strong = fitting.strong and verdict.strong and not (asked.kind == "who" and _is_in_question(asked, stored))
    return Scored(score, place, strong, stored, verdict.answer)


def _is_asked_itself(asked: Question, stored: StoredFact, terms: Sequence[Term]) -> bool:
    """校医是谁 asks for a name: that the 校医 has to do something is no answer; nor is a time that is asked about."""
    if asked.kind == "when":  # 期末考试哪天考 is not answered by 学期末
        told = wording.pattern("question", "beside_an_event").sub("", flat(stored.due or stored.words))
        return any(told in term.forms for term in terms if not term.generic)
    if asked.kind != "who" or not asked.text.endswith(wording.words("question", "asks_name")):
        return False
    actor = flat(getattr(stored.fact, "actor", None) or "")
    return any(actor in term.forms for term in terms if not term.generic)


def _is_in_question(asked: Question, stored: StoredFact) -> bool:
    """Whether a party is what is asked about: 督学证件由谁制作 is not answered by what the 督学 does with it, nor 义务消防队由谁培训
    by what its 队员 do."""
    actor = flat(getattr(stored.fact, "actor", None) or "")
    bare = wording.pattern("question", "party_itself").sub("", actor)
    return len(actor) > 1 and bare in asked.about and asked.part is None


def _by_deed(asked: Question, stored: StoredFact, terms: Sequence[Term]) -> float:
    """Of several who have to do with a thing, whoever does just what is asked (回避由谁定: 负责人决定; 谁监管食堂: 负责日常监管)."""
    words, actor = flat(stored.words), flat(getattr(stored.fact, "actor", None) or "")
    if any(actor in term.forms for term in terms):
        return 0.0
    forms = deed_forms(asked.deed)
    told = flat(stored.text)
    if not actor or actor not in told:  # an item below the party's name
        own = any(form in words for form in forms)
    else:
        own = any(actor in clause and any(form in clause for form in forms) for clause in clauses(told))
    bonus = 4 * STEP if own else STEP / 2 if any(form in words for form in forms) else 0.0
    deeds = [term for term in terms if len(term.word) == 1 and term.others]
    return bonus + (STEP if any(form in words for term in deeds for form in term.forms) else 0.0)


def _said_of_number(stored: StoredFact, terms: Sequence[Term]) -> int:
    """How many of the words asked for stand before a number in brackets, since the number before: 企业评定(占60%)和校内评定(占40%)."""
    before, words, behind = clause_of(stored).partition(stored.words.strip())
    own = flat(_DIGIT.split(before)[-1])
    if not words or "(" not in own[-_BRACKET:] or not _DIGIT.search(before + behind):
        return 0
    return sum(any(form in own for form in term.forms) for term in terms if not term.generic)


def _by_case(asked: Question, stored: StoredFact) -> float:
    """Of several answers that of the grade, the amount or the stage of school that a question names (谁通知四年级)."""
    clause = clause_of(stored)
    case = 2 * STEP * tier(asked.text, clause) if names_a_case(asked.text) else 0.0
    return case + stage_bonus(asked.text, f"{clause}\n{stored.section or ''}")


def _by_name(stored: StoredFact, terms: Sequence[Term]) -> float:
    """A group whose name says what is asked for (接送交通组) is meant; whoever is asked about (谁登记外来人员) is no answer."""
    actor = flat(getattr(stored.fact, "actor", None) or "")
    forms = [form for term in terms if not term.generic for form in term.forms]
    if actor in forms:
        return -2 * _NAMED_STEP
    return (
        _NAMED_STEP
        if any(form in actor for form in forms) and actor.endswith(wording.words("question", "groups_end"))
        else 0.0
    )


def answered_problems(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[Scored]:
    """Duties that answer a problem which the words fit: 谁整改图书陈旧的问题."""
    if asked.kind not in ("who", "how"):
        return []
    judge, kept = _JUDGES[asked.kind], []
    for problem in matching(kb, terms, ("problem",), _MOST_PROBLEMS, asked.documents):
        fitting = fit(terms, places(problem), asked.about)
        if not fitting.strong:
            continue
        for place, duty in enumerate(remedies(kb, problem)):
            verdict = judge(asked, duty, msgspec.structs.replace(fitting, own=0.0, density=0.0, forms=()))
            if verdict is not None:
                kept.append(Scored(fitting.score + verdict.bonus, place, verdict.strong, duty, verdict.answer))
    return kept


def best_rows(found: Sequence[Scored], limit: int) -> list[AnswerRow]:
    """The strong ones, best first, an answer from one place once."""
    best = sorted((item for item in found if item.strong), key=lambda item: (-item.score, item.place))
    worth = [item for item in best if item.score >= _BESIDE_THE_BEST * best[0].score]
    return distinct((answer_row(item.stored, item.answer or None) for item in worth), limit)
