"""Questions that a knowledge base can answer, to begin with."""

from __future__ import annotations

from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.standing import of_plans

# Enough rows to choose from; counting all of a large base would make the first page wait.
_LOOKED_AT = 4_000
_LONGEST = 14
_MEMBERS = f"(SELECT group_name AS name, document FROM facts WHERE type = 'membership' AND position = '组长' LIMIT {_LOOKED_AT})"
_ACTORS = f"(SELECT actor AS name, document FROM facts WHERE type = 'duty' AND actor_kind = 'org' LIMIT {_LOOKED_AT})"
_MEASURES = (
    "(SELECT name, document FROM facts WHERE type = 'indicator' AND status = 'target' AND value IS NOT NULL "
    f"LIMIT {_LOOKED_AT})"
)
_LATEST = f"SELECT max(substr(due_to, 1, 4)) FROM (SELECT due_to FROM facts WHERE type = 'deadline' AND kind = 'by' LIMIT {_LOOKED_AT})"


def examples(kb: KnowledgeBase) -> tuple[str, ...]:
    """Some questions over the names and dates of this base; none where it is empty."""
    return of_plans(kb, ("examples",), lambda: tuple(_made(kb)))


def _made(kb: KnowledgeBase) -> list[str]:
    found = [f"{name}负责哪些工作？" for name in _commonest(kb, _ACTORS)]
    found += [f"{name}组长是谁？" for name in _commonest(kb, _MEMBERS, shortest=6)]
    found += [f"{name}要达到多少？" for name in _commonest(kb, _MEASURES)]
    found += [f"哪所学校的{name}最低？" for name in _commonest(kb, _MEASURES, documents=2)]
    year = kb.db.execute(_LATEST).fetchone()[0]
    return [*found, f"哪些工作要在{year}年底前完成？"] if year else found


def _commonest(kb: KnowledgeBase, rows: str, *, documents: int = 1, shortest: int = 2) -> list[str]:
    """The name most plans have, as a list of one; none where no name stands in so many plans. A short group name is one
    that every plan has (领导小组), so that its question has no one answer."""
    found = kb.db.execute(
        f"SELECT name FROM {rows} WHERE length(name) BETWEEN ? AND {_LONGEST} GROUP BY name "
        "HAVING count(DISTINCT document) >= ? ORDER BY count(DISTINCT document) DESC, count(*) DESC, name LIMIT 1",
        (shortest, documents),
    ).fetchone()
    return [found[0]] if found else []
