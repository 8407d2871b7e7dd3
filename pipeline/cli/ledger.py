"""The ledger people work with: ledger, import, undo."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import kb_option, query_options, signed_options
from pipeline.cli.zh import Command

if TYPE_CHECKING:
    from pipeline.export.importing import ImportPlan
    from pipeline.export.tasks import Task
    from pipeline.store.review_records import Batch

_KINDS = {"review": "复核", "import": "导入", "undo": "撤回"}


@click.command(cls=Command)
@click.option("--on", metavar="日期", help="按哪一天判断逾期和预警，如 2025-06-30（默认今天）")
@click.option(
    "--xlsx", type=click.Path(path_type=Path), help="写成 Excel 台账：可填状态、更正和备注，再用 cetu import 导回"
)
@click.option("--document", metavar="方案", help="只列一份方案（编号、标题或路径）")
@click.option("--rejected", is_flag=True, help="已驳回的也列出")
@query_options
def ledger(
    on: str | None, xlsx: Path | None, document: str | None, rejected: bool, kb: Path, limit: int, as_json: bool
) -> None:
    """台账：任务、牵头和配合单位、时限、状态、预警灯、原文出处；逾期的在前。"""
    from pipeline.batch.files import write_whole_with
    from pipeline.cli.dates import day_or_today
    from pipeline.export.task_sheet import write_task_book
    from pipeline.export.tasks import by_urgency, tasks
    from pipeline.store import KnowledgeBase

    day = day_or_today(on)
    which = "in" if rejected else "out"
    with KnowledgeBase.open(kb) as base:
        if xlsx is not None:
            write_whole_with(
                xlsx, lambda draft: write_task_book(base, draft, day, document=document, rejected=which)  # type: ignore[arg-type]
            )  # fmt: skip
            click.echo(f"已写入 {xlsx}", err=as_json)
            if not as_json:
                return
        found = sorted(tasks(base, day, document=document, rejected=which), key=by_urgency)  # type: ignore[arg-type]
    _print_tasks(found, day, limit, as_json)


@click.command("import", cls=Command)
@click.argument("path", metavar="文件.xlsx", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="确认写入；不加时只列出改动")
@click.option("--overwrite", is_flag=True, help="导出之后别人又改过的格子，以表里的为准")
@signed_options
@kb_option
def import_(path: Path, yes: bool, overwrite: bool, by: str | None, why: str, kb: Path) -> None:
    """把填好的台账导回：状态、更正、复核和备注。先列出改动，确认后一次写入，可撤回。"""
    from pipeline.cli.dates import now
    from pipeline.cli.options import user
    from pipeline.export.importing import plan_import, run_import
    from pipeline.store import KnowledgeBase
    from pipeline.store.review_records import By

    if not yes:
        with KnowledgeBase.open(kb) as base:
            plan = plan_import(base, path, overwrite=overwrite)
        _print_plan(plan)
        if not plan.changes or not _confirmed():
            return
    with KnowledgeBase.open(kb, write=True) as base, base.transaction():
        plan = plan_import(base, path, overwrite=overwrite)
        batch = run_import(base, plan, By(who=by or user(), at=now(), why=why))
    if yes:
        _print_plan(plan)
    if batch is not None:
        click.echo(f"已写入，批次 {batch}；撤回用 cetu undo {batch}")


@click.command(cls=Command)
@click.argument("batch", metavar="[批次]", type=click.IntRange(1), required=False)
@signed_options
@kb_option
def undo(batch: int | None, by: str | None, why: str, kb: Path) -> None:
    """撤回一次导入或复核；不写批次时列出全部批次。"""
    from pipeline.cli.dates import now
    from pipeline.cli.options import user
    from pipeline.store import KnowledgeBase
    from pipeline.store.review_records import By
    from pipeline.store.reviews import batches
    from pipeline.store.reviews import undo as take_back

    if batch is None:
        with KnowledgeBase.open(kb) as base:
            _print_batches(batches(base))
        return
    with KnowledgeBase.open(kb, write=True) as base:
        made = take_back(base, batch, By(who=by or user(), at=now(), why=why))
    click.echo(f"已撤回第 {batch} 批（记为第 {made} 批；再次撤回它就恢复原来的改动）")


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        click.echo("尚未写入：加 --yes 确认写入")
        return False
    return click.confirm("写入以上改动？", prompt_suffix=" ")


def _print_tasks(found: Sequence[Task], day: str, limit: int, as_json: bool) -> None:
    from pipeline.cli.output import print_json, print_table, tell_of_more

    shown = found[:limit]
    if as_json:
        print_json(shown)
        return
    rows = [
        (task.light, task.status, _who(task), task.words, _when(task), f"《{task.document}》{_place(task)}", task.fact)
        for task in shown
    ]
    columns = ("预警", "状态", "责任（配合）", "工作任务", "时限", "出处", "编号")
    print_table(f"台账（截至 {day}，共 {len(found)} 项）", columns, rows)
    tell_of_more(found, limit, "项", other="，或用 --xlsx 写成 Excel")


def _who(task: Task) -> str:
    return f"{task.lead}（{task.support}）" if task.support else task.lead


def _when(task: Task) -> str:
    return "　".join(part for part in (task.deadline, task.due or "") if part)


def _place(task: Task) -> str:
    page = f"　第 {task.page} 页" if task.page else ""
    return f"　{task.section}{page}"


def _print_plan(plan: ImportPlan) -> None:
    from pipeline.cli.output import print_table

    if plan.moved:
        click.echo(f"{len(plan.moved)} 行的编号因重新抽取而改变，已按原文和位置对上")
    if not plan.changes:
        click.echo(f"{plan.source}：{plan.rows} 行，没有改动")
        return
    rows = [(c.place, c.task[:24], c.title, c.old or "（空）", c.new) for c in plan.changes]
    facts = len({change.fact for change in plan.changes})
    title = f"{plan.source}：{plan.rows} 行中 {facts} 行有改动，共 {len(rows)} 处"
    print_table(title, ("位置", "工作任务", "改哪一列", "原来", "改为"), rows)


def _print_batches(found: Sequence[Batch]) -> None:
    from pipeline.cli.output import print_table

    if not found:
        click.echo("还没有导入或复核记录。")
        return
    rows = [
        (b.number, _KINDS[b.kind], b.at.replace("T", " "), b.who, b.why, b.source, b.facts, b.changes, _undone(b))
        for b in found
    ]
    columns = ("批次", "类别", "时间", "谁", "理由", "文件", "事项", "改动", "情况")
    print_table("导入与复核记录", columns, rows)


def _undone(batch: Batch) -> str:
    if batch.undone_by is not None:
        return f"已由第 {batch.undone_by} 批撤回"
    return f"撤回第 {batch.undoes} 批" if batch.undoes is not None else ""
