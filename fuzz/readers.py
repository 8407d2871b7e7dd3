"""Coverage-guided fuzzing of the readers: `python fuzz/readers.py TARGET SECONDS [FOLDER]`; all targets: `make fuzz`.

Whatever the bytes, reading gives a source whose parts lie inside its text, or a ReadError, within some seconds. An input that does
otherwise is kept in tests/fuzz/found, where a test reads it for ever after.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / "tests" / "fuzz" / "found"
sys.path.insert(0, str(ROOT))

import atheris  # noqa: E402

with atheris.instrument_imports(include=["pipeline.reading"], enable_loader_override=False):
    from pipeline.reading.reader import read_bytes

from fuzz.targets import SLOW, TARGETS, check, seeds  # noqa: E402


def main(target: str, seconds: int, folder: Path | None) -> None:
    """Fuzz one target for some seconds."""
    wrap: Callable[[bytes], bytes] = TARGETS[target]

    def one(data: bytes) -> None:
        content = wrap(data)
        begun = time.process_time()
        try:
            check(read_bytes, content)
            took = time.process_time() - begun
            assert took < SLOW, f"{took:.1f} s"
        except BaseException:
            keep(target, content)
            raise

    with tempfile.TemporaryDirectory() as scratch:
        corpus = folder or Path(scratch)
        for number, seed in enumerate(seeds(target)):
            (corpus / f"seed{number}").write_bytes(seed)
        options = [
            f"-max_total_time={seconds}",
            "-max_len=20000",
            "-timeout=60",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={scratch}/", str(corpus)], one)
        atheris.Fuzz()


def keep(target: str, content: bytes) -> None:
    """Put an input where the tests find it."""
    FOUND.mkdir(parents=True, exist_ok=True)
    (FOUND / f"{target}-{hashlib.sha256(content).hexdigest()[:12]}").write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
