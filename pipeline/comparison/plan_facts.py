"""All that is known of one stored plan, loaded in one go: facts with their places, headings, sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from pipeline.model.result import Deadline, Document, Duty, Fact, Indicator, Target
from pipeline.model.rows import Place
from pipeline.model.span import Span
from pipeline.store import KnowledgeBase, StoredDocument, StoredFact, StoredSection, held, reading
from pipeline.store.choosing import place_of

F = TypeVar("F", bound=Fact)


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence, heading or table row of a plan. `facts` tells how many facts stand in it."""

    key: int
    kind: str
    section: int | None
    page: int | None
    spans: tuple[Span, ...]
    text: str
    lead: str
    actors: str
    facts: int


class PlanFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A stored plan: its facts in the order of the text, its headings, its sentences."""

    stored: StoredDocument
    facts: tuple[StoredFact, ...]
    sections: tuple[StoredSection, ...]
    sentences: tuple[Sentence, ...]

    @property
    def document(self) -> Document:
        """The plan itself."""
        return self.stored.document

    def of(self, kind: type[F]) -> Iterator[tuple[StoredFact, F]]:
        """The facts of one kind."""
        return ((one, one.fact) for one in self.facts if isinstance(one.fact, kind))

    def by_id(self) -> dict[str, StoredFact]:
        """The facts by their ids."""
        return {one.fact.id: one for one in self.facts}

    def linked(self) -> frozenset[str]:
        """Ids of the facts that another fact names as its deadline or indicator."""
        ids: set[str] = set()
        for one in self.facts:
            fact = one.fact
            if isinstance(fact, Duty | Target):
                ids.update(fact.indicators)
            if isinstance(fact, Duty | Target | Indicator) and fact.deadline:
                ids.add(fact.deadline)
        return frozenset(ids)

    def deadline_of(self, fact: Fact, known: dict[str, StoredFact]) -> StoredFact | None:
        """The stored deadline of a fact."""
        named = fact.deadline if isinstance(fact, Duty | Target | Indicator) else None
        found = known.get(named) if named else None
        return found if found is not None and isinstance(found.fact, Deadline) else None

    def place(self, stored: StoredFact) -> Place:
        """Where a fact stands."""
        return place_of(stored, self.document.id)

    def place_of_sentence(self, sentence: Sentence) -> Place:
        """Where a sentence stands."""
        path = next((one.path for one in self.sections if one.key == sentence.section), None)
        words = " ".join(sentence.text.split())
        return Place(
            document=self.document.title, document_id=self.document.id, path=self.stored.path, section=path,
            page=sentence.page, spans=sentence.spans, words=words, text=words,
        )  # fmt: skip

    def place_of_title(self) -> Place:
        """The plan as a whole, told by its title."""
        plan = self.document
        span = plan.title_span or Span(plan.span.start, plan.span.start)
        return Place(
            document=plan.title, document_id=plan.id, path=self.stored.path, section=None, page=None,
            spans=(span,), words=plan.title, text=plan.title,
        )  # fmt: skip


def load_plan(kb: KnowledgeBase, stored: StoredDocument) -> PlanFacts:
    """Everything known of one stored plan, as people hold it."""
    order = "ORDER BY f.start, f.end DESC, f.id"
    rows = kb.db.execute(
        "SELECT p.*, (SELECT count(*) FROM facts f WHERE f.passage = p.key) AS facts FROM passages p "
        "WHERE p.document = ? AND p.kind != 'joined' ORDER BY p.start, p.key",
        (stored.key,),
    )
    return PlanFacts(
        stored=stored,
        facts=tuple(held.facts_with_days(kb, f"WHERE f.document = ? {order}", (stored.key,))),
        sections=tuple(reading.sections(kb.db, stored.key)),
        sentences=tuple(
            Sentence(
                key=row["key"], kind=row["kind"], section=row["section"], page=row["page"], spans=reading.spans_of(row),
                text=row["text"], lead=row["lead"], actors=row["actors"], facts=row["facts"],
            )
            for row in rows
        ),
    )  # fmt: skip
