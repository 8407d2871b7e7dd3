"""Extract annotated texts and score the results; what was held out until the swap is a set of its own.

Usage: python scripts/score.py [--set tune|held|both|all] [--plans FOLDER] [--show ROW] [--keep DIR]
`--plans tests/plans/a` scores annotated plans of our own instead. The scorer and the real texts are in ../shared/gold; without
them it says so and stops with 0.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
# Held out until 2026-11-22, when the sets were swapped (docs/scoreboard.md).
HELD = ("004", "117", "136", "145")


def main() -> int:
    """Print the score table of each set asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=("tune", "held", "both", "all"), default="both")
    parser.add_argument("--plans", type=Path, help="a folder of annotated plans instead of the real ones")
    parser.add_argument("--show", help="list misses of one row")
    parser.add_argument("--keep", type=Path, help="keep the results in this folder")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not (GOLD / "score.py").is_file():
        print("no annotated texts at ../shared/gold: nothing to score")
        return 0
    sets = ("tune", "held") if args.set == "both" else (args.set,)
    if args.plans:
        sets = (args.plans.name,)
    for name in sets:
        with tempfile.TemporaryDirectory() as scratch:
            out = args.keep or Path(scratch) / "out"
            gold = args.plans or select(name, Path(scratch) / "gold")
            extract_all(gold, out)
            command = [sys.executable, str(GOLD / "score.py"), str(gold), str(out)]
            if args.show:
                command += ["--show", args.show]
            if args.json:
                command += ["--json"]
            else:
                print(f"== {name}", flush=True)
            subprocess.run(command, check=True)
    return 0


def select(name: str, folder: Path) -> Path:
    """A folder with links to the gold files of one set."""
    folder.mkdir(parents=True)
    for path in sorted((GOLD / "dev").iterdir()):
        held = path.stem in HELD
        if name == "all" or held == (name == "held"):
            (folder / path.name).symlink_to(path)
    return folder


def extract_all(gold: Path, out: Path) -> None:
    """Write one result per text of `gold` into `out`."""
    from pipeline import extract, read
    from pipeline.model.result import to_json

    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(gold.glob("*.txt")):
        (out / f"{path.name}.json").write_bytes(to_json(extract(read(path))))


if __name__ == "__main__":
    sys.exit(main())
