"""The graph piece by piece: nodes and edges as they come from the store, for writers that hold no graph in memory."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.graph import nodes
from pipeline.graph.codes import code_nodes, code_ties
from pipeline.graph.nodes import Attributes
from pipeline.model.result import fact_type
from pipeline.store import finding_actors, held, reading
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.put_right import PutRight

# Seats in groups are edges between a person and a group, not nodes.
NODE_TYPES = ("duty", "indicator", "deadline", "target", "evidence", "problem")


class Node(msgspec.Struct, frozen=True):
    """A node: its id and attributes (`kind` and `label` among them)."""

    id: str
    values: Attributes


class Edge(msgspec.Struct, frozen=True):
    """An edge; `key` is the id of the fact or document that states it, `values` holds `type`."""

    source: str
    target: str
    key: str
    values: Attributes


def nodes_of(kb: KnowledgeBase) -> Iterator[Node]:
    """Documents, headings, facts, actors, indicator codes."""
    for document in reading.documents(kb.db):
        yield Node(nodes.document_node(document.key), nodes.of_document(document))
    for section in reading.sections(kb.db):
        yield Node(nodes.section_node(section.key), nodes.of_section(section))
    for stored in held.with_days(held.facts(kb)):
        if fact_type(stored.fact) in NODE_TYPES:
            yield Node(nodes.fact_node(stored.key), nodes.of_fact(stored))
    for actor in finding_actors.all_actors(kb.db):
        yield Node(nodes.actor_node(actor.key), nodes.of_actor(actor))
    for party in PutRight(kb).new_parties():
        yield Node(nodes.actor_node(party.key), nodes.known(kind=party.kind, label=party.name, scope=party.scope))
    for id_, values in code_nodes(kb):
        yield Node(id_, values)


def edges_of(kb: KnowledgeBase) -> Iterator[Edge]:
    """What contains what, what states what, who bears what, who is tied to whom, which facts belong together."""
    anew = PutRight(kb)
    yield from _places(kb, anew)
    rows = kb.db.execute(
        "SELECT a.actor, a.fact, a.role, f.id, f.part, f.modality FROM fact_actors a JOIN facts f ON f.key = a.fact "
        "WHERE a.role IN ('actor', 'part') ORDER BY a.fact, a.role, a.actor"
    )
    for row in rows:
        if row["fact"] not in anew.out and row["fact"] not in anew.borne_anew:
            yield bears(row["actor"], row["fact"], row["id"], row["part"], row["modality"], row["role"])
    for party, stored, duty in anew.bearers():
        values: Attributes = {"type": "bears", "part": duty.part, "modality": duty.modality, "named": "whole"}
        yield Edge(nodes.actor_node(party.key), nodes.fact_node(stored.key), duty.id, values)
    rows = kb.db.execute(
        "SELECT l.*, coalesce(f.id, d.id) AS stated FROM actor_links l JOIN documents d ON d.key = l.document "
        "LEFT JOIN facts f ON f.key = l.fact ORDER BY l.document, l.source, l.relation, l.target, l.position"
    )
    for row in rows:
        if row["fact"] not in anew.out and row["fact"] not in anew.seated_anew:
            yield tie(row["source"], row["target"], row["relation"], row["stated"], row["position"], row["document"])
    for person, relation, other, position, stored in anew.seats():
        values = {"type": relation, "document": nodes.document_node(stored.document_key), "position": position}
        yield Edge(nodes.actor_node(person.key), nodes.actor_node(other.key), f"{stored.fact.id}/{relation}", values)
    rows = kb.db.execute(
        "SELECT l.source, l.relation, l.target, f.id FROM links l JOIN facts f ON f.key = l.source "
        "JOIN facts t ON t.key = l.target WHERE f.type <> 'membership' AND t.type <> 'membership' "
        "ORDER BY l.source, l.relation, l.target"
    )
    for row in rows:
        moved = row["relation"] == "due" and row["source"] in anew.due_anew
        if not moved and anew.out.isdisjoint((row["source"], row["target"])):
            yield Edge(
                nodes.fact_node(row["source"]), nodes.fact_node(row["target"]), row["id"], {"type": row["relation"]}
            )
    for key in sorted(anew.due_anew & anew.facts.keys()):
        yield Edge(nodes.fact_node(key), nodes.fact_node(-key), anew.facts[key].fact.id, {"type": "due"})
    for source, relation, target, id_ in code_ties(kb, frozenset(NODE_TYPES)):
        yield Edge(source, target, id_, {"type": relation})


def bears(actor: int, fact: int, id_: str, part: str, modality: str, role: str) -> Edge:
    """An actor bears a duty; `named` is `whole` or `part` (of a composite actor)."""
    named = "whole" if role == "actor" else "part"
    values: Attributes = {"type": "bears", "part": part, "modality": modality, "named": named}
    return Edge(nodes.actor_node(actor), nodes.fact_node(fact), id_, values)


def tie(source: int, target: int, relation: str, key: str, position: str, document: int) -> Edge:
    """A tie between two actors, and the document that states it."""
    values: Attributes = {"type": relation, "document": nodes.document_node(document)}
    if position:
        values["position"] = position
    return Edge(nodes.actor_node(source), nodes.actor_node(target), f"{key}/{relation}", values)


def _places(kb: KnowledgeBase, anew: PutRight) -> Iterator[Edge]:
    for section in reading.sections(kb.db):
        home = nodes.document_node(section.document) if section.parent is None else nodes.section_node(section.parent)
        yield Edge(home, nodes.section_node(section.key), section.id, {"type": "contains"})
    rows = kb.db.execute(
        f"SELECT key, id, section, document FROM facts WHERE type IN ({', '.join('?' * len(NODE_TYPES))}) ORDER BY key",
        NODE_TYPES,
    )
    for row in (row for row in rows if row["key"] not in anew.out):
        home = nodes.document_node(row["document"]) if row["section"] is None else nodes.section_node(row["section"])
        yield Edge(home, nodes.fact_node(row["key"]), row["id"], {"type": "states"})
        if row["key"] in anew.due_anew:
            yield Edge(home, nodes.fact_node(-row["key"]), f"{row['id']}{held.OF_DAY}", {"type": "states"})
