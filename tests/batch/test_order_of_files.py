"""What is said of a file hangs on no file that the same process has read before: libraries keep states of their own."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from pipeline.batch import worker
from pipeline.batch.discover import discover
from pipeline.batch.outcome import Outcome
from scripts.hostile import make
from tests.reading.pdf_files import LEFT, TOP, pdf

# Each of these takes seconds, and is ended by a process of its own.
_LONG = ("千层.pdf", "递归.pdf", "5MB一行.txt", "里面.txt", "编号.txt", "括号.txt")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> list[tuple[str, str]]:
    """The folder of hostile files, and sound ones between them."""
    place = tmp_path_factory.mktemp("order")
    (place / "plans").mkdir()
    make(place / "plans", place, "127.0.0.1:9")
    (place / "plans" / "字体.pdf").write_bytes(pdf(lambda page: page.text(LEFT, TOP, "一、总务处每月检查一次食堂。")))
    hostile = [one for one in discover(place / "plans") if not one.reason and not one.relative.endswith(_LONG)]
    sound = sorted(path for path in corpus.iterdir() if path.suffix in (".pdf", ".docx", ".txt", ".html"))[::6]
    return [(one.path, one.relative) for one in hostile] + [(str(path), path.name) for path in sound]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices are made another way there")
def test_any_order_of_files_gives_the_same(files: list[tuple[str, str]]) -> None:
    shuffled = random.Random(6).sample(files, len(files))
    assert _outcomes(files[::-1]) == _outcomes(files) == _outcomes(shuffled)


def _outcomes(files: list[tuple[str, str]]) -> dict[str, tuple[object, ...]]:
    outcomes = {relative: worker.process(path, relative) for path, relative in files}
    return {path: _told(outcome) for path, outcome in outcomes.items()}


def _told(one: Outcome) -> tuple[object, ...]:
    return one.status, one.reason, one.warnings, one.pages, one.facts, one.result, one.rows
