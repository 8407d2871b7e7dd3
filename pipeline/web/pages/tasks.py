"""台账: the tasks with their lights and states, put right here or in a workbook that comes back."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from fastapi import Form, Path, Query

from pipeline.api.ledger import (
    HistoryEntry,
    Task,
    history,
    lost_tasks,
    review,
    states,
)
from pipeline.export.task_pages import LightTally, TaskFilter, find_tasks, task_with, tasks_of
from pipeline.model.errors import UsageError
from pipeline.store.review_fields import FIELD_NAMES, UNREVIEWED, VERDICTS, shown
from pipeline.web.meanwhile import Seen, last_change, own_changes
from pipeline.web.pages.tasks_books import (
    DocumentWords,
    Name,
    Whole,
    confirm_book,
    import_form,
    import_view,
    send_book,
    tasks_book,
)
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.people import Role
from pipeline.web.registry import Action, Done, Download, Page
from pipeline.web.visit import NotFound, Visit, VisitDep

_ROWS = 30
_LOCAL = re.compile(r"/tasks(?:[?/][\x21-\x7e]{0,600})?")

Word = Annotated[str, Query(max_length=40)]
Owner = Annotated[str, Query(max_length=100, description="责任主体")]
FactId = Annotated[str, Path(max_length=80, description="事实的编号")]
Said = Annotated[str | None, Form(max_length=4000)]
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
    seen: int


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
    past = history(visit.kb, task.fact)
    said = tuple(_line(entry) for entry in reversed(past))
    return TaskPage(task=task, states=_states(), verdicts=tuple(VERDICTS.values()), said=said, seen=last_change(past))


def say_task(
    visit: VisitDep, fact: FactId, state: Said = None, verdict: Said = None, remark: Said = None, lead: Said = None,
    support: Said = None, due: Said = None, whole: Whole = "", why: Name = "", who: Name = "", to: Back = "/tasks",
    seen: Seen = None,
) -> Done:  # fmt: skip
    """Say how far a task has come, whether it is right, or put a field of it right. What is not sent stays, unless
    the form is the `whole` of it: then what is empty is as the plan says (an empty field of a form counts as not sent)."""
    given = {"state": state, "review": verdict, "remark": remark, "actor": lead, "support": support, "due": due}
    changes = {field: value or "" for field, value in given.items() if value is not None or whole}
    if not changes:
        raise UsageError("没有写明要改什么")
    with visit.bases.writer() as kb:
        task = task_with(kb, fact, visit.today)
        news = own_changes(kb, fact, "duty", _news(task, changes) if task else changes, seen)
        number = review(kb, fact, news, visit.by(why, who)) if news else None
    message = f"已记下（第 {number} 批，可撤回）" if number is not None else "没有新的改动"
    return Done(message=message, to=_local(to), made={"batch": number} if number is not None else {})


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


def _line(entry: HistoryEntry) -> SaidLine:
    return SaidLine(
        at=entry.at.replace("T", " "), who=entry.who, field=FIELD_NAMES.get(entry.field, entry.field), why=entry.why,
        old=shown(entry.field, entry.old), new=shown(entry.field, entry.new), undone=entry.undone,
    )  # fmt: skip


def _states() -> tuple[str, ...]:
    return tuple(row.word for row in states())


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
