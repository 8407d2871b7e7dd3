"""Work that goes wrong in every way a file can make it go wrong, for the tests of the pool."""

from __future__ import annotations

import os
import time

from pipeline.batch.outcome import Outcome
from pipeline.reading import Limits


def work(path: str, relative: str, limits: Limits) -> Outcome:
    """Do as the file's name says."""
    if relative == "hang":
        time.sleep(3600)
    if relative == "crash":
        os.kill(os.getpid(), 11)
    if relative == "raise":
        raise RuntimeError("odd")
    if relative == "memory":
        return Outcome(path=relative, status="ok", reason=str(len(bytearray(1 << 33))))
    return Outcome(path=relative, status="ok")
