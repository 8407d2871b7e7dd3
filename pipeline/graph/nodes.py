"""What stands in the graph: node ids, kinds and attributes. docs/graph.md lists them for readers."""

from __future__ import annotations

from pipeline.model.result import Deadline, Duty, Evidence, Fact, Indicator, Membership, Problem, Target, fact_type
from pipeline.store.records import StoredActor, StoredDocument, StoredFact, StoredSection

Attributes = dict[str, str | int | float]


def document_node(key: int) -> str:
    """The node of a document."""
    return f"document:{key}"


def section_node(key: int) -> str:
    """The node of a heading."""
    return f"section:{key}"


def actor_node(key: int) -> str:
    """The node of an actor."""
    return f"actor:{key}"


def fact_node(key: int) -> str:
    """The node of a fact."""
    return f"fact:{key}"


def standard_node(standard: str, row: str) -> str:
    """The node of a row of a standard list."""
    return f"standard:{standard}/{row}"


def code_node(scope: str, code: str) -> str:
    """The node of an indicator code in one issuer's papers."""
    return f"code:{scope}/{code}"


def of_document(stored: StoredDocument) -> Attributes:
    """Attributes of a document."""
    d = stored.document
    return known(
        kind="document",
        label=d.title,
        issuer=d.issuer,
        issued=d.issued,
        number=d.number,
        path=stored.path,
        level=d.level,
    )


def of_section(section: StoredSection) -> Attributes:
    """Attributes of a heading."""
    return known(kind="section", label=section.title, number=section.number, level=section.level, path=section.path)


def of_actor(actor: StoredActor) -> Attributes:
    """Attributes of an actor; its kind is `person`, `post`, `org`, `group` or `unknown`."""
    return known(kind=actor.kind, label=actor.name, scope=actor.scope)


def of_fact(stored: StoredFact) -> Attributes:
    """Attributes of a fact: its words, place and rule, and what its type says."""
    fact = stored.fact
    common = known(
        kind=fact_type(fact), label=_label(stored), fact=fact.id, words=stored.words, page=fact.page, rule=fact.rule
    )
    return common | _own(fact)


def known(**values: str | int | float | None) -> Attributes:
    """Attributes without those that are null: GraphML and GEXF take strings and numbers only."""
    return {name: value for name, value in values.items() if value is not None}


def _label(stored: StoredFact) -> str:
    fact = stored.fact
    words = " ".join(stored.words.split())
    return f"{fact.name} {words}" if isinstance(fact, Indicator) else words


def _own(fact: Fact) -> Attributes:
    if isinstance(fact, Indicator):
        return known(
            name=fact.name, op=fact.op, value=fact.value, value_max=fact.value_max, unit=fact.unit, status=fact.status,
            scope="、".join(fact.scope) or None,
        )  # fmt: skip
    if isinstance(fact, Deadline):
        return known(form=fact.kind, start=fact.start, end=fact.end, freq=fact.freq, duration=fact.duration)
    if isinstance(fact, Duty):
        return known(actor=fact.actor, modality=fact.modality, part=fact.part)
    if isinstance(fact, Evidence):
        return known(codes="、".join(fact.codes) or None)
    assert isinstance(fact, Target | Problem | Membership)
    return {}
