"""How much of what is answered hangs on the very words of a question: each question of a set that is answered rightly is asked
again in other ways (fillers, other words, another order, slips), and what each way loses is counted. A question without an answer
must keep none.

Usage: python scripts/ask_variants.py CASES.yaml=kb.sqlite... [--way NAME] [--show]
A loss in one way tells of a rule that knows one asker's habit. The ways are in ask_variants.yaml.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.asking import ask  # noqa: E402
from pipeline.store import KnowledgeBase  # noqa: E402
from tests.asking.question_sets import Case, is_answer  # noqa: E402

# A question and its number in its set: the number says which of several words is used.
Way = Callable[[str, int], str]
_WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789"}


class Rewrites(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ask_variants.yaml."""

    front: dict[str, list[str]]
    back: dict[str, list[str]]
    marks: dict[str, list[str]]
    pairs: dict[str, dict[str, list[str]]]
    edits: dict[str, list[tuple[str, str]]]


def main() -> int:
    """Print what each way loses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", help="CASES.yaml=kb.sqlite")
    parser.add_argument("--way", help="only ways whose names begin so")
    parser.add_argument("--show", action="store_true", help="list what is lost")
    args = parser.parse_args()
    made = {name: way for name, way in ways().items() if name.startswith(args.way or "")}
    asked: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    gained: Counter[str] = Counter()
    for one in args.sets:
        path, _, base = one.partition("=")
        with KnowledgeBase.open(base) as kb:
            for name, case, words, kept in variants(kb, msgspec.convert(_cases(path), list[Case]), made):
                asked[name] += 1
                lost[name] += not kept and bool(case.answer)
                gained[name] += not kept and not case.answer
                if args.show and not kept:
                    print(name, "|", case.q, "|", words, "|", *(row.answer[:20] for row in ask(kb, words, 3).rows))
    for name in made:
        print(f"{name:16} {asked[name]:5} asked, {lost[name]:4} lost, {gained[name]:3} answered that should not be")
    print(f"{'all':16} {asked.total():5} asked, {lost.total():4} lost, {gained.total():3} answered that should not be")
    return 0


def variants(kb: KnowledgeBase, cases: list[Case], made: dict[str, Way]) -> list[tuple[str, Case, str, bool]]:
    """Each way of asking what is answered rightly now: its name, the question, its words, whether the answer stays."""
    found: list[tuple[str, Case, str, bool]] = []
    for number, case in enumerate(cases):
        if not _right(kb, case, case.q):
            continue
        for name, way in made.items():
            words = way(case.q, number)
            if words != case.q:
                found.append((name, case, words, _right(kb, case, words)))
    return found


def _right(kb: KnowledgeBase, case: Case, words: str) -> bool:
    """Whether the first row answers, or none where the plans do not say."""
    rows = ask(kb, words, 1, on=case.day).rows
    return bool(rows) and is_answer(rows[0], case) if case.answer else not rows


def ways() -> dict[str, Way]:
    """Each way of asking otherwise; where it does not apply, the question stays as it is."""
    rewrites = msgspec.convert(yaml.safe_load((ROOT / "scripts" / "ask_variants.yaml").read_text("utf-8")), Rewrites)
    found: dict[str, Way] = {}
    found |= {name: _added(words, before=True) for name, words in rewrites.front.items()}
    found |= {name: _added(words, before=False) for name, words in (rewrites.back | rewrites.marks).items()}
    found |= {name: _other_words(pairs) for name, pairs in rewrites.pairs.items()}
    found |= {name: _edited(edits) for name, edits in rewrites.edits.items()}
    return found


def _added(words: list[str], *, before: bool) -> Way:
    def way(question: str, number: int) -> str:
        word = words[number % len(words)]
        return word + question if before else question.rstrip("?？。") + word

    return way


def _other_words(pairs: dict[str, list[str]]) -> Way:
    """The longest word that has another in this row."""
    pattern = re.compile("|".join(sorted(map(re.escape, pairs), key=len, reverse=True)))

    def way(question: str, number: int) -> str:
        return pattern.sub(lambda match: pairs[match[0]][number % len(pairs[match[0]])], question, count=1)

    return way


def _edited(edits: list[tuple[str, str]]) -> Way:
    """The first edit that fits, beginning with another one for each question where all may fit."""

    def way(question: str, number: int) -> str:
        bare = question.rstrip("?？。")
        turned = edits if edits[0][0].startswith("^") else edits[number % len(edits) :] + edits[: number % len(edits)]
        for pattern, words in turned:
            if found := re.search(pattern, bare):
                new = found[0].translate(_WIDE) if words == "<wide>" else found.expand(words)
                return bare[: found.start()] + new + bare[found.end() :]
        return question

    return way


def _cases(path: str) -> object:
    return yaml.safe_load(Path(path).read_text("utf-8"))["cases"]


if __name__ == "__main__":
    raise SystemExit(main())
