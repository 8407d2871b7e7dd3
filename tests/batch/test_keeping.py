"""Results written a few at a time: the same as one by one, and nothing that is finished is left waiting."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path

import msgspec
import pytest

from pipeline.batch import Outcome, RunOptions, keeping, run_folder, worker
from pipeline.batch.discover import Candidate
from pipeline.batch.engine import Stop, never
from pipeline.batch.keeping import Keeper
from pipeline.batch.places import LocalResults
from pipeline.store import KnowledgeBase
from pipeline.store.indexing import rebuild
from tests.batch.outputs import contents, dump

PLAN = "青禾镇中心小学第{n}号方案\n一、目标\n到2026年底前，第{n}项合格率达到9{n}%以上。\n二、职责\n总务处负责每月检查设施。\n"


def plans(folder: Path) -> Path:
    """Plans, two of which are the same to the byte."""
    folder.mkdir()
    for number in range(4):
        (folder / f"方案{number}.txt").write_text(PLAN.format(n=number), "utf-8")
    (folder / "又一份.txt").write_text(PLAN.format(n=0), "utf-8")
    return folder


def change(folder: Path) -> None:
    """One plan under the name of another, which is gone, and a new one."""
    (folder / "方案1.txt").write_text(PLAN.format(n=2), "utf-8")
    (folder / "方案2.txt").write_text(PLAN.format(n=8), "utf-8")
    (folder / "又一份.txt").write_text(PLAN.format(n=3), "utf-8")


def done(number: int, folder: Path) -> Outcome:
    path = folder / f"方案{number}.txt"
    return worker.process(str(path), path.name)


@pytest.mark.parametrize("at_once", [2, 3, 8])
def test_as_one_by_one(at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, one, many = plans(tmp_path / "plans"), tmp_path / "one", tmp_path / "many"
    options = RunOptions(jobs=1, again=True)
    for step in (lambda: None, lambda: None, lambda: change(folder)):
        step()
        monkeypatch.setattr(keeping, "_MOST_FILES", 1)
        run_folder(folder, one, options)
        monkeypatch.setattr(keeping, "_MOST_FILES", at_once)
        run_folder(folder, many, options)
        assert (dump(one), contents(one)) == (dump(many), contents(many))
    with KnowledgeBase.open(many / "kb.sqlite", write=True) as kb:
        fed = _words(kb)
        with kb.transaction():
            rebuild(kb.db)
        assert fed == _words(kb) != []


def _words(kb: KnowledgeBase) -> list[tuple[object, ...]]:
    kb.db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, passage_index, instance)")
    return [tuple(row) for row in kb.db.execute("SELECT * FROM temp.words ORDER BY 1, 2, 3, 4")]


def test_what_is_finished_is_kept_when_the_work_breaks_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking:
        def outcomes(self, candidates: Iterable[Candidate], stop: Stop = never) -> Generator[Outcome]:
            for number, one in enumerate(candidates):
                if number == 2:
                    raise ZeroDivisionError
                yield worker.process(one.path, one.relative)

    monkeypatch.setattr("pipeline.batch.run.engine_for", lambda *_: Breaking())
    with pytest.raises(ZeroDivisionError):
        run_folder(plans(tmp_path / "plans"), tmp_path / "out", RunOptions(jobs=1))
    with KnowledgeBase.open(tmp_path / "out" / "kb.sqlite") as kb:
        assert len([file for file in kb.files() if file.status == "ok"]) == 2


@pytest.mark.parametrize(
    ("seconds", "most_bytes", "waits"), [(0.1, 1 << 20, True), (60.0, 1 << 20, False), (0.1, 1, False)]
)
def test_what_took_long_or_is_large_does_not_wait(
    seconds: float, most_bytes: int, waits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_MOST_BYTES", most_bytes)
    folder = plans(tmp_path / "plans")
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        keeper = Keeper(kb, LocalResults(tmp_path / "documents"))
        keeper.read(msgspec.structs.replace(done(1, folder), seconds=seconds), None)
        assert [file.path for file in kb.files()] == ([] if waits else ["方案1.txt"])
        keeper.write()
        assert [file.path for file in kb.files()] == ["方案1.txt"]
