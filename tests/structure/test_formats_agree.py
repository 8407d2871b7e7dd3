"""A plan has the same headings whatever format it comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.reading import read
from pipeline.structure import build_layout

ROOT = Path(__file__).resolve().parents[2] / "corpus"
PAIRS = [
    (first, second)
    for first in sorted(ROOT.rglob("*.docx")) + sorted(ROOT.rglob("*.pdf"))
    for second in (first.with_suffix(".txt"), first.with_suffix(".pdf"))
    if second.exists() and second != first
]


def numbered(path: Path) -> list[tuple[int, str, str]]:
    """Headings with a number; only Word marks those without one."""
    sections = build_layout(read(path)).sections
    return [(one.level, one.number, "".join(one.title.split())) for one in sections if one.number]


def test_there_are_pairs_to_compare() -> None:
    assert len(PAIRS) >= 5


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda path: f"{path.stem[:12]}{path.suffix}")
def test_headings_agree(first: Path, second: Path) -> None:
    assert numbered(first) == numbered(second)
    known, other = build_layout(read(first)).documents, build_layout(read(second)).documents
    fields = [[(d.title, d.issuer, d.issued, d.number, d.kind, d.level) for d in found] for found in (known, other)]
    assert fields[0] == fields[1]
