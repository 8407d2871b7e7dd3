"""What words and rules find for a question, before sentences that are merely like it are looked at."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.about import about
from pipeline.asking.approving import approvals
from pipeline.asking.bans import forbidden
from pipeline.asking.by_kind import ANSWERS, Answer, headcount
from pipeline.asking.candidates import passages
from pipeline.asking.charged import charged, in_brackets
from pipeline.asking.coded import asks_by_code, coded_rows
from pipeline.asking.columns import by_column, names_its_column
from pipeline.asking.contacts import contacts
from pipeline.asking.exactly import exactly
from pipeline.asking.fields import by_field, by_governing_time, by_heading_amount
from pipeline.asking.fitting import TYPES, by_fit, whole_fit
from pipeline.asking.hosts import hosts
from pipeline.asking.labelled import by_label
from pipeline.asking.lexicons import Kind, lexicons
from pipeline.asking.lighter import lacks_deed, lighter, with_deeds, without_itself
from pipeline.asking.loosely import is_titled, loosely
from pipeline.asking.name_lists import by_name_list
from pipeline.asking.named_as import named_as
from pipeline.asking.named_lines import by_named_line
from pipeline.asking.parts import in_parts
from pipeline.asking.question import LEADER, Question, match_counter, understand
from pipeline.asking.said import said
from pipeline.asking.seat_of_office import seat_of_office
from pipeline.asking.tables import by_row_of_time
from pipeline.asking.told_as import told_as
from pipeline.asking.under_headings import announced, consequences, headed_by_name, under_headings
from pipeline.asking.word_for_word import word_for_word
from pipeline.asking.words import Term, holding_all, terms_of
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

# Kinds of question that may be answered without words that say what is done or how.
_LOOSENED: frozenset[Kind] = frozenset({
    "who", "how", "when", "how_often", "how_much", "holder", "members", "targets", "problems", "evidence", "any", "place", "phone",
    "recipient",
})  # fmt: skip
# Kinds that only sentences answer.
_SAID_ONLY: frozenset[Kind] = frozenset({"phone", "recipient"})
# Kinds that the items under a heading may answer.
_LISTED: frozenset[Kind] = frozenset({"any", "how", "evidence", "targets", "problems", "members"})
# Kinds in which what is done tells which of several facts is meant.
_BY_DEED: frozenset[Kind] = frozenset({"any", "who", "when", "how_much"})
# Kinds that the sentence above an item may answer.
_CONSEQUENT: frozenset[Kind] = frozenset({"how", "any"})
# Kinds that the items behind a sentence which announces them may answer.
_ITEMS: frozenset[Kind] = frozenset({"any", "who", "evidence", "how"})
# The counter of what is done some times.
_ONCE = "次"
# A thing alone (食堂多久检查一次) does not tell which of its times is meant.
_TOLD_BY = 2
# What something has is answered by the sentence that names it: 有几种方式.
_HAS = "有"
# The rows of questions.yaml for whoever takes the lead in a task, and in a group.
_WHO_LEADS, LEADS = "who.lead", "holder.leads"
# What stands behind 什么时候 (交付使用) is what the date is asked for.
_PREDICATE_WEIGHT = 1.5
_NAMED_WEIGHT = 2.0


# What answers the very way a question asks, the surest first.
_WAYS: tuple[Answer, ...] = (
    by_row_of_time, by_name_list, contacts, in_parts, seat_of_office, forbidden, hosts, approvals, charged, in_brackets, told_as,
    by_named_line, named_as, word_for_word, by_governing_time, by_heading_amount, by_field,
)  # fmt: skip


class ByWords(msgspec.Struct, frozen=True):
    """A question as it was read, and the rows that its words and rules found."""

    asked: Question
    terms: tuple[Term, ...]
    rows: list[AnswerRow]


def by_words(kb: KnowledgeBase, question: str, limit: int, on: str | None = None) -> ByWords:
    """What words and rules find, before sentences that are merely like the question are looked at."""
    asked = _of_seat(understand(kb, question, on))
    terms = _weighted(asked, terms_of(kb, about(asked), asked.text))
    # Nor is a word (常熟) that only titles hold.
    terms = tuple(
        msgspec.structs.replace(t, said_of=False) if t.said_of and not t.known and is_titled(kb, t) else t
        for t in terms
    )
    rows = _answers(kb, asked, terms, limit)
    if not rows and asked.place:  # other plans may speak of the place too
        # The name of a place is never left out, though it may look like a verb.
        rest, asked = asked.text, _of_seat(understand(kb, question, on, places=False))
        terms = _weighted(asked, terms_of(kb, about(asked), asked.text))
        terms = tuple(t if t.word in rest else msgspec.structs.replace(t, said_of=False) for t in terms)
        rows = _answers(kb, asked, terms, limit)
    rows = rows or by_field(kb, asked, terms, limit, strictly=False) or loosely(kb, plainly_asked(asked), terms, limit)
    return ByWords(asked, terms, rows)


def in_others_plans(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What the plans of others say of the body that a question names, in sentences that name it (沙鸣包联石坪学校)."""
    body = Term(word=flat(asked.issuer), weight=_NAMED_WEIGHT)
    needed = [term for term in terms if not term.generic and term.known]
    if not asked.issuer or not needed or not passages(kb, holding_all((body, *needed), "text")):
        return []  # as mostly: no sentence names the body and what is asked
    rows = _answers(kb, msgspec.structs.replace(asked, documents=(), issuer=""), (body, *terms), limit)
    return [row for row in rows if body.word in flat(row.text)]


def _of_seat(asked: Question) -> Question:
    """A question for whoever leads a group (抢险救援组谁牵头) as one for its head."""
    if asked.row != _WHO_LEADS or asked.office or not asked.about.endswith(wording.words("question", "groups_end")):
        return asked
    return msgspec.structs.replace(asked, kind="holder", row=LEADS, position=LEADER)


def _answers(kb: KnowledgeBase, asked: Question, terms: tuple[Term, ...], limit: int) -> list[AnswerRow]:
    """Facts that hold every word; else sentences; else the same without what plans say in many ways (谁去看水渠)."""
    if rows := coded_rows(kb, asked, terms, TYPES[asked.kind], limit):
        return rows
    if asks_by_code(asked):
        return []
    if rows := _by_its_way(kb, asked, terms, limit):
        return rows
    rows = ANSWERS.get(asked.kind, by_fit)(kb, asked, terms, limit) or by_column(kb, asked, terms, limit)
    rows = headed_by_name(kb, asked, rows, limit)
    rows = exactly(kb, asked, terms, rows, limit)
    rows = rows or said(kb, asked, terms, limit) or by_label(kb, asked, terms, limit)
    if (
        not rows
        and asked.kind == "how_much"
        and match_counter(asked.text, lexicons()) in wording.words("question", "term_units")
    ):
        rows = by_fit(kb, msgspec.structs.replace(asked, kind="when"), terms, limit)  # 几天办结 asks for a term
    if not rows and asked.row == "often.bare":
        rows = by_fit(kb, msgspec.structs.replace(asked, kind="when"), terms, limit)  # 多久查清 may ask for one too
    rows = rows or _as_another_kind(kb, asked, terms, limit)
    if rows or asked.kind not in _LOOSENED:
        return rows
    for some in lighter(asked, terms):
        facts = [] if asked.kind in _SAID_ONLY else whole_fit(kb, asked, some, limit)
        rows = facts or said(kb, asked, some, limit)
        if asked.kind == "when":  # what only comes back (按年度) tells not when another deed is done
            rows = (
                [row for row in rows if any(char.isdigit() for char in row.answer)] if lacks_deed(terms, some) else rows
            )
        if rows:
            return rows
    if asked.row == "recipient.toward":  # 请假找谁批 may ask who
        return by_fit(kb, msgspec.structs.replace(asked, kind="who"), terms, limit)
    return []


def _by_its_way(kb: KnowledgeBase, asked: Question, terms: tuple[Term, ...], limit: int) -> list[AnswerRow]:
    """What answers the very way a question asks, before what merely holds its words."""
    if asked.kind in _ITEMS and (rows := announced(kb, asked, terms, limit)):
        return rows
    for way in _WAYS:
        if rows := way(kb, asked, terms, limit):
            return rows
    if asked.kind in _CONSEQUENT and (rows := consequences(kb, asked, terms, limit)):
        return rows
    if names_its_column(asked) and (rows := by_column(kb, asked, terms, limit)):
        return rows
    deeds = with_deeds(terms) if asked.kind in _BY_DEED else terms
    if deeds == terms:
        return []
    if asked.kind == "any":  # the character alone may stand for anything
        deeds = tuple(t if t.generic or len(t.word) > 1 else without_itself(t) for t in deeds)
        return said(kb, asked, deeds, limit)
    return whole_fit(kb, asked, deeds, limit)


def plainly_asked(asked: Question) -> Question:
    """What a question asks that is not of the paper itself: 什么时候出台 asks for what is still to be done."""
    if asked.kind != "paper" or asked.row == "paper.number":
        return asked
    return msgspec.structs.replace(asked, kind="when" if asked.row == "paper.issued" else "who")


def _as_another_kind(kb: KnowledgeBase, asked: Question, terms: tuple[Term, ...], limit: int) -> list[AnswerRow]:
    """What a question may ask for besides what its words say first."""
    if (plainly := plainly_asked(asked)) is not asked:
        return by_fit(kb, plainly, terms, limit) or by_column(kb, plainly, terms, limit)
    if asked.kind == "members":
        from pipeline.asking.seats import members_by_post  # the lexicon of names is only needed here

        if rows := members_by_post(kb, asked, terms, limit):
            return rows
    if asked.kind in _LISTED or (
        asked.kind == "who" and wording.pattern("question", "lists_of_people").search(asked.text)
    ):
        return under_headings(kb, asked, terms, limit)
    if asked.kind == "how_much" and _HAS in asked.text and wording.pattern("question", "asks_parts").search(asked.text):
        return said(kb, msgspec.structs.replace(asked, kind="any"), terms, limit)
    if asked.row == "often.times":  # 可以补测几次 asks how many, not how often
        return said(kb, msgspec.structs.replace(asked, kind="how_much", counter=_ONCE), terms, limit)
    if asked.kind == "how_much" and asked.counter in wording.words("question", "head_counters"):
        return headcount(kb, asked, terms, limit)
    return []


def _weighted(asked: Question, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Terms as the question weighs them: whoever gets something (给社区拨多少经费) is often left unsaid."""
    weighed = tuple(
        msgspec.structs.replace(t, light=True) if f"给{t.word}" in asked.text and len(terms) > 1 else t for t in terms
    )
    if asked.kind == "how_often" and sum(not t.generic for t in weighed) < _TOLD_BY:
        return tuple(msgspec.structs.replace(t, generic=t.generic and t.word not in asked.predicate) for t in weighed)
    if asked.kind != "when" or not asked.predicate:
        return weighed
    return tuple(
        msgspec.structs.replace(t, weight=t.weight * _PREDICATE_WEIGHT) if t.word in asked.predicate else t
        for t in weighed
    )
