"""The Word report and the workbooks of matrices, audits and differences, read back."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from pipeline.api import extract
from pipeline.auditing import audit
from pipeline.comparison import standard
from pipeline.comparison.diff import diff
from pipeline.comparison.matrix import Matrix, matrix_of
from pipeline.export.audit import write_audit, write_difference
from pipeline.export.matrix import write_matrix
from pipeline.export.report import write_report
from pipeline.model import labels
from pipeline.reading import read_text
from pipeline.store import KnowledgeBase

PLANS = (
    "临溪县柳湾小学2023年工作方案\n一、工作目标\n1.=班额控制在50人以内。\n2.生均校舍建筑面积达到6平方米。\n",
    "临溪县桃源小学2023年工作方案\n一、工作目标\n1.班额控制在45人以内。\n2.校园环境进一步改善。\n",
)
QB17 = standard("QB17")


def made(*texts: str) -> Matrix:
    results = [extract(text) for text in texts]
    return matrix_of([(result, result.documents[0]) for result in results], QB17)


@pytest.fixture(scope="module", params=[1, 2])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Matrix]:
    path = tmp_path_factory.mktemp("report") / "报告.docx"
    found = made(*PLANS[: request.param])
    write_report(found, QB17, path)
    return path, found


def words_of(path: Path) -> str:
    paper = docx.Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_report_tells_verdicts_in_words_with_their_source(report: tuple[Path, Matrix]) -> None:
    text = words_of(report[0])
    assert "班额控制在50人以内。" in text
    assert "低于标准" in text
    assert "口径不同" in text
    assert "不超过 50人（目标）" in text
    assert "小学 不超过 45人/班" in text
    assert "二、低于标准的条目" in text


def test_paper_fonts_and_headers(report: tuple[Path, Matrix]) -> None:
    paper = docx.Document(str(report[0]))
    page = paper.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)

    def east(style: str) -> str:
        return str(paper.styles[style].element.rPr.rFonts.get(qn("w:eastAsia")))

    assert (east("Normal"), east("Heading 1"), east("Title")) == ("仿宋", "黑体", "黑体")
    assert paper.tables
    for table in paper.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows[1:])
    assert "PAGE" in page.footer._element.xml


def test_the_chart_is_words_own_and_tells_the_counts(report: tuple[Path, Matrix]) -> None:
    path, found = report
    with zipfile.ZipFile(path) as parts:
        chart = parts.read("word/charts/chart1.xml").decode("utf-8")
    for verdict in found.counts():
        if verdict != "missing" or len(found.plans) == 1:
            assert labels.VERDICTS[verdict] in chart
    assert "<c:barChart>" in chart


def test_the_same_matrix_gives_the_same_bytes(report: tuple[Path, Matrix], tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    write_report(report[1], QB17, again)
    assert again.read_bytes() == report[0].read_bytes()


def test_a_matrix_workbook_has_filters_colours_and_words(tmp_path: Path) -> None:
    path = tmp_path / "总表.xlsx"
    found = made(*PLANS)
    write_matrix(found, QB17, path)
    book = load_workbook(path)
    assert book.sheetnames == ["总表", "明细", "缺项", "汇总", "说明"]
    sheet = book["总表"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref
    heads = [cell.value for cell in sheet[1]]
    assert heads[5:] == [plan.title for plan in found.plans]
    line = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "QB17-G5")
    assert [str(cell.value).split("\n")[0] for cell in line[5:]] == ["低于标准", "达到标准"]
    assert line[5].fill.fgColor.rgb != line[6].fill.fgColor.rgb
    counts = list(book["汇总"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in counts] == [plan.title for plan in found.plans]
    assert all(sum(row[2:8]) == len(QB17.rows) for row in counts)
    gaps = list(book["缺项"].iter_rows(min_row=2, values_only=True))
    assert len(gaps) == sum(len(plan.gaps) for plan in found.plans)
    assert all(cell.data_type != "f" for one in book for row in one.iter_rows() for cell in row)


def test_audits_and_differences_as_workbooks(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        for number, text in enumerate(PLANS):
            kb.add(extract(read_text(text, path=f"{number}.txt")))
        found, changes = audit(kb, sure="低"), diff(kb, "0.txt", "1.txt")
    write_audit(found, tmp_path / "体检.xlsx")
    rows = list(load_workbook(tmp_path / "体检.xlsx")["体检"].iter_rows(min_row=2, values_only=True))
    assert [row[4] for row in rows] == [one.why for one in found]
    assert {row[1] for row in rows} <= {"重要", "一般", "提示"}
    write_difference(changes, tmp_path / "变化.xlsx")
    lines = list(load_workbook(tmp_path / "变化.xlsx")["变化"].iter_rows(min_row=2, values_only=True))
    assert ("改动", "指标", "班额", "数值", "不超过 50人", "不超过 45人", "降低 5") in [line[:7] for line in lines]
