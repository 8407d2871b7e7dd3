"""A file that hangs, crashes or eats memory costs itself, never its neighbours."""

from __future__ import annotations

import multiprocessing

import pytest

from pipeline.batch.discover import Candidate
from pipeline.batch.engine import Bounds
from pipeline.batch.pool import LocalEngine
from tests.batch.misbehaving import work

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def test_each_misfit_is_reported_and_the_others_go_on() -> None:
    names = ["a", "crash", "b", "hang", "c", "raise", "d", "memory", "e"]
    engine = LocalEngine(2, Bounds(seconds=3, memory=4 << 30), work)
    found = {o.path: o for o in engine.outcomes(Candidate(name, name) for name in names)}
    assert sorted(found) == sorted(names)
    assert {name for name, outcome in found.items() if outcome.status == "ok"} == set("abcde")
    assert "超过 3 秒" in found["hang"].reason
    assert "意外退出（信号 11）" in found["crash"].reason
    assert "RuntimeError" in found["raise"].reason
    assert found["memory"].status == "failed"


def test_closing_early_leaves_no_process_behind() -> None:
    stream = LocalEngine(2, Bounds(seconds=600, memory=0), work).outcomes(
        [Candidate("a", "a"), Candidate("hang", "hang")]
    )
    assert next(stream).path == "a"
    stream.close()
    assert not multiprocessing.active_children()
