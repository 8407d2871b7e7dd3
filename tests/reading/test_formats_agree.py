"""One plan as text, as Word file and as PDF: the same words, the same paragraphs, the same tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.source import Source
from pipeline.reading.reader import read_bytes
from scripts.corpus.docx_writer import build_docx
from scripts.corpus.pdf_writer import build_pdf
from scripts.corpus.schema import Source as Plan
from scripts.corpus.schema import load_sources
from scripts.corpus.text import build_txt
from tests.reading.views import cells, check_spans, paragraphs, without_noise

PLANS = [plan for plan in load_sources(Path(__file__).parents[2] / "scripts" / "corpus" / "sources") if not plan.is_raw]


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(params=PLANS, ids=[plan.file for plan in PLANS], scope="module")
def three(request: pytest.FixtureRequest) -> tuple[Source, Source, Source]:
    """A plan read from TXT, DOCX and PDF."""
    plan: Plan = request.param
    return read_bytes(build_txt(plan, "txt-utf8")), read_bytes(build_docx(plan)), read_bytes(build_pdf(plan))


def test_the_words(three: tuple[Source, Source, Source]) -> None:
    text, word, pdf = three
    assert _bare(without_noise(word)) == _bare(text.text)
    assert _bare(without_noise(pdf)) == _bare(text.text)
    for source in three:
        check_spans(source)


def test_the_tables(three: tuple[Source, Source, Source]) -> None:
    _, word, pdf = three
    assert len(word.tables) == len(pdf.tables)
    for one, other in zip(word.tables, pdf.tables, strict=True):
        ours = [(*place, _bare(words)) for *place, words in cells(word, one)]
        assert [(*place, _bare(words)) for *place, words in cells(pdf, other)] == ours
        assert one.header_rows == other.header_rows


def test_the_paragraphs(three: tuple[Source, Source, Source]) -> None:
    """Geometry gives back nearly all paragraph ends: missing are those at the right margin, none is made up."""
    _, word, pdf = three
    spans = [table.span for table in word.tables]
    ends = _ends([line for line in word.text.split("\n") if _bare(line)])
    found = _ends(paragraphs(pdf))
    inside = {
        place
        for span in spans
        for place in range(len(_bare(word.text[: span.start])) + 1, len(_bare(word.text[: span.end])))
    }
    assert found <= ends
    missing = ends - found - inside
    assert len(missing) <= 0.02 * len(ends)


def _ends(parts: list[str]) -> set[int]:
    """How many characters stand before the end of each paragraph."""
    total, found = 0, set()
    for part in parts:
        total += len(_bare(part))
        found.add(total)
    return found


def test_blanks_that_were_drawn_are_the_same(three: tuple[Source, Source, Source]) -> None:
    text, _, pdf = three
    flat = " ".join(without_noise(pdf).replace("\n", "").replace("\f", "").split())
    for line in text.text.splitlines():
        for left, right in zip(line.split(), line.split()[1:], strict=False):
            if left[-1] > "\u4e00" and right[0] > "\u4e00" and len(left) < 4:
                assert f"{left} {right[0]}" in flat or "\t" in line
