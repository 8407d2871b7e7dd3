"""Plans exported to PDF by an office program read as the Word files they were made from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.api import extract
from pipeline.model.result import Extraction
from pipeline.reading import read
from scripts.corpus.docx_writer import build_docx
from scripts.corpus.make_corpus import HERE
from scripts.corpus.schema import load_sources

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
# Plans of running text; measured 1.0 each. Task tables whose rows an office program tears over pages: 0.88 to 0.92.
PLANS = [plan for plan in load_sources(HERE / "sources") if not plan.is_raw][1:5]
EACH = 0.97

Words = set[tuple[str, str]]


def _facts(result: Extraction) -> Words:
    text = str(result.text)
    return {
        (type(fact).__name__, "".join("".join(text[s.start : s.end] for s in fact.spans).split()))
        for fact in result.facts
    }


def test_exported_plans_give_the_same_facts_and_headings(tmp_path: Path) -> None:
    assert OFFICE is not None
    files = [tmp_path / f"plan{number}.docx" for number, _ in enumerate(PLANS)]
    for plan, file in zip(PLANS, files, strict=True):
        file.write_bytes(build_docx(plan))
    home = (tmp_path / "profile").as_uri()
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files],
        check=True,
        capture_output=True,
        timeout=400,
    )
    for file in files:
        word, pdf = extract(read(file)), extract(read(file.with_suffix(".pdf")))
        ours, theirs = _facts(pdf), _facts(word)
        assert len(ours & theirs) >= EACH * len(ours | theirs), sorted(ours ^ theirs)
        assert [(s.number, "".join(s.title.split()), s.level) for s in pdf.sections] == [
            (s.number, "".join(s.title.split()), s.level) for s in word.sections
        ]
