"""Work beside the pages ends when it is asked to, however the server was started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# A shell that starts a server in the background has it ignore Ctrl-C, and its processes inherit that.
_IN_THE_BACKGROUND = """
import signal, sys, time
from pathlib import Path
signal.signal(signal.SIGINT, signal.SIG_IGN)
from pipeline.web.working.child import at_work
def do(record, say):
    (record / "cancel").touch()
    time.sleep(60)
    return 0
sys.exit(at_work(Path(sys.argv[1]), do))
"""


def test_work_of_a_server_in_the_background_can_be_cancelled(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", _IN_THE_BACKGROUND, str(tmp_path)], check=False)
    assert ended.returncode == 130
    assert '"interrupted": true' in (tmp_path / "log.jsonl").read_text("utf-8")
