"""The server process that workers fork from: it has lexicons, dictionary and readers loaded."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.context import BaseContext


def context() -> BaseContext:
    """Workers that start from a clean server process which has everything loaded; fresh ones where there is none."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    served = multiprocessing.get_context("forkserver")
    served.set_forkserver_preload(["pipeline.batch.preload"])
    return served


def begin() -> None:
    """Start the server ahead of its first worker: it loads for a second, while the caller is busy with other things."""
    if sys.platform != "win32":
        from multiprocessing import forkserver

        context()
        forkserver.ensure_running()
