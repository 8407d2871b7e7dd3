"""`show`: one fact with its place in the source and the rule that found it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.asking.rows import answer_row
from pipeline.extraction.rules import statement
from pipeline.model.errors import UsageError
from pipeline.model.result import Fact, fact_type
from pipeline.model.rows import AnswerRow
from pipeline.model.span import Span
from pipeline.store import held, reading
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact
from pipeline.store.review_fields import FIELD_NAMES
from pipeline.store.review_fields import shown as shown_value
from pipeline.store.reviews import reviews

_AROUND = 120


class Piece(msgspec.Struct, frozen=True):
    """A stretch of the source text; `marked` where it belongs to the fact."""

    text: str
    marked: bool


class Tie(msgspec.Struct, frozen=True):
    """A fact tied to the one shown: how (`due`, `measured_by`, `answered_by`; `of` where it is the other's), and its row."""

    relation: str
    row: AnswerRow


class PutRight(msgspec.Struct, frozen=True, kw_only=True):
    """A field that people have put right, in the words of the screen."""

    field: str
    now: str


class FactView(msgspec.Struct, frozen=True, kw_only=True):
    """A fact in full. `around` is the source from a little before it to a little behind, with the fact's words marked;
    `states` what its rule says, `lexicon` the row where the rule can be changed. `fact` and `row` are what the plan says;
    `put_right` what people have changed of it, `rejected` that they do not hold it at all."""

    row: AnswerRow
    fact: Fact
    rule: str
    cues: tuple[str, ...]
    around: tuple[Piece, ...]
    line: int
    ties: tuple[Tie, ...] = ()
    states: str = ""
    put_right: tuple[PutRight, ...] = ()
    rejected: bool = False
    lexicon: dict[str, object] | None = None
    lexicon_file: str | None = None


def show(kb: KnowledgeBase, fact_id: str, around: int = _AROUND) -> FactView:
    """One fact by its id. Raises UsageError (Chinese) where there is none."""
    stored = kb.fact(fact_id)
    if stored is None:
        raise UsageError(f"知识库中没有这个事实：{fact_id}")
    text = reading.source_text(kb.db, stored.document_key)
    stated = statement(fact_type(stored.fact), stored.fact.rule)
    said = reviews(kb, [fact_id]).get(fact_id)
    return FactView(
        row=answer_row(stored),
        put_right=tuple(
            PutRight(field=FIELD_NAMES[field], now=shown_value(field, value))
            for field, value in said.corrections.items()
        )
        if said
        else (),
        rejected=said is not None and said.verdict == "rejected",
        fact=stored.fact,
        rule=stored.fact.rule,
        cues=stored.fact.cues,
        around=tuple(pieces(text, stored.fact.spans, around)),
        line=text.count("\n", 0, stored.fact.spans[0].start) + 1,
        ties=tuple(_ties(kb, stored)),
        states=stated.words,
        lexicon=stated.row,
        lexicon_file=stated.file,
    )


def pieces(text: str, spans: tuple[Span, ...], around: int) -> Iterator[Piece]:
    """The text around some spans, cut where a mark begins or ends; joined together it is the source as it stands."""
    position = max(0, spans[0].start - around)
    for span in spans:
        if position < span.start:
            yield Piece(text[position : span.start], False)
        yield Piece(text[span.start : span.end], True)
        position = span.end
    if behind := text[position : position + around]:
        yield Piece(behind, False)


def _ties(kb: KnowledgeBase, stored: StoredFact) -> Iterator[Tie]:
    rows = kb.db.execute(
        "SELECT relation, target AS other FROM links WHERE source = ?1 UNION ALL "
        "SELECT relation || '_of', source FROM links WHERE target = ?1 ORDER BY 1, 2",
        (stored.key,),
    ).fetchall()
    others = held.facts_by_key(kb, (row["other"] for row in rows))
    return (Tie(row["relation"], answer_row(others[row["other"]])) for row in rows if row["other"] in others)
