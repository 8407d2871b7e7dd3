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
from pipeline.batch.files import only_one, write_whole, write_whole_with
from pipeline.batch.names import result_name
from pipeline.batch.outcome import Outcome, RunSummary
from pipeline.batch.pool import outcomes
from pipeline.export import FileLine, write_ledger
from pipeline.model.result import from_json
from pipeline.reading import Limits
from pipeline.store import KnowledgeBase, StoredFile, decode_passages

_GIB = 1 << 30
_OCR_SHARE = 0.6


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a run goes: workers (0: all cores), seconds and bytes of memory one file may take (0: no bound), scanned pages
    that are recognised in one file."""

    jobs: int = 0
    seconds: float = 120.0
    memory: int = 4 * _GIB
    ocr_pages: int = Limits().ocr_pages

    @property
    def limits(self) -> Limits:
        """What reading one file may take: recognising scans ends before the whole file is given up."""
        return Limits(ocr_pages=self.ocr_pages, ocr_seconds=_OCR_SHARE * self.seconds)


Progress = Callable[[Outcome, int, int], None]


def run_folder(
    folder: Path, out: Path, options: RunOptions | None = None, progress: Progress | None = None
) -> RunSummary:
    """Process a folder into `out` and say what became of each file.

    `progress` is called after each file with its outcome, the number done and the number in all. Ctrl-C ends the run
    early; what was finished is kept and the summary says so. Raises UsageError without a folder, StoreError where the
    store cannot be written or another run is at work.
    """
    options = options or RunOptions()
    candidates = discover(folder)
    with only_one(out):
        (out / "documents").mkdir(exist_ok=True)
        with KnowledgeBase.open(out / "kb.sqlite", write=True) as kb:
            kb.note_folder(folder)
            summary = _process(kb, candidates, out, options, progress or (lambda *_: None))
            _finish(kb, summary, out)
    return summary


def _process(
    kb: KnowledgeBase, candidates: list[Candidate], out: Path, options: RunOptions, progress: Progress
) -> RunSummary:
    done = [Outcome(path=c.relative, status="skipped", reason=c.reason) for c in candidates if c.reason]
    wanted = [c for c in candidates if not c.reason]
    jobs = max(1, min(options.jobs or os.cpu_count() or 1, len(wanted) or 1))
    work = partial(worker.process, limits=options.limits)
    stream = outcomes(wanted, jobs, options.seconds, options.memory, work)
    interrupted = False
    try:
        for number, outcome in enumerate(stream, start=1):
            _keep(kb, outcome, out)
            done.append(outcome.without_payload())
            progress(done[-1], number, len(wanted))
    except KeyboardInterrupt:
        interrupted = True
    finally:
        stream.close()
    return RunSummary(outcomes=tuple(sorted(done, key=lambda o: o.path)), interrupted=interrupted)


def _keep(kb: KnowledgeBase, outcome: Outcome, out: Path) -> None:
    """Put one result into the store and beside it; a file that failed leaves no result of an earlier run behind."""
    target = out / "documents" / result_name(outcome.path)
    if outcome.result is None or outcome.text is None:
        kb.put_file(StoredFile(path=outcome.path, status="failed", reason=outcome.reason))
        target.unlink(missing_ok=True)
        return
    passages = decode_passages(outcome.passages)
    kb.add(from_json(outcome.result), outcome.text, passages, extractor=extractor_version())
    write_whole(target, outcome.result)


def _finish(kb: KnowledgeBase, summary: RunSummary, out: Path) -> None:
    for outcome in summary.outcomes:
        if outcome.status == "skipped":
            kb.put_file(StoredFile(path=outcome.path, status="skipped", reason=outcome.reason))
    lines = [json.dumps(outcome.report_line(), ensure_ascii=False) for outcome in summary.outcomes]
    write_whole(out / "run-report.jsonl", "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
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
    write_whole_with(out / "台账.xlsx", lambda draft: write_ledger(kb, files, draft))
