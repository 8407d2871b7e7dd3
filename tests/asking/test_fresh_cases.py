"""The third question set (fresh_cases.yaml): never tuned on, only counted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pipeline.asking import ask
from pipeline.batch import run_folder
from pipeline.lexicon.loader import parse_yaml
from pipeline.model.rows import AnswerRow
from pipeline.store import KnowledgeBase

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_SHARED = _ROOT.parent / "shared" / "corpus"
_REAL = ("102", "103", "116", "157")
# Measured: 0.66 / 0.78 when it was written, 0.74 / 0.86 and then 0.78 / 0.90 (9 of 10 unanswerable) after other sets had been tuned on.
_FIRST, _TOP_FIVE, _UNANSWERED = 0.7, 0.82, 0.85


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"place": "in"}):
    """A question as in test_cases.py; `real`: over a text that is not in this repository."""

    q: str
    answer: tuple[str, ...]
    words: str
    doc: str = ""
    place: str = ""
    real: bool = False


CASES = msgspec.convert(parse_yaml(_HERE.joinpath("fresh_cases.yaml"))["cases"], tuple[Case, ...])


def is_answer(row: AnswerRow, case: Case) -> bool:
    """Whether a row holds one of the words expected, in the plan expected; `any`: in the answer or the plan's name."""
    words = {
        "text": row.text + row.answer,
        "any": f"{row.answer} {row.group or ''} {row.document} {row.path}",
        "": f"{row.answer} {row.actor or ''} {row.person or ''}",
    }[case.place]
    flat = "".join(words.split())
    return any("".join(word.split()) in flat for word in case.answer) and case.doc in f"{row.document} {row.path}"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("fresh")
    for name in ("blind_a", "blind_c"):
        source = _ROOT / "tests" / "plans" / name
        shutil.copytree(source, home / "in" / name, ignore=shutil.ignore_patterns("*.json"))
    shutil.copytree(_ROOT / "corpus", home / "in" / "corpus", ignore=shutil.ignore_patterns("*.pdf", "*.docx", "*.md"))
    (home / "in" / "shared").mkdir()
    for name in _REAL:
        if (_SHARED / f"{name}.txt").is_file():
            shutil.copy(_SHARED / f"{name}.txt", home / "in" / "shared")
    run_folder(home / "in", home / "out")
    with KnowledgeBase.open(home / "out" / "kb.sqlite") as base:
        yield base


def test_answerable(kb: KnowledgeBase) -> None:
    here = [case for case in CASES if case.answer and (_SHARED.is_dir() or not case.real)]
    hits = {case.q: [is_answer(row, case) for row in ask(kb, case.q, 5).rows] for case in here}
    first = sum(found[:1] == [True] for found in hits.values())
    five = sum(any(found) for found in hits.values())
    # Which were missed is not told: the set is to stay unread by those who tune.
    assert first >= _FIRST * len(here), f"{first} of {len(here)} first"
    assert five >= _TOP_FIVE * len(here), f"{five} of {len(here)} in the first five"


def test_what_plans_do_not_say(kb: KnowledgeBase) -> None:
    cases = [case for case in CASES if not case.answer]
    right = sum(not ask(kb, case.q).rows for case in cases)
    assert right >= _UNANSWERED * len(cases), f"{right} of {len(cases)}"


def test_the_set_is_what_it_says() -> None:
    assert len({case.q for case in CASES}) == len(CASES) >= 80
    assert sum(case.words == "other" for case in CASES) * 2 >= len(CASES)
    assert sum(not case.answer for case in CASES) * 10 >= len(CASES)
