"""Which plans a page is about: filtered by level, kind of school, folder and words of the title; page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import msgspec
from fastapi import Depends, Query

from pipeline.model import labels
from pipeline.store import KnowledgeBase, StoredDocument, reading
from pipeline.store.standing import of_plans
from pipeline.web.findings import known_plans
from pipeline.web.visit import NotFound

_FOLDERS = 60
_DEEP = 2


class PlanFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What plans are to be shown; empty fields leave it open."""

    level: str = ""
    school: str = ""
    folder: str = ""
    words: str = ""


class PlanHead(msgspec.Struct, frozen=True, kw_only=True):
    """A plan by its name."""

    id: str
    title: str
    issuer: str
    path: str


class Choice(msgspec.Struct, frozen=True):
    """A value to filter by, the word it is shown as, how many plans have it."""

    value: str
    word: str
    plans: int


class PlanChoices(msgspec.Struct, frozen=True, kw_only=True):
    """The values there are to filter by."""

    levels: tuple[Choice, ...]
    schools: tuple[Choice, ...]
    folders: tuple[Choice, ...]


def _filter(
    level: Annotated[str, Query(max_length=20, description="层级：学校、乡镇、县区……")] = "",
    school: Annotated[str, Query(max_length=40, description="学校类型")] = "",
    folder: Annotated[str, Query(max_length=400, description="文件夹")] = "",
    words: Annotated[str, Query(max_length=100, description="标题、单位或文件名里的字")] = "",
) -> PlanFilter:
    return PlanFilter(level=level, school=school, folder=folder, words=words.strip())


FilterDep = Annotated[PlanFilter, Depends(_filter)]


def chosen_plans(kb: KnowledgeBase, wanted: PlanFilter) -> Sequence[StoredDocument]:
    """The plans of the base that a filter leaves, each once, in the order of the base."""
    return [one for one in known_plans(kb) if _fits(one, wanted)]


def choices(kb: KnowledgeBase) -> PlanChoices:
    """The values that plans have; worked out once for each state of the base."""
    return of_plans(kb, ("plan choices",), lambda: _choices(known_plans(kb)))


def plan_named(kb: KnowledgeBase, id: str) -> StoredDocument:
    """A plan by its id, also one that repeats another: its own page leads here too. Raises NotFound."""
    by_id = of_plans(kb, ("plans by id",), lambda: {one.document.id: one for one in known_plans(kb)})
    if id in by_id:
        return by_id[id]
    row = kb.db.execute("SELECT key FROM documents WHERE id = ? ORDER BY key LIMIT 1", (id,)).fetchone()
    if row is None:
        raise NotFound("没有这份方案，可能已被删除或替换")
    return next(reading.documents(kb.db, [row[0]]))


def head_of(stored: StoredDocument) -> PlanHead:
    """A plan's name for a page."""
    plan = stored.document
    return PlanHead(id=plan.id, title=plan.title or stored.path, issuer=plan.issuer or "", path=stored.path)


def _fits(one: StoredDocument, wanted: PlanFilter) -> bool:
    plan = one.document
    if wanted.level and plan.level != wanted.level:
        return False
    if wanted.school and wanted.school not in plan.school_types:
        return False
    if wanted.folder and not one.path.startswith(wanted.folder.rstrip("/") + "/"):
        return False
    return not wanted.words or any(wanted.words in text for text in (plan.title, plan.issuer or "", one.path))


def _choices(plans: Sequence[StoredDocument]) -> PlanChoices:
    levels = Counter(one.document.level for one in plans if one.document.level)
    schools = Counter(kind for one in plans for kind in one.document.school_types)
    folders: Counter[str] = Counter()
    for one in plans:
        parts = one.path.split("/")[:-1][:_DEEP]
        folders.update("/".join(parts[: depth + 1]) for depth in range(len(parts)))
    most = sorted(folders.most_common(_FOLDERS))
    return PlanChoices(
        levels=tuple(Choice(name, name, count) for name, count in levels.most_common()),
        schools=tuple(
            Choice(name, labels.SCHOOL_TYPES.get(name, name), count) for name, count in schools.most_common()
        ),
        folders=tuple(Choice(name, name, count) for name, count in most),
    )
