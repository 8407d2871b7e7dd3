"""`cetu run`: a folder of plans into a knowledge base, with a progress bar and a closing report."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pipeline.cli.zh import Command

if TYPE_CHECKING:
    from pipeline.batch import Outcome, RunOptions, RunSummary
    from pipeline.batch.outcome import FileStatus
    from pipeline.store.versions import OlderFiles

_MIB = 1 << 20
_LEAST_MEMORY = 512
_STATUSES: tuple[FileStatus, ...] = ("ok", "skipped", "failed")


@click.command(cls=Command)
@click.argument("folder", metavar="文件夹")
@click.option("-o", "--out", default="outputs", show_default="outputs", help="结果放在哪里（文件夹，或 s3:// 等网址）")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="同时处理几个文件（默认用全部处理器）")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 86_400),
    default=120.0,
    show_default="120",
    help="单个文件最长处理秒数（0 为不限）",
)
@click.option(
    "--memory",
    type=click.IntRange(0, 1 << 20),
    default=4096,
    show_default="4096",
    help="单个文件最多占用内存（MB，不少于 512；0 为不限）",
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
@click.option(
    "--as",
    "prefix",
    default="",
    metavar="名称",
    help="加到已有的知识库里：这个文件夹里的文件记在“名称/…”之下，其他文件不动",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default="local",
    help="由本机处理，或由 Dask 集群处理（需安装 cetu[cluster]）",
)
@click.option("--scheduler", metavar="网址", help="Dask 集群的地址，如 tcp://10.0.0.1:8786（默认在本机起一个）")
@click.option("--quiet", is_flag=True, help="不显示进度")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default="text",
    help="json：每处理完一个文件输出一行 JSON，最后一行是汇总",
)
def run(
    folder: str,
    out: str,
    jobs: int | None,
    timeout: float,
    memory: int,
    ocr_pages: int,
    again: bool,
    prune: bool,
    prefix: str,
    engine: Literal["local", "dask"],
    scheduler: str | None,
    quiet: bool,
    log_format: str,
) -> int:
    """处理文件夹（含子文件夹）中全部方案，写出知识库、每个文件的结果和台账；没有变化的文件沿用上次的结果。"""
    from pipeline.batch.starting import begin
    from pipeline.model.errors import UsageError

    if 0 < memory < _LEAST_MEMORY:
        raise UsageError(f"--memory 不能少于 {_LEAST_MEMORY}（MB）：词典和程序本身就要占用这么多")
    if scheduler and engine != "dask":
        raise UsageError("--scheduler 要和 --engine dask 一起用")
    if engine == "local" and not (Path(out) / "kb.sqlite").exists():
        begin()  # a first run reads every file; later ones often none

    from pipeline.batch import RunOptions, place_of, run_folder
    from pipeline.batch.sharing import clean_prefix

    options = RunOptions(
        jobs=jobs or 0, seconds=timeout, memory=memory * _MIB, ocr_pages=ocr_pages, again=again, prune=prune,
        prefix=clean_prefix(prefix), engine=engine, scheduler=scheduler,
    )  # fmt: skip
    places = place_of(folder), place_of(out)
    if log_format == "json":
        summary = run_folder(*places, options, _log_file)
        _log_summary(summary)
    else:
        summary = run_folder(*places, options) if quiet else _with_progress(*places, options)
        _report(summary, out)
    if summary.interrupted:
        return 130
    return 1 if summary.count("failed") else 0


def _with_progress(folder: Path | str, out: Path | str, options: RunOptions) -> RunSummary:
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
            bar.update(task, completed=done, total=total, rate=rate, failed=f"失败 {failed}")

        return run_folder(folder, out, options, step)


def _report(summary: RunSummary, out: str) -> None:
    from pipeline.cli.output import print_table
    from pipeline.model import labels

    rows: list[tuple[str, object]] = [(f"文件：{labels.FILE_STATUSES[one]}", summary.count(one)) for one in _STATUSES]
    if summary.kept:
        rows.insert(1, ("　其中没有变化，沿用上次结果", summary.kept))
    rows += [("文件中的方案", summary.documents)]
    rows += [(labels.TYPES[kind], number) for kind, number in sorted(summary.facts.items())]
    rows += [("用时（秒）", round(summary.seconds, 1))]
    print_table("处理结果", ("项目", "数量"), rows)
    if summary.troubles:
        all_of_them = summary.count("failed") + summary.count("skipped")
        more = f"（前 {len(summary.troubles)} 个，全部见处理情况）" if all_of_them > len(summary.troubles) else ""
        troubles = [(o.path, labels.FILE_STATUSES[o.status], o.reason) for o in summary.troubles]
        print_table(f"未能处理的文件{more}", ("文件", "情况", "原因"), troubles)
    if summary.slowest:
        slowest = [(o.path, o.pages, sum(o.facts.values()), round(o.seconds, 2)) for o in summary.slowest]
        print_table("用时最长的文件", ("文件", "页数", "事实数", "用时（秒）"), slowest)
    if summary.vanished:
        done = "已从知识库清除" if summary.pruned else "内容仍在知识库中，用 --prune 清除"
        title = f"文件夹里已没有的文件：{summary.vanished_count} 个（{done}）"
        print_table(title, ("文件",), [(path,) for path in summary.vanished])
    if summary.interrupted:
        click.echo("处理被中断：已完成的部分都已保存，再次运行会接着处理。", err=True)
    if not summary.workbook:
        click.echo("台账没有更新：再次运行完成后写出。", err=True)
    place = out.rstrip("/") or "/"
    for one in summary.older:
        click.echo(_how_to_renew(one, place))
    click.echo(f"知识库：{place}/kb.sqlite　台账：{place}/台账.xlsx　逐个结果：{place}/documents")


def _how_to_renew(older: OlderFiles, out: str) -> str:
    """What to say of files that another version has read."""
    where = f"“{older.prefix}/”下" if older.prefix else "知识库里"
    words = [
        "cetu",
        "run",
        str(older.folder or "原来的文件夹"),
        *(("--as", older.prefix) if older.prefix else ()),
        "-o",
        out,
    ]
    told = f"{where}有 {older.files} 个文件是另一版程序或词表读取的，结果可能不同。"
    return f"{told}重新读取：{shlex.join(words) if older.folder else ' '.join(words)}"


def _log_file(outcome: Outcome, done: int, total: int) -> None:
    _log({"event": "file", **outcome.report_line(), "kept": outcome.kept, "done": done, "total": total})


def _log_summary(summary: RunSummary) -> None:
    _log(
        {
            "event": "summary",
            **{status: summary.count(status) for status in _STATUSES},
            "kept": summary.kept,
            "vanished": summary.vanished_count,
            "documents": summary.documents,
            "facts": dict(sorted(summary.facts.items())),
            "seconds": round(summary.seconds, 3),
            "interrupted": summary.interrupted,
            "older": [{"prefix": one.prefix, "files": one.files} for one in summary.older],
            "slowest": [{"path": one.path, "seconds": round(one.seconds, 3)} for one in summary.slowest],
        }
    )


def _log(event: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
    sys.stdout.flush()
