"""The knowledge base as Markdown: a heading and a table for each plan. Words of a plan are text, never marks."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from pipeline.model import labels
from pipeline.model.result import Duty, Indicator, Membership, fact_type
from pipeline.store import KnowledgeBase, StoredFact
from pipeline.store.held import facts_told
from pipeline.store.review_records import Review
from pipeline.store.reviews import reviews

_HEADINGS = ("类型", "主体或名称", "内容", "时限", "章节", "页码", "复核", "编号")
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$^=:@])")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


def write_markdown(kb: KnowledgeBase, path: Path, on: str) -> None:
    """Write every plan's facts, in the order of the text."""
    held = reviews(kb)
    titles = {stored.key: stored.document for stored in kb.documents()}
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f"# 方案知识库\n\n导出日期：{on}。每一行末尾是编号，用 cetu show 编号 查看原文出处。\n")
        for key, facts in groupby(facts_told(kb), key=lambda stored: stored.document_key):
            document = titles[key]
            rows = [_row(stored, held.get(stored.fact.id)) for stored in facts]
            issued = "　".join(part for part in (document.issuer, document.issued) if part)
            stream.write(f"\n## {escaped(document.title)}\n\n")
            stream.write(f"{escaped(issued)}\n\n" if issued else "")
            stream.write(_line(_HEADINGS) + _line(["---"] * len(_HEADINGS)) + "".join(rows))


def escaped(words: str) -> str:
    """Words as Markdown that shows just these words, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(_CONTROL.sub(" ", words).split()))


def _row(stored: StoredFact, held: Review | None) -> str:
    fact = stored.fact
    who, what = "", stored.words
    if isinstance(fact, Duty):
        who = fact.who or "（未写明）"
    elif isinstance(fact, Indicator):
        who, what = fact.name, labels.quantity(fact.op, fact.value, fact.value_max, fact.unit)
    elif isinstance(fact, Membership):
        who, what = fact.person, f"{fact.group or ''}{fact.position}"
    page = str(fact.page) if fact.page else ""
    kind, verdict = labels.TYPES[fact_type(fact)], held.verdict_word if held else ""
    return _line(
        [escaped(cell) for cell in (kind, who, what, stored.due or "", stored.section or "", page, verdict, fact.id)]
    )


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |\n"
