"""Plans exported to PDF by an office program read as the Word files they were made from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.api import extract
from pipeline.reading import read
from scripts.corpus.docx_writer import build_docx
from scripts.corpus.make_corpus import HERE
from scripts.corpus.schema import load_sources
from tests.corpus.test_formats_agree import fact_traits, head_traits, heading_traits

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
PLANS = [plan for plan in load_sources(HERE / "sources") if not plan.is_raw]
# Measured: 1.0 for every plan.
EACH = 0.98


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each plan as Word file and as the PDF that LibreOffice makes of it; it is started once for all."""
    assert OFFICE is not None
    folder = tmp_path_factory.mktemp("export")
    files = [folder / f"plan{number}.docx" for number, _ in enumerate(PLANS)]
    for plan, file in zip(PLANS, files, strict=True):
        file.write_bytes(build_docx(plan))
    home = (folder / "profile").as_uri()
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf", "--outdir", folder, *files],
        check=True,
        capture_output=True,
        timeout=1200,
    )
    return folder


@pytest.mark.parametrize("number", range(len(PLANS)), ids=[f"plan{number}" for number, _ in enumerate(PLANS)])
def test_exported_plans_give_the_same_facts_and_headings(exported: Path, number: int) -> None:
    word, pdf = (extract(read(exported / f"plan{number}.{ending}")) for ending in ("docx", "pdf"))
    ours, theirs = fact_traits(pdf), fact_traits(word)
    differing = ["PDF  " + str(trait) for trait in (ours - theirs).elements()]
    differing += ["Word " + str(trait) for trait in (theirs - ours).elements()]
    assert (ours & theirs).total() >= EACH * (ours | theirs).total(), "\n".join(differing)
    assert heading_traits(pdf) == heading_traits(word)
    assert head_traits(pdf) == head_traits(word)
