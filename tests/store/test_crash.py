"""A writer killed at any moment leaves a base that opens, is whole, and takes the rest as if nothing had been."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.store import KnowledgeBase
from tests.store.plans import numbered_plan
from tests.store.test_knowledge_base import dump

_FILES = 60
_WRITER = """
import sys
from pipeline.store import KnowledgeBase
from tests.store.plans import numbered_plan
with KnowledgeBase.open(sys.argv[1], write=True) as kb:
    print("ready", flush=True)
    for number in range(int(sys.argv[2])):
        kb.add(*numbered_plan(number))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed another way there")
def test_killed_writer(tmp_path: Path) -> None:
    whole = tmp_path / "whole.sqlite"
    with KnowledgeBase.open(whole, write=True) as kb:
        for number in range(_FILES):
            kb.add(*numbered_plan(number))
    path = tmp_path / "kb.sqlite"
    delays = random.Random(5)
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), str(_FILES)],
            stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(delays.uniform(0, 0.25))
        writer.kill()
        writer.wait()
        writer.stdout.close()
        check_whole(path)
    with KnowledgeBase.open(path, write=True) as kb:
        for number in range(_FILES):
            kb.add(*numbered_plan(number))
    assert dump(path) == dump(whole)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["kb.sqlite", "whole.sqlite"]


def check_whole(path: Path) -> None:
    """Every file that is there is there with all its facts."""
    with KnowledgeBase.open(path) as kb:
        assert {document.facts for document in kb.documents()} <= {2}
        assert kb.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert kb.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_reading_where_nothing_may_be_written(tmp_path: Path) -> None:
    """A finished base needs no second file to be read."""
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*numbered_plan(1))
    path.chmod(0o444)
    with KnowledgeBase.open(path) as kb:
        assert len(kb.documents()) == 1
        with pytest.raises(sqlite3.OperationalError):
            kb.db.execute("DELETE FROM facts")
    assert [entry.name for entry in tmp_path.iterdir()] == ["kb.sqlite"]
