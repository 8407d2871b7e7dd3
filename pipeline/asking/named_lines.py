"""Answers from a short line that puts a party or a place beside what it is of (消防安全:石大川 in a paper on who answers for what), where
the question says that label and its other words stand above the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.coverage import is_in_plan
from pipeline.asking.label_lines import PARTIES, by_line, is_said, named_by_line
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.standing import holds, stands_by
from pipeline.asking.telling import as_written
from pipeline.asking.words import Term, holding_all
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import Line, lines
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

_KINDS: frozenset[Kind] = frozenset({"who", "holder", "members", "how_much", "place"})
# The row of questions.yaml for who somebody is (评委有谁), whatever he does.
_PLAINLY_WHO = "who.bare"
_MOST_TERMS = 4
_MOST_LINES = 30
_LONGEST = 80
# Several labels may stand in one line, each with its place.
_LONGEST_LIST = 300
_PAIR = 2


def by_named_line(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for the lines whose label the question says, that which it says most of first."""
    needed = [term for term in terms if not term.generic]
    if asked.kind not in _KINDS or not needed or asked.part == "support":
        return []
    if asked.kind == "how_much" and not asked.counter:
        return []  # a rate or a share is no thing that is counted
    words = flat(asked.text)
    told = [(_unsaid(hit, words), hit.key, row) for hit, row in _lines(kb, asked, needed, words)]
    return distinct([row for _, _, row in sorted(told, key=lambda one: one[:2])], limit)


def _unsaid(hit: Hit, words: str) -> int:
    """How many pairs of characters of a label the question does not say."""
    text = flat(hit.text)
    pair = wording.pattern("question", "thing_and_number").fullmatch(hit.text.strip())
    label = flat(pair["thing"]) if pair else text.partition(":")[0]
    if not pair and wording.pattern("question", "name_and_title").fullmatch(hit.text.strip()):
        return 0  # the body of a post is said wholly or not at all
    return sum(label[at : at + _PAIR] not in words for at in range(len(label) - 1))


def _below_headings(kb: KnowledgeBase, asked: Question, known: Sequence[Term]) -> dict[int, None]:
    """Passages that stand below a heading which holds one of the words: names may be all that stands there (评委)."""
    keys: dict[int, None] = {}
    for term in known[:_MOST_TERMS]:
        found = passages(kb, holding_all([term]), asked.documents)
        keys |= dict.fromkeys(key for key, _ in found[:_MOST_LINES])
    return keys


def _names(text: str) -> list[str]:
    """A line that is nothing but a list of names."""
    match = wording.pattern("question", "only_names").fullmatch(text.strip())
    return [match["names"]] if match else []


def _right_below(kb: KnowledgeBase, asked: Question, read: Mapping[int, Line], words: str) -> dict[int, str]:
    """What is told by the line right below a heading that the question says: 器材保管 / 高一甲  高二乙."""
    said = [
        line
        for line in read.values()
        if asked.kind in PARTIES
        and line.kind == "heading"
        and len(line.text) > _PAIR
        and is_said(flat(line.text), words)
    ]
    below = lines(kb.db, (line.key + 1 for line in said))
    named = ((line, below[line.key + 1]) for line in said if line.key + 1 in below)
    return {
        one.key: answer
        for heading, one in named
        if one.section == heading.section and one.kind != "heading" and (answer := named_by_line(asked, one.text))
    }


def _heading(hit: Hit) -> str:
    return flat((hit.section or "").rsplit(">", 1)[-1])


def _lines(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], words: str) -> Iterator[tuple[Hit, AnswerRow]]:
    refused, wanted = held.held(kb).passages, frozenset(asked.documents)
    known = sorted((term for term in needed if term.known), key=lambda term: (-term.weight, term.word))
    keys: dict[int, None] = {}
    for term in known[:_MOST_TERMS]:
        found = passages(kb, holding_all([term], "text"), asked.documents)
        keys |= dict.fromkeys(key for key, _ in found[:_MOST_LINES])
    below = _below_headings(kb, asked, known) if asked.row == _PLAINLY_WHO else {}
    # Few lines put a party beside anything: their words are read before what stands around them.
    read = lines(kb.db, (key for key in {**keys, **below} if key not in refused))
    told = _right_below(kb, asked, read, words)
    keys |= dict.fromkeys(told)
    told |= {
        key: answers[0]
        for key, line in read.items()
        if line.kind != "heading"
        and len(line.text) <= (_LONGEST_LIST if asked.kind == "place" else _LONGEST)
        and (answers := by_line(asked, line.text) if key in keys else _names(line.text))
    }
    for hit in finding.hits(kb.db, ((key, 0.0) for key in told)):
        if (not wanted or hit.document_key in wanted) and all(
            stands_by(hit, term) or (not _unsaid(hit, words) and is_in_plan(kb, term, hit.document_key))
            for term in needed
        ):
            if hit.key not in keys and not any(holds(_heading(hit), term) for term in needed):
                continue
            yield hit, msgspec.structs.replace(section_row(hit), answer=as_written(hit.text, told[hit.key]))
