"""Gains and losses by fact against an earlier commit, in words: `make diff-facts BASE=rev`.

Extracts ../shared/corpus (where it is) and corpus/ with the working tree and with a checkout of BASE, and lists per kind what
came (+) and what went (-), with the source words, the rule and the time both took. Read it before a rule is merged.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "corpus", ROOT.parent / "shared" / "corpus")
ENDINGS = {".txt", ".pdf", ".docx"}
# Held-out texts (scripts/score.py) stand in ../shared/corpus too, in longer form: their words are not shown.
HELD = {"004.txt", "145.txt"}
SHOWN = (
    "name",
    "op",
    "value",
    "unit",
    "status",
    "kind",
    "start",
    "end",
    "freq",
    "person",
    "position",
    "group",
    "actor",
    "part",
)


def facts(tree: Path) -> tuple[Counter[str], float]:
    """One line per fact over all files, extracted by the code in `tree`; and the seconds it took."""
    begun = time.perf_counter()
    files = [
        path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*")) if path.suffix in ENDINGS
    ]
    found: Counter[str] = Counter()
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--worker", *map(str, files)],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    for line in done.stdout.decode("utf-8").splitlines():
        found[line] += 1
    return found, time.perf_counter() - begun


def worker(files: list[str]) -> None:
    """Print one line per fact; runs inside the tree that is measured."""
    from pipeline import extract, read
    from pipeline.model.result import fact_type

    for name in files:
        result = extract(read(name))
        text = read(name).text
        for fact in result.facts:
            words = "".join(text[span.start : span.end] for span in fact.spans)
            fields = {key: getattr(fact, key) for key in SHOWN if getattr(fact, key, None) not in (None, "")}
            shown = json.dumps(fields, ensure_ascii=False)
            print(f"{fact_type(fact)}\t{Path(name).name}\t{' '.join(words.split())[:80]}\t{shown}\t{fact.rule}")


def main() -> int:
    """Compare the working tree with BASE."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", default="HEAD")
    parser.add_argument("--worker", nargs="*")
    args = parser.parse_args()
    if args.worker is not None:
        worker(args.worker)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "base"
        subprocess.run(["git", "worktree", "add", "--detach", "--quiet", str(tree), args.base], cwd=ROOT, check=True)
        try:
            (before, seconds_before), (after, seconds_after) = facts(tree), facts(ROOT)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)
    report(before, after)
    print(f"time: {seconds_before:.1f} s before, {seconds_after:.1f} s now")
    return 0


def report(before: Counter[str], after: Counter[str]) -> None:
    """Print what came and went, by kind."""
    gained, lost = after - before, before - after
    for kind in sorted({line.split("\t", 1)[0] for line in gained + lost}):
        came = sorted(line for line in gained.elements() if line.startswith(f"{kind}\t"))
        went = sorted(line for line in lost.elements() if line.startswith(f"{kind}\t"))
        print(f"== {kind}: {len(came)} gained, {len(went)} lost")
        for mark, lines in (("+", came), ("-", went)):
            for line in lines:
                _, name, *rest = line.split("\t")
                print(mark, name, "(held out)" if name in HELD else "  ".join(rest))


if __name__ == "__main__":
    sys.exit(main())
