"""What starting a command must not import: the price of a cold start, told without a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = frozenset(
    {
        "PIL",
        "asyncio",
        "concurrent.futures",
        "cryptography",
        "docx",
        "email",
        "jieba",
        "lxml",
        "networkx",
        "numpy",
        "openpyxl",
        "pdfminer",
        "pdfplumber",
        "pebble",
        "pydantic",
        "pypdfium2",
        "rapidocr",
        "rich",
        "spacy",
        "sqlite3",
        "thinc",
        "xlsxwriter",
    }
)
CODE = """
import sys
from pipeline.cli.main import run
code = run(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def imported(*arguments: str) -> set[str]:
    """The modules that a command leaves loaded."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "plan.txt"
    path.write_text(
        "某校工作方案\n一、目标\n到2027年，巩固率达到95%以上。\n二、分工\n教务处负责实施。\n", encoding="utf-8"
    )
    return path


def test_help_imports_neither_libraries_nor_extraction() -> None:
    found = imported("--help")
    assert not found & HEAVY
    assert not {one for one in found if one.startswith(("pipeline.extraction", "pipeline.structure", "pipeline.store"))}


def test_extracting_a_text_imports_only_what_it_needs(plan: Path) -> None:
    found = imported("extract", str(plan))
    assert "pipeline.extraction.stages" in found
    assert not found & HEAVY


def test_spacy_is_imported_in_one_place_alone() -> None:
    places = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "pipeline").rglob("*.py"))
        if any(
            line.lstrip().startswith(("import spacy", "from spacy")) for line in path.read_text("utf-8").splitlines()
        )
    ]
    assert places == ["pipeline/api/spacy_doc.py"]
