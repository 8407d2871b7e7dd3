"""Work that goes on until it is asked to end, for tests that cancel it: real work may be done before they come to that."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from pipeline.web.working.child import Say, at_work


def work(record: Path, say: Say) -> int:
    """Wait for Ctrl-C; an hour at most."""
    threading.Event().wait(3600)
    return 1


if __name__ == "__main__":
    sys.exit(at_work(Path(sys.argv[1]), work))
