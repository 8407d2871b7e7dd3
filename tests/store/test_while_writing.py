"""The base answers while another process writes to it, and what is read in one go is one state."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.asking import search
from pipeline.export.formats import write_as
from pipeline.export.tasks import tasks
from pipeline.model.errors import StoreError
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from tests.store.plans import numbered_plan

_FILES = 400
_WRITER = """
import sys
from pipeline.store import KnowledgeBase
from tests.store.plans import numbered_plan
with KnowledgeBase.open(sys.argv[1], write=True) as kb:
    print("ready", flush=True)
    for number in range(1, int(sys.argv[2])):
        kb.add(*numbered_plan(number))
        if number == int(sys.argv[2]) // 2:
            sys.stdin.readline()  # until it has been read
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be taken away there")
def test_readers_are_answered_while_a_run_writes(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*numbered_plan(0))
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path), str(_FILES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stdin is not None
    assert writer.stdout.readline() == b"ready\n"
    seen: list[int] = []
    with pytest.raises(StoreError, match="正由另一个任务写入"):
        KnowledgeBase.open(path, write=True)
    while writer.poll() is None:
        with KnowledgeBase.open(path) as kb:
            assert search(kb, "教案", 3)
            with kb.snapshot():
                facts, documents = len(list(kb.facts())), len(kb.documents())
                assert facts == 2 * documents, "whole files only"
                assert sum(1 for _ in tasks(kb, "2025-01-01")) == documents
            write_as("cypher", kb, tmp_path / "g.cypher", "2025-01-01")
            seen.append(documents)
        if len(seen) == 1:
            writer.stdin.close()
        time.sleep(0.01)
    writer.stdout.close()
    assert writer.returncode == 0
    assert seen == sorted(seen)
    assert seen[0] < _FILES, "it was read while it grew"
    with KnowledgeBase.open(path) as kb:
        assert len(kb.documents()) == _FILES


def test_a_snapshot_is_one_state(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb, KnowledgeBase.open(path) as reader:
        kb.add(*numbered_plan(0))
        with reader.snapshot(), reader.snapshot():
            assert len(reader.documents()) == 1
            kb.add(*numbered_plan(1))
            assert len(reader.documents()) == 1
        assert len(reader.documents()) == 2
        with kb.transaction(), kb.snapshot():
            kb.add(*numbered_plan(2))
        assert len(reader.documents()) == 3


def test_a_review_is_kept_out_while_a_run_writes(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*numbered_plan(0))
        with KnowledgeBase.open(path) as reader, pytest.raises(StoreError, match="只读"):
            review(reader, "n0-f1", {"remark": "x"}, By(who="李", at="2025-01-01"))
