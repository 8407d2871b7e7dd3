"""What each plan lays on whom: plans with the parties that bear most of their duties.

Duties that people have rejected are left out, those that they have given to others count there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from pipeline.store.copies import copies
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.parties import listed
from pipeline.store.put_right import Given, given
from pipeline.store.searchtext import normalised
from pipeline.store.standing import of_plans


class PlanDuties(msgspec.Struct, frozen=True, kw_only=True):
    """How much a plan lays on whom: its duties, and those parties that bear most of it with their number of duties."""

    document: int
    id: str
    title: str
    issuer: str
    path: str
    duties: int
    parties: tuple[tuple[int, str, int], ...]


def plans_with_duties(kb: KnowledgeBase, words: str) -> tuple[int, ...]:
    """Keys of the plans that hold duties, by title; those whose title or issuer holds the words."""
    known = of_plans(kb, ("plans with duties",), lambda: _plans(kb.db, copies(kb)))
    wanted = normalised(words)
    return tuple(key for key, text in known if not wanted or wanted in text)


def plan_duties(kb: KnowledgeBase, documents: Sequence[int], most: int) -> list[PlanDuties]:
    """What some plans lay on whom."""
    return [_plan(kb.db, key, most, given(kb)) for key in documents]


def _plans(db: sqlite3.Connection, left_out: frozenset[int]) -> tuple[tuple[int, str], ...]:
    rows = db.execute(
        "SELECT d.key, d.title, d.issuer FROM documents d WHERE EXISTS "
        "(SELECT 1 FROM facts f WHERE f.document = d.key AND f.type = 'duty') ORDER BY d.title, d.key"
    )
    return tuple((row[0], normalised(f"{row[1]}\n{row[2] or ''}")) for row in rows if row[0] not in left_out)


def _plan(db: sqlite3.Connection, key: int, most: int, anew: Given) -> PlanDuties:
    gone = listed(anew.duties_gone)
    head = db.execute(
        "SELECT id, title, coalesce(issuer, ''), (SELECT path FROM files WHERE content = d.content ORDER BY path LIMIT 1), "
        "(SELECT count(*) FROM facts WHERE document = d.key AND type = 'duty' "
        "AND key NOT IN (SELECT value FROM json_each(?))) FROM documents d WHERE key = ?",
        (listed(anew.rejected), key),
    ).fetchone()
    rows = db.execute(
        "SELECT a.key, a.name, count(*) AS n FROM facts f JOIN fact_actors x ON x.fact = f.key AND x.role = 'actor' "
        "JOIN actors a ON a.key = x.actor WHERE f.document = ? AND f.type = 'duty' "
        "AND f.key NOT IN (SELECT value FROM json_each(?)) GROUP BY a.key",
        (key, gone),
    )
    counts: dict[tuple[int, str], int] = {(row[0], row[1]): row[2] for row in rows}
    for one in anew.duties:
        if one.document == key:
            counts[one.party.key, one.party.name] = counts.get((one.party.key, one.party.name), 0) + 1
    first = sorted(counts.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))[:most]
    return PlanDuties(
        document=key, id=head[0], title=head[1], issuer=head[2], path=head[3] or "", duties=head[4],
        parties=tuple((party, name, count) for (party, name), count in first),
    )  # fmt: skip
