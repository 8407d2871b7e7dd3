"""导出: the whole base in every format that `cetu export` knows, and the workbook of a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from fastapi import Path, Response

from pipeline.export import FileLine, write_ledger
from pipeline.export.formats import FORMATS, write_as
from pipeline.store import KnowledgeBase
from pipeline.web.registry import Download, Page
from pipeline.web.sending import as_file
from pipeline.web.visit import NotFound, VisitDep

_ENDINGS = {"turtle": "ttl"}
_TOLD: dict[str, tuple[str, str]] = {
    "ledger": (
        "台账（Excel）",
        "职责、指标、时限、人员分工、目标分表列出，附每个文件的处理情况；日常查阅、打印、报送用",
    ),
    "xlsx": ("全部事实（Excel）", "每条事实一行，便于筛选、排序、做透视表"),
    "csv": ("全部事实（CSV）", "每条事实一行的纯文本表格，任何表格软件和统计软件都能打开"),
    "jsonl": ("全部事实（JSON Lines）", "每行一条 JSON，带原文位置和规则编号，给程序用"),
    "md": ("Markdown 文档", "按方案整理成文字，可以直接阅读或粘贴到别的文档"),
    "ics": ("日历（iCalendar）", "所有时限，可导入 Outlook、手机日历等"),
    "graphml": ("关系图（GraphML）", "谁负责什么、配合什么，用 yEd、Gephi、Cytoscape 打开"),
    "gexf": ("关系图（GEXF）", "同一张图，用 Gephi 打开"),
    "cypher": ("图数据库（Cypher）", "导入 Neo4j 等图数据库的语句"),
    "turtle": ("链接数据（Turtle）", "RDF 格式，用 SPARQL 查询或与其他数据联接"),
}


class ExportFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A format: what it is called, what it is for, the name of the file."""

    name: str
    title: str
    purpose: str
    file: str


class ExportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The formats, and how much there is to hand on."""

    formats: tuple[ExportFormat, ...]
    documents: int
    facts: int


def export_page(visit: VisitDep) -> ExportPage:
    """What the base can be handed on as."""
    counts = "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM facts)"
    documents, facts = visit.kb.remember(("size of base",), lambda: tuple(visit.kb.db.execute(counts).fetchone()))
    return ExportPage(
        formats=tuple(
            ExportFormat(name=name, title=title, purpose=purpose, file=_file_name(name, visit.today))
            for name, (title, purpose) in _TOLD.items()
        ),
        documents=documents,
        facts=facts,
    )


def export_file(
    visit: VisitDep, name: Annotated[str, Path(max_length=20, pattern="^[a-z]+$", description="格式")]
) -> Response:
    """The whole base in one format."""
    if name not in _TOLD:
        raise NotFound(f"没有这种格式：{name}（有 {'、'.join(_TOLD)}）")
    kb, day = visit.kb, visit.today
    if name != "ledger":
        return as_file(lambda path: write_as(name, kb, path, day), _file_name(name, day))
    with kb.snapshot():
        return as_file(lambda path: write_ledger(kb, _files(kb), path), _file_name(name, day))


def _file_name(name: str, day: str) -> str:
    return f"台账-{day}.xlsx" if name == "ledger" else f"策图-{day}.{_ENDINGS.get(name, name)}"


def _files(kb: KnowledgeBase) -> Iterator[FileLine]:
    for one in kb.each_file():
        yield FileLine(
            path=one.path, status="missing" if one.missing else one.status, reason=one.reason or "；".join(one.warnings),
            media_type=one.media_type or "", pages=one.pages, documents=one.documents, facts=one.facts,
        )  # fmt: skip


assert set(_TOLD) == {*FORMATS, "ledger"}

ITEMS = (
    Page(path="/export", title="导出", template="export.html", load=export_page, tag="导出"),
    Download(path="/export/{name}", title="导出文件", make=export_file, tag="导出"),
)
