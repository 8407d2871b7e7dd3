"""问: a question, the answers, and apart from them what stands near."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Query

from pipeline.asking import ask
from pipeline.asking.examples import examples
from pipeline.model.rows import AnswerRow
from pipeline.web.registry import Page
from pipeline.web.visit import VisitDep


class Size(msgspec.Struct, frozen=True):
    """How much there is in the base."""

    documents: int
    facts: int


class AskPage(msgspec.Struct, frozen=True, kw_only=True):
    """`rows` answer the question, those behind the first `sure` ones perhaps; where there are none, `nearest` are facts on the same
    matter that do not answer it. `words` are those to mark in the texts; `examples` questions to begin with."""

    question: str
    rows: tuple[AnswerRow, ...]
    sure: int = 0
    nearest: tuple[AnswerRow, ...]
    words: tuple[str, ...]
    size: Size
    examples: tuple[str, ...] = ()


def ask_page(
    visit: VisitDep,
    q: Annotated[str, Query(max_length=300, description="问题")] = "",
    limit: Annotated[int, Query(ge=1, le=100, description="最多几条")] = 10,
) -> AskPage:
    """Answer a question in plain words."""
    question = q.strip()
    size = Size(
        *visit.kb.db.execute("SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM facts)").fetchone()
    )
    if not question:
        return AskPage(question="", rows=(), nearest=(), words=(), size=size, examples=examples(visit.kb))
    found = ask(visit.kb, question, limit, on=visit.today)
    return AskPage(
        question=question,
        rows=tuple(found.rows),
        sure=found.sure,
        nearest=tuple(found.nearest),
        words=tuple(found.words),
        size=size,
    )


ITEMS = (Page(path="/", title="问", template="ask.html", load=ask_page, tag="问"),)
