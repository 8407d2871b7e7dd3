"""How much of what is found hangs on the very words and lines of a text: annotated texts are changed in ways that leave their
meaning (other words for the same, other line breaks, marks, bullets), and the loss of each way is printed row by row.

Usage: python scripts/variants.py FOLDER... [--way NAME] [--show ROW]
Each FOLDER holds annotated texts (NAME.txt, NAME.json). A loss in one way tells of a rule that knows one writer's habit; what no
annotated text happens to show is seen here without a new one. The scorer is in ../shared/gold; without it nothing is done.
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from pipeline import extract
from pipeline.model.result import to_json

ROOT = Path(__file__).resolve().parent.parent
SCORER = ROOT.parent / "shared" / "gold" / "score.py"
_WIDTH = 38  # characters in a line of a page set in an office's usual type
_NAMED = ("name", "actor", "person", "position", "group", "title", "parent")

Edit = tuple[int, int, str]
Gold = dict[str, Any]


def main() -> int:
    """Print the loss of each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--way", choices=sorted(ways()))
    parser.add_argument("--show", help="list what one row loses")
    args = parser.parse_args()
    if not SCORER.is_file():
        print("no scorer at ../shared/gold: nothing to do")
        return 0
    scorer = _scorer()
    texts = [
        (path.stem, json.loads(path.read_text("utf-8")), scorer.read_text(path.with_suffix(".txt")))
        for folder in args.folders
        for path in sorted(folder.glob("*.json"))
    ]
    before, told = _scores(scorer, ((name, gold, text) for name, gold, text in texts))
    print("unchanged", _line(scorer, before))
    for name, way in ways().items():
        if args.way and name != args.way:
            continue
        after, now = _scores(scorer, ((stem, *changed(scorer, gold, text, way)) for stem, gold, text in texts))
        print(f"{name:10}", _line(scorer, {row: after.get(row, 0.0) - value for row, value in before.items()}))
        for row, side, stem, words in now if args.show else ():
            if row == args.show and (row, side, stem, words) not in told:
                print("   ", side, stem, words)
    return 0


def ways() -> dict[str, Callable[[str], list[Edit]]]:
    """Each way of changing a text, as the edits it makes."""
    words: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "scripts" / "variants.yaml").read_text("utf-8"))
    found: dict[str, Callable[[str], list[Edit]]] = {name: _other_words(pairs) for name, pairs in words.items()}
    return found | {
        "wrapped": _wrapped,
        "unstopped": lambda text: _each(r"(?m)[。;；]$", "", text),
        "bullets": lambda text: _each(
            r"(?m)^[ \u3000]*(?:\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[)）])(?=.*[。，；])", "● ", text
        ),
        "blanks": lambda text: _each(r"(?<=[，。；])(?=[^\s])", " ", text),
        "narrow": lambda text: [
            (at, at + 1, ",:;()"["，：；（）".index(one)]) for at, one in enumerate(text) if one in "，：；（）"
        ],
        "indented": lambda text: _each(r"\n", "\n\u3000\u3000", text),
        "wide": lambda text: [
            (at, at + 1, chr(ord(one) + 0xFEE0)) for at, one in enumerate(text) if one in "0123456789"
        ],
    }


def _other_words(pairs: dict[str, str]) -> Callable[[str], list[Edit]]:
    pattern = re.compile("|".join(sorted(map(re.escape, pairs), key=len, reverse=True)))
    return lambda text: [(*found.span(), pairs[found[0]]) for found in pattern.finditer(text)]


def _each(pattern: str, words: str, text: str) -> list[Edit]:
    return [(*found.span(), words) for found in re.finditer(pattern, text)]


def _wrapped(text: str) -> list[Edit]:
    edits: list[Edit] = []
    begin = 0
    for line in text.split("\n"):
        if "\t" not in line:
            edits += [(begin + at, begin + at, "\n") for at in range(_WIDTH, len(line), _WIDTH)]
        begin += len(line) + 1
    return edits


def changed(scorer: ModuleType, gold: Gold, text: str, way: Callable[[str], list[Edit]]) -> tuple[Gold, str]:
    """An annotated text after a change, its places moved and its names changed alike."""
    parts: list[str] = []
    moved: list[int] = []
    at = size = 0
    for start, end, words in way(text):
        moved += range(size, size + start - at)
        parts += [text[at:start], words]
        size += start - at + len(words)
        moved += [size - len(words)] * (end - start)
        at = end
    moved += range(size, size + len(text) - at + 1)
    parts.append(text[at:])
    made = copy.deepcopy(gold)
    places = scorer.Text(text)
    for fact in made["facts"]:
        start, end = places.locate(fact)
        fact["span"] = (moved[start], moved[end])
        for field in _NAMED:
            if fact.get(field):
                fact[field] = _renamed(fact[field], way)
    after = "".join(parts)
    for region in made.get("ignore", []):
        start = text.find(region["from"])
        end = text.find(region["to"], start) + len(region["to"])
        region["from"], region["to"] = after[moved[start] : moved[end]], ""
    return made, after


def _renamed(value: str | list[str], way: Callable[[str], list[Edit]]) -> str | list[str]:
    if isinstance(value, list):
        return [str(_renamed(one, way)) for one in value]
    for start, end, words in reversed(way(value)):
        value = value[:start] + words + value[end:]
    return value


def _scores(
    scorer: ModuleType, texts: Iterable[tuple[str, Gold, str]]
) -> tuple[dict[str, float], set[tuple[str, str, str, str]]]:
    """F1 of each row, pooled, and what was missed or found too much."""
    total: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    told: set[tuple[str, str, str, str]] = set()
    for name, gold, text in texts:
        misses: list[tuple[str, str, str, Gold]] = []
        tally = scorer.score_document(copy.deepcopy(gold), json.loads(to_json(extract(text))), text, misses)
        for row, counts in tally.items():
            total[row] = [a + b for a, b in zip(total[row], counts, strict=True)]
        for row, side, _, item in misses:
            spans = item.get("spans") or [item.get("span") or scorer.Text(text).locate(item)]
            told.add((row, side, name, "".join(text[start:end] for start, end in spans)[:100].replace("\n", "/")))
    return {
        row: 2 * hits / (found + wanted) if found + wanted else 0.0 for row, (hits, found, wanted) in total.items()
    }, told


def _line(scorer: ModuleType, rows: dict[str, float]) -> str:
    return "  ".join(f"{row} {rows.get(row, 0.0):+.3f}" for row in scorer.MAIN)


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
