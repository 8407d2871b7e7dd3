"""The formats the whole base is handed on in: what each is called, what it is for, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.export import FileLine, write_ledger
from pipeline.export.formats import FORMATS, write_as
from pipeline.store import KnowledgeBase

LEDGER = "ledger"
_ENDINGS = {"turtle": "ttl"}
TOLD: dict[str, tuple[str, str]] = {
    LEDGER: (
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


def write(name: str, kb: KnowledgeBase, path: Path, day: str) -> None:
    """Write one state of a base in a format."""
    if name != LEDGER:
        write_as(name, kb, path, day)
        return
    with kb.snapshot():
        write_ledger(kb, _files(kb), path)


def file_name(name: str, day: str) -> str:
    """What the file is saved as."""
    return f"台账-{day}.xlsx" if name == LEDGER else f"策图-{day}.{_ENDINGS.get(name, name)}"


def _files(kb: KnowledgeBase) -> Iterator[FileLine]:
    for one in kb.each_file():
        yield FileLine(
            path=one.path, status="missing" if one.missing else one.status, reason=one.reason or "；".join(one.warnings),
            media_type=one.media_type or "", pages=one.pages, documents=one.documents, facts=one.facts,
        )  # fmt: skip


assert set(TOLD) == {*FORMATS, LEDGER}
