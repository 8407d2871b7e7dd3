"""The second question set (more_cases.yaml): plans invented for it, plans by another writer, and real texts where they are here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.store import KnowledgeBase
from tests.asking.question_sets import Case, assert_floors, assert_unanswered, base_of, cases

_FOLDERS = ("tests/asking/plans", "tests/plans/blind_a")
_REAL = ("105", "106", "118", "139")
# Measured over all folders, first / first five: open 0.95 / 0.95, kept (opened on 2026-11-22) 0.93 / 0.95; all unanswerable ones.
_FIRST, _TOP_FIVE = 0.88, 0.90


class SetCase(Case, frozen=True, kw_only=True):
    """A question of the `set` open (tuned on) or kept (only counted)."""

    set: str


CASES = cases("more_cases.yaml", SetCase)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of(tmp_path_factory.mktemp("more"), _FOLDERS, _REAL)


def test_answerable(kb: KnowledgeBase) -> None:
    assert_floors(kb, CASES, _FIRST, _TOP_FIVE)


def test_what_plans_do_not_say(kb: KnowledgeBase) -> None:
    assert_unanswered(kb, CASES, 1.0)


def test_the_set_is_what_it_says() -> None:
    assert len({case.q for case in CASES}) == len(CASES) >= 90
    assert {case.set for case in CASES} == {"open", "kept"}
    assert sum(case.set == "kept" for case in CASES) >= 30
    assert sum(not case.answer for case in CASES) >= 8
