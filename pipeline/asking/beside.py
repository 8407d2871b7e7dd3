"""Clauses beside a question that say who asks, or why (我是家长,…; 上级来检查,…): where the answer does not speak of what they say, the
question alone is asked."""

from __future__ import annotations

import re

from pipeline.asking.bare import asks
from pipeline.asking.question import understand
from pipeline.asking.words import terms_of
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat, folded

_MARKS = re.compile(r"[,，。.;；!！?？:：\n]")
_NOTE = re.compile(r"[（(]([^（）()]{1,10})[）)]$")
_LONGEST = 200


def asking_part(question: str) -> tuple[str, str]:
    """The one clause that asks, and the others; empty where not just one of several asks. Where none has an asking word (上级来检查,
    基教处的电话), the last behind a clause that only tells why it is asked."""
    text, note = _without_note(question if len(question) <= _LONGEST else "")
    parts = [part.strip() for part in _MARKS.split(text)]
    parts = [part for part in parts if part]
    asking = [part for part in parts if asks(folded(part))] or parts[-1:]
    rest = [*(part for part in parts if part not in asking), *([note] if note else [])]
    if len(asking) != 1 or not rest or not (asks(folded(asking[0])) or tells_why("".join(rest))):
        return "", ""
    return asking[0], "的".join(rest)


def _without_note(question: str) -> tuple[str, str]:
    """A question without the note in brackets at its end, and that note."""
    match = _NOTE.search(question)
    return (question[: match.start()], match[1]) if match else (question, "")


def tells_why(side: str) -> bool:
    """Whether clauses tell who asks, or why, and nothing of the matter."""
    return wording.pattern("question", "tells_why").search(folded(side)) is not None


def speaks_of(kb: KnowledgeBase, side: str, row: AnswerRow) -> bool:
    """Whether an answer holds a word of the clauses beside its question, so that these say what is asked about."""
    text = flat(f"{row.text}\n{row.section or ''}\n{row.document}")
    terms = (term for term in terms_of(kb, folded(side)) if not (term.generic or term.light))
    return any(form in text for term in terms for form in term.forms)


def names_a_thing(kb: KnowledgeBase, part: str, side: str) -> bool:
    """Whether a clause names something that the plans speak of: 谁负责 alone asks for nothing. Beside a clause that only tells why it is
    asked, what is done (谁来巡查) will do."""
    asked, free = understand(kb, part), tells_why(side)
    terms = terms_of(kb, asked.about or asked.group or asked.position, asked.text)
    if any((term.known or free) and not (term.generic or term.light) and (free or not term.said_of) for term in terms):
        return True
    return bool(asked.group or (free and (asked.deed or asked.position or asked.time or asked.role)))
