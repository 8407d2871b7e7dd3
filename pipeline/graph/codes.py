"""Indicator codes as nodes: what bears a code, and which code belongs to which. One issuer's C9 is not another's."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.graph import nodes
from pipeline.store import held
from pipeline.store.codes import Coded, coded
from pipeline.store.knowledge_base import KnowledgeBase

Tie = tuple[str, str, str, str]


def code_nodes(kb: KnowledgeBase) -> Iterator[tuple[str, nodes.Attributes]]:
    """Every code once for each issuer, by issuer and code."""
    scopes = _scopes(kb)
    found = {(scopes[place.document], code) for place in coded(kb) for code in place.codes.codes}
    for scope, code in sorted(found):
        yield nodes.code_node(scope, code), nodes.known(kind="code", label=code, scope=scope)


def code_ties(kb: KnowledgeBase, node_types: frozenset[str]) -> Iterator[Tie]:
    """(source, type, target, id of what states it): facts and groups `coded`, codes `under` their parents; each once."""
    scopes = _scopes(kb)
    seen: set[Tie] = set()
    for place in coded(kb):
        for tie in (
            *_under(kb, place, scopes[place.document]),
            *_bearers(kb, place, scopes[place.document], node_types),
        ):
            if tie not in seen:
                seen.add(tie)
                yield tie


def _under(kb: KnowledgeBase, place: Coded, scope: str) -> Iterator[Tie]:
    id_ = kb.db.execute("SELECT id FROM documents WHERE key = ?", (place.document,)).fetchone()[0]
    for code, parent in place.codes.under:
        yield nodes.code_node(scope, code), "under", nodes.code_node(scope, parent), id_


def _bearers(kb: KnowledgeBase, place: Coded, scope: str, node_types: frozenset[str]) -> Iterator[Tie]:
    for key in (key for key in place.facts if key not in held.held(kb).rejected):
        id_, kind = kb.db.execute("SELECT id, type FROM facts WHERE key = ?", (key,)).fetchone()
        sources = [nodes.fact_node(key)] if kind in node_types else []
        groups = kb.db.execute("SELECT actor FROM fact_actors WHERE fact = ? AND role = 'group' ORDER BY actor", (key,))
        sources += [nodes.actor_node(row[0]) for row in groups]
        for source in sources:
            for code in place.codes.codes:
                yield source, "coded", nodes.code_node(scope, code), id_


def _scopes(kb: KnowledgeBase) -> dict[int, str]:
    return {row[0]: row[1] for row in kb.db.execute("SELECT key, scope FROM documents")}
