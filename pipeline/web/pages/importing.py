"""导入: files from the browser into the knowledge base, with the same work and the same limits as the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from fastapi import Depends, Path, Response

from pipeline.model import labels
from pipeline.model.errors import StoreError
from pipeline.web.importing.jobs import FileLine, Job, Jobs, JobState, Progress
from pipeline.web.importing.older import OlderLine, older_lines
from pipeline.web.importing.receiving import ENDINGS, Received, received
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.people import Role
from pipeline.web.registry import Action, Done, Download, Page
from pipeline.web.security.csrf import refuse_foreign
from pipeline.web.settings import MIB
from pipeline.web.streaming import told
from pipeline.web.visit import NotFound, Visit, VisitDep

STATES: dict[JobState, str] = {"running": "正在处理", "done": "已完成", "stopped": "已取消", "failed": "没有完成"}
_SHOWN = 15
_ROWS = 50

Number = Annotated[int, Path(ge=1, le=10_000_000, description="第几次导入")]


class ImportLine(msgspec.Struct, frozen=True, kw_only=True):
    """An import of the list."""

    number: int
    at: str
    who: str
    files: int
    state: JobState
    word: str


class ImportPage(msgspec.Struct, frozen=True, kw_only=True):
    """What may be sent, and the imports there have been; `running` is the one at work."""

    most_files: int
    file_mb: int
    upload_mb: int
    endings: tuple[str, ...]
    running: int | None
    imports: tuple[ImportLine, ...]
    older: tuple[OlderLine, ...] = ()


class ImportedPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan found in a file."""

    id: str
    title: str
    facts: int


class ImportedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file, under the name it was sent by."""

    name: str
    path: str
    status: str
    word: str
    reason: str
    warnings: tuple[str, ...]
    kept: bool
    plans: tuple[ImportedPlan, ...]


class ImportRun(msgspec.Struct, frozen=True, kw_only=True):
    """How an import goes, and what became of its files, the troubles first."""

    number: int
    at: str
    who: str
    word: str
    progress: Progress
    percent: int
    files: tuple[ImportedFile, ...]
    refused: dict[str, str]
    pager: Pager


def import_page(visit: VisitDep) -> ImportPage:
    """What may be imported, and earlier imports."""
    jobs, settings = Jobs(visit.settings), visit.settings
    return ImportPage(
        most_files=settings.most_files,
        file_mb=settings.file_bytes // MIB,
        upload_mb=settings.upload_bytes // MIB,
        endings=tuple(sorted(ENDINGS)),
        running=jobs.running(),
        imports=tuple(_lines(jobs)),
        older=tuple(older_lines(visit, jobs)) if visit.bases.exists() else (),
    )


def _lines(jobs: Jobs) -> Iterator[ImportLine]:
    for number in jobs.numbers()[:_SHOWN]:
        if (job := jobs.get(number)) is not None:
            state = jobs.progress(number).state
            yield ImportLine(
                number=number, at=job.at, who=job.who, files=job.files, state=state, word=STATES[state]
            )  # fmt: skip


def start_import(visit: VisitDep, sent: Annotated[Received, Depends(received)]) -> Done:
    """Take files in and begin to read them (multipart form, field `files`, any number of files)."""
    jobs = Jobs(visit.settings)
    job = Job(
        number=sent.number, who=visit.person.name, at=visit.now.isoformat(timespec="seconds"), files=sent.files,
        bytes=sent.bytes, names=sent.names, refused=sent.refused,
    )  # fmt: skip
    try:
        jobs.start(job)
    except StoreError:
        jobs.drop(sent.number)
        raise
    return Done(
        message=f"已收到 {sent.files} 个文件，正在处理",
        to=f"/import/{sent.number}",
        made={"number": sent.number, "files": sent.files, "refused": len(sent.refused)},
        later=True,
    )


def import_run(visit: VisitDep, number: Number, page: PageNumber = 1) -> ImportRun:
    """How an import goes."""
    jobs = Jobs(visit.settings)
    job = _job(jobs, number)
    progress = jobs.progress(number)
    order = ("failed", "skipped", "ok")
    lines = sorted(jobs.lines(number), key=lambda line: (order.index(line.status), line.path))
    cut = pager(page, len(lines), _ROWS)
    return ImportRun(
        number=number,
        at=job.at,
        who=job.who,
        word=STATES[progress.state],
        progress=progress,
        percent=100 if progress.state == "done" else 100 * progress.done // max(1, progress.total),
        files=tuple(_file(visit, job, line) for line in page_of(lines, cut, _ROWS)),
        refused=job.refused,
        pager=cut,
    )


def _job(jobs: Jobs, number: int) -> Job:
    job = jobs.get(number)
    if job is None:
        raise NotFound(f"没有第 {number} 次导入")
    return job


def _file(visit: Visit, job: Job, line: FileLine) -> ImportedFile:
    short = line.path.removeprefix(f"{job.prefix}/")
    return ImportedFile(
        name=job.names.get(short, short),
        path=line.path,
        status=line.status,
        word=labels.FILE_STATUSES.get(line.status, line.status),
        reason=line.reason,
        warnings=line.warnings,
        kept=line.kept,
        plans=_plans(visit, line.path) if line.status == "ok" and visit.bases.exists() else (),
    )


def _plans(visit: Visit, path: str) -> tuple[ImportedPlan, ...]:
    rows = visit.kb.db.execute(
        "SELECT d.id, d.title, (SELECT count(*) FROM facts WHERE document = d.key) FROM files f "
        "JOIN documents d ON d.content = f.content WHERE f.path = ? AND d.duplicate_of IS NULL ORDER BY d.start LIMIT 20",
        (path,),
    )
    return tuple(ImportedPlan(id=row[0], title=row[1], facts=row[2]) for row in rows)


def read_again(visit: VisitDep, number: Number) -> Done:
    """Read the files of an import once more: those that another version of program or lexicons has read, or that failed."""
    jobs = Jobs(visit.settings)
    job = _job(jobs, number)
    if not jobs.has_files(number):
        raise NotFound(f"第 {number} 次导入的文件已不在了")
    jobs.start(job)
    return Done(message="正在重新读取", to=f"/import/{number}", made={"number": number}, later=True)


def cancel_import(visit: VisitDep, number: Number) -> Done:
    """End an import early; what is finished is kept."""
    jobs = Jobs(visit.settings)
    _job(jobs, number)
    if jobs.progress(number).state != "running":
        return Done(message="这次导入已经结束", to=f"/import/{number}")
    jobs.cancel(number)
    return Done(message="正在取消：手上的文件处理完就停，已完成的都会保留", to=f"/import/{number}")


def import_events(visit: VisitDep, number: Number) -> Response:
    """How an import goes, as server-sent events, until it ends."""
    jobs = Jobs(visit.settings)
    _job(jobs, number)
    return told(lambda: jobs.progress(number), lambda now: now.state == "running")


ITEMS = (
    Page(path="/import", title="导入", template="import.html", load=import_page, role=Role.MANAGE, base=False),
    Action(path="/import", title="导入", run=start_import, role=Role.MANAGE, guard=refuse_foreign, later=True),
    Page(
        path="/import/{number}",
        title="导入",
        template="import_run.html",
        load=import_run,
        role=Role.MANAGE,
        base=False,
    ),
    Action(path="/import/{number}/again", title="重新读取", run=read_again, role=Role.MANAGE, tag="导入", later=True),
    Action(path="/import/{number}/cancel", title="取消导入", run=cancel_import, role=Role.MANAGE, tag="导入"),
    Download(path="/import/{number}/events", title="导入进度", make=import_events, role=Role.MANAGE, tag="导入"),
)
