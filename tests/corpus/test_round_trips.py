"""Plans that went through other programs give the facts of the Word files they were made from: Word → OpenDocument → Word,
and printed by a browser, whose tables are cut by page breaks without a line; a landscape task table with merged cells."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.api import extract
from pipeline.reading import read
from scripts.corpus.docx_writer import build_docx
from scripts.corpus.make_corpus import HERE
from scripts.corpus.schema import load_source
from tests.corpus.test_formats_agree import Trait, fact_traits

OFFICE = shutil.which("soffice")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
# Those with a task table, problems and measures, and an indicator table with merged cells.
PLANS = [load_source(path) for number in ("06", "07", "09") for path in (HERE / "sources").glob(f"{number}_*.yaml")]
NAMES = [*(f"plan{number}" for number, _ in enumerate(PLANS)), "landscape"]
EACH = 0.98
TASKS = ["排查校舍安全隐患并建立整改台账", "组织全体教师参加信息技术应用能力培训", "开展留守儿童家访关爱行动"]
UNITS, PERSONS = ["教务处", "德育处", "总务处", "保卫科"], ["韦大山", "莫有田", "欧阳青", "冼小川", "覃月"]


def _landscape() -> bytes:
    """A ruled task table over several pages, its names of columns repeated, its units merged over three rows each."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph("青禾县2025年教育重点任务分解表")
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, ["序号", "工作任务", "责任单位", "责任人", "完成时限"], strict=True):
        cell.text = words
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for number in range(1, 37):
        cells = table.add_row().cells
        month, times = number % 12 + 1, number % 4 + 1
        task = f"{TASKS[number % 3]}，每月不少于{times}次，覆盖率达到{90 + number % 10}%。"
        unit = UNITS[number // 3 % 4] if number % 3 == 1 else ""
        for cell, words in zip(
            cells, [str(number), task, unit, PERSONS[number % 5], f"2025年{month}月底前"], strict=True
        ):
            cell.text = words
        if number % 3 == 0:
            table.cell(number - 2, 2).merge(cells[2])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word files and what LibreOffice makes of them."""
    folder = tmp_path_factory.mktemp("trips")
    for name, data in zip(NAMES, [*map(build_docx, PLANS), _landscape()], strict=True):
        (folder / f"{name}.docx").write_bytes(data)
    _convert(folder, "odt", folder, "docx")
    _convert(folder, "docx:MS Word 2007 XML", folder / "again", "odt")
    _convert(folder, "pdf", folder, "docx")
    _convert(folder, "html:XHTML Writer File", folder, "docx")
    return folder


def _convert(folder: Path, kind: str, into: Path, ending: str) -> None:
    assert OFFICE is not None
    files = [folder / f"{name}.{ending}" for name in NAMES]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(into), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)


def _differing(path: Path, word: Path) -> tuple[float, list[Trait]]:
    ours, theirs = fact_traits(extract(read(path))), fact_traits(extract(read(word)))
    return (ours & theirs).total() / (ours | theirs).total(), [*(ours - theirs), *(theirs - ours)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("made", ["again/{}.docx", "{}.pdf", "{}.html"])
def test_by_an_office_program(folder: Path, name: str, made: str) -> None:
    share, differing = _differing(folder / made.format(name), folder / f"{name}.docx")
    assert share >= EACH, differing


@pytest.mark.skipif(BROWSER is None, reason="no browser (chromium) is installed")
@pytest.mark.parametrize("name", NAMES)
def test_printed_by_a_browser(folder: Path, name: str) -> None:
    assert BROWSER is not None
    printed = folder / f"{name}.browser.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'browser'}"]
    command = [BROWSER, *options, f"--print-to-pdf={printed}", str(folder / f"{name}.html")]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    share, differing = _differing(printed, folder / f"{name}.docx")
    assert share >= EACH, differing
