"""What bears which indicator code: sentences and rows with a code, and all that stands under a heading with one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.linking.codes import Codes, codes_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.standing import of_plans

# Plans that list records by code; in others A4 is a paper size and C1 a driving licence.
_FRAMEWORKS = (
    "SELECT DISTINCT document FROM facts WHERE type = 'evidence' AND json_extract(record, '$.codes[0]') IS NOT NULL"
)


class Coded(msgspec.Struct, frozen=True):
    """A sentence, row or heading with codes. `facts` are the keys of what stands in it, or under the heading."""

    document: int
    passage: int
    section: int | None
    heading: bool
    text: str
    codes: Codes
    facts: tuple[int, ...]


def coded(kb: KnowledgeBase) -> tuple[Coded, ...]:
    """All places with codes in plans that list records by code, in order."""
    return of_plans(kb, ("coded",), lambda: tuple(_coded(kb)))


def bearing(kb: KnowledgeBase, codes: tuple[str, ...]) -> list[Coded]:
    """The places that bear one of some codes, those in a sentence or row before headings."""
    wanted = frozenset(codes)
    found = [place for place in coded(kb) if not wanted.isdisjoint(place.codes.codes)]
    return sorted(found, key=lambda place: (place.heading, place.passage))


def _coded(kb: KnowledgeBase) -> Iterator[Coded]:
    rows = kb.db.execute(
        f"SELECT key, document, section, kind, text FROM passages WHERE document IN ({_FRAMEWORKS}) ORDER BY key"
    )
    for row in rows.fetchall():
        if codes := codes_of(row["text"]):
            # Codes in brackets behind a heading belong to it: 资源配置组（B1—B5）.
            heading = row["section"] is not None and (row["kind"] == "heading" or codes.alone)
            column, value = ("section", row["section"]) if heading else ("passage", row["key"])
            facts = kb.db.execute(f"SELECT key FROM facts WHERE {column} = ? ORDER BY key", (value,))
            keys = tuple(fact[0] for fact in facts)
            yield Coded(row["document"], row["key"], row["section"], heading, row["text"], codes, keys)
