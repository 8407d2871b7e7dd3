"""`cetu compare` and `cetu standards`: a plan against a standard list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import DEFAULT_KB
from pipeline.cli.zh import Command
from pipeline.model import labels
from pipeline.model.errors import UsageError
from pipeline.model.rows import ComparisonRow, Verdict

if TYPE_CHECKING:
    from pipeline.comparison.rows import StandardRow, Threshold
    from pipeline.model.result import Extraction

_ORDER: tuple[Verdict, ...] = ("below", "meets", "stricter", "mentioned", "not_comparable", "missing")
_STYLES = {"below": "bold red", "meets": "green", "stricter": "bold green", "missing": "dim"}


@click.command(cls=Command)
@click.argument("plan", metavar="文件或方案")
@click.option("--standard", "list_id", required=True, metavar="编号", help="标准清单编号（cetu standards 列出全部）")
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="文件", help="另存为 Excel")
@click.option("--all", "everything", is_flag=True, help="“未提及”的条目也逐条列出")
@click.option(
    "--kb", type=click.Path(path_type=Path), default=DEFAULT_KB, show_default=str(DEFAULT_KB), help="知识库文件"
)
@click.option("--limit", type=click.IntRange(1, 100_000), help="最多显示几条")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 数组输出")
def compare(
    plan: str, list_id: str, xlsx: Path | None, everything: bool, kb: Path, limit: int | None, as_json: bool
) -> None:
    """把一份方案与标准清单逐条对照：给文件路径，或知识库里方案的标题、编号。"""
    from pipeline.cli.output import print_json
    from pipeline.comparison import compare as compare_plan
    from pipeline.comparison import standard

    chosen = standard(list_id)
    result, document = _extraction(plan, kb)
    rows = compare_plan(result, chosen, document=document)
    if xlsx is not None:
        _save(rows, xlsx, list_id)
    if as_json:
        print_json(rows[:limit])
    else:
        _show(rows, f"{plan} 对照 {chosen.title}", limit, everything)
        if xlsx is not None:
            click.echo(f"已写入 {xlsx}")


def _extraction(plan: str, kb: Path) -> tuple[Extraction, str | None]:
    """The plan's facts: from the file if there is one of this name, else from the knowledge base."""
    from pipeline.api import extract
    from pipeline.reading import read
    from pipeline.store import KnowledgeBase
    from pipeline.store.extractions import stored_extraction

    if Path(plan).is_file():
        return extract(read(plan)), None
    if not kb.is_file():
        raise UsageError(f"没有文件 {plan}，也没有知识库 {kb}（先运行 cetu run 文件夹）")
    with KnowledgeBase.open(kb) as base:
        return stored_extraction(base, plan)


def _save(rows: Sequence[ComparisonRow], path: Path, list_id: str) -> None:
    from pipeline.batch.files import write_whole_with
    from pipeline.comparison import standard
    from pipeline.export.comparison import write_comparison

    write_whole_with(path, lambda draft: write_comparison(rows, standard(list_id), draft))


def _show(rows: Sequence[ComparisonRow], title: str, limit: int | None, everything: bool) -> None:
    from rich.text import Text

    from pipeline.cli.output import console, safe, table

    screen = console()
    shown = [row for row in rows if everything or row.verdict != "missing"][:limit]
    columns = ("编号", "指标", "结论", "方案", "标准", "学段", "原文", "说明")
    drawn = table(title, columns, [])
    for row in shown:
        verdict = Text(labels.VERDICTS[row.verdict], style=_STYLES.get(row.verdict, ""))
        plan = labels.quantity(row.plan_op, row.plan_value, None, row.plan_unit)
        norm = labels.quantity(row.standard_op, row.standard_value, None, row.standard_unit)
        words = (
            labels.SCHOOL_TYPES.get(row.school_type or "", row.school_type or ""),
            row.text[:60] + "…" * (len(row.text) > 60),
            row.reason,
        )
        drawn.add_row(row.row, row.name, verdict, plan, norm, *map(safe, words))
    screen.print(drawn)
    counts = Counter(row.verdict for row in rows)
    click.echo("　".join(f"{labels.VERDICTS[verdict]} {counts[verdict]}" for verdict in _ORDER if counts[verdict]))
    missing = [row.name for row in rows if row.verdict == "missing"]
    if missing and not everything:
        click.echo(f"未提及的 {len(missing)} 条加 --all 列出")


@click.command(cls=Command)
@click.argument("list_id", metavar="[编号]", required=False)
@click.option("--limit", type=click.IntRange(1, 100_000), help="最多显示几条")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 数组输出")
def standards(list_id: str | None, limit: int | None, as_json: bool) -> None:
    """列出标准清单；给出编号时列出其中的条目。"""
    from pipeline.cli.output import console, print_json, table
    from pipeline.comparison import standard
    from pipeline.comparison import standards as all_standards

    if list_id is None:
        lists = all_standards()[:limit]
        if as_json:
            print_json(lists)
            return
        rows = [(one.id, one.title, one.info.doc_no, one.info.year or "", len(one.rows)) for one in lists]
        console().print(table("标准清单", ("编号", "名称", "文号", "年份", "条目"), rows))
        return
    chosen = standard(list_id)
    if as_json:
        print_json(chosen.rows[:limit])
        return
    body = [
        (
            row.id,
            row.group or "",
            row.name,
            labels.LEVELS.get(row.level, row.level),
            _norms(row),
            "" if row.confirmed else "未核实",
        )
        for row in chosen.rows[:limit]
    ]
    console().print(table(chosen.title, ("编号", "组", "条目", "层级", "要求", "备注"), body))


def _norms(row: StandardRow) -> str:
    return "；".join(dict.fromkeys(_norm(threshold) for threshold in row.thresholds))


def _norm(threshold: Threshold) -> str:
    if threshold.comparator == "qualitative":
        return labels.COMPARATORS["qualitative"]
    value = threshold.value
    shown = "～".join(map(labels.number, value)) if isinstance(value, tuple) else value
    body = labels.number(shown) if isinstance(shown, float) else shown or threshold.value_ref
    words = f"{labels.SCHOOL_TYPES[threshold.school_type]} {labels.COMPARATORS[threshold.comparator]} {body}{threshold.unit}"
    remarks = [
        threshold.sub_quantity,
        threshold.applies_to,
        threshold.years,
        threshold.region,
        "" if threshold.confirmed else "未核实",
    ]
    return f"{words}（{'，'.join(filter(None, remarks))}）" if any(remarks) else words
