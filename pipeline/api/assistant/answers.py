"""What the server's tools answer, as plain data: capped rows, each with its document, section, page, spans, fact id and
source sentence. Nothing here knows the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from pipeline import asking
from pipeline.asking import FactView
from pipeline.comparison import standard, standards
from pipeline.comparison.matrix import matrix
from pipeline.model import labels
from pipeline.model.errors import UsageError
from pipeline.model.rows import AnswerRow, ComparisonRow
from pipeline.store import KnowledgeBase
from pipeline.store.records import StoredDocument

MOST_ROWS = 50
MOST_CHARACTERS = 200_000
_MOST_PLANS = 10
# A question is a sentence; what is longer costs time and says no more.
_LONGEST_WORDS = 500

Answer = dict[str, Any]


def ask(kb: KnowledgeBase, question: str, limit: int) -> Answer:
    """Answers to a question, apart from them what else might be meant; where the plans do not say, `found` is false and `nearest`
    holds what is no answer."""
    result = asking.ask(kb, _words(question), _capped(limit))
    if result.rows:
        return {
            "found": True,
            **_hits(result.rows[: result.sure]),
            "possible": [hit(row) for row in result.rows[result.sure :]],
        }
    return {
        "found": False,
        "message": "未找到：这些方案里没有写明。nearest 只是意思相近的内容，不是答案。",
        "rows": [],
        "nearest": [hit(row) for row in result.nearest],
    }


def search(kb: KnowledgeBase, words: str, limit: int) -> Answer:
    """Full-text hits."""
    return _found(asking.search(kb, _words(words), _capped(limit)), limit)


def who(kb: KnowledgeBase, matter: str, limit: int) -> Answer:
    """Who answers for a matter."""
    return _found(asking.who(kb, _words(matter), _capped(limit)), limit)


def duties(kb: KnowledgeBase, actor: str, limit: int) -> Answer:
    """What falls to an actor."""
    return _found(asking.duties(kb, _words(actor), _capped(limit)), limit)


def deadlines(kb: KnowledgeBase, since: str | None, until: str | None, limit: int) -> Answer:
    """What falls due when."""
    return _found(asking.deadlines(kb, since or None, until or None, _capped(limit)), limit)


def show(kb: KnowledgeBase, fact: str) -> Answer:
    """One fact in full: its fields, its place with the words in 【】, its rule, what it is tied to."""
    view = asking.show(kb, fact.strip())
    fields = msgspec.to_builtins(view.fact)
    return {
        **hit(view.row),
        "fields": {name: value for name, value in fields.items() if name not in _COMMON and value not in (None, [])},
        "line": view.line,
        "around": _marked(view),
        "rule": view.rule,
        "states": view.states,
        "cues": list(view.cues),
        "corrections": [{"field": one.field, "now": one.now} for one in view.put_right],
        "rejected": view.rejected,
        "ties": [{"relation": tie.relation, **hit(tie.row)} for tie in view.ties[:MOST_ROWS]],
    }


_COMMON = frozenset(("id", "type", "document", "section", "spans", "page", "rule", "cues"))


def compare(kb: KnowledgeBase, documents: Sequence[str], standard_id: str, verdict: str | None, limit: int) -> Answer:
    """Plans held against a standard list, row by row."""
    if not documents:
        raise UsageError("请给出至少一份方案（documents 工具列出全部）")
    if len(documents) > _MOST_PLANS:
        raise UsageError(f"一次最多对照 {_MOST_PLANS} 份方案")
    if verdict and verdict not in labels.VERDICTS:
        raise UsageError(f"没有这种结论：{verdict}（有 {'、'.join(labels.VERDICTS)}）")
    found = matrix(kb, [_words(name) for name in documents], standard(standard_id))
    rows = [row for row in found.findings() if not verdict or row.verdict == verdict]
    counts = {plan.title: plan.counts for plan in found.plans}
    return {"standard": found.title, "counts": counts, **_part([_verdict(row) for row in rows], limit)}


def standard_lists(list_id: str | None, limit: int) -> Answer:
    """The standard lists, or the rows of one."""
    if list_id:
        chosen = standard(list_id)
        rows = [
            {"row": row.id, "name": row.name, "level": row.level, "confirmed": row.confirmed} for row in chosen.rows
        ]
        return {"standard": chosen.id, "title": chosen.title, **_part(rows, limit)}
    return _part([{"standard": one.id, "title": one.title, "rows": len(one.rows)} for one in standards()], limit)


def documents(kb: KnowledgeBase, words: str, limit: int, offset: int = 0) -> Answer:
    """The plans, or those whose title or file holds some words."""
    wanted = _words(words).split()
    known = [one for one in kb.documents() if all(word in f"{one.document.title} {one.path}" for word in wanted)]
    return _part([_document(one) for one in known[max(0, offset) :]], limit, total=len(known))


def outline(kb: KnowledgeBase, document: str, limit: int) -> Answer:
    """The headings of a plan."""
    rows = [
        {"number": one.number, "title": one.title, "level": one.level, "path": one.path}
        for one in kb.sections(_words(document))
    ]
    return _part(rows, limit)


def document_text(kb: KnowledgeBase, document: str) -> str:
    """The source words of a plan; a very long one ends in a note that it is cut."""
    known = next((one for one in kb.documents() if one.document.id == document), None)
    text = kb.source_text(document)
    if known is not None:
        text = text[known.document.span.start : known.document.span.end]
    cut = "" if len(text) <= MOST_CHARACTERS else f"\n（原文共 {len(text)} 字，只给出前 {MOST_CHARACTERS} 字）"
    return text[:MOST_CHARACTERS] + cut


def hit(row: AnswerRow) -> Answer:
    """An answer row under the contract's names; fields that do not apply are left out, those of its place never."""
    raw = msgspec.to_builtins(row)
    return {name: value for name, value in raw.items() if value is not None or name in _PLACE}


_PLACE = frozenset(("document", "path", "section", "page", "spans", "fact", "text"))


def _verdict(row: ComparisonRow) -> Answer:
    raw = {name: value for name, value in msgspec.to_builtins(row).items() if value not in (None, "", [])}
    return {**raw, "verdict_zh": labels.VERDICTS[row.verdict]}


def _document(one: StoredDocument) -> Answer:
    return {
        "id": one.document.id,
        "title": one.document.title,
        "path": one.path,
        "issuer": one.document.issuer,
        "issued": one.document.issued,
        "facts": one.facts,
        "resource": f"cetu://documents/{one.document.id}",
    }


def _marked(view: FactView) -> str:
    return "".join(f"【{piece.text}】" if piece.marked else piece.text for piece in view.around)


def _found(rows: Sequence[AnswerRow], limit: int) -> Answer:
    return {"found": bool(rows), **_hits(rows[: _capped(limit)])}


def _hits(rows: Iterable[AnswerRow]) -> Answer:
    return {"rows": [hit(row) for row in rows]}


def _part(rows: Sequence[Answer], limit: int, total: int | None = None) -> Answer:
    """The first rows and how many there are."""
    return {"rows": list(rows[: _capped(limit)]), "total": len(rows) if total is None else total}


def _capped(limit: int) -> int:
    return max(1, min(limit, MOST_ROWS))


def _words(words: str) -> str:
    if len(words) > _LONGEST_WORDS:
        raise UsageError(f"太长：最多 {_LONGEST_WORDS} 字")
    return words.strip()


__all__ = [
    "MOST_CHARACTERS",
    "MOST_ROWS",
    "Answer",
    "ask",
    "compare",
    "deadlines",
    "document_text",
    "documents",
    "duties",
    "hit",
    "outline",
    "search",
    "show",
    "standard_lists",
    "who",
]
