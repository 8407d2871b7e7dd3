"""What the process of a piece of work does first and last: it holds the lock, tells line by line into the log, steps back
behind the pages, and ends early when the file `cancel` appears. Nothing slow is loaded here."""

from __future__ import annotations

import _thread
import contextlib
import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from pipeline.model.errors import CetuError
from pipeline.store.lock import WriteLock
from pipeline.web.working.records import CANCEL, LOCK, LOG, READY

Say = Callable[[dict[str, object]], None]
_LOOK_SECONDS = 0.3
_NICE = 5


def at_work(record: Path, do: Callable[[Path, Say], int]) -> int:
    """Do the work of a folder; what goes wrong with it as a whole is told as `error`, an early end as `summary`."""
    lock = WriteLock(record / LOCK)
    lock.acquire()
    try:
        (record / READY).touch()
        with (record / LOG).open("a", encoding="utf-8", errors="replace") as log:
            return _guarded(record, do, lambda event: _say(log, event))
    finally:
        lock.release()


def _guarded(record: Path, do: Callable[[Path, Say], int], say: Say) -> int:
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICE)  # pages go first
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # ignored where a shell started the server in the background
    threading.Thread(target=_watch, args=(record / CANCEL,), daemon=True).start()
    try:
        return do(record, say)
    except CetuError as error:
        say({"event": "error", "message": str(error)})
        return 1
    except KeyboardInterrupt:
        say({"event": "summary", "interrupted": True})
        return 130


def _watch(cancel: Path) -> None:
    """Press Ctrl-C for the user who asked to end."""
    asked = threading.Event()
    while not asked.wait(_LOOK_SECONDS):
        if cancel.exists():
            _interrupt()
            return


def _interrupt() -> None:
    """Ctrl-C for the main thread, also where it waits inside of a system call."""
    if hasattr(signal, "pthread_kill") and (main := threading.main_thread().ident) is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main(signal.SIGINT)


def _say(log: TextIO, event: dict[str, object]) -> None:
    log.write(json.dumps(event, ensure_ascii=False) + "\n")
    log.flush()
