"""Answers from sentences that hold all the words asked for, where no fact does: who, when, how often, how much, where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.asking.candidates import sentences_with
from pipeline.asking.fit import clauses
from pipeline.asking.lexicons import Kind, lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.words import Term
from pipeline.expressions import quantities, times
from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.rows import AnswerRow
from pipeline.model.span import fold
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import normalised, phrase

_MOST = 20
# A sentence answers a question of no kind of its own only where it holds so many words of it.
_LEAST_WORDS = 2
_MOST_PLACES = 400
_CLAUSE_END = re.compile("[,;。]")


class SaidRow(Entry, frozen=True, kw_only=True):
    """How a sentence says who or where. `pattern` over a normalised sentence; what its group `answer` holds answers.
    `cues`: words one of which each such sentence about a place holds. `{ACTOR}` stands for the name of a party that the
    base knows and the sentence holds."""

    kind: Literal["who", "place"]
    pattern: str
    cues: tuple[str, ...] = ()


def said(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for the sentences that answer, the shortest sentence first; none for a kind that sentences do not answer."""
    find = _FINDERS.get(asked.kind)
    needed = [term for term in terms if not term.generic]
    if find is None or not needed or not all(term.known for term in needed):
        return []
    wanted = frozenset(asked.documents)
    hits = _speaking_of(kb, needed) if asked.kind == "place" else sentences_with(kb, needed, _MOST)
    refused = held.held(kb).passages
    rows = (
        msgspec.structs.replace(section_row(hit), answer=answer)
        for hit in hits
        if (not wanted or hit.document_key in wanted) and hit.key not in refused
        for answer in find(kb, asked, hit, needed)
    )
    return distinct(rows, limit)


def _speaking_of(kb: KnowledgeBase, needed: Sequence[Term]) -> list[Hit]:
    """Sentences that say where something is, which hold a word asked for; the headings above and the plan's title hold the rest."""
    cues = " OR ".join(dict.fromkeys(phrase(word) for row in _rows("place") for word in row.cues))
    any_of = " OR ".join(term.expression() for term in needed)
    found = finding.match(kb.db, f"{{text}} : (({cues}) AND ({any_of}))", _MOST_PLACES)
    return [hit for hit in found if hit.kind != "heading" and all(_stands_by(hit, term) for term in needed)]


def _stands_by(hit: Hit, term: Term) -> bool:
    text = normalised(f"{hit.text}\n{hit.section}\n{hit.document}")
    return any(form in text for form in term.forms)


def _who(kb: KnowledgeBase, _asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    text = normalised(hit.text)
    names = finding.actor_names_in(kb.db, text)
    if not names:
        return
    party = "(?P<answer>" + "|".join(map(re.escape, names)) + ")"
    found = [match for row in _rows("who") for match in re.finditer(row.pattern.replace("{ACTOR}", party), text)]
    # Of several parties in one sentence the one whose clause speaks of what is asked for.
    forms = [form for term in needed for form in term.forms]
    near = [match for match in found if any(form in _clause_at(text, match) for form in forms)]
    yield from (match["answer"] for match in near or found)


def _clause_at(text: str, match: re.Match[str]) -> str:
    end = _CLAUSE_END.search(text, match.end())
    start = max(text.rfind(mark, 0, match.start("answer")) for mark in ",;。") + 1
    return text[start : end.start() if end else len(text)]


def _place(_kb: KnowledgeBase, _asked: Question, hit: Hit, _needed: Sequence[Term]) -> Iterator[str]:
    text = normalised(hit.text)
    for row in _rows("place"):
        for match in re.finditer(row.pattern, text):
            yield match["answer"]


def _much(_kb: KnowledgeBase, asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    units = [row for row in lexicons().units if asked.counter in row]
    for clause in _near(hit, needed):
        for one in quantities(clause):
            unit = (one.unit or "").split("/")[0]
            if not unit or (asked.counter and not any(unit in row for row in units)):
                continue
            yield one.text


def _when(_kb: KnowledgeBase, asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    for clause in _near(hit, needed):
        for one in times(clause):
            if one.kind != "recurring" or asked.freq:
                yield one.text


def _often(_kb: KnowledgeBase, _asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    for clause in _near(hit, needed):
        yield from (one.text for one in times(clause) if one.freq)


def _whole(_kb: KnowledgeBase, _asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """The clause that holds most of what is asked for, of a sentence that holds all."""
    if len(needed) < _LEAST_WORDS:
        return
    parts = clauses(hit.text)
    held = [sum(any(form in normalised(part) for form in term.forms) for term in needed) for part in parts]
    if held:
        yield parts[held.index(max(held))].strip()


def _near(hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """The clauses that hold a word asked for, and the one behind each."""
    parts = clauses(fold(hit.text))
    held = [any(form in normalised(part) for term in needed for form in term.forms) for part in parts]
    return (part for n, part in enumerate(parts) if held[n] or (n and held[n - 1]))


_Finder = Callable[[KnowledgeBase, Question, Hit, Sequence[Term]], Iterator[str]]
_FINDERS: dict[Kind, _Finder] = {
    "who": _who,
    "place": _place,
    "how_much": _much,
    "when": _when,
    "how_often": _often,
    "how": _whole,
    "any": _whole,
}


def said_rows() -> tuple[SaidRow, ...]:
    """The rows of `question_said.yaml`."""
    return load("question_said", SaidRow)


def _rows(kind: str) -> tuple[SaidRow, ...]:
    return _by_kind(lexicon_folders())[kind]


@lru_cache(maxsize=2)
def _by_kind(_folders: object) -> dict[str, tuple[SaidRow, ...]]:
    rows = said_rows()
    return {kind: tuple(row for row in rows if row.kind == kind) for kind in ("who", "place")}
