"""What the question sets share: the bases they are asked of, and when a row holds what is expected."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.api import extract_with_layout
from pipeline.asking import ask
from pipeline.batch import run_folder
from pipeline.lexicon.loader import parse_yaml
from pipeline.model.rows import AnswerRow
from pipeline.reading import read_text
from pipeline.store import KnowledgeBase, passages_of

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
SHARED = _ROOT.parent / "shared" / "corpus"
_PLAIN_ONLY = shutil.ignore_patterns("*.json", "*.pdf", "*.docx", "*.md")


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"place": "in"}):
    """A question. `answer`: words one of which the answer holds (`in: text`: its sentence too; `in: any`: the group or the
    plan's name too); empty: the plans do not say. `doc`: words of the plan's title or path; `day` of asking."""

    q: str
    answer: tuple[str, ...]
    doc: str = ""
    place: str = ""
    day: str | None = None
    note: str = ""


C = TypeVar("C", bound=Case)


def cases(name: str, kind: type[C]) -> tuple[C, ...]:
    """The questions of a file."""
    return tuple(msgspec.convert(parse_yaml(_HERE / name)["cases"], list[kind]))  # type: ignore[valid-type]


def is_answer(row: AnswerRow, case: Case) -> bool:
    """Whether a row holds one of the words expected, in the plan expected."""
    words = {
        "text": row.text + row.answer,
        "any": f"{row.answer} {row.group or ''} {row.document} {row.path}",
        "": f"{row.answer} {row.actor or ''} {row.person or ''}",
    }[case.place]
    flat = "".join(words.split())
    return any("".join(word.split()) in flat for word in case.answer) and case.doc in f"{row.document} {row.path}"


def base_of(home: Path, folders: Sequence[str], real: Sequence[str]) -> Iterator[KnowledgeBase]:
    """A base of the plain texts of some folders of this repository, and of real texts where they are here."""
    for folder in folders:
        shutil.copytree(_ROOT / folder, home / "in" / Path(folder).name, ignore=_PLAIN_ONLY)
    (home / "in" / "shared").mkdir()
    for name in real:
        if (SHARED / f"{name}.txt").is_file():
            shutil.copy(SHARED / f"{name}.txt", home / "in" / "shared")
    run_folder(home / "in", home / "out")
    with KnowledgeBase.open(home / "out" / "kb.sqlite") as base:
        yield base


def found(kb: KnowledgeBase, asked: Iterable[Case]) -> tuple[list[str], list[str]]:
    """The questions whose first row answers them, and those that none of the first five does."""
    hits = {case.q: [is_answer(row, case) for row in ask(kb, case.q, 5, on=case.day).rows] for case in asked}
    return [q for q, rows in hits.items() if rows[:1] == [True]], [q for q, rows in hits.items() if not any(rows)]


def assert_floors(kb: KnowledgeBase, asked: Iterable[Case], first_share: float, five_share: float) -> None:
    """That so many of the questions whose plans are here are answered first, and so many by one of the first five."""
    here = [case for case in asked if case.answer and (SHARED.is_dir() or not case.doc.startswith("shared"))]
    first, missed = found(kb, here)
    assert len(first) >= first_share * len(here), f"{len(first)} of {len(here)} first; not in five: {missed}"
    assert len(here) - len(missed) >= five_share * len(here), missed


def assert_unanswered(kb: KnowledgeBase, asked: Sequence[Case], share: float) -> None:
    """That so many of the questions that the plans do not answer get nothing."""
    wrong = answered(kb, asked)
    assert len(wrong) <= (1 - share) * sum(not case.answer for case in asked), wrong


def answered(kb: KnowledgeBase, asked: Iterable[Case]) -> dict[str, list[str]]:
    """The answers to those questions that the plans do not answer: there should be none."""
    rows = {case.q: [row.answer for row in ask(kb, case.q).rows] for case in asked if not case.answer}
    return {q: answers for q, answers in rows.items() if answers}


def base_of_plan(folder: Path, plan: Path) -> Iterator[KnowledgeBase]:
    """A base that holds one plan of text."""
    yield from base_of_texts(folder, {"plan": plan.read_text("utf-8")})


def base_of_texts(folder: Path, texts: Mapping[str, str]) -> Iterator[KnowledgeBase]:
    """A base that holds some plans, by the names of their files."""
    with KnowledgeBase.open(folder / "kb.sqlite", write=True) as base:
        for name, text in texts.items():
            extraction, layout = extract_with_layout(read_text(text, path=f"{name}.txt"))
            base.add(extraction, passages=passages_of(layout))
        yield base
