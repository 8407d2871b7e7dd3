"""`run_folder`: every plan below a folder into one knowledge base, one JSON per file, a workbook and a report."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from pipeline.api import extractor_version
from pipeline.batch import worker
from pipeline.batch.discover import Candidate, discover
from pipeline.batch.files import clear_drafts, only_one, write_whole, write_whole_with
from pipeline.batch.keeping import Keeper
from pipeline.batch.outcome import Outcome, RunSummary
from pipeline.batch.planning import Plan, plan
from pipeline.batch.pool import outcomes
from pipeline.export import FileLine, write_ledger
from pipeline.model.errors import UsageError
from pipeline.reading import Limits
from pipeline.store import KnowledgeBase

_GIB = 1 << 30
_OCR_SHARE = 0.6


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a run goes: workers (0: all cores), seconds and bytes of memory one file may take (0: no bound), scanned pages
    that are recognised in one file; `again` reads files that have not changed too, `prune` takes what the folder no longer
    holds out of the base."""

    jobs: int = 0
    seconds: float = 120.0
    memory: int = 4 * _GIB
    ocr_pages: int = Limits().ocr_pages
    again: bool = False
    prune: bool = False

    @property
    def limits(self) -> Limits:
        """What reading one file may take: recognising scans ends before the whole file is given up."""
        return Limits(ocr_pages=self.ocr_pages, ocr_seconds=_OCR_SHARE * self.seconds)


Progress = Callable[[Outcome, int, int], None]


def run_folder(
    folder: Path, out: Path, options: RunOptions | None = None, progress: Progress | None = None
) -> RunSummary:
    """Process a folder into `out` and say what became of each file.

    What has not changed since the last run is not read again. `progress` is called after each file that is read with its
    outcome, the number done and the number in all. Ctrl-C ends the run early; what was finished is kept and the summary
    says so. Raises UsageError without a folder or where `prune` would empty a base of another folder, StoreError where the
    store cannot be written or another run is at work.
    """
    options = options or RunOptions()
    candidates = discover(folder)
    with only_one(out):
        results = out / "documents"
        results.mkdir(exist_ok=True)
        clear_drafts(out, results)
        with KnowledgeBase.open(out / "kb.sqlite", write=True) as kb:
            same_folder = kb.folder() in (None, folder.resolve())
            if options.prune and not same_folder:
                raise UsageError(f"知识库里的文件来自 {kb.folder()}，不能按 {folder} 清理（--prune）")
            known = [] if options.again else kb.files()
            todo = plan(candidates, known, extractor_version(), results)
            summary = _process(kb, candidates, todo, results, options, progress or (lambda *_: None))
            gone = Keeper(kb, results).part_with(candidates, forget=options.prune) if same_folder else ()
            kb.note_folder(folder)
            summary = msgspec.structs.replace(summary, vanished=gone, pruned=options.prune)
            _finish(kb, summary, out)
    return summary


def _process(
    kb: KnowledgeBase,
    candidates: list[Candidate],
    todo: Plan,
    results: Path,
    options: RunOptions,
    progress: Progress,
) -> RunSummary:
    keeper = Keeper(kb, results)
    done = keeper.passed_over(candidates)
    done += keeper.unchanged(todo.kept)
    stamps = {task.candidate.relative: task.stamp for task in todo.tasks}
    total = len(todo.tasks)
    jobs = max(1, min(options.jobs or os.cpu_count() or 1, total or 1))
    work = partial(worker.process, limits=options.limits)
    stream = outcomes((task.candidate for task in todo.tasks), jobs, options.seconds, options.memory, work)
    interrupted = False
    try:
        for number, outcome in enumerate(stream if total else (), start=1):
            keeper.read(outcome, stamps[outcome.path])
            done.append(outcome.without_payload())
            progress(done[-1], number, total)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        stream.close()
    return RunSummary(outcomes=tuple(sorted(done, key=lambda o: o.path)), interrupted=interrupted)


def _finish(kb: KnowledgeBase, summary: RunSummary, out: Path) -> None:
    lines = [json.dumps(outcome.report_line(), ensure_ascii=False) for outcome in summary.outcomes]
    write_whole(out / "run-report.jsonl", "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    workbook = out / "台账.xlsx"
    if kb.workbook() == extractor_version() and workbook.is_file():
        return
    files = [
        FileLine(
            path=o.path,
            status=o.status,
            reason=o.reason or "；".join(o.warnings),
            media_type=o.media_type or "",
            pages=o.pages,
            documents=o.documents,
            facts=sum(o.facts.values()),
            seconds=o.seconds,
        )
        for o in summary.outcomes
    ]
    files += [FileLine(path=path, status="missing", reason=_GONE) for path in summary.vanished if not summary.pruned]
    write_whole_with(workbook, lambda draft: write_ledger(kb, files, draft))
    kb.note_workbook(extractor_version())


_GONE = "文件夹里已没有这个文件；所载内容仍在知识库中（用 --prune 清除）"
