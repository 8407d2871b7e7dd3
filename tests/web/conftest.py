"""A workbench over a small knowledge base made from our own sample plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.api import extract_with_layout
from pipeline.reading import read
from pipeline.store import KnowledgeBase, passages_of
from pipeline.web.app import create_app
from pipeline.web.settings import Settings

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 3, 1, 9, 0, 0)
_PLANS = 6


@pytest.fixture(scope="session")
def small_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of some sample plans; not to be written to (copy it)."""
    import msgspec

    path = tmp_path_factory.mktemp("web") / "kb.sqlite"
    plans = [*sorted((ROOT / "corpus").glob("*.txt"))[:_PLANS], *sorted((ROOT / "corpus").glob("*.pdf"))[:1]]
    with KnowledgeBase.open(path, write=True) as base:
        for plan in plans:
            extraction, layout = extract_with_layout(msgspec.structs.replace(read(plan), path=plan.name))
            base.add(extraction, passages=passages_of(layout))
        base.note_folder(ROOT / "corpus")
    return path


@pytest.fixture
def base_path(small_base: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    copy = tmp_path / "kb.sqlite"
    copy.write_bytes(small_base.read_bytes())
    return copy


@pytest.fixture
def web(base_path: Path) -> Iterator[TestClient]:
    """A client of a workbench on one's own machine, its clock set."""
    app = create_app(Settings(kb=base_path, user="测试员"), clock=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client
