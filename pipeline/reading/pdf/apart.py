"""Work with pdfium in a process of its own that can be ended, and that ends when we do.

A batch ends the process that reads a file (`pipeline.batch.pool`); what that one has started must not outlive it, least of all
where it hangs.
"""

from __future__ import annotations

import os
import subprocess
import sys

# The system ends the child with its parent (Linux), or a watch of its own does: no Python code runs while pdfium is busy.
_PREPARED = """
import faulthandler, sys
faulthandler.dump_traceback_later({seconds}, exit=True, file=open({null!r}, "w"))
if sys.platform == "linux":
    import ctypes, os
    ctypes.CDLL(None).prctl(1, 9)
    if os.getppid() != {parent}:
        os._exit(1)
"""


def run_apart(code: str, data: bytes, *words: str, seconds: float) -> bytes | None:
    """What `code` writes, given `data` and some words; null where it fails. Raises TimeoutError after so many seconds."""
    prepared = _PREPARED.format(seconds=seconds + 1, null=os.devnull, parent=os.getpid())
    command = [sys.executable, "-P", "-c", prepared + code, *words]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return None if done.returncode else done.stdout
