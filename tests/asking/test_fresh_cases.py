"""The third question set (fresh_cases.yaml): never tuned on, only counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.store import KnowledgeBase
from tests.asking.question_sets import SHARED, Case, answered, base_of, cases, found

_FOLDERS = ("tests/plans/blind_a", "tests/plans/blind_c", "corpus")
_REAL = ("102", "103", "116", "157")
# Measured: 0.66 / 0.78 when it was written, then 0.74 / 0.86, 0.78 / 0.90 and 0.81 / 0.91 (9 of 10 unanswerable) after other sets had been
# tuned on.
_FIRST, _TOP_FIVE, _UNANSWERED = 0.7, 0.82, 0.85


class WordedCase(Case, frozen=True, kw_only=True):
    """A question in the plan's or in other `words`; `real`: over a text that is not in this repository."""

    words: str
    real: bool = False


CASES = cases("fresh_cases.yaml", WordedCase)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of(tmp_path_factory.mktemp("fresh"), _FOLDERS, _REAL)


def test_answerable(kb: KnowledgeBase) -> None:
    here = [case for case in CASES if case.answer and (SHARED.is_dir() or not case.real)]
    # Which were missed is not told: the set is to stay unread by those who tune.
    first, missed = map(len, found(kb, here))
    five = len(here) - missed
    assert first >= _FIRST * len(here), f"{first} of {len(here)} first"
    assert five >= _TOP_FIVE * len(here), f"{five} of {len(here)} in the first five"


def test_what_plans_do_not_say(kb: KnowledgeBase) -> None:
    asked = sum(not case.answer for case in CASES)
    right = asked - len(answered(kb, CASES))
    assert right >= _UNANSWERED * asked, f"{right} of {asked}"


def test_the_set_is_what_it_says() -> None:
    assert len({case.q for case in CASES}) == len(CASES) >= 80
    assert sum(case.words == "other" for case in CASES) * 2 >= len(CASES)
    assert sum(not case.answer for case in CASES) * 10 >= len(CASES)
