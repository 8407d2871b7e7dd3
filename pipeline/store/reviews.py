"""What people say of facts, and the log of it: nothing in it is ever changed, and all of it can be taken back.

Who, when and why are given by the caller: no clock is read here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from pipeline.model.errors import UsageError
from pipeline.store import anchors
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.review_fields import FIELD_NAMES, REMARK, STATE, VERDICT, checked, shown
from pipeline.store.review_records import Batch, By, Edit, HistoryEntry, Review

_CHUNK = 500


def review(kb: KnowledgeBase, fact: str, changes: Mapping[str, str | None], by: By) -> int | None:
    """Say something of a fact; gives the number of the batch, by which it can be undone (null: nothing was new).

    `changes` maps `state`, `review` (confirmed · rejected), `remark` or a field to be put right to its new value; null
    takes it away. Raises UsageError (Chinese) for an unknown fact, field or value.
    """
    return apply(kb, [Edit(fact=fact, changes=changes)], by)


def apply(kb: KnowledgeBase, edits: Iterable[Edit], by: By, kind: str = "review", source: str = "") -> int | None:
    """Many reviews as one batch: all of them, or none. Null where nothing was new."""
    _check_by(by)
    with kb.transaction():
        rows = [row for edit in edits for row in _rows(kb.db, edit)]
        return _write(kb.db, rows, by, kind, source) if rows else None


def undo(kb: KnowledgeBase, batch: int, by: By) -> int:
    """Take a batch back, by one more batch; an undoing can be undone too.

    Raises UsageError (Chinese) where there is no such batch, where it has been taken back, and where somebody has changed
    one of its values since.
    """
    _check_by(by)
    with kb.transaction():
        known = {one.number: one for one in batches(kb)}
        if batch not in known:
            raise UsageError(f"没有第 {batch} 批改动")
        if known[batch].undone_by is not None:
            raise UsageError(f"第 {batch} 批已经撤回（第 {known[batch].undone_by} 批）")
        rows = kb.db.execute(
            "SELECT c.*, r.fact FROM changes c JOIN reviewed r ON r.key = c.reviewed WHERE batch = ? ORDER BY number DESC",
            (batch,),
        ).fetchall()
        _refuse_later(kb.db, rows, batch)
        back = [(row["reviewed"], row["field"], row["new"], row["old"]) for row in rows]
        return _write(kb.db, back, by, "undo", known[batch].source, batch)


def history(kb: KnowledgeBase, fact: str) -> list[HistoryEntry]:
    """What was said of a fact, oldest first."""
    undone = {one.number for one in batches(kb) if one.undone_by is not None}
    rows = kb.db.execute(
        "SELECT c.number, c.batch, c.field, c.old, c.new, b.kind, b.reviewer, b.at, b.reason, b.source FROM reviewed r "
        "JOIN changes c ON c.reviewed = r.key JOIN batches b ON b.number = c.batch WHERE r.fact = ? ORDER BY c.number",
        (fact,),
    )
    return [
        HistoryEntry(
            number=row["number"], batch=row["batch"], fact=fact, field=row["field"], old=row["old"], new=row["new"],
            kind=row["kind"], who=row["reviewer"], at=row["at"], why=row["reason"], source=row["source"],
            undone=row["batch"] in undone,
        )
        for row in rows
    ]  # fmt: skip


def batches(kb: KnowledgeBase) -> list[Batch]:
    """Everything that was done in one go, oldest first."""
    rows = kb.db.execute(
        "SELECT b.*, (SELECT count(*) FROM changes WHERE batch = b.number) AS changes, "
        "(SELECT count(DISTINCT reviewed) FROM changes WHERE batch = b.number) AS facts FROM batches b ORDER BY number"
    ).fetchall()
    taken_back: dict[int, int] = {}
    for row in reversed(rows):  # an undoing that was undone itself takes nothing back
        if row["undoes"] is not None and row["number"] not in taken_back:
            taken_back[row["undoes"]] = row["number"]
    return [
        Batch(
            number=row["number"], kind=row["kind"], who=row["reviewer"], at=row["at"], why=row["reason"],
            source=row["source"], undoes=row["undoes"], undone_by=taken_back.get(row["number"]), facts=row["facts"],
            changes=row["changes"],
        )
        for row in rows
    ]  # fmt: skip


def reviews(kb: KnowledgeBase, facts: Iterable[str] | None = None) -> dict[str, Review]:
    """What is held of facts now, by fact id; of all that were judged, or of those given."""
    if facts is None:
        return _current(kb.db, "", ())
    wanted = list(dict.fromkeys(facts))
    found: dict[str, Review] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found |= _current(kb.db, f"WHERE r.fact IN ({', '.join('?' * len(chunk))})", chunk)
    return found


def orphans(kb: KnowledgeBase) -> list[Review]:
    """What was judged and is in no plan any more (待核对), by path and place."""
    lost = [row["fact"] for row in anchors.orphans(kb.db)]
    held = reviews(kb, lost)
    return [held[fact] for fact in lost if fact in held]


def _current(db: sqlite3.Connection, where: str, values: Iterable[str]) -> dict[str, Review]:
    rows = db.execute(
        # SQLite takes the other columns from the row that holds the max().
        "SELECT r.*, c.field, c.new, max(c.number) AS last, b.reviewer, b.at, "
        "NOT EXISTS (SELECT 1 FROM facts WHERE id = r.fact) AS orphan "
        f"FROM reviewed r JOIN changes c ON c.reviewed = r.key JOIN batches b ON b.number = c.batch {where} "
        "GROUP BY r.key, c.field ORDER BY r.key, last",
        tuple(values),
    )
    held: dict[str, dict[str, str]] = {}
    found: dict[str, sqlite3.Row] = {}
    for row in rows:
        found[row["fact"]] = row  # the last said is the last row
        if row["new"] is not None:
            held.setdefault(row["fact"], {})[row["field"]] = row["new"]
    return {fact: _review(row, held.get(fact, {})) for fact, row in found.items()}


def _review(row: sqlite3.Row, held: dict[str, str]) -> Review:
    own = (STATE, VERDICT, REMARK)
    return Review(
        fact=row["fact"],
        anchor=msgspec.convert({n: row[n] for n in anchors.Anchor.__struct_fields__}, anchors.Anchor),
        matched=row["matched"],
        orphan=bool(row["orphan"]),
        state=held.get(STATE),
        verdict=held.get(VERDICT),
        remark=held.get(REMARK, ""),
        corrections={field: value for field, value in held.items() if field not in own},
        who=row["reviewer"],
        at=row["at"],
    )


def _rows(db: sqlite3.Connection, edit: Edit) -> list[tuple[int, str, str | None, str | None]]:
    """(judged fact, field, old, new) of what is new in an edit."""
    row = db.execute("SELECT key, type FROM reviewed WHERE fact = ?", (edit.fact,)).fetchone()
    anchor = None if row else anchors.anchor_of(db, edit.fact)
    if row is None and anchor is None:
        raise UsageError(f"知识库中没有这个事实：{edit.fact}")
    changes = checked(row["type"] if row else anchor.type if anchor else "", edit.changes)
    key = row["key"] if row else None
    now = {field: _value(db, key, field) for field in changes}
    if all(now[field] == value for field, value in changes.items()):
        return []
    if key is None:
        assert anchor is not None
        values = msgspec.structs.asdict(anchor) | {"fact": edit.fact}
        marks = ", ".join(f":{name}" for name in values)
        key = db.execute(f"INSERT INTO reviewed ({', '.join(values)}) VALUES ({marks})", values).lastrowid
        assert key is not None
    return [(key, field, now[field], value) for field, value in changes.items() if now[field] != value]


def _value(db: sqlite3.Connection, reviewed: int | None, field: str) -> str | None:
    row = db.execute(
        "SELECT new FROM changes WHERE reviewed = ? AND field = ? ORDER BY number DESC LIMIT 1", (reviewed, field)
    ).fetchone()
    return row[0] if row else None


def _write(
    db: sqlite3.Connection,
    rows: list[tuple[int, str, str | None, str | None]],
    by: By,
    kind: str,
    source: str,
    undoes: int | None = None,
) -> int:
    batch = db.execute(
        "INSERT INTO batches (kind, reviewer, reason, at, source, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, by.who.strip(), by.why.strip(), by.at, source, undoes),
    ).lastrowid
    assert batch is not None
    db.executemany(
        "INSERT INTO changes (batch, reviewed, field, old, new) VALUES (?, ?, ?, ?, ?)",
        [(batch, *row) for row in rows],
    )
    return batch


def _refuse_later(db: sqlite3.Connection, rows: list[sqlite3.Row], batch: int) -> None:
    later = [row for row in rows if _value(db, row["reviewed"], row["field"]) != row["new"]]
    if later:
        words = "；".join(f"{row['fact']} 的{FIELD_NAMES.get(row['field'], row['field'])}后来改为“"
                         f"{shown(row['field'], _value(db, row['reviewed'], row['field']))}”" for row in later[:5])  # fmt: skip
        raise UsageError(f"第 {batch} 批之后又有改动，请先撤回后面的批次：{words}")


def _check_by(by: By) -> None:
    if not by.who.strip():
        raise UsageError("请写明是谁改的（姓名）")
    try:
        datetime.fromisoformat(by.at)
    except ValueError:
        raise UsageError(f"时间看不懂：{by.at}（应为 2025-06-30T09:00:00）") from None
