"""Handing on and taking away: export, forget."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import kb_option
from pipeline.cli.zh import Command

if TYPE_CHECKING:
    from pipeline.store.forgetting import Forgotten

_FORMATS = ("xlsx", "csv", "jsonl", "graphml", "gexf", "cypher", "turtle", "ics", "md")


@click.command(cls=Command)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="格式（默认看文件名）：" + "、".join(_FORMATS))
@click.argument("file", metavar="[文件]", type=click.Path(path_type=Path), required=False)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="写到哪里（也可以直接写文件名）")
@click.option("--on", metavar="日期", help="导出日期，写在日历和 Markdown 里（默认今天）")
@kb_option
def export(form: str | None, file: Path | None, out: Path | None, on: str | None, kb: Path) -> None:
    """把知识库交给别的程序：Excel、CSV、JSONL、图（Gephi、Neo4j）、链接数据、日历、Markdown。"""
    from pipeline.batch.files import write_whole_with
    from pipeline.cli.dates import day_or_today
    from pipeline.export.formats import format_of, write_as
    from pipeline.model.errors import UsageError
    from pipeline.store import KnowledgeBase

    out = out or file
    if out is None:
        raise UsageError("请写出导出到哪个文件，如 cetu export 台账.csv（格式看文件名，或用 --format 指明）")
    name, day = form or format_of(out), day_or_today(on)
    with KnowledgeBase.open(kb) as base:
        write_whole_with(out, lambda draft: write_as(name, base, draft, day))
    click.echo(f"已写入 {out}（{name}，{out.stat().st_size} 字节）")


@click.command(cls=Command)
@click.argument("document", metavar="方案")
@click.option("--yes", is_flag=True, help="确认删除；不加时只列出要删什么")
@click.option(
    "--reviews", type=click.Choice(["keep", "delete"]), help="这份文件的复核记录：keep 留作待核对，delete 一并删除"
)
@kb_option
def forget(document: str, yes: bool, reviews: str | None, kb: Path) -> None:
    """彻底删除一份文件：知识库、全文索引、图、结果文件里都不再留下它的内容。"""
    from pipeline.batch.forgetting import forget_everywhere
    from pipeline.model.errors import UsageError
    from pipeline.store import KnowledgeBase
    from pipeline.store.forgetting import would_forget

    with KnowledgeBase.open(kb) as base:
        gone = would_forget(base, document)
    _print_gone(gone)
    if gone.reviews and reviews is None:
        raise UsageError(
            f"这份文件有 {gone.reviews} 条复核记录，请用 --reviews delete 一并删除，或用 --reviews keep 留作待核对"
        )
    if not yes and not _confirmed():
        return
    forget_everywhere(kb, document, with_reviews=reviews == "delete")
    with KnowledgeBase.open(kb) as base:
        others = [one.path for one in base.documents() if one.document.title in gone.titles]
    if others:
        click.echo(f"知识库里还有同名方案，没有删：{'、'.join(dict.fromkeys(others))}")
    click.echo("已删除。原文件还在原来的文件夹里：不移走，下次 cetu run 会再读入。")


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        click.echo("尚未删除：加 --yes 确认删除")
        return False
    return click.confirm("删除后不能恢复，确认？", prompt_suffix=" ")


def _print_gone(gone: Forgotten) -> None:
    click.echo(f"将删除文件 {'、'.join(gone.paths)}")
    titles = "".join(f"《{title}》" for title in gone.titles)
    click.echo(f"其中方案 {len(gone.titles)} 份{titles}，事实 {gone.facts} 条，复核记录 {gone.reviews} 条")
