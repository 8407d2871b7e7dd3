"""台账: the tasks with their lights and states, put right here or in a workbook that comes back."""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import Annotated

import msgspec
from fastapi import File, Form, Path, Query, Response, UploadFile

from pipeline.api.ledger import (
    HistoryEntry,
    ImportPlan,
    Task,
    history,
    lost_tasks,
    plan_import,
    review,
    run_import,
    states,
    write_task_book,
)
from pipeline.export.task_pages import LightTally, TaskFilter, find_tasks, task_with, tasks_of
from pipeline.model.errors import ReadError, UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.choosing import choose_document
from pipeline.store.review_fields import FIELD_NAMES, UNREVIEWED, VERDICTS, shown
from pipeline.web.files import XLSX, sent
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.people import Role
from pipeline.web.registry import Action, Done, Download, Page
from pipeline.web.returned_books import MOST_BYTES, Kept, ReturnedBooks
from pipeline.web.visit import NotFound, Visit, VisitDep

_ROWS, _CHANGES = 30, 200
_LOCAL = re.compile(r"/tasks(?:[?/][\x21-\x7e]{0,600})?")

Word = Annotated[str, Query(max_length=40)]
Owner = Annotated[str, Query(max_length=100, description="责任主体")]
DocumentWords = Annotated[str, Query(max_length=300, description="方案的名称、编号或路径")]
FactId = Annotated[str, Path(max_length=80, description="事实的编号")]
Token = Annotated[str, Path(max_length=64, description="上传后得到的编号")]
Said = Annotated[str | None, Form(max_length=4000)]
Name = Annotated[str, Form(max_length=100)]
Whole = Annotated[str, Form(max_length=8)]
Back = Annotated[str, Form(max_length=700)]


class TasksPage(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of the ledger, the most urgent first; `lights` counts them by light, `lost` are those no plan holds any more (待核对)."""

    rows: tuple[Task, ...]
    pager: Pager
    lights: tuple[LightTally, ...]
    states: tuple[str, ...]
    verdicts: tuple[str, ...]
    lost: tuple[Task, ...]


class SaidLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was said of a task, in words."""

    at: str
    who: str
    field: str
    old: str
    new: str
    why: str
    undone: bool


class TaskPage(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the ledger and what was said of it, newest first."""

    task: Task
    states: tuple[str, ...]
    verdicts: tuple[str, ...]
    said: tuple[SaidLine, ...]


class ImportForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where a filled workbook is given back."""

    most_bytes: int


class ChangeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that would be changed."""

    task: str
    title: str
    old: str
    new: str
    place: str


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """What a workbook would change (the first of `count`); nothing is written before it is confirmed."""

    token: str
    name: str
    overwrite: bool
    rows: int
    count: int
    changes: tuple[ChangeLine, ...]
    moved: int


def tasks_page(
    visit: VisitDep, light: Word = "", state: Word = "", verdict: Word = "", owner: Owner = "",
    document: DocumentWords = "", page: PageNumber = 1,
) -> TasksPage:  # fmt: skip
    """The ledger as it stands today."""
    wanted = TaskFilter(light=light, state=state, verdict=verdict, owner=owner, document=document)
    found = find_tasks(visit.kb, visit.today, wanted)
    at = pager(page, len(found.heads), _ROWS)
    rows = tasks_of(visit.kb, page_of(found.heads, at, _ROWS), visit.today)
    lost = visit.kb.remember(("lost tasks", visit.today), lambda: tuple(lost_tasks(visit.kb, visit.today)))
    return TasksPage(
        rows=tuple(rows), pager=at, lights=found.lights, states=_states(), verdicts=(UNREVIEWED, *VERDICTS.values(), "已修改"),
        lost=lost[:_ROWS],
    )  # fmt: skip


def task_page(visit: VisitDep, fact: FactId) -> TaskPage:
    """One task."""
    task = _task(visit, fact)
    said = [_line(entry) for entry in reversed(history(visit.kb, task.fact))]
    return TaskPage(task=task, states=_states(), verdicts=tuple(VERDICTS.values()), said=tuple(said))


def say_task(
    visit: VisitDep, fact: FactId, state: Said = None, verdict: Said = None, remark: Said = None, lead: Said = None,
    support: Said = None, due: Said = None, whole: Whole = "", why: Name = "", who: Name = "", to: Back = "/tasks",
) -> Done:  # fmt: skip
    """Say how far a task has come, whether it is right, or put a field of it right. What is not sent stays, unless
    the form is the `whole` of it: then what is empty is as the plan says (an empty field of a form counts as not sent)."""
    given = {"state": state, "review": verdict, "remark": remark, "actor": lead, "support": support, "due": due}
    changes = {field: value or "" for field, value in given.items() if value is not None or whole}
    if not changes:
        raise UsageError("没有写明要改什么")
    with visit.bases.writer() as kb:
        task = task_with(kb, fact, visit.today)
        number = review(kb, fact, _news(task, changes) if task else changes, visit.by(why, who))
    message = f"已记下（第 {number} 批，可撤回）" if number is not None else "没有新的改动"
    return Done(message=message, to=_local(to), made={"batch": number} if number is not None else {})


def tasks_book(visit: VisitDep, document: DocumentWords = "") -> Response:
    """The ledger as a workbook to be filled in."""
    plan = choose_document(visit.kb, document).document.id if document.strip() else None
    return sent(
        f"责任台账 {visit.today}.xlsx",
        XLSX,
        lambda path: write_task_book(visit.kb, path, visit.today, document=plan),
    )


def import_form(visit: VisitDep) -> ImportForm:
    """Give a filled workbook back."""
    return ImportForm(most_bytes=MOST_BYTES)


def send_book(
    visit: VisitDep,
    book: Annotated[UploadFile, File(description="填好的台账（.xlsx）")],
    overwrite: Annotated[str, Form(max_length=8)] = "",
) -> Done:
    """Take a workbook and find out what it would change; nothing is written yet."""
    books = _books(visit)
    token = books.keep(book.file)
    try:
        name = FilePath((book.filename or "台账.xlsx").replace("\\", "/")).name[:120] or "台账.xlsx"
        kept = Kept(
            name=name, overwrite=bool(overwrite), plan=_plan(visit.kb, books.book(token), name, bool(overwrite))
        )
        books.note(token, kept)
    except BaseException:
        books.drop(token)
        raise
    return Done(message="已读入，请核对下面的改动", to=f"/tasks/import/{token}", made={"token": token})


def import_view(visit: VisitDep, token: Token) -> ImportView:
    """What a workbook would change."""
    kept = _books(visit).noted(token)
    changes = kept.plan.changes
    return ImportView(
        token=token, name=kept.name, overwrite=kept.overwrite, rows=kept.plan.rows, count=len(changes), moved=len(kept.plan.moved),
        changes=tuple(
            ChangeLine(task=one.task[:120], title=one.title, old=one.old[:300], new=one.new[:300], place=one.place)
            for one in changes[:_CHANGES]
        ),
    )  # fmt: skip


def confirm_book(visit: VisitDep, token: Token, why: Name = "", who: Name = "") -> Done:
    """Write what was shown."""
    books = _books(visit)
    kept = books.noted(token)
    with visit.bases.writer() as kb:
        plan = _plan(kb, books.book(token), kept.name, kept.overwrite)
        if plan != kept.plan:
            books.note(token, msgspec.structs.replace(kept, plan=plan))
            raise UsageError("这期间知识库有了变化，改动与刚才列出的不同，请返回上一页刷新，重新核对后再确认")
        number = run_import(kb, plan, visit.by(why, who))
    books.drop(token)
    count = len(plan.changes)
    if number is None:
        return Done(message="没有新的改动", to="/tasks")
    count = len(plan.changes)
    return Done(
        message=f"已写入 {count} 处改动（第 {number} 批，可撤回）",
        to="/tasks",
        made={"changes": count, "batch": number},
    )


def _task(visit: Visit, fact: str) -> Task:
    task = task_with(visit.kb, fact, visit.today)
    found = task or next((one for one in lost_tasks(visit.kb, visit.today) if one.fact == fact), None)
    if found is None:
        raise NotFound("台账里没有这一项，它所在的方案可能已经更新")
    return found


def _news(task: Task, changes: dict[str, str]) -> dict[str, str | None]:
    """A field that says what the plan says is no correction."""
    return {
        field: None if field in task.original and value.strip() == task.original[field] else value
        for field, value in changes.items()
    }


def _plan(kb: KnowledgeBase, path: FilePath, name: str, overwrite: bool) -> ImportPlan:
    try:
        return msgspec.structs.replace(plan_import(kb, path, overwrite=overwrite), source=name)
    except ReadError as error:
        words = str(error).replace(path.name, name).replace("请加 --overwrite", "请勾选“以表为准”后重新上传")
        raise UsageError(words.replace("请用 cetu ledger --xlsx 导出的文件", "请用台账页面下载的文件")) from error


def _line(entry: HistoryEntry) -> SaidLine:
    return SaidLine(
        at=entry.at.replace("T", " "), who=entry.who, field=FIELD_NAMES.get(entry.field, entry.field), why=entry.why,
        old=shown(entry.field, entry.old), new=shown(entry.field, entry.new), undone=entry.undone,
    )  # fmt: skip


def _states() -> tuple[str, ...]:
    return tuple(row.word for row in states())


def _books(visit: Visit) -> ReturnedBooks:
    return ReturnedBooks(visit.settings.out / ".cetu-returned")


def _local(to: str) -> str:
    """Only ever a page of the ledger."""
    return to if _LOCAL.fullmatch(to) else "/tasks"


ITEMS = (
    Page(path="/tasks", title="台账", template="tasks.html", load=tasks_page, tag="台账"),
    Download(path="/tasks.xlsx", title="台账工作簿", make=tasks_book, tag="台账"),
    Page(path="/tasks/import", title="导入填好的台账", template="tasks_import.html", load=import_form, role=Role.REVIEW, tag="台账"),
    Action(path="/tasks/import", title="上传填好的台账", run=send_book, role=Role.REVIEW, tag="台账"),
    Page(path="/tasks/import/{token}", title="核对改动", template="tasks_changes.html", load=import_view, role=Role.REVIEW, tag="台账"),
    Action(path="/tasks/import/{token}", title="写入台账的改动", run=confirm_book, role=Role.REVIEW, tag="台账"),
    Page(path="/tasks/{fact}", title="台账：一项任务", template="task.html", load=task_page, tag="台账"),
    Action(path="/tasks/{fact}", title="办理一项任务", run=say_task, role=Role.REVIEW, tag="台账"),
)  # fmt: skip
