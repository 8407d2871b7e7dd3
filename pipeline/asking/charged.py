"""Which of several parties in a sentence has the charge that a question names: 校长总负责,分管校长具体负责,班主任包班."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from pipeline.asking.candidates import passages, sentences_with
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.standing import stands_by
from pipeline.asking.words import Term, holding_all
from pipeline.lexicon import wording
from pipeline.lexicon.wording import any_of
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import lines
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded

_MOST = 60
_IN_BRACKETS = "负责)"


def charged(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for the parties to which sentences give just this charge."""
    charges = _charges(asked)
    needed = [term for term in terms if not term.generic and not any(term.word in charge for charge in charges)]
    if asked.kind != "who" or not charges or not needed:
        return []
    refused = held.held(kb).passages
    rows = (
        msgspec.structs.replace(section_row(hit), answer=party)
        for hit in sentences_with(kb, [Term(word=charges[0], others=charges[1:])], _MOST, asked.documents)
        if hit.key not in refused and all(stands_by(hit, term) for term in needed)
        for party in _parties(flat(hit.text), charges)
        if party not in asked.about
    )
    return distinct(rows, limit)


def in_brackets(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for headings and lines that hold all that is asked for and behind it, in brackets, who has charge of it: 联络组(李小满负责).
    The brackets may be all that stands below the heading."""
    needed = [term for term in terms if not term.generic]
    if asked.kind != "who" or asked.part == "support" or not needed or not all(term.known for term in needed):
        return []
    refused = held.held(kb).passages
    told = wording.pattern("question", "charge_in_brackets")
    found = [key for key, _ in passages(kb, holding_all(needed), asked.documents)[:_MOST]]
    # Few lines end so: they are read before what stands around them.
    near = [key for key, line in lines(kb.db, found).items() if _IN_BRACKETS in folded(line.text)]
    rows = (
        msgspec.structs.replace(section_row(hit), answer=match["answer"])
        for hit in finding.hits(kb.db, ((key, 0.0) for key in near))
        if hit.key not in refused
        for match in told.finditer(_with_heading(hit))
        if all(any(form in match["matter"] for form in term.forms) for term in needed)
    )
    return distinct(rows, limit)


def _with_heading(hit: Hit) -> str:
    """A line, with the heading before it where it is nothing but brackets."""
    text = flat(hit.text)
    return flat((hit.section or "").rsplit(">", 1)[-1]) + text if text.startswith("(") else text


def _charges(asked: Question) -> tuple[str, ...]:
    """The charge that a question names, and what stands for it."""
    if wording.pattern("question", "charge_of_all").search(asked.text):
        return wording.words("question", "charge_of_all")
    found = wording.pattern("question", "charge_of_part").search(asked.text)
    return (found[0],) if found else ()


def _parties(text: str, charges: tuple[str, ...]) -> Iterator[str]:
    party = wording.pattern("question", "charge_party")
    return (match["answer"] for match in _told(charges).finditer(text) if party.search(match["answer"]))


@lru_cache(maxsize=64)
def _told(charges: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[,;:。、由])(?:实行|落实|坚持)?(?P<answer>(?:(?!由)[㐀-鿿]){{2,12}}?)(?:对[^,;:。]{{1,16}}?)?(?:负)?(?:{any_of(charges)})"
    )
