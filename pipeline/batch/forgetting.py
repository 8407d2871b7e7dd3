"""Forgetting a file everywhere a run has left something of it: store, result, workbook, report, prepared exports."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pipeline.batch.files import write_whole, write_whole_with
from pipeline.batch.names import EXPORTS, result_name
from pipeline.batch.sharing import line_of_report
from pipeline.export import write_ledger
from pipeline.store import KnowledgeBase
from pipeline.store.forgetting import Forgotten, forget


def forget_everywhere(kb: Path, document: str, *, with_reviews: bool) -> Forgotten:
    """Forget the file that a document stands in: in the store at `kb`, and in what a run has written beside it."""
    with KnowledgeBase.open(kb, write=True) as base:
        gone = forget(base, document, with_reviews=with_reviews)
        out = kb.parent
        shutil.rmtree(out / EXPORTS, ignore_errors=True)  # also what is being written: its folder is gone then
        for path in gone.paths:
            (out / "documents" / result_name(path)).unlink(missing_ok=True)
        lines = _report(out / "run-report.jsonl", gone.paths)
        if (out / "台账.xlsx").exists():
            write_whole_with(
                out / "台账.xlsx", lambda draft: write_ledger(base, list(map(line_of_report, lines)), draft)
            )
    return gone


def _report(path: Path, gone: tuple[str, ...]) -> list[dict[str, object]]:
    """The report without the paths that are gone."""
    if not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    kept = [line for line in lines if line.get("path") not in gone]
    write_whole(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept).encode("utf-8", "replace"))
    return kept
