"""The workbook at size: time and peak memory of 台账.xlsx for a made-up base of many facts, and of a sheet beyond Excel's limit.

`python benchmarks/workbook.py --facts 1000000 [--keep FILE]`: the base is made once (`benchmarks/store.py`); the workbook is written by a
process of its own, whose memory is asked of the system when it is done.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.store import build  # noqa: E402

_LEDGER = """
import sys
from pathlib import Path
from pipeline.export import write_ledger
from pipeline.store import KnowledgeBase
with KnowledgeBase.open(Path(sys.argv[1])) as kb:
    write_ledger(kb, iter(()), Path(sys.argv[2]))
"""
_LONG = """
import sys
from pathlib import Path
from pipeline.export.sheets import Column, workbook
with workbook(Path(sys.argv[2])) as book:
    rows = ((f"总务处每月检查第{n}号设施", n, "甲" * 30) for n in range(int(sys.argv[1])))
    book.sheet("责任清单", [Column("事项"), Column("次数"), Column("说明")], rows)
"""
_BEGIN = "import resource, time; begun = time.perf_counter()\n"
_TELL = """
used = resource.getrusage(resource.RUSAGE_SELF)
work, wall = used.ru_utime + used.ru_stime, time.perf_counter() - begun
print(f"{work:.0f} s of processor time, {wall:.0f} s by the wall, peak {used.ru_maxrss / 1024:.0f} MB", end="")
"""


def told(name: str, program: str, source: str, target: Path) -> None:
    """Run a program that writes `target`, and print what it took and what is in it."""
    command = [sys.executable, "-c", _BEGIN + program + _TELL, source, str(target)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    with zipfile.ZipFile(target) as package:
        sheets = sum(one.startswith("xl/worksheets/") for one in package.namelist())
        bare = sum(one.file_size for one in package.infolist())
    print(
        f"{name}: {said}; {sheets} sheets, {target.stat().st_size / 2**20:.0f} MB ({bare / 2**20:.0f} unpacked)",
        flush=True,
    )


def main() -> None:
    """Print both figures, and those of a tenth for comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for facts in (chosen.facts // 10, chosen.facts):
            base = chosen.keep if chosen.keep and facts == chosen.facts else Path(place) / f"{facts}.sqlite"
            if not base.exists():
                build(base, facts)
            told(f"workbook of {facts} facts", _LEDGER, str(base), Path(place) / f"{facts}.xlsx")
        told("a sheet of 1100000 rows", _LONG, "1100000", Path(place) / "long.xlsx")


if __name__ == "__main__":
    main()
