"""Facts as rows: the columns that all have, and those of their type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any

import msgspec

from pipeline.model.result import Deadline, Document, Duty, Fact, Indicator, Membership, Problem, Target, fact_type
from pipeline.model.span import Span, words_at
from pipeline.store.blocks import Columns, by_column
from pipeline.store.dates import due
from pipeline.store.searchtext import normalised

Values = tuple[Any, ...]
_FACT = (
    "key", "document", "section", "passage", "id", "type", "start", "end", "page", "rule", "words", "record",
)  # fmt: skip
# The columns that facts of one type have beside these, and where their values stand in the fact.
_OWN: dict[type[Fact], tuple[str, ...]] = {
    Indicator: ("name", "op", "value", "value_max", "unit", "status"),
    Deadline: ("kind", "freq", "times", "duration", "starts", "ends", "due_from", "due_to"),
    Membership: ("position", "post", "group_name", "person"),
    Duty: ("actor_kind", "modality", "part", "actor"),
}
_TOLD: dict[type[Fact], attrgetter[Values]] = {
    Indicator: attrgetter(*_OWN[Indicator]),
    Deadline: attrgetter("kind", "freq", "times", "duration", "start", "end"),
    Membership: attrgetter("position", "post", "group"),
    Duty: attrgetter("actor_kind", "modality", "part", "who"),
}

# Written as `Duty | Target` they would be put together anew for each fact.
_STATEMENTS = (Duty, Target)
_DUE = (Indicator, *_STATEMENTS)


def fact_rows(
    facts: list[Fact],
    homes: list[int],
    text: str,
    keys: Mapping[str, int],
    documents: Mapping[str, int],
    sections: Mapping[str, int],
) -> Iterator[Columns]:
    """The facts of each type."""
    rows: dict[type[Fact], list[Values]] = {}
    for fact, home in zip(facts, homes, strict=True):
        spans = fact.spans
        words = words_at(text, spans) if len(spans) > 1 else text[spans[0].start : spans[0].end]
        told = _TOLD.get(type(fact))
        rows.setdefault(type(fact), []).append((
            keys[fact.id], documents[fact.document], sections.get(fact.section or ""), home, fact.id, fact_type(fact),
            spans[0].start, spans[-1].end, fact.page, fact.rule, words, record_json(fact), *(told(fact) if told else ()),
            *(due(fact) if isinstance(fact, Deadline) else ()),
            *((normalised(fact.person),) if isinstance(fact, Membership) else ()),
        ))  # fmt: skip
    for kind, made in rows.items():
        yield by_column((*_FACT, *_OWN.get(kind, ())), made)


def link_rows(facts: list[Fact], keys: Mapping[str, int]) -> Iterator[Values]:
    """The ties between facts, each once: source, relation, target."""
    seen: set[tuple[str, str, str]] = set()
    for fact in facts:
        for relation, target in _named(fact):
            if target in keys and (fact.id, relation, target) not in seen:
                seen.add((fact.id, relation, target))
                yield keys[fact.id], relation, keys[target]


def _named(fact: Fact) -> Iterator[tuple[str, str]]:
    if isinstance(fact, _DUE) and fact.deadline:
        yield "due", fact.deadline
    if isinstance(fact, _STATEMENTS):
        yield from (("measured_by", indicator) for indicator in fact.indicators)
    if isinstance(fact, Problem):
        yield from (("answered_by", measure) for measure in fact.measures)


def record_json(value: Document | Fact | tuple[Span, ...]) -> str:
    """A part of the contract as JSON."""
    return msgspec.json.encode(value).decode("utf-8", "surrogatepass")
