"""Print the tables of docs/scoreboard.md: each set of annotated texts, by row, with date and commit.

Usage: python scripts/scoreboard.py >> docs/scoreboard.md (then write what the figures mean).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = {
    "dev, all 14": ["--set", "all"],
    "dev, tuned on from the first (10)": ["--set", "tune"],
    "dev, held until the swap (4)": ["--set", "held"],
    "own plans a (10, opened)": ["--plans", "tests/plans/blind_a"],
    "own plans c (9, opened)": ["--plans", "tests/plans/blind_c"],
    "own plans b (8, never opened)": ["--plans", "tests/plans/blind_b"],
    "own plans d (3, never opened)": ["--plans", "tests/plans/blind_d"],
}


def main() -> None:
    """One table: rows by sets, F1 / docF1."""
    results = {name: score(arguments) for name, arguments in SETS.items()}
    line = ["git", "log", "-1", "--format=%cs, commit %h"]
    print(f"## {subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()}\n")
    print("| row (F1 / docF1) | " + " | ".join(results) + " |")
    print("| --- |" + " --- |" * len(results))
    for row in next(iter(results.values()))["rows"]:
        cells = [cell(result["rows"].get(row)) for result in results.values()]
        print(f"| {row} | " + " | ".join(cells) + " |")
    print("| **score** | " + " | ".join(f"**{result['score']:.3f}**" for result in results.values()) + " |")


def cell(row: dict[str, float] | None) -> str:
    """F1 and docF1 of a row; empty where the set has none."""
    return f"{row['f1']:.3f} / {row['doc_f1'] or 0:.3f}" if row and row["gold"] else ""


def score(arguments: list[str]) -> dict[str, dict[str, dict[str, float]]]:
    """What scripts/score.py says of one set."""
    command = [sys.executable, str(ROOT / "scripts" / "score.py"), *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, dict[str, dict[str, float]]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
