"""Workbooks of the ledger that come back filled in: sent, looked through, written."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import msgspec
from fastapi import File, Form, Path, Query, Response, UploadFile

from pipeline.api.ledger import (
    ImportPlan,
    plan_import,
    run_import,
    write_task_book,
)
from pipeline.model.errors import ReadError, UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.choosing import choose_document
from pipeline.web.files import XLSX, sent
from pipeline.web.registry import Done
from pipeline.web.returned_books import MOST_BYTES, Kept, ReturnedBooks
from pipeline.web.visit import Visit, VisitDep

_CHANGES = 200
DocumentWords = Annotated[str, Query(max_length=300, description="方案的名称、编号或路径")]
Token = Annotated[str, Path(max_length=64, description="上传后得到的编号")]
Name = Annotated[str, Form(max_length=100)]
Whole = Annotated[str, Form(max_length=8)]


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


def _plan(kb: KnowledgeBase, path: FilePath, name: str, overwrite: bool) -> ImportPlan:
    try:
        return msgspec.structs.replace(plan_import(kb, path, overwrite=overwrite), source=name)
    except ReadError as error:
        words = str(error).replace(path.name, name).replace("请加 --overwrite", "请勾选“以表为准”后重新上传")
        raise UsageError(words.replace("请用 cetu ledger --xlsx 导出的文件", "请用台账页面下载的文件")) from error


def _books(visit: Visit) -> ReturnedBooks:
    return ReturnedBooks(visit.settings.out / ".cetu-returned")
