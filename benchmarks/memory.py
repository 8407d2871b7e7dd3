"""Peak memory of a run, all its processes together, over few and over many plans: `python benchmarks/memory.py [FEW MANY]`.

Two figures: the sum of resident sizes (pages that processes share are counted in each), and the sum of proportional sizes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.plans import write  # noqa: E402

PAGES = 0.1
_EVERY = 0.25
_PROPORTIONAL_EVERY = 12
_TOLD_EVERY = 240


def peak(folder: Path, out: Path) -> tuple[float, float, float]:
    """Peak of the resident sum and of the proportional sum in MB, and the seconds taken."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "pipeline.cli", "run", str(folder), "-o", str(out), "-j", "2", "--quiet"]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    whole = psutil.Process(run.pid)
    resident = proportional = 0.0
    number = 0
    while run.poll() is None:
        family = [whole, *whole.children(recursive=True)] if whole.is_running() else []
        resident = max(resident, sum(_size(one, "rss") for one in family))
        if number % _PROPORTIONAL_EVERY == 0:
            proportional = max(proportional, sum(_size(one, "pss") for one in family))
        if number % _TOLD_EVERY == _TOLD_EVERY - 1:
            done = sum(1 for _ in (out / "documents").iterdir())
            print(
                f"  after {done}: {resident / 2**20:.0f} MB resident, {proportional / 2**20:.0f} MB proportional",
                flush=True,
            )
        number += 1
        time.sleep(_EVERY)
    if run.returncode:
        raise SystemExit(f"cetu run ended with {run.returncode}")
    return resident / 2**20, proportional / 2**20, time.perf_counter() - begun


def _size(process: psutil.Process, kind: str) -> float:
    try:
        found = process.memory_info() if kind == "rss" else process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(getattr(found, kind))


def main(few: int, many: int) -> None:
    """Print peaks and their ratio."""
    peaks = []
    for count in (few, many):
        with tempfile.TemporaryDirectory() as place:
            folder = write(Path(place) / "plans", count, PAGES, "txt-utf8")
            peaks.append(peak(folder, Path(place) / "out"))
            size = (Path(place) / "out" / "kb.sqlite").stat().st_size / 2**20
        resident, proportional, seconds = peaks[-1]
        print(
            f"{count} small text plans: peak {resident:.0f} MB resident, {proportional:.0f} MB proportional, all processes; "
            f"{seconds:.0f} s, base {size:.0f} MB",
            flush=True,
        )
    ratios = [b / a for a, b in zip(*peaks, strict=True)]
    print(f"ratio: {ratios[0]:.2f} resident, {ratios[1]:.2f} proportional")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3] or ("500", "10000")))
