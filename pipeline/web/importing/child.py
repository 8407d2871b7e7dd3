"""The process that works on one import: what `cetu run --as` does, told line by line into the import's log.

It is a module of its own so that the lock is held before anything slow is loaded; it ends early when the file `cancel` appears.
"""

from __future__ import annotations

import _thread
import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from pipeline.model.errors import CetuError
from pipeline.store.lock import WriteLock
from pipeline.web.importing.jobs import CANCEL, JOB, LOCK, LOG, READY, Job

Say = Callable[[dict[str, object]], None]
_LOOK_SECONDS = 0.3
_NICE = 5


def main(record: Path) -> int:
    """Work on the import recorded in a folder; 0 where the run came to its end."""
    lock = WriteLock(record / LOCK)
    lock.acquire()
    try:
        (record / READY).touch()
        with (record / LOG).open("a", encoding="utf-8", errors="replace") as log:
            return _work(record, lambda event: _say(log, event))
    finally:
        lock.release()


def _work(record: Path, say: Say) -> int:
    import msgspec

    from pipeline.batch import Outcome, RunOptions, run_folder

    job = msgspec.json.decode((record / JOB).read_bytes(), type=Job)
    options = RunOptions(
        jobs=max(1, (os.cpu_count() or 1) - 1), seconds=job.seconds, memory=job.memory, prefix=job.prefix
    )

    def tell(outcome: Outcome, done: int, total: int) -> None:
        say({"event": "file", **outcome.report_line(), "kept": outcome.kept, "done": done, "total": total})

    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICE)  # pages go first
    threading.Thread(target=_watch, args=(record / CANCEL,), daemon=True).start()
    try:
        summary = run_folder(Path(job.folder), record.parent.parent, options, tell)
    except CetuError as error:
        say({"event": "error", "message": str(error)})
        return 1
    except KeyboardInterrupt:
        say({"event": "summary", "interrupted": True})
        return 130
    say({"event": "summary", "interrupted": summary.interrupted, "seconds": round(summary.seconds, 3)})
    return 0


def _watch(cancel: Path) -> None:
    """Press Ctrl-C for the user who asked to end."""
    asked = threading.Event()
    while not asked.wait(_LOOK_SECONDS):
        if cancel.exists():
            _thread.interrupt_main(signal.SIGINT)
            return


def _say(log: TextIO, event: dict[str, object]) -> None:
    log.write(json.dumps(event, ensure_ascii=False) + "\n")
    log.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
