"""A comparison as a Word report fit to be handed in: summary, tables, chart, the source sentences, the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.comparison.matrix import VERDICT_ORDER, Matrix, MatrixPlan
from pipeline.comparison.reasons import SCHOOL_TYPES
from pipeline.comparison.rows import Standard
from pipeline.export.chart import Series, bar_chart
from pipeline.export.comparison import COLOURS, RULES, operator_of
from pipeline.export.word import Document, Painted, body, heading, new_document, save, table, turn_page
from pipeline.model import labels
from pipeline.model.rows import ComparisonRow, Verdict

# Plans that fit side by side on a page on its side.
_ACROSS = 6
_SHORT = 16
# Of more plans than this the gaps are not listed plan by plan.
_EACH = 5
_NUMERALS = "一二三四五六七八九十"


def write_report(matrix: Matrix, standard: Standard, path: Path) -> None:
    """Write the report of a matrix (of one plan or many) as a Word document."""
    one = matrix.plans[0].title if len(matrix.plans) == 1 else ""
    paper = new_document(f"{one or f'{len(matrix.plans)} 份方案'}与《{standard.title}》对照报告")
    number = iter(_NUMERALS)
    heading(paper, f"{next(number)}、总体情况")
    _summary(paper, matrix, standard)
    _counted(paper, matrix)
    for verdicts, title, silent in (
        (("below",), "低于标准的条目", "没有发现低于标准的条目。"),
        (("meets", "stricter"), "达到或严于标准的条目", "没有可以判为达到标准的条目。"),
        (("not_comparable",), "口径不同、不作比较的条目", ""),
        (("mentioned",), "已提及但不能判断的条目", ""),
    ):
        rows = [row for row in matrix.findings() if row.verdict in verdicts]
        if rows or silent:
            heading(paper, f"{next(number)}、{title}")
            _findings(paper, rows, silent, many=len(matrix.plans) > 1)
    heading(paper, f"{next(number)}、缺项与建议")
    _lacking(paper, matrix)
    if len(matrix.plans) > 1:
        turn_page(paper, wide=True)
        heading(paper, f"{next(number)}、对照总表")
        _overview(paper, matrix)
        turn_page(paper, wide=False)
    heading(paper, f"{next(number)}、说明")
    for text in RULES:
        body(paper, text)
    save(paper, path)


def _summary(paper: Document, matrix: Matrix, standard: Standard) -> None:
    info = standard.info
    named = f"（{info.doc_no}）" if info.doc_no else ""
    body(
        paper,
        f"本报告将 {len(matrix.plans)} 份方案与《{info.title}》{named}的 {len(matrix.rows)} 条逐条对照，"
        "每条结论都附原文和出处，供核对。",
    )
    counts = matrix.counts()
    told = "，".join(f"{labels.VERDICTS[key]} {counts[key]} 项" for key in VERDICT_ORDER if key in counts)
    body(paper, f"以一份方案对一条标准为一项，共 {len(matrix.plans) * len(matrix.rows)} 项：{told}。")
    below = [plan for plan in matrix.plans if plan.counts.get("below")]
    if below and len(matrix.plans) > 1:
        worst = sorted(below, key=lambda plan: -plan.counts["below"])[:5]
        names = "、".join(f"《{plan.title}》（{plan.counts['below']} 项）" for plan in worst)
        body(paper, f"有低于标准条目的方案 {len(below)} 份，较多的是{names}。")
    body(paper, "本报告只对照方案中的文字，不代替达标认定。")


def _counted(paper: Document, matrix: Matrix) -> None:
    columns = [("方案", 5.2), *((labels.VERDICTS[key], 1.75) for key in VERDICT_ORDER)]
    rows: list[list[str | Painted]] = [
        [plan.title, *(_paint(key, str(plan.counts[key])) if key in plan.counts else "0" for key in VERDICT_ORDER)]
        for plan in matrix.plans
    ]
    table(paper, columns, rows, caption="表 1  各方案的对照结果（项）")
    shown = [key for key in VERDICT_ORDER if key in matrix.counts()]
    if len(matrix.plans) == 1:
        plan = matrix.plans[0]
        bars = [
            Series(
                name=labels.VERDICTS[key],
                colour=_fill(key),
                values=tuple(plan.counts.get(key, 0) if key == other else 0 for other in shown),
            )
            for key in shown
        ]
        bar_chart(paper, [labels.VERDICTS[key] for key in shown], bars, title="图 1  对照结果（项）")
        return
    shown = [key for key in shown if key != "missing"] or shown
    bars = [
        Series(
            name=labels.VERDICTS[key],
            colour=_fill(key),
            values=tuple(plan.counts.get(key, 0) for plan in matrix.plans),
        )
        for key in shown
    ]
    bar_chart(paper, [_short(plan) for plan in matrix.plans], bars, title="图 1  各方案的对照结果（项，不含未提及）")


def _findings(paper: Document, rows: Sequence[ComparisonRow], silent: str, *, many: bool) -> None:
    if not rows:
        body(paper, silent)
        return
    columns = [("条目", 3.0), ("结论", 2.1), ("方案", 2.4), ("标准", 2.5), ("原文与出处", 5.6)]
    lines: list[list[str | Painted]] = []
    for row in rows:
        school = SCHOOL_TYPES.get(row.school_type or "", "")
        wanted = labels.quantity(operator_of(row.standard_op), row.standard_value, None, row.standard_unit)
        status = labels.STATUSES.get(row.status or "", "")
        said = labels.quantity(row.plan_op, row.plan_value, None, row.plan_unit)
        source = f"“{' '.join(row.text.split())}”" + (f"\n——《{row.document}》" if many else "")
        note = f"\n{row.reason}" if row.reason else ""
        lines.append(
            [
                f"{row.name}\n{row.row}",
                _paint(row.verdict, labels.VERDICTS[row.verdict]),
                f"{said or '未写数值'}{f'（{status}）' if status and said else ''}",
                f"{school} {wanted}".strip() or "—",
                source + note,
            ]
        )
    table(paper, columns, lines)


def _lacking(paper: Document, matrix: Matrix) -> None:
    if len(matrix.plans) > _EACH:
        _often_lacking(paper, matrix)
        return
    body(paper, "以下条目方案没有提到；“建议写在”按章节标题和内容的相近程度给出，供修改时参考。")
    for plan in matrix.plans:
        if len(matrix.plans) > 1:
            heading(paper, f"《{plan.title}》", level=2)
        if not plan.gaps:
            body(paper, "各条都已提到。")
            continue
        columns = [("条目", 5.0), ("编号", 2.2), ("建议写在", 5.2), ("理由", 3.2)]
        table(paper, columns, [[gap.name, gap.row, gap.section or "另设一条", gap.why] for gap in plan.gaps])


def _often_lacking(paper: Document, matrix: Matrix) -> None:
    """Of many plans only which rows are lacking how often; plan by plan it stands in the workbook."""
    body(paper, "各条目有多少份方案没有提到如下表；逐份的缺项和建议写在何处，见 Excel 对照表的“缺项”。")
    lacking: dict[str, list[str]] = {}
    for plan in matrix.plans:
        for gap in plan.gaps:
            lacking.setdefault(gap.row, []).append(_short(plan))
    names = {row.row: row.name for row in matrix.rows}
    rows = [
        [names[key], key, str(len(found)), "、".join(found[:6]) + ("等" if len(found) > 6 else "")]
        for key, found in sorted(lacking.items(), key=lambda item: -len(item[1]))
    ]
    table(paper, [("条目", 4.6), ("编号", 2.2), ("方案数", 1.6), ("方案", 7.2)], rows)


def _overview(paper: Document, matrix: Matrix) -> None:
    for first in range(0, len(matrix.plans), _ACROSS):
        plans = matrix.plans[first : first + _ACROSS]
        width = 18.0 / len(plans)
        columns = [("条目", 7.0), *((_short(plan), width) for plan in plans)]
        rows: list[list[str | Painted]] = []
        for row in matrix.rows:
            cells = row.cells[first : first + _ACROSS]
            painted = [_paint(cell.verdict, labels.VERDICTS[cell.verdict]) for cell in cells]
            rows.append([f"{row.name}（{row.row}）", *painted])
        last = first + len(plans)
        table(paper, columns, rows, caption=f"对照总表（第 {first + 1}—{last} 份，共 {len(matrix.plans)} 份）", size=9)


def _paint(verdict: Verdict, words: str) -> Painted:
    fill, ink = COLOURS[verdict]
    return Painted((words, fill.lstrip("#"), ink.lstrip("#")))


def _fill(verdict: Verdict) -> str:
    return COLOURS[verdict][0].lstrip("#")


def _short(plan: MatrixPlan) -> str:
    """A plan's name where there is little room: who it is by, else its title."""
    name = plan.document.issuer or plan.title
    return name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"
