"""Forgetting a plan: what would go, and the deed."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Form

from pipeline.api.ledger import would_forget
from pipeline.asking.document_view import document_by_id
from pipeline.batch.forgetting import forget_everywhere
from pipeline.model.errors import UsageError
from pipeline.web.pages.document import Id
from pipeline.web.people import Role
from pipeline.web.registry import Action, Done, Page
from pipeline.web.visit import NotFound, VisitDep


class ForgetPage(msgspec.Struct, frozen=True, kw_only=True):
    """What forgetting a plan takes away: all plans of its file, under every path that has it; and what people said."""

    id: str
    title: str
    paths: tuple[str, ...]
    titles: tuple[str, ...]
    facts: int
    reviews: int


def forget_page(visit: VisitDep, id: Id) -> ForgetPage:
    """What forgetting a plan takes away."""
    try:
        stored = document_by_id(visit.kb, id)
    except UsageError as error:
        raise NotFound(str(error)) from None
    gone = would_forget(visit.kb, id)
    return ForgetPage(
        id=id, title=stored.document.title, paths=gone.paths, titles=gone.titles, facts=gone.facts, reviews=gone.reviews
    )


def forget_document(
    visit: VisitDep,
    id: Id,
    sure: Annotated[bool, Form(description="确认删除")] = False,
    with_reviews: Annotated[bool, Form(description="复核记录也删除")] = False,
) -> Done:
    """Take a plan's file away, so that nothing of it stays in the base, its results and its report."""
    if not sure:
        raise UsageError("请勾选“我确认删除”")
    if not visit.bases.exists():
        raise NotFound("还没有知识库")
    gone = forget_everywhere(visit.settings.kb, id, with_reviews=with_reviews)
    files = "、".join(gone.paths[:3]) + (f" 等 {len(gone.paths)} 个文件" if len(gone.paths) > 3 else "")
    return Done(message=f"已删除 {files}：{gone.facts} 条事实", to="/documents", made={"facts": gone.facts})


ITEMS = (
    Page(
        path="/documents/{id}/forget", title="删除方案", template="forget.html", load=forget_page, role=Role.MANAGE,
        tag="文档",
    ),
    Action(path="/documents/{id}/forget", title="删除方案", run=forget_document, role=Role.MANAGE, tag="文档"),
)  # fmt: skip
