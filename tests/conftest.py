"""What several folders of tests share: the sample corpus processed once, and the folders of real texts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings

from pipeline.batch import RunSummary, run_folder
from pipeline.store import PreparedFile, StoredFile, writer

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# The same examples each time, so that a run says of the change what it says of the base; `--hypothesis-profile=default`
# looks for new ones. Nothing goes by the clock: a busy machine must not fail a test.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

os.environ.setdefault("CETU_CACHE", "")  # tests read the lexicons themselves and leave nothing in the user's home


@pytest.fixture(scope="session", autouse=True)
def rows_find_what_they_point_to() -> Iterator[None]:
    """Neither foreign keys nor the kinds that a table allows are checked while the rows of files are put in; here they are, behind
    each time."""
    add = writer.add

    def checked(db: sqlite3.Connection, files: Iterable[tuple[PreparedFile, StoredFile]]) -> None:
        add(db, files)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        unchecked = db.execute("PRAGMA ignore_check_constraints").fetchone()[0]
        db.execute("PRAGMA ignore_check_constraints = OFF")  # else this would leave the kinds out as well
        assert [row[0] for row in db.execute("PRAGMA quick_check")] == ["ok"]
        db.execute(f"PRAGMA ignore_check_constraints = {unchecked}")

    with mock.patch.object(writer, "add", checked):
        yield


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Our own plans."""
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> tuple[RunSummary, Path]:
    """The sample corpus processed into a folder, as `make run` does; tests read it and leave it as it is."""
    out = tmp_path_factory.mktemp("outputs")
    return run_folder(corpus, out), out


@pytest.fixture(scope="session")
def sample_out(sample_run: tuple[RunSummary, Path]) -> Path:
    """The outputs of the sample run."""
    return sample_run[1]


@pytest.fixture(scope="session")
def real_texts() -> Path:
    """Real plans that are no part of the project; tests that need them are skipped where they are missing."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the real texts (../shared/corpus) are not here")
    return SHARED
