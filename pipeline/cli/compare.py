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
    from pipeline.comparison.matrix import Matrix
    from pipeline.comparison.rows import Standard, StandardRow, Threshold
    from pipeline.model.result import Extraction

_ORDER: tuple[Verdict, ...] = ("below", "meets", "stricter", "mentioned", "not_comparable", "missing")
# With more plans than this a column has room for one sign only.
_WIDE = 8
_BRIEF = {"below": "低", "meets": "达", "stricter": "严", "mentioned": "提", "not_comparable": "异", "missing": "·"}
_STYLES = {"below": "bold red", "meets": "green", "stricter": "bold green", "missing": "dim"}


@click.command(cls=Command)
@click.argument("plans", metavar="[文件、文件夹或方案…]", nargs=-1)
@click.option("--standard", "list_id", metavar="编号", help="标准清单编号（cetu standards 列出全部）")
@click.option(
    "--list", "list_file", type=click.Path(path_type=Path), metavar="文件", help="自己的标准表（一个 YAML 文件）"
)
@click.option("--level", metavar="层级", help="只要这一层级的方案：学校、乡镇、县区、市、省")
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="文件", help="另存为 Excel")
@click.option("--docx", type=click.Path(path_type=Path), metavar="文件", help="另存为 Word 报告")
@click.option("--all", "everything", is_flag=True, help="不给方案时对照知识库里的全部方案；“未提及”的条目也逐条列出")
@click.option(
    "--kb", type=click.Path(path_type=Path), default=DEFAULT_KB, show_default=str(DEFAULT_KB), help="知识库文件"
)
@click.option("--limit", type=click.IntRange(1, 100_000), help="最多显示几条")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 数组输出")
def compare(
    plans: tuple[str, ...],
    list_id: str | None,
    list_file: Path | None,
    level: str | None,
    xlsx: Path | None,
    docx: Path | None,
    everything: bool,
    kb: Path,
    limit: int | None,
    as_json: bool,
) -> None:
    """把方案与标准清单逐条对照：给文件、文件夹，或知识库里方案的标题、编号；多份方案列成一张总表。"""
    from pipeline.cli.output import print_json

    if not plans and not everything and level is None:
        raise UsageError("请给出方案（文件、文件夹、标题或编号），或用 --all、--level 对照知识库里的方案")
    chosen = _standard(list_id, list_file)
    found = _matrix(plans, chosen, level, kb)
    rows = found.findings()
    _save(found, chosen, xlsx, docx)
    if as_json:
        print_json(rows[:limit])
        return
    if len(found.plans) == 1:
        _show(rows, f"{found.plans[0].title} 对照 {chosen.title}", limit, everything)
    else:
        _show_matrix(found, limit, everything)
    for path in (xlsx, docx):
        if path is not None:
            click.echo(f"已写入 {path}")


def _standard(list_id: str | None, list_file: Path | None) -> Standard:
    from pipeline.comparison import standard
    from pipeline.comparison.loading import standard_from

    if (list_id is None) == (list_file is None):
        raise UsageError("请用 --standard 编号 或 --list 文件 给出一张标准表（cetu standards 列出现有的表）")
    return standard_from(list_file) if list_file is not None else standard(str(list_id))


def _matrix(plans: tuple[str, ...], chosen: Standard, level: str | None, kb: Path) -> Matrix:
    """The plans against the list. A file on disk is read on the spot; several plans in one file count as one."""
    from pipeline.cli.bases import opened
    from pipeline.comparison.matrix import matrix, matrix_of

    if len(plans) == 1 and level is None and (result := _one_file(plans[0], kb)) is not None:
        known = [one for one in result.documents if one.duplicate_of is None]
        return matrix_of([(result, known[0] if len(known) == 1 else None)], chosen)
    with opened(plans, kb) as (base, names):
        return matrix(base, names, chosen, level=level)


def _one_file(name: str, kb: Path) -> Extraction | None:
    """The facts of a file: on disk, or one that the knowledge base knows by this path; null where it is none."""
    from pipeline.store import KnowledgeBase
    from pipeline.store.extractions import stored_extraction

    if Path(name).is_file():
        from pipeline.api import extract
        from pipeline.reading import read

        return extract(read(name))
    if not kb.is_file():
        return None
    with KnowledgeBase.open(kb) as base:
        return stored_extraction(base, name)[0] if base.file(name) is not None else None


def _save(found: Matrix, chosen: Standard, xlsx: Path | None, docx: Path | None) -> None:
    from pipeline.batch.files import write_whole_with

    if xlsx is not None:
        from pipeline.export.comparison import write_comparison
        from pipeline.export.matrix import write_matrix

        if len(found.plans) == 1:
            write_whole_with(xlsx, lambda draft: write_comparison(found.findings(), chosen, draft, found.plans[0].gaps))
        else:
            write_whole_with(xlsx, lambda draft: write_matrix(found, chosen, draft))
    if docx is not None:
        from pipeline.export.report import write_report

        write_whole_with(docx, lambda draft: write_report(found, chosen, draft))


def _show_matrix(found: Matrix, limit: int | None, everything: bool) -> None:
    """Rows down, plans across under numbers; the plans with their counts stand below."""
    from rich.text import Text

    from pipeline.cli.output import console, print_table, safe, tell_of_more

    words = labels.VERDICTS if len(found.plans) <= _WIDE else _BRIEF
    numbers = [str(number) for number in range(1, len(found.plans) + 1)]
    told = [row for row in found.rows if everything or any(cell.verdict != "missing" for cell in row.cells)]
    rows = [
        (row.row, row.name, *(Text(words[cell.verdict], style=_STYLES.get(cell.verdict, "")) for cell in row.cells))
        for row in told[:limit]
    ]
    title = f"{len(found.plans)} 份方案对照 {found.title}"
    print_table(title, ("编号", "指标", *numbers), rows, silent=words["missing"])
    if words is _BRIEF:
        click.echo("　".join(f"{_BRIEF[key]} {labels.VERDICTS[key]}" for key in _ORDER))
    for number, plan in zip(numbers, found.plans, strict=True):
        counts = "　".join(f"{labels.VERDICTS[key]} {plan.counts[key]}" for key in _ORDER if key in plan.counts)
        console().print(Text(f"{number}. 《{safe(plan.title)}》　{counts}"))
    tell_of_more(told, limit, "条")
    if silent := len(found.rows) - len(told):
        click.echo(f"{silent} 条各份方案都未提及，加 --all 列出；缺项和建议写在何处，见 --xlsx 或 --docx")


def _show(rows: Sequence[ComparisonRow], title: str, limit: int | None, everything: bool) -> None:
    from rich.text import Text

    from pipeline.cli.output import print_table, safe, tell_of_more

    shown = [row for row in rows if everything or row.verdict != "missing"]
    lines: list[tuple[object, ...]] = []
    for row in shown[:limit]:
        verdict = Text(labels.VERDICTS[row.verdict], style=_STYLES.get(row.verdict, ""))
        plan = labels.quantity(row.plan_op, row.plan_value, None, row.plan_unit)
        norm = labels.quantity(row.standard_op, row.standard_value, None, row.standard_unit)
        words = (
            labels.SCHOOL_TYPES.get(row.school_type or "", row.school_type or ""),
            row.text[:60] + "…" * (len(row.text) > 60),
            row.reason,
        )
        lines.append((row.row, row.name, verdict, plan, norm, *map(safe, words)))
    print_table(title, ("编号", "指标", "结论", "方案", "标准", "学段", "原文", "说明"), lines)
    tell_of_more(shown, limit, "条")
    counts = Counter(row.verdict for row in rows)
    click.echo("　".join(f"{labels.VERDICTS[verdict]} {counts[verdict]}" for verdict in _ORDER if counts[verdict]))
    missing = [row.name for row in rows if row.verdict == "missing"]
    if missing and not everything:
        click.echo(f"未提及的 {len(missing)} 条加 --all 列出，并建议写在何处")


@click.command(cls=Command)
@click.argument("list_id", metavar="[编号]", required=False)
@click.option("--limit", type=click.IntRange(1, 100_000), help="最多显示几条")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 数组输出")
def standards(list_id: str | None, limit: int | None, as_json: bool) -> None:
    """列出标准清单；给出编号时列出其中的条目。"""
    from pipeline.cli.output import print_json, print_table, tell_of_more
    from pipeline.comparison import standard
    from pipeline.comparison import standards as all_standards

    if list_id is None:
        lists = all_standards()[:limit]
        if as_json:
            print_json(lists)
            return
        rows = [(one.id, one.title, one.info.doc_no, one.info.year or "", len(one.rows)) for one in lists]
        print_table("标准清单", ("编号", "名称", "文号", "年份", "条目"), rows)
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
    print_table(chosen.title, ("编号", "组", "条目", "层级", "要求", "备注"), body)
    tell_of_more(chosen.rows, limit, "条")


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
