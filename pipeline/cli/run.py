"""`cetu run`: a folder of plans into a knowledge base, with a progress bar and a closing report."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.zh import Command

if TYPE_CHECKING:
    from pipeline.batch import Outcome, RunOptions, RunSummary
    from pipeline.batch.outcome import FileStatus

_MIB = 1 << 20
_STATUSES: tuple[FileStatus, ...] = ("ok", "skipped", "failed")


@click.command(cls=Command)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("outputs"), show_default="outputs", help="结果放在哪里"
)
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="同时处理几个文件（默认用全部处理器）")
@click.option(
    "--timeout", type=click.FloatRange(1, 86_400), default=120.0, show_default="120", help="单个文件最长处理秒数"
)
@click.option(
    "--memory", type=click.IntRange(256, 1 << 20), default=4096, show_default="4096", help="单个文件最多占用内存（MB）"
)
@click.option(
    "--ocr-pages",
    type=click.IntRange(0, 10_000),
    default=12,
    show_default="12",
    help="每个扫描件最多识别几页（0 为不识别）",
)
@click.option("--again", is_flag=True, help="没有变化的文件也重新读取（默认沿用上次的结果）")
@click.option("--prune", is_flag=True, help="文件夹里已没有的文件，从知识库中清除（默认只标明）")
@click.option("--quiet", is_flag=True, help="不显示进度")
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default="text", help="结束报告的格式"
)
def run(
    folder: Path,
    out: Path,
    jobs: int | None,
    timeout: float,
    memory: int,
    ocr_pages: int,
    again: bool,
    prune: bool,
    quiet: bool,
    log_format: str,
) -> int:
    """处理文件夹（含子文件夹）中全部方案，写出知识库、每个文件的结果和台账；没有变化的文件沿用上次的结果。"""
    from pipeline.batch import RunOptions, run_folder

    options = RunOptions(
        jobs=jobs or 0, seconds=timeout, memory=memory * _MIB, ocr_pages=ocr_pages, again=again, prune=prune
    )
    silent = quiet or log_format == "json"
    summary = run_folder(folder, out, options) if silent else _with_progress(folder, out, options)
    if log_format == "json":
        _log(summary)
    else:
        _report(summary, out)
    if summary.interrupted:
        return 130
    return 1 if summary.count("failed") else 0


def _with_progress(folder: Path, out: Path, options: RunOptions) -> RunSummary:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    from pipeline.batch import run_folder

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("剩余"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[failed]}"),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("处理中", total=None, rate="", failed="")
        failed = 0

        def step(outcome: Outcome, done: int, total: int) -> None:
            nonlocal failed
            failed += outcome.status == "failed"
            speed = bar.tasks[task].speed
            rate = f"{speed:.1f} 份/秒" if speed else ""
            bar.update(task, completed=done, total=total, rate=rate, failed=f"失败 {failed}" if failed else "")

        return run_folder(folder, out, options, step)


def _report(summary: RunSummary, out: Path) -> None:
    from pipeline.cli.output import console, table
    from pipeline.model import labels

    screen = console()
    rows = [(f"文件：{labels.FILE_STATUSES[status]}", summary.count(status)) for status in _STATUSES]
    if summary.kept():
        rows.insert(1, ("　其中没有变化，沿用上次结果", summary.kept()))
    rows += [("文件中的方案", sum(outcome.documents for outcome in summary.outcomes))]
    rows += [(labels.TYPES[kind], number) for kind, number in sorted(summary.facts().items())]
    screen.print(table("处理结果", ("项目", "数量"), rows))
    troubles = [(o.path, labels.FILE_STATUSES[o.status], o.reason) for o in summary.outcomes if o.status != "ok"]
    if troubles:
        screen.print(table("未能处理的文件", ("文件", "情况", "原因"), troubles))
    if summary.vanished:
        done = "已从知识库清除" if summary.pruned else "内容仍在知识库中，用 --prune 清除"
        screen.print(table(f"文件夹里已没有的文件（{done}）", ("文件",), [(path,) for path in summary.vanished]))
    if summary.interrupted:
        click.echo("处理被中断：已完成的部分都已保存。", err=True)
    click.echo(f"知识库：{out / 'kb.sqlite'}　台账：{out / '台账.xlsx'}　逐个结果：{out / 'documents'}")


def _log(summary: RunSummary) -> None:
    for outcome in summary.outcomes:
        sys.stdout.write(json.dumps(outcome.report_line(), ensure_ascii=False) + "\n")
