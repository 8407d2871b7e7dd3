"""`ask`: an ordinary question, the answers, and apart from them what stands near."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from pipeline.asking.across import (
    LARGEST_BASE,
    amounts_of_each,
    between,
    completed,
    each_body,
    first_part,
    told_of_each,
)
from pipeline.asking.beside import asking_part, names_a_thing, speaks_of, tells_why
from pipeline.asking.by_words import LEADS, by_words, in_others_plans, plainly_asked
from pipeline.asking.candidates import near, sentences_with
from pipeline.asking.cells import cells_of
from pipeline.asking.coded import asks_by_code
from pipeline.asking.fit import fit, places
from pipeline.asking.fitting import TYPES
from pipeline.asking.largest import largest
from pipeline.asking.lexicons import Kind
from pipeline.asking.of_year import of_the_hour, of_the_part, of_the_year
from pipeline.asking.ordinals import of_another, of_another_time, told_of_another
from pipeline.asking.points import of_the_day
from pipeline.asking.possible import with_possible
from pipeline.asking.preambles import is_beside
from pipeline.asking.question import Question
from pipeline.asking.ranked import Ranked, preferred, ranked
from pipeline.asking.resting import rests_on_words
from pipeline.asking.rows import answer_row, distinct, section_row
from pipeline.asking.several import several
from pipeline.asking.sorts import no_mere_times, of_a_day, of_sort, saying_deed, without_matter
from pipeline.asking.tables import PARTIES, Looked, by_rank, by_table, of_the_item
from pipeline.asking.telling import as_written
from pipeline.asking.telling_deeds import of_the_charge, speaking_of
from pipeline.asking.time_beside import with_time_beside
from pipeline.asking.to_mark import marked
from pipeline.asking.weighed_up import weighed_up
from pipeline.asking.which_of_sentence import which_of_sentence
from pipeline.asking.which_paper import asks_which_paper, papers_of, with_bodies
from pipeline.asking.which_party import which_party
from pipeline.asking.which_school import asks_which_school, which_school
from pipeline.asking.words import Term
from pipeline.lexicon import lexicons_pinned, wording
from pipeline.model.result import FACT_TYPES
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase

# Kinds that set plans beside one another.
_BETWEEN_PLANS: frozenset[Kind] = frozenset(
    {"extreme", "most", "outermost", "threshold", "frequent", "gap", "tally", "absent", "by_day"}
)
_BY_VALUE: frozenset[Kind] = frozenset({"extreme", "absent", "gap", "threshold"})
_SILENT: Kind = "absent"
# What is longer is no question (a plan pasted into the field); its beginning is asked.
_LONGEST = 300


class AskResult(msgspec.Struct, frozen=True, kw_only=True):
    """`rows` answer the question, best first; those behind the first `sure` ones are what else might be meant. Where there are none,
    `nearest` holds facts on the same matter.

    `kind` says what the question was taken to ask for; `words` are those to be marked in the texts.
    """

    rows: list[AnswerRow]
    sure: int = 0
    nearest: list[AnswerRow] = []
    kind: Kind = "any"
    words: tuple[str, ...] = ()


@lexicons_pinned()
def ask(kb: KnowledgeBase, question: str, limit: int = 20, nearest: int = 5, *, on: str | None = None) -> AskResult:
    """Answer an ordinary Chinese question. `rows` is empty where the plans do not say; a weak match is no answer.

    `on` is the day of asking (ISO), from which 今年, 年底, 本学期 and 下个月 are counted; without it they have no date.

    >>> with KnowledgeBase.open("outputs/kb.sqlite") as kb:  # doctest: +SKIP
    ...     print([row.answer for row in ask(kb, "谁负责控辍保学？").rows])
    """
    question = first_part(question[:_LONGEST])

    def alone(text: str) -> AnswerRow | None:
        found = _ask(kb, text, 1, 0, on)
        return found.rows[0] if found.sure and found.rows else None

    if rows := _of_each(kb, question, alone, limit):
        return AskResult(rows=rows, sure=len(rows))
    told = between(kb, question, alone, limit, on)
    if told is not None:
        beside = [] if told else _near(_ask(kb, question, limit, nearest, on), nearest)
        return AskResult(rows=list(told), sure=len(told), nearest=beside)
    part, side = asking_part(question)
    # Of a question with words beside it only the asking part is held against sentences that are merely like it.
    whole = _ask(kb, question, limit, nearest, on, likely=not part)
    if whole.kind in _BY_VALUE and kb.size() <= LARGEST_BASE:
        sure = whole.rows[: whole.sure]
        if (rows := completed(kb, question, sure, alone, limit)) != sure:
            beside = [] if rows else _near(whole, nearest)
            return msgspec.structs.replace(whole, rows=rows, sure=len(rows), nearest=beside)
    if not part or (whole.rows and speaks_of(kb, side, whole.rows[0])):
        return whole
    if not names_a_thing(kb, part, side):
        # Nothing but the words beside it says what is asked about (听完课,情况反馈给谁).
        only_there = not whole.rows and wording.pattern("question", "side_says_when").search(side)
        return _ask(kb, question, limit, nearest, on) if only_there else whole
    parted = _ask(kb, part, limit, nearest, on)
    # What only words beside the question find (最近天热,游泳课哪天开始) is no answer to it.
    if parted.rows or tells_why(side):
        return parted
    return _ask(kb, question, limit, nearest, on)


def _near(found: AskResult, limit: int) -> list[AnswerRow]:
    """What stands near where the plans do not say what is asked of them together."""
    return [*found.rows, *found.nearest][:limit]


def _of_each(kb: KnowledgeBase, question: str, alone: Callable[[str], AnswerRow | None], limit: int) -> list[AnswerRow]:
    """The first sure answer for each body that a question asks of one by one, with the body's name before it."""
    each = each_body(kb, question)
    rows = amounts_of_each(kb, question, [body for body, _ in each], alone)
    known = {row.answer.partition("：")[0] for row in rows}
    for body, asks in each:
        row = alone(asks) if body not in known else None
        told = told_of_each(kb, question, row) if row else ""
        if row and told:
            rows.append(msgspec.structs.replace(row, answer=f"{body}：{told}"))
        if len(rows) == limit:
            break
    return rows[:limit] if len(rows) > 1 else []


def _ask(
    kb: KnowledgeBase, question: str, limit: int, nearest: int, on: str | None, *, likely: bool = True
) -> AskResult:
    by_word = by_words(kb, question, limit, on)
    asked, terms = by_word.asked, by_word.terms
    if asked.kind == _SILENT and by_word.rows:  # what says nothing of a matter speaks of no deed of it either
        return AskResult(rows=by_word.rows, sure=len(by_word.rows), kind=asked.kind, words=marked(asked, terms))
    between = asked.kind in _BETWEEN_PLANS and by_word.rows
    looked = Looked() if between or _told_by_fact(asked, by_word.rows) else by_table(kb, asked, terms, limit)
    if looked.empty:
        return AskResult(
            rows=[], nearest=_nearest(kb, asked, terms, nearest), kind=asked.kind, words=marked(asked, terms)
        )
    if not between and (
        rows := by_rank(kb, asked, terms, limit)
        or largest(kb, asked, terms, limit)
        or weighed_up(kb, asked, terms)
        or looked.rows
    ):
        return AskResult(rows=rows, sure=len(rows), kind=asked.kind, words=marked(asked, terms))
    rows = [
        row
        for row in speaking_of(asked, of_sort(asked, no_mere_times(asked, by_word.rows)))
        if rests_on_words(asked, terms, row)
        and not is_beside(asked, row.text)
        and not of_another(asked.text, f"{row.section}\n{row.text}")
        and not told_of_another(asked.text, row.text, row.answer)
        and not of_another_time(asked.text, row.document, f"{row.section}\n{row.text}")
    ]
    found = Ranked(rows)
    if likely and not asks_by_code(asked):
        plainly = plainly_asked(asked)
        found = preferred(kb, plainly, terms, rows, limit) if rows else ranked(kb, plainly, terms, limit)
        if not found.rows and asked.row == LEADS:  # 检查由谁带队 may ask for no seat of a group
            found = ranked(kb, msgspec.structs.replace(asked, kind="who"), terms, limit)
    rows = saying_deed(asked, terms, speaking_of(asked, of_sort(asked, several(asked, found.rows))))
    rows = which_party(
        kb,
        asked,
        terms,
        distinct(of_the_part(asked, of_the_year(asked, _which_time(kb, asked, terms, rows))), len(rows) + 1),
    )
    rows = of_the_charge(asked, of_the_item(asked, terms, rows))
    rows = which_school(kb, asked, of_the_day(asked, of_a_day(asked, without_matter(asked, terms, rows))))[:limit]
    rows = rows or in_others_plans(kb, asked, terms, limit)
    if asks_which_paper(asked):
        rows = papers_of(asked, rows)
    if asked.kind == "documents" or asks_which_paper(asked):
        rows = with_bodies(kb, rows)
    whole = asks_which_school(asked) or asks_which_paper(asked)
    return AskResult(
        rows=_written(
            rows if whole else of_the_hour(asked, with_possible(asked, rows, of_the_day(asked, found.possible)))
        )[:limit],
        sure=len(rows),
        nearest=[] if rows else _nearest(kb, asked, terms, nearest),
        kind=asked.kind,
        words=marked(asked, terms),
    )


def _told_by_fact(asked: Question, rows: Sequence[AnswerRow]) -> bool:
    """Whether a fact tells it that says more than a cell: of an ordinary sentence, the party of a duty, what people have put right."""
    if not rows or rows[0].fact is None:
        return False
    in_sentence = len(cells_of(rows[0].text)) == 1
    return in_sentence or asked.kind in PARTIES or rows[0].review is not msgspec.UNSET


def _which_time(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], rows: list[AnswerRow]) -> list[AnswerRow]:
    return with_time_beside(asked, terms, which_of_sentence(kb, asked, terms, rows))


def _written(rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, what is told out of a sentence in the sentence's own signs."""
    return [
        row
        if row.fact is not None or row.answer in row.text
        else msgspec.structs.replace(row, answer=as_written(row.text, row.answer))
        for row in rows
    ]


def _nearest(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    if limit <= 0:
        return []
    found = near(kb, terms, TYPES[asked.kind], 50) or near(kb, terms, FACT_TYPES, 50)
    fitting = [(fit(terms, places(stored), asked.about).score, stored) for stored in found]
    fitting.sort(key=lambda item: -item[0])
    # Sentences that hold all the words, though no fact of the kind asked for was found in them, are nearest of all.
    rows = [section_row(hit) for hit in sentences_with(kb, terms, limit)]
    return distinct([*rows, *(answer_row(stored) for _, stored in fitting)], limit)
