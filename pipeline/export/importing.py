"""Taking a ledger workbook back: what it would change, and changing it, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from pipeline.export.returned import ReturnedRow, read_returned
from pipeline.export.task_sheet import FILLED_IN, cell_digest, cells
from pipeline.export.tasks import NO_ONE, Task, lost_tasks, tasks
from pipeline.model.errors import ReadError
from pipeline.store import KnowledgeBase
from pipeline.store.anchors import Anchor, found_again
from pipeline.store.review_fields import REMARK, STATE, VERDICT
from pipeline.store.review_records import By, Edit
from pipeline.store.reviews import apply, history
from pipeline.store.states import state_of_word

_TITLES = {field: title for title, field in FILLED_IN.items()}
_ANY_DAY = "2000-01-01"  # lights play no part here
_MOST_SHOWN = 20


class CellChange(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that was changed. `fact` is the fact as it is called now; `value` is what is kept (null: as the plan says)."""

    fact: str
    field: str
    title: str
    old: str
    new: str
    value: str | None
    place: str
    task: str


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do. `moved` maps ids of the workbook to those their facts have now, after an extraction anew."""

    source: str
    rows: int
    changes: tuple[CellChange, ...]
    moved: dict[str, str]


def plan_import(kb: KnowledgeBase, path: Path, *, overwrite: bool = False) -> ImportPlan:
    """What a workbook would change. Only cells that people have changed since it was written count.

    Raises ReadError (Chinese, every complaint listed) for a damaged workbook, for rows whose fact is not in the base, and,
    unless `overwrite`, for cells that somebody else has changed since.
    """
    rows = read_returned(path)
    with kb.snapshot():
        return _plan(kb, path.name, rows, overwrite)


def _plan(kb: KnowledgeBase, source: str, rows: list[ReturnedRow], overwrite: bool) -> ImportPlan:
    known = _known(kb)
    complaints: list[str] = []
    changes: list[CellChange] = []
    moved: dict[str, str] = {}
    for row in rows:
        task = _task_of(kb, row, known)
        if task is None:
            complaints.append(f"{row.place}的编号 {row.fact} 不在知识库里")
            continue
        if task.fact != row.fact:
            moved[row.fact] = task.fact
        changes += _changes(kb, row, task, complaints, overwrite)
    complaints += _twice(rows, moved)
    if complaints:
        listed = "\n".join(f"  · {words}" for words in complaints[:_MOST_SHOWN])
        more = f"\n  · ……另有 {len(complaints) - _MOST_SHOWN} 处" if len(complaints) > _MOST_SHOWN else ""
        raise ReadError(f"{source} 没有导入：\n{listed}{more}")
    return ImportPlan(source=source, rows=len(rows), changes=tuple(changes), moved=moved)


def run_import(kb: KnowledgeBase, plan: ImportPlan, by: By) -> int | None:
    """Do what a plan says, as one batch that can be undone; null where there is nothing to do."""
    edits: dict[str, dict[str, str | None]] = {}
    for change in plan.changes:
        edits.setdefault(change.fact, {})[change.field] = change.value
    return apply(kb, [Edit(fact=fact, changes=new) for fact, new in edits.items()], by, "import", plan.source)


def _known(kb: KnowledgeBase) -> dict[str, Task]:
    """Tasks by the ids of all their duties."""
    known: dict[str, Task] = {}
    for task in (*tasks(kb, _ANY_DAY, rejected="in", copied=True), *lost_tasks(kb, _ANY_DAY)):
        known |= dict.fromkeys((*task.facts, task.fact), task)
    return known


def _task_of(kb: KnowledgeBase, row: ReturnedRow, known: dict[str, Task]) -> Task | None:
    if row.fact in known:
        return known[row.fact]
    anchor = Anchor(
        type="duty", party=row.base.party, path=row.base.path, document=row.base.document, section=row.base.section,
        start=row.base.start, words=row.base.words,
    )  # fmt: skip
    again = found_again(kb.db, anchor)
    return known.get(again[0]) if again else None


def _changes(
    kb: KnowledgeBase, row: ReturnedRow, task: Task, complaints: list[str], overwrite: bool
) -> Iterable[CellChange]:
    now = cells(task)
    for field, new in row.cells.items():
        base = row.base.cells.get(field, "")
        if cell_digest(new) == base or _kept(task, field, new) == _kept(task, field, now[field]):
            continue
        if cell_digest(now[field]) != base and not overwrite:
            last = next((h for h in reversed(history(kb, task.fact)) if h.field == field), None)
            who = f"已由 {last.who} 改为" if last else "已变为"
            complaints.append(
                f"{row.place}的“{_TITLES[field]}”在导出之后{who}“{now[field]}”，表里是“{new}”；以表为准请加 --overwrite"
            )
            continue
        yield CellChange(
            fact=task.fact, field=field, title=_TITLES[field], old=now[field], new=new or "（取消更正）",
            value=_kept(task, field, new), place=row.place, task=task.words,
        )  # fmt: skip


def _kept(task: Task, field: str, words: str) -> str | None:
    """What is kept of a cell: null where it says what the plan says."""
    if field == STATE:
        found = state_of_word(words)
        return found.id if found else None
    if field == VERDICT:
        return {"已确认": "confirmed", "已驳回": "rejected"}.get(words)
    if field == REMARK:
        return words or None
    said = "" if words == NO_ONE else words
    return None if cell_digest(said) == cell_digest(task.original.get(field)) else said or None


def _twice(rows: list[ReturnedRow], moved: dict[str, str]) -> list[str]:
    """Two rows that are one fact now: which of them holds cannot be told."""
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(moved.get(row.fact, row.fact), []).append(row.place)
    return [
        f"{'与'.join(found)}现在是同一件事（{fact}），请只留一行" for fact, found in places.items() if len(found) > 1
    ]
