"""What an audit finds: the records that commands, workbooks and pages show."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2s

import msgspec

from pipeline.auditing.lexicons import AuditKind, Severity, Sureness, kind
from pipeline.model.rows import Place

# A finding names at most so many places; `count` tells how many there are.
MOST_PLACES = 50
_LOWER: dict[Sureness, Sureness] = {"高": "中", "中": "低", "低": "低"}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something in a plan that cannot be checked off later, or that does not fit together.

    `kind` is the id of its row in `lexicons/audit_kinds.yaml`, `title` that row's name; `sure` says how sure the finding is
    (高, 中, 低); `why` is one Chinese sentence; `words` are those that decided; `places` where it stands, `count` of them.
    """

    id: str
    kind: str
    title: str
    severity: Severity
    sure: Sureness
    document: str
    document_id: str
    path: str
    section: str | None
    why: str
    advice: str
    words: tuple[str, ...]
    places: tuple[Place, ...]
    count: int


def finding(
    kind_id: str,
    places: Iterable[Place],
    why: str,
    *,
    words: Iterable[str] = (),
    lower: int = 0,
    section: str | None = None,
) -> Finding | None:
    """A finding; null where its kind is switched off or nothing is named. `lower`: by how many steps it is less sure."""
    row: AuditKind | None = kind(kind_id)
    found = tuple(places)
    if row is None or row.ignored or not found:
        return None
    sure = row.sure
    for _ in range(lower):
        sure = _LOWER[sure]
    first = found[0]
    return Finding(
        id=_key(kind_id, found, why),
        kind=row.id,
        title=row.title,
        severity=row.severity,
        sure=sure,
        document=first.document,
        document_id=first.document_id,
        path=first.path,
        section=section if section is not None else first.section,
        why=why or row.why,
        advice=row.advice,
        words=tuple(dict.fromkeys(words)),
        places=found[:MOST_PLACES],
        count=len(found),
    )


def _key(kind_id: str, places: tuple[Place, ...], why: str) -> str:
    """The same finding of the same plan has the same id in every run."""
    spans = ";".join(f"{place.document_id}:{span.start}-{span.end}" for place in places for span in place.spans)
    return blake2s(f"{kind_id}|{why}|{spans}".encode(), digest_size=6).hexdigest()
