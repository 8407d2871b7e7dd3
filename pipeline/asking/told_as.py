"""What a sentence says that something is: the theme, motto or aim of what is asked about (宣传主题为…)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from pipeline.asking.candidates import passages, sentences_with
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.standing import stands_by
from pipeline.asking.under_headings import items_behind
from pipeline.asking.words import Term, holding_all
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

_MOST = 60


def told_as(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for sentences that say what the theme (motto, aim) of all that is asked about is."""
    if asked.kind == "any" and wording.pattern("question", "asks_contents").search(asked.text):
        return _contents(kb, asked, terms, limit)
    if wording.pattern("question", "asks_made_of").search(asked.text):
        return _made_of(kb, asked, terms, limit)
    match = wording.pattern("question", "asks_told").search(asked.text)
    if asked.kind != "any" or match is None:
        return []
    what = match["what"]
    needed = [term for term in terms if not term.generic and term.word not in what and what not in term.word]
    refused = held.held(kb).passages
    rows = (
        msgspec.structs.replace(section_row(hit), answer=told["answer"])
        for hit in sentences_with(kb, [Term(word=what)], _MOST, asked.documents)
        if needed and hit.key not in refused and all(stands_by(hit, term) for term in needed)
        for told in _told(what).finditer(flat(hit.text))
    )
    return distinct(rows, limit)


def _made_of(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Whom a sentence says that a group is made of (食堂委员会由…组成)."""
    told, made = wording.pattern("question", "members_told"), wording.pattern("question", "made_of_words")
    needed = [term for term in terms if not term.generic and not told.search(term.word) and not made.search(term.word)]
    if not any(term.known for term in needed):
        return []
    refused = held.held(kb).passages
    found = passages(kb, holding_all([term for term in needed if term.known]), asked.documents)[:_MOST]
    rows = (
        msgspec.structs.replace(section_row(hit), answer=next(words for words in match.groups() if words))
        for hit in finding.hits(kb.db, found)
        if hit.key not in refused
        for match in told.finditer(flat(hit.text))
        # The group is named before it, in the sentence or in the heading above.
        if all(any(form in _before(hit, match) for form in term.forms) for term in needed)
    )
    return distinct(rows, limit)


def _before(hit: Hit, match: re.Match[str]) -> str:
    return flat(f"{hit.section or ''}\n{hit.document}\n") + match.string[: match.start() + 1]


def _contents(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What a sentence says that something holds (协议内容包括…): all that is asked about stands before that word in it."""
    needed = [term for term in terms if not term.generic and not term.said_of]
    told = wording.pattern("question", "contents_told")
    refused = held.held(kb).passages
    rows = (
        row
        for hit in sentences_with(kb, needed, _MOST, asked.documents)
        if needed and hit.key not in refused
        for match in told.finditer(flat(hit.text))
        if all(any(form in match["of"] for form in term.forms) for term in needed)
        for row in _told_or_listed(kb, hit, match["answer"])
    )
    return distinct(rows, limit)


def _told_or_listed(kb: KnowledgeBase, hit: Hit, answer: str) -> Iterable[AnswerRow]:
    """What a sentence says, or the items that it announces (包括以下内容:)."""
    return items_behind(kb, hit) if answer.endswith(":") else [msgspec.structs.replace(section_row(hit), answer=answer)]


@lru_cache(maxsize=64)
def _told(what: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(what)}(?:定)?(?:为|是|:)(?P<answer>[^;。]{{2,60}})")
