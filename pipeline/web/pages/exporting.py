"""导出: the whole base in every format that `cetu export` knows, and the workbook of a run: at once where it is small, else as
work that is told of while it goes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import msgspec
from fastapi import Path as InPath
from fastapi import Query, Response

from pipeline.model.errors import UsageError
from pipeline.store.standing import of_plans
from pipeline.store.versions import state_of
from pipeline.web.exporting.formats import TOLD, file_name, write
from pipeline.web.exporting.preparing import Made, Preparations, Preparing, PreparingState, Wanted, version
from pipeline.web.people import Role
from pipeline.web.registry import Action, Done, Download, Page
from pipeline.web.sending import as_file
from pipeline.web.streaming import told
from pipeline.web.visit import Forbidden, NotFound, Visit, VisitDep

STATES: dict[PreparingState, str] = {
    "none": "还没有准备", "waiting": "排队等候", "running": "正在准备", "done": "已备好", "stopped": "已取消", "failed": "没有完成",
}  # fmt: skip

Name = Annotated[str, InPath(max_length=20, pattern="^[a-z]+$", description="格式")]
Earlier = Annotated[bool, Query(description="以前备好的那一份，哪怕知识库此后有改动")]


class KeptFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file made before: of what moment it is, and whether the base still is as it was (`current`)."""

    at: str
    facts: int
    bytes: int
    current: bool


class ExportFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A format: what it is called, what it is for, the name of the file; how far a file of it is, where it takes long."""

    name: str
    title: str
    purpose: str
    file: str
    state: PreparingState
    kept: KeptFile | None


class ExportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The formats, and how much there is to hand on; `at_once`: little enough to be written while the browser waits."""

    formats: tuple[ExportFormat, ...]
    documents: int
    facts: int
    at_once: bool


class ExportRun(msgspec.Struct, frozen=True, kw_only=True):
    """How the making of a file goes, and the file made last."""

    name: str
    title: str
    file: str
    word: str
    at_once: bool
    progress: Preparing
    kept: KeptFile | None


def export_page(visit: VisitDep) -> ExportPage:
    """What the base can be handed on as."""
    documents, facts = _size(visit)
    at_once, known = _at_once(visit), Preparations(visit.settings)
    return ExportPage(
        formats=tuple(
            ExportFormat(
                name=name, title=title, purpose=purpose, file=file_name(name, visit.today),
                state="none" if at_once else known.progress(name).state, kept=None if at_once else _kept(visit, name),
            )
            for name, (title, purpose) in TOLD.items()
        ),
        documents=documents, facts=facts, at_once=at_once,
    )  # fmt: skip


def export_file(visit: VisitDep, name: Name, earlier: Earlier = False) -> Response:
    """The whole base in one format; a large one once it is prepared."""
    day, known = visit.today, Preparations(visit.settings)
    with visit.kb.snapshot():
        made = known.made(_known(name))
        if made is not None and (earlier or _is_current(visit, made)):
            path = known.path(name, made)
            answer = as_file(lambda draft: _copied(path, draft), file_name(name, made.day))
        elif _at_once(visit):
            answer = as_file(lambda draft: write(name, visit.kb, draft, day), file_name(name, day))
        else:
            raise UsageError(f"内容较多，要先准备才能下载：请在“导出”页上按“准备”（接口：POST /api/export/{name}）")
    visit.note("导出", TOLD[name][0])
    return answer


def prepare_export(visit: VisitDep, name: Name) -> Done:
    """Begin to make the file of a format; the page to go to tells how it goes. Little is exported without."""
    title = TOLD[_known(name)][0]
    with visit.kb.snapshot():
        if _at_once(visit):
            return Done(message=f"{title}可以直接下载", to="/export", made={"file": f"/export/{name}"})
        if (kept := _kept(visit, name)) is not None and kept.current:
            return Done(message=f"{title}已备好", to=f"/export/{name}/progress", made={"file": f"/export/{name}"})
    wanted = Wanted(
        name=name, day=visit.today, kb=str(visit.settings.kb), who=visit.person.name, at=visit.now.isoformat(timespec="seconds")
    )  # fmt: skip
    Preparations(visit.settings).start(wanted)
    return Done(message=f"正在准备{title}", to=f"/export/{name}/progress", made={"file": f"/export/{name}"}, later=True)


def export_run(visit: VisitDep, name: Name) -> ExportRun:
    """How the making of a file goes."""
    title, progress = TOLD[_known(name)][0], Preparations(visit.settings).progress(name)
    kept = _kept(visit, name)
    return ExportRun(
        name=name, title=title, file=file_name(name, visit.today), word=STATES[progress.state], at_once=_at_once(visit),
        progress=progress, kept=kept,
    )  # fmt: skip


def cancel_export(visit: VisitDep, name: Name) -> Done:
    """End the making of a file."""
    known, to = Preparations(visit.settings), f"/export/{_known(name)}/progress"
    if not known.progress(name).under_way:
        return Done(message="没有正在准备的文件", to=to)
    if (who := known.asked_by(name)) != visit.person.name and visit.person.role < Role.MANAGE:
        raise Forbidden(f"这份文件是{who}要的，请由其本人或管理员取消")
    known.cancel(name)
    return Done(message="正在取消", to=to)


def export_events(visit: VisitDep, name: Name) -> Response:
    """How the making of a file goes, as server-sent events, until it ends."""
    known = Preparations(visit.settings)
    _known(name)
    return told(lambda: known.progress(name), lambda now: now.under_way)


def _known(name: str) -> str:
    if name not in TOLD:
        raise NotFound(f"没有这种格式：{name}（有 {'、'.join(TOLD)}）")
    return name


def _size(visit: Visit) -> tuple[int, int]:
    counts = "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM facts)"
    documents, facts = of_plans(visit.kb, ("size of base",), lambda: tuple(visit.kb.db.execute(counts).fetchone()))
    return documents, facts


def _at_once(visit: Visit) -> bool:
    return _size(visit)[1] <= visit.settings.facts_at_once


def _is_current(visit: Visit, made: Made) -> bool:
    return (made.state, made.day, made.version) == (state_of(visit.kb), visit.today, version())


def _kept(visit: Visit, name: str) -> KeptFile | None:
    made = Preparations(visit.settings).made(name)
    if made is None:
        return None
    return KeptFile(at=made.at, facts=made.facts, bytes=made.bytes, current=_is_current(visit, made))


def _copied(path: Path, draft: Path) -> None:
    """A copy of its own to send: the file may be made anew meanwhile."""
    try:
        shutil.copyfile(path, draft)
    except FileNotFoundError:
        raise NotFound("这份文件已不在，请重新准备") from None


ITEMS = (
    Page(path="/export", title="导出", template="export.html", load=export_page, tag="导出"),
    Download(path="/export/{name}", title="导出文件", make=export_file, tag="导出"),
    Action(path="/export/{name}", title="准备导出", run=prepare_export, role=Role.VIEW, tag="导出", later=True),
    Page(path="/export/{name}/progress", title="导出", template="export_run.html", load=export_run, tag="导出"),
    Action(path="/export/{name}/cancel", title="取消导出", run=cancel_export, role=Role.VIEW, tag="导出"),
    Download(path="/export/{name}/events", title="导出进度", make=export_events, tag="导出"),
)
