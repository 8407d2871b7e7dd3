"""The fourth question set (everyday_cases.yaml): everyday words for what plans say formally; tuned on."""

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
_REAL = ("004", "105", "106", "118", "139", "145")
# Counted as written, before tuning on it: 0.65 / 0.72 (first of four rounds); after it 0.88 / 0.92; see docs/decisions.md.
_FIRST, _TOP_FIVE, _UNANSWERED = 0.82, 0.9, 0.9


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"place": "in"}):
    """A question as in test_cases.py."""

    q: str
    answer: tuple[str, ...]
    doc: str = ""
    place: str = ""


CASES = msgspec.convert(parse_yaml(_HERE.joinpath("everyday_cases.yaml"))["cases"], tuple[Case, ...])


def is_answer(row: AnswerRow, case: Case) -> bool:
    """Whether a row holds one of the words expected, in the plan expected."""
    words = row.text + row.answer if case.place == "text" else f"{row.answer} {row.actor or ''} {row.person or ''}"
    flat = "".join(words.split())
    return any("".join(word.split()) in flat for word in case.answer) and case.doc in f"{row.document} {row.path}"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("everyday")
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
    here = [case for case in CASES if case.answer and (_SHARED.is_dir() or not case.doc.startswith("shared"))]
    hits = {case.q: [is_answer(row, case) for row in ask(kb, case.q, 5).rows] for case in here}
    first = [q for q, found in hits.items() if found[:1] == [True]]
    missed = [q for q, found in hits.items() if not any(found)]
    assert len(first) >= _FIRST * len(here), f"{len(first)} of {len(here)} first; not in five: {missed}"
    assert len(here) - len(missed) >= _TOP_FIVE * len(here), missed


def test_what_plans_do_not_say(kb: KnowledgeBase) -> None:
    cases = [case for case in CASES if not case.answer]
    wrong = {case.q: rows for case in cases if (rows := [row.answer for row in ask(kb, case.q).rows])}
    assert len(wrong) <= (1 - _UNANSWERED) * len(cases), wrong


def test_the_set_is_what_it_says() -> None:
    assert len({case.q for case in CASES}) == len(CASES) >= 150
    assert sum(not case.answer for case in CASES) >= 10
