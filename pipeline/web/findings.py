"""How many findings the audit has of each plan, counted once for what the base holds and kept.

An audit of one plan takes tens of milliseconds, so a page counts few plans at a time (`count`) and shows the others as not
yet counted. Findings depend on the plan, on those of its superiors and on the rules, so counts are kept for as long as
the contents of the base and their extractor stay the same; what people say of facts changes none of them.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock

import msgspec

from pipeline.auditing import Finding, audit_plan
from pipeline.store import KnowledgeBase, StoredDocument, reading
from pipeline.store.choosing import choose_documents
from pipeline.store.standing import of_plans

# An audit less sure than this is not counted: the list shows what the page of the audit shows at first.
_SHOWN = ("高", "中")
_MOST = 20_000


class FindingCount(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of one plan by weight (重要, 一般, 提示), those that are not sure left out."""

    important: int = 0
    ordinary: int = 0
    hints: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.important + self.ordinary + self.hints


class FindingCounts:
    """The counts of one base, for all threads of a process; at most so many, the oldest go."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._state = ""
        self._kept: OrderedDict[str, FindingCount] = OrderedDict()

    def known(self, kb: KnowledgeBase, documents: Iterable[str]) -> dict[str, FindingCount]:
        """The counts there are of some plans (ids)."""
        state = contents_state(kb)
        with self._lock:
            if state != self._state:
                return {}
            return {one: self._kept[one] for one in documents if one in self._kept}

    def keep(self, kb: KnowledgeBase, document: str, found: Sequence[Finding]) -> FindingCount:
        """Count what an audit of a plan has found (all of it, however sure)."""
        weights = Counter(one.severity for one in found if one.sure in _SHOWN)
        count = FindingCount(important=weights["重要"], ordinary=weights["一般"], hints=weights["提示"])
        state = contents_state(kb)
        with self._lock:
            if state != self._state:
                self._state = state
                self._kept.clear()
            self._kept[document] = count
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return count

    def count(self, kb: KnowledgeBase, documents: Sequence[str], most: int = 2) -> dict[str, FindingCount]:
        """The counts of some plans; of those not counted yet the first `most` are counted now."""
        found = self.known(kb, documents)
        missing = [one for one in documents if one not in found][:most]
        for stored in _stored(kb, missing):
            # What repeats another plan of its file is not audited: the other is.
            repeats = stored.document.duplicate_of is not None
            findings = [] if repeats else audit_plan(kb, stored, known_plans(kb))
            found[stored.document.id] = self.keep(kb, stored.document.id, findings)
        return found


def _stored(kb: KnowledgeBase, ids: Sequence[str]) -> list[StoredDocument]:
    marks = ", ".join("?" * len(ids))
    rows = kb.db.execute(f"SELECT key FROM documents WHERE id IN ({marks})", tuple(ids))
    keys = [int(row[0]) for row in rows]
    return list(reading.documents(kb.db, keys)) if keys else []


def known_plans(kb: KnowledgeBase) -> list[StoredDocument]:
    """The plans that audits look at, each once; kept until a plan is read anew."""
    return of_plans(kb, ("audited plans",), lambda: choose_documents(kb))


def contents_state(kb: KnowledgeBase) -> str:
    """What the base holds and who read it, in one word that changes with either."""
    row = kb.db.execute(
        "SELECT count(*), sum(key % 4294967291), min(extractor), max(extractor) FROM contents"
    ).fetchone()
    return f"{row[0]}.{row[1]}.{row[2]}.{row[3]}"
