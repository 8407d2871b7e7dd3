"""Fit the weights of the odds that a sentence answers (pipeline/asking/odds.py) to sets of questions.

Usage: python scripts/fit_odds.py QUESTIONS.yaml=BASE.sqlite [QUESTIONS.yaml=BASE.sqlite ...]
Each set (as tests/asking/*.yaml) goes with the base of its plans. Questions that words leave without an answer count: with what
the sentence most like each tells, right or wrong; those of a set asked of another's base should find nothing and weigh a tenth.
Prints the weights, and what each threshold gives where the set asked about was left out of the fit. Fit to sets that no rule has seen:
the rules leave few unanswered of those they were written for.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.asking.by_words import by_words  # noqa: E402
from pipeline.asking.odds import FITS_BY_HALF, LONGEST, NAMING, NUMBERS, PARTIES, Odds  # noqa: E402
from pipeline.asking.ranked import candidates  # noqa: E402
from pipeline.lexicon import lexicons_pinned  # noqa: E402
from pipeline.store import KnowledgeBase  # noqa: E402
from tests.asking.question_sets import Case, is_answer  # noqa: E402

_NAMES = (
    "covered", "own", "matter", "rarest", "length", "plain number", "party", "number", "fits", "named number", "none",
)  # fmt: skip
_FOREIGN = 0.1  # weight of a question asked of another set's base
_RIDGE = np.diag([0.2, 0.2, 0.2, 0.2, 0.02, 0.5, 0.5, 0.5, 0.3, 0.3, 1e-4])
_STEPS = 40


class Sample(msgspec.Struct, frozen=True):
    """The best that was told in answer to a question of `origin`, and whether it is right."""

    origin: str
    measures: list[float]
    right: bool
    sort: str

    @property
    def weight(self) -> float:
        """How much the sample counts."""
        return _FOREIGN if self.sort == "foreign" else 1.0


def main(arguments: list[str]) -> int:
    """Fit and print."""
    if not arguments or any("=" not in one for one in arguments):
        print(__doc__)
        return 2
    sets = {name: Path(base) for name, _, base in (one.partition("=") for one in arguments)}
    found = list(samples(sets))
    print("weights:", dict(zip(_NAMES, fitted(found).round(2).tolist(), strict=True)))
    values = np.zeros(len(found))
    for name in sets:
        weights = fitted([one for one in found if one.origin != name])
        for place, one in enumerate(found):
            if one.origin == name:
                values[place] = np.dot([*one.measures, 1.0], weights)
    for least in np.arange(0.4, -1.5, -0.2):
        kept = Counter((one.sort, one.right) for one, value in zip(found, values, strict=True) if value >= least)
        print(
            f"{least:5.1f}", {f"{sort} {'right' if right else 'wrong'}": n for (sort, right), n in sorted(kept.items())}
        )
    return 0


def samples(sets: dict[str, Path]) -> Iterator[Sample]:
    """What is told in answer to each question that words leave open, asked of each base."""
    cases = {name: _cases(Path(name)) for name in sets}
    for base, path in sets.items():
        with KnowledgeBase.open(path) as kb:
            for name, some in cases.items():
                yield from (one for case in some if (one := _sample(kb, case, name, name != base)) is not None)


def _cases(path: Path) -> list[Case]:
    rows = yaml.safe_load(path.read_text("utf-8"))["cases"]
    known = set(Case.__struct_encode_fields__)
    return [msgspec.convert({key: value for key, value in row.items() if key in known}, Case) for row in rows]


@lexicons_pinned()
def _sample(kb: KnowledgeBase, case: Case, origin: str, foreign: bool) -> Sample | None:
    found = by_words(kb, case.q, 5, case.day)
    told = [] if found.rows else candidates(kb, found.asked, found.terms)
    if not told or told[0].odds.seat:  # seats have odds of their own
        return None
    right = bool(case.answer) and not foreign and is_answer(told[0].row, case)
    sort = "foreign" if foreign else "answered" if case.answer else "unanswerable"
    return Sample(origin, measures(told[0].odds, found.asked.kind), right, sort)


def measures(odds: Odds, kind: str) -> list[float]:
    """The numbers that are weighed, in the order of `_NAMES`."""
    number = kind in NUMBERS
    return [
        odds.covered, odds.own, odds.matter, odds.rarest, float(min(odds.length, LONGEST)),
        float(number and not odds.surely), float(kind in PARTIES), float(number),
        (odds.fits - FITS_BY_HALF) * (kind in PARTIES), float(number and odds.fits >= NAMING),
    ]  # fmt: skip


def fitted(found: list[Sample]) -> np.ndarray:
    """Weights by logistic regression with a small ridge (Newton's steps)."""
    rows = np.array([[*one.measures, 1.0] for one in found])
    right = np.array([float(one.right) for one in found])
    weight = np.array([one.weight for one in found])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        odds = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        curve = (rows * (weight * odds * (1 - odds))[:, None]).T @ rows + _RIDGE
        weights -= np.linalg.solve(curve, rows.T @ (weight * (odds - right)) + _RIDGE @ weights)
    return weights


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
