"""A plan's pages as pictures, with frames around their facts."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Path, Query, Response

from pipeline.asking.document_view import document_by_id
from pipeline.asking.paper import Paper, Sheet, paper, paper_picture
from pipeline.model.errors import UsageError
from pipeline.model.result import Document
from pipeline.reading import Frame
from pipeline.web.pages.document import Id
from pipeline.web.registry import Download, Page
from pipeline.web.visit import NotFound, VisitDep

PageOfFile = Annotated[int, Path(ge=1, le=100_000, description="第几页")]


class PaperFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact on the page."""

    fact: str
    type: str
    words: str
    frames: tuple[Frame, ...]
    aim: bool


class PaperPage(Sheet, frozen=True, kw_only=True):
    """A page with the facts on it and their frames (outer ones first, so that a click takes the inner). A page that was
    recognised from a picture has none until they are asked for."""

    plan: Document
    path: str
    facts: tuple[PaperFact, ...]
    mark: str
    version: str


def paper_page(
    visit: VisitDep,
    id: Id,
    number: PageOfFile,
    mark: Annotated[str, Query(max_length=40, description="突出显示的事实")] = "",
    frames: Annotated[bool, Query(description="扫描页也标出事实（要重新识别，需几秒）")] = False,
) -> PaperPage:
    """A page of a plan's PDF with its facts framed."""
    kb = visit.kb
    try:
        document_by_id(kb, id)
    except UsageError as error:
        raise NotFound(str(error)) from None

    def made() -> Paper:
        return paper(kb, id, number, frame_scans=frames)

    try:
        found = kb.remember(("paper", id, str(number), str(frames)), made)
    except UsageError as error:
        raise NotFound(str(error)) from None
    facts = sorted(found.facts, key=lambda one: -sum(frame.x1 - frame.x0 for frame in one.frames))
    return PaperPage(
        plan=found.document.document,
        path=found.document.path,
        page=found.page,
        pages=found.pages,
        width=found.width,
        height=found.height,
        scanned=found.scanned,
        framed=found.framed,
        facts=tuple(
            PaperFact(fact=one.fact, type=one.type, words=one.words, frames=one.frames, aim=one.fact == mark)
            for one in facts
        ),
        mark=mark,
        version=found.document.sha256[:12],
    )


def paper_png(
    visit: VisitDep,
    id: Id,
    number: PageOfFile,
    scale: Annotated[float, Query(ge=0.5, le=3, description="一点画成几个像素")] = 1.6,
) -> Response:
    """The page as a picture, nothing framed."""
    try:
        picture = paper_picture(visit.kb, id, number, scale=scale)
    except UsageError as error:
        raise NotFound(str(error)) from None
    return Response(picture, media_type="image/png", headers={"cache-control": "private, max-age=86400"})


ITEMS = (
    Page(path="/documents/{id}/pages/{number}", title="页面图", template="paper.html", load=paper_page, tag="文档"),
    Download(path="/documents/{id}/pages/{number}/picture.png", title="一页的图片", make=paper_png, tag="文档"),
)
