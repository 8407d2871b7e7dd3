"""Whole documents, line by line: what a plan gives, readable in a diff.

`CETU_GOLDEN=write pytest tests/golden` writes the files anew; read the diff before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from pipeline import extract, read
from pipeline.model.result import Extraction, fact_type
from pipeline.model.span import words_at

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent.parent / "corpus"
WRITE = os.environ.get("CETU_GOLDEN") == "write"
PLANS = (
    "云岭县创建义务教育优质均衡发展县重点任务分工方案.pdf",
    "青禾区实验小学教育督导反馈问题整改方案.docx",
    "柳溪镇第二小学关于调整各项工作领导小组成员的通知.txt",
    "枫林坳学校控辍保学与学困生帮扶工作计划.txt",
    "汇编/栖禾镇中心小学2024年秋季学期工作计划与方案汇编.txt",
)
# Said by the line's place or by its words already.
_LEFT_OUT = {"id", "document", "section", "spans", "page", "rule", "cues", "deadline", "indicators", "measures"}


def lines(result: Extraction) -> list[str]:
    """One line per plan, heading and fact in the order of the text; ids, which say nothing to a reader, left out."""
    text = result.text
    assert isinstance(text, str)
    depth = {section.id: section.level for section in result.sections}
    found: list[tuple[int, int, str]] = []
    for document in result.documents:
        fields = (document.title, document.issuer, document.issued, document.number, document.kind, document.level)
        found.append((document.span.start, 0, "# " + " | ".join(field or "-" for field in fields)))
    for section in result.sections:
        parent = depth.get(section.parent or "", 0)
        found.append(
            (section.span.start, 1, f"{'  ' * section.level}{section.number} {section.title} (under {parent})")
        )
    words = {fact.id: " ".join(words_at(text, fact.spans).split()) for fact in result.facts}
    for fact in result.facts:
        fields = {k: v for k, v in msgspec.to_builtins(fact).items() if k not in _LEFT_OUT and v not in (None, [], "")}
        kind = fields.pop("type", fact_type(fact))
        links = [words[one] for key in ("deadline", "indicators", "measures") for one in _ids(getattr(fact, key, None))]
        shown = " ".join(f"{key}={value}" for key, value in sorted(fields.items()))
        tied = f" -> {'; '.join(one[:30] for one in links)}" if links else ""
        page = f" p{fact.page}" if fact.page else ""
        found.append((fact.spans[0].start, 2, f"    [{kind}] {words[fact.id]} {{{shown}}}{tied}{page} <{fact.rule}>"))
    return [line for _, _, line in sorted(found)]


def _ids(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


@pytest.mark.parametrize("plan", PLANS)
def test_a_whole_plan(plan: str) -> None:
    (path,) = CORPUS.glob(plan)
    golden = HERE / f"{path.name}.golden"
    found = "\n".join(lines(extract(read(path)))) + "\n"
    if WRITE:
        golden.write_text(found, "utf-8")
    assert found.splitlines() == golden.read_text("utf-8").splitlines()


def test_writing_is_switched_off() -> None:
    assert not WRITE, "golden files were written anew: read their diff, then run without CETU_GOLDEN"
