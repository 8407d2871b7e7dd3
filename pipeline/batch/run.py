"""`run_folder`: every plan below a folder into one knowledge base, one JSON per file, a workbook and a report."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.api import extractor_version
from pipeline.batch.engine import Bounds, Engine, Stop
from pipeline.batch.files import clear_drafts, only_one, write_whole_with
from pipeline.batch.interrupting import interruptible
from pipeline.batch.keeping import Keeper
from pipeline.batch.manifest import Manifest
from pipeline.batch.outcome import Outcome, RunSummary, Tally
from pipeline.batch.places import Results, output_at, walk_place
from pipeline.batch.planning import Planner
from pipeline.batch.pool import LocalEngine, helpers
from pipeline.batch.sharing import Share, line_of_report, under
from pipeline.export import FileLine, write_ledger
from pipeline.model.errors import UsageError
from pipeline.reading import Limits
from pipeline.store import KnowledgeBase
from pipeline.store.versions import older_files

_GIB = 1 << 30
_OCR_SHARE = 0.6
_SLOWEST = 5
_LISTED = 200
# From here on the rows of a workbook are worth processes of their own.
_MANY_FACTS = 5_000
# A run that is broken off leaves a workbook longer than this unwritten: who presses Ctrl-C is not kept waiting.
_QUICK_FACTS = 20_000

Place = Path | str
Progress = Callable[[Outcome, int, int], None]


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a run goes: workers (0: all cores), seconds and bytes of memory one file may take (0: no bound), scanned pages
    that are recognised in one file; `again` reads files that have not changed too, `prune` takes what the folder no longer
    holds out of the base; `engine` does the work (`dask`: on the cluster of `scheduler`, else on one of this machine).

    `prefix` adds the folder to a base beside what is there: its files are known as `prefix/…`, and nothing is said of files
    elsewhere. A run without it says nothing of files that were added so."""

    jobs: int = 0
    seconds: float = 120.0
    memory: int = 4 * _GIB
    ocr_pages: int = Limits().ocr_pages
    again: bool = False
    prune: bool = False
    prefix: str = ""
    engine: Literal["local", "dask"] = "local"
    scheduler: str | None = None

    @property
    def workers(self) -> int:
        """How many processes work at once on this machine."""
        return max(1, self.jobs or os.cpu_count() or 1)

    @property
    def bounds(self) -> Bounds:
        """What one file may take: recognising scans ends before the whole file is given up."""
        limits = Limits(ocr_pages=self.ocr_pages)
        if self.seconds:
            limits = Limits(ocr_pages=self.ocr_pages, ocr_seconds=_OCR_SHARE * self.seconds)
        return Bounds(seconds=self.seconds, memory=self.memory, limits=limits)


def run_folder(
    folder: Place, out: Place, options: RunOptions | None = None, progress: Progress | None = None
) -> RunSummary:
    """Process a folder into `out` and say what became of its files. Both may be URLs that fsspec opens.

    What has not changed since the last run is not read again. `progress` is called for each file met with its outcome, the
    number done and the number in all. Ctrl-C ends the run early; what was finished is kept and the summary says so. Raises
    UsageError without a folder or where `prune` would empty a base of another folder, StoreError where the store cannot be
    written or another run is at work, LexiconError where the lexicons are not valid.
    """
    options = options or RunOptions()
    if options.prefix and not isinstance(folder, Path):
        raise UsageError("只有本机的文件夹可以加到知识库里（--as）")
    files = under(options.prefix, walk_place(folder))
    with output_at(out) as (place, results), only_one(place):
        clear_drafts(place, place / "documents")
        with (
            KnowledgeBase.open(place / "kb.sqlite", write=True) as kb,
            Manifest(place / f".run.{os.getpid()}.tmp") as manifest,
        ):
            _check_prune(kb, folder, options)
            planner = Planner(kb, results, extractor_version(), again=options.again)
            for candidate in files:
                manifest.meet(planner.entry(candidate))
            return _Run(kb, results, manifest, options, progress or (lambda *_: None)).go(folder, place)


def _check_prune(kb: KnowledgeBase, folder: Place, options: RunOptions) -> None:
    if options.prune and not options.prefix and not kb.is_from(folder):
        raise UsageError(f"知识库里的文件来自 {kb.folder()}，不能按 {folder} 清理（--prune）")


class _Run:
    """One run, from what is planned to what is written."""

    def __init__(
        self, kb: KnowledgeBase, results: Results, manifest: Manifest, options: RunOptions, progress: Progress
    ) -> None:
        self._kb, self._manifest, self._options, self._progress = kb, manifest, options, progress
        self._keeper = Keeper(kb, results)
        self._tally = Tally()
        self._done, self._total = 0, manifest.count()
        self._share = Share(kb, options.prefix)

    def go(self, folder: Place, out: Path) -> RunSummary:
        """Do everything; `out` is where workbook and report go."""
        begun = time.perf_counter()
        if self._options.prefix and isinstance(folder, Path):
            self._kb.note_root(self._options.prefix, folder)  # at once: also what is broken off leads to its files
        with interruptible() as stop:
            self._files(stop)
            if stopped := stop():
                for entry in self._manifest.left():
                    self._manifest.finish(Outcome(path=entry.candidate.relative, status="skipped", reason=_NOT_REACHED))
        if not stopped:
            self._part(folder)
        self._report(out / "run-report.jsonl")
        written = self._workbook(out, stopped)
        manifest, tally = self._manifest, self._tally
        return RunSummary(
            statuses=dict(tally.statuses),
            facts=dict(tally.facts),
            documents=tally.documents,
            kept=tally.kept,
            seconds=time.perf_counter() - begun,
            interrupted=stopped,
            workbook=written,
            pruned=self._options.prune,
            vanished_count=sum(1 for _ in manifest.vanished()),
            vanished=tuple(islice(manifest.vanished(), _LISTED)),
            troubles=tuple(islice(manifest.troubles(), _LISTED)),
            slowest=tuple(manifest.slowest(_SLOWEST)),
            older=() if stopped else older_files(self._kb, self._keeper.extractor),
        )

    def _files(self, stop: Stop) -> None:
        for entry in self._manifest.entries("pass"):
            self._finish(self._keeper.passed_over(entry))
        for entry in self._manifest.entries("keep"):
            if stop():
                return
            self._finish(self._keeper.unchanged(entry))
        count = self._manifest.count_of("read")
        if count == 0 or stop():
            return
        candidates = (entry.candidate for entry in self._manifest.entries("read"))
        stream = engine_for(self._options, count).outcomes(candidates, stop)
        with self._kb.many_files():
            try:
                for outcome in stream:
                    self._keeper.read(outcome, self._manifest.stamp(outcome.path))
                    self._finish(outcome)
            finally:
                stream.close()
                self._keeper.write()

    def _finish(self, outcome: Outcome) -> None:
        outcome = outcome.without_payload()
        self._done += 1
        self._tally.add(outcome)
        self._manifest.finish(outcome)
        self._progress(outcome, self._done, self._total)

    def _part(self, folder: Place) -> None:
        """Part with what the folder no longer holds."""
        options = self._options
        if options.prefix or self._kb.is_from(folder):
            for path in self._keeper.part_with(self._manifest, self._share.holds, forget=options.prune):
                self._manifest.lose(path)
        if not options.prefix:
            self._kb.note_folder(folder)

    def _report(self, path: Path) -> None:
        """What became of each file; what runs over other folders have said of theirs stays."""
        others = self._share.lines_of_others(path)

        def write(draft: Path) -> None:
            with draft.open("wb") as stream:
                for line in chain((outcome.report_line() for outcome in self._manifest.outcomes()), others):
                    stream.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

        write_whole_with(path, write)

    def _workbook(self, out: Path, stopped: bool) -> bool:
        path = out / "台账.xlsx"
        if self._kb.workbook() == self._keeper.extractor and path.is_file():
            return True
        if stopped and self._kb.count_facts() > _QUICK_FACTS:
            return False
        lines = chain(
            _file_lines(self._manifest, with_vanished=not self._options.prune),
            map(line_of_report, self._share.lines_of_others(out / "run-report.jsonl")),
        )
        jobs = self._options.workers if self._kb.count_facts() > _MANY_FACTS else 1
        with helpers(jobs) if jobs > 1 else nullcontext() as at_hand:
            write_whole_with(path, lambda draft: write_ledger(self._kb, lines, draft, at_hand))
        if not stopped:
            self._kb.note_workbook(self._keeper.extractor)
        return True


def engine_for(options: RunOptions, files: int) -> Engine:
    """The engine that does the work on so many files."""
    jobs = min(options.workers, max(1, files))
    if options.engine == "local":
        return LocalEngine(jobs, options.bounds)
    from pipeline.batch.cluster import LARGEST, SMALLEST, DaskEngine

    # Some batches per worker, so that none waits long for the last one.
    batch = max(SMALLEST, min(LARGEST, files // (8 * jobs)))
    return DaskEngine(jobs, options.bounds, options.scheduler, batch=batch)


def _file_lines(manifest: Manifest, *, with_vanished: bool) -> Iterator[FileLine]:
    met = (
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
        for o in manifest.outcomes()
    )
    gone = manifest.vanished() if with_vanished else iter(())
    return chain(met, (FileLine(path=path, status="missing", reason=_GONE) for path in gone))


_GONE = "文件夹里已没有这个文件；所载内容仍在知识库中（用 --prune 清除）"
_NOT_REACHED = "处理被中断，还没有读到；再次运行会接着处理"
