"""What a paper itself says of its making: its number, the day it was issued, who issued it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from pipeline.asking.candidates import sentences_with
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.result import Document
from pipeline.model.rows import AnswerRow
from pipeline.store import finding
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat, normalised

_MOST = 200
_MOST_SAID = 20


def paper_rows(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """A row for each plan whose title (and issuer) holds all words asked for and which says what is asked of it."""
    say = _SAYS[asked.row]
    rows = distinct((row for row in _named(kb, asked, terms, say)), limit)
    return rows or (_numbers_said(kb, asked, terms, limit) if asked.row == "paper.number" else [])


def _numbers_said(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Numbers behind the name of a paper that a sentence names: …的通知》(高政字〔2024〕5号)."""
    number = wording.pattern("question", "paper_number")
    rows = (
        msgspec.structs.replace(section_row(hit), answer=match[0])
        for hit in sentences_with(kb, [term for term in terms if not term.generic], _MOST_SAID, asked.documents)
        for match in number.finditer(flat(hit.text))
        if all(
            any(form in flat(hit.text)[: match.start()] for form in term.forms) for term in terms if not term.generic
        )
    )
    return distinct(rows, limit)


def _named(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], say: Callable[[Document], str | None]
) -> Iterator[AnswerRow]:
    needed = [term for term in terms if not term.generic]
    if not needed and not asked.documents:
        return
    expression = " AND ".join(term.titled() for term in needed)
    keys = finding.match_documents(kb.db, expression, _MOST) if needed else list(asked.documents)
    for key in keys if not asked.documents else [key for key in keys if key in asked.documents]:
        document = _document(kb, key)
        answer = say(document)
        if answer and _is_meant(document, needed) and (row := plan_row(kb, key, answer)):
            yield row


def plan_row(kb: KnowledgeBase, key: int, answer: str) -> AnswerRow | None:
    """A row for a whole plan, cited by its title; null where no file of it is left."""
    document = _document(kb, key)
    path = kb.db.execute(
        "SELECT min(f.path) FROM documents d JOIN files f ON f.content = d.content AND f.status = 'ok' WHERE d.key = ?",
        (key,),
    ).fetchone()[0]
    if not path:
        return None
    return AnswerRow(
        answer=answer, text=document.title, document=document.title, path=path,
        spans=(document.title_span,) if document.title_span else (), section=None, page=None, fact=None, type="document",
    )  # fmt: skip


def _document(kb: KnowledgeBase, key: int) -> Document:
    row = kb.db.execute("SELECT record FROM documents WHERE key = ?", (key,)).fetchone()
    return msgspec.json.decode(row["record"], type=Document)


def _is_meant(document: Document, needed: Sequence[Term]) -> bool:
    words = normalised(f"{document.title}\n{document.issuer or ''}")
    return all(any(form in words for form in term.forms) for term in needed)


_SAYS: dict[str, Callable[[Document], str | None]] = {
    "paper.number": lambda document: document.number,
    "paper.issued": lambda document: document.issued,
    "paper.issuer": lambda document: document.issuer,
}
