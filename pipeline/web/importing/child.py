"""The process that works on one import: what `cetu run --as` does, told file by file into the import's log."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pipeline.web.importing.jobs import Job
from pipeline.web.working.child import Say, at_work
from pipeline.web.working.records import JOB


def work(record: Path, say: Say) -> int:
    """Work on the import recorded in a folder; 0 where the run came to its end."""
    import msgspec

    from pipeline.batch import Outcome, RunOptions, run_folder

    job = msgspec.json.decode((record / JOB).read_bytes(), type=Job)
    options = RunOptions(
        jobs=max(1, (os.cpu_count() or 1) - 1), seconds=job.seconds, memory=job.memory, prefix=job.prefix
    )

    def tell(outcome: Outcome, done: int, total: int) -> None:
        say({"event": "file", **outcome.report_line(), "kept": outcome.kept, "done": done, "total": total})

    summary = run_folder(Path(job.folder), record.parent.parent, options, tell)
    say({"event": "summary", "interrupted": summary.interrupted, "seconds": round(summary.seconds, 3)})
    return 0


if __name__ == "__main__":
    sys.exit(at_work(Path(sys.argv[1]), work))
