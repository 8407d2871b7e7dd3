"""Answers from lines under a heading that names a matter (开幕式 above 负责人:…, 时间:…, 地点:…): a programme is written so, each
item with its fields, and no line but the heading holds what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.labels import are_names
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.said import found_in
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import of_kind
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

# The rows of question_wording.yaml that tell the labels of each kind.
_LABELS: dict[Kind, str] = {"who": "label_of_owner", "place": "label_of_place", "when": "label_of_time"}
_MOST_HEADINGS = 3
# Fields stand right below their heading.
_MOST_LINES = 12
# Several fields may stand in one line: 负责人:… 成员:…
_NEXT_FIELD = re.compile(r"\s{1,8}(?=[㐀-鿿]{2,6}[:：])")


def by_label(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for the fields of the headings that hold all words asked for, the heading that they make up most of first."""
    needed = [term for term in terms if not term.generic]
    if asked.kind not in _LABELS or not needed or asked.part == "support":
        return []
    rows = (
        msgspec.structs.replace(section_row(line), answer=answer)
        for heading in _headings(kb, asked, needed)[:_MOST_HEADINGS]
        for line in _below(kb, heading)
        for answer in _fields(kb, asked, flat(heading.text), line, needed)
    )
    return distinct(rows, limit) or _of_title(kb, asked, needed, limit)


def _of_title(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The same for a paper whose title holds all words asked for: its own fields, which stand at its beginning."""
    keys = finding.match_documents(kb.db, " AND ".join(term.titled() for term in needed), _MOST_HEADINGS)
    refused, wanted = held.held(kb).passages, frozenset(asked.documents)
    rows: list[AnswerRow] = []
    for document in keys if not wanted else [key for key in keys if key in wanted]:
        lines = kb.db.execute(
            "SELECT key FROM passages WHERE document = ? AND kind = 'sentence' ORDER BY start, key LIMIT ?",
            (document, _MOST_LINES),
        ).fetchall()
        for line in finding.hits(kb.db, [(row[0], 0.0) for row in lines if row[0] not in refused]):
            found = _fields(kb, asked, "", line, needed)
            rows += (msgspec.structs.replace(section_row(line), answer=answer) for answer in found)
    return distinct(rows, limit)


def _headings(kb: KnowledgeBase, asked: Question, needed: Sequence[Term]) -> list[Hit]:
    any_of = " OR ".join(sorted(term.expression() for term in needed if term.known))
    if not any_of:
        return []
    keys = [key for key, _ in passages(kb, f"{{text}} : ({any_of})", asked.documents)]
    wanted = frozenset(asked.documents)
    hits = finding.hits(kb.db, ((key, 0.0) for key in of_kind(kb.db, keys, "heading")))
    ranked = [
        (_share(hit, needed), hit)
        for hit in hits
        if (not wanted or hit.document_key in wanted) and all(_stands(hit, term) for term in needed)
    ]
    return [hit for share, hit in sorted(ranked, key=lambda one: (-one[0], one[1].key)) if share]


def _stands(hit: Hit, term: Term) -> bool:
    """Whether a word stands in a heading, above it or in the title; one made of its characters is another item (开幕式, 闭幕式)."""
    return any(form in flat(f"{hit.text}\n{hit.section}\n{hit.document}") for form in term.forms)


def _share(hit: Hit, needed: Sequence[Term]) -> float:
    own = flat(hit.text)
    return sum(max((len(form) for form in term.forms if form in own), default=0) for term in needed) / max(len(own), 1)


def _below(kb: KnowledgeBase, heading: Hit) -> list[Hit]:
    refused = held.held(kb).passages
    rows = kb.db.execute(
        "SELECT key FROM passages WHERE section = ? AND kind = 'sentence' ORDER BY start, key LIMIT ?",
        (heading.section_key, _MOST_LINES),
    )
    return finding.hits(kb.db, [(row[0], 0.0) for row in rows if row[0] not in refused])


def _fields(kb: KnowledgeBase, asked: Question, heading: str, line: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """What a line says in answer: its field of the kind asked for, or the names that it holds and nothing else."""
    for part in map(flat, _NEXT_FIELD.split(line.text)):
        found = wording.pattern("question", _LABELS[asked.kind]).match(part)
        if found is not None and asked.kind == "when":
            yield from found_in(kb, asked, msgspec.structs.replace(line, text=part), [Term(word=found[0])])
        elif found is not None:
            yield found["answer"]
    if asked.kind == "who" and heading and _is_label(heading, needed) and are_names(line.text):
        yield line.text.strip()


def _is_label(heading: str, needed: Sequence[Term]) -> bool:
    """Whether a heading says no more than what is asked for (计时), or that somebody answers for it (警报负责人)."""
    bare = wording.pattern("question", "people_of").sub("", heading)
    return any(form.endswith(bare) or bare.endswith(form) for term in needed for form in term.forms)
