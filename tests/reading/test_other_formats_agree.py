"""A plan gives the same text, tables and headings as web page, old Word file and rich text as it gives from DOCX."""

from __future__ import annotations

import html
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.model.source import Source, Table
from pipeline.reading.reader import read_bytes
from scripts.corpus.docx_writer import build_docx
from scripts.corpus.schema import Source as Plan
from scripts.corpus.schema import load_sources
from tests.reading.test_doc import structure
from tests.reading.views import cells, check_spans, noise_words, without_noise

PLANS = [plan for plan in load_sources(Path(__file__).parents[2] / "scripts" / "corpus" / "sources") if not plan.is_raw]
by_plan = pytest.mark.parametrize("plan", PLANS, ids=[plan.file for plan in PLANS])

SITE = "<div class='top-nav'><a>首页</a><a>公告</a></div>{}<div id=footer>某教育网</div>"


def _table(source: Source, table: Table) -> str:
    made = ""
    for row in range(max(cell.row for cell in table.cells) + 1):
        fields = ""
        for place, _, down, across, words in [(c[0], *c[1:]) for c in cells(source, table) if c[0] == row]:
            tag = "th" if place < table.header_rows else "td"
            lines = "<br>".join(html.escape(line) for line in words.split("\n"))
            fields += f"<{tag} rowspan={down} colspan={across}>{lines}</{tag}>"
        made += f"<tr>{fields}</tr>"
    return f"<table border=1>{made}</table>"


def page_of(source: Source) -> bytes:
    """A page on a web site with the words of a plan."""
    parts: list[str] = []
    end = 0
    for table in source.tables:
        parts += [f"<p>{html.escape(line)}</p>" for line in source.text[end : table.span.start].splitlines()]
        parts.append(_table(source, table))
        end = table.span.end
    parts += [f"<p>{html.escape(line)}</p>" for line in source.text[end:].splitlines()]
    article = "\n".join(parts)
    body = SITE.format(f"<div class=content>{article}</div>")
    return f"<html><head><meta charset=gb2312></head><body>{body}</body></html>".encode("gb18030")


@by_plan
def test_as_a_web_page(plan: Plan) -> None:
    word = read_bytes(build_docx(plan))
    page = read_bytes(page_of(word))
    check_spans(page)
    assert noise_words(page) == ["首页公告", "某教育网"]
    assert without_noise(page).split() == word.text.split()
    for one, other in zip(word.tables, page.tables, strict=True):
        assert cells(page, other) == cells(word, one)
        assert other.header_rows == one.header_rows


# LibreOffice forgets that the articles of some rules count on through the chapters.
OFFICE_PLANS = [plan for plan in PLANS if plan.numbering != "chapter"][:5]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans as LibreOffice writes them."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("office")
    for number, plan in enumerate(OFFICE_PLANS):
        (folder / f"{number}.docx").write_bytes(build_docx(plan))
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    for kind in ("doc:MS Word 97", "rtf"):
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=900)
    return folder


@pytest.mark.parametrize("ending", ["doc", "rtf"])
@pytest.mark.parametrize("number", range(len(OFFICE_PLANS)))
def test_as_libreoffice_writes_it(converted: Path, number: int, ending: str) -> None:
    ours = structure(read_bytes((converted / f"{number}.docx").read_bytes()))
    assert structure(read_bytes((converted / f"{number}.{ending}").read_bytes())) == ours
