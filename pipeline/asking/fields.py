"""Answers from fields: what stands behind a label (活动地点:操场) or right below a short heading (3、截稿时间), and the time that
governs a list (六月份: above 召开教代会). The label names what is asked for; the headings above it and the plan's title name the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.governing import governing_time
from pipeline.asking.judging_times import says_when
from pipeline.asking.label_lines import names_doer
from pipeline.asking.lexicons import Kind, lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.words import Term, holding_all
from pipeline.expressions import quantities, times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import lines, of_kind
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded

# The rows of question_wording.yaml that tell what a label of each kind is called.
_ATTRIBUTES: dict[Kind, str] = {"when": "named_time", "place": "named_place"}
# What a label must be called, though the question says it, to answer a kind.
_SORTS: dict[Kind, str] = {**_ATTRIBUTES, "who": "named_party", "holder": "named_party", "any": "named_matter"}
# Kinds that a field answers before anything else, and those that it answers where nothing else does.
_FIRST: frozenset[Kind] = frozenset({"when", "place", "any", "who"})
_LAST: frozenset[Kind] = _FIRST | {"holder"}
_MOST_PLANS = 3
_MOST_LINES = 80
_MOST_HITS = 40
_FIRST_LINES = 6
_LONGEST_LABEL = 10
_LONGEST_VALUE = 60
_SHORTEST_NAME = 2
# Kinds whose label may say what is done (记录人 for 谁记录).
_BY_DEED: frozenset[Kind] = frozenset({"who", "holder"})
# What a label is worth that the question says; one of a party must be so long (主办单位) to go before facts.
_BY_NAME, _LONG_NAME = 2, 4
_COLON = re.compile("(?<![0-9]):|:(?![0-9])")  # 9:00 has none
_LABELLED = re.compile(
    r"(?:^|[\s;。])(?:[0-9]{1,2}[.、])?\s{0,4}([㐀-鿿/]{2,10}|[㐀-鿿]\s{1,3}[㐀-鿿])\s{0,4}:\s{0,4}((?:[^;。:]|(?<=[0-9]):(?=[0-9])){1,80}?)(?=\s{1,4}[㐀-鿿]{2,8}:|[;。]|$)"
)


class _Field(NamedTuple):
    """What a label says of something; `near` are the headings and the title it stands under."""

    label: str
    value: str
    near: str
    hit: Hit
    leads: bool


def by_field(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int, *, strictly: bool = True
) -> list[AnswerRow]:
    """Rows for the fields whose label is what is asked for and whose headings or title hold all else, the fullest first. `strictly`:
    only in the very words asked with, of fields that begin a line, and parties only by what they are called there (主办单位)."""
    needed = [term for term in terms if not term.generic]
    if not strictly:  # what is done is in the label (参赛对象) or goes without saying
        needed = [term for term in needed if not term.said_of] or needed
    if asked.kind not in (_FIRST if strictly else _LAST) or not needed or asked.part == "support":
        return []
    found: list[tuple[float, AnswerRow]] = []
    for field in _fields(kb, asked, needed, strictly):
        named = _is_named(asked, field.label)
        short = named < _BY_NAME or len(field.label) < _LONG_NAME
        if strictly and asked.kind == "who" and short and not names_doer(asked, field.label):
            continue
        if not named or (strictly and not field.leads) or not all(_holds(field, term, strictly) for term in needed):
            continue
        if (answer := _answer(asked, field.value)) is not None:
            worth = sum(term.weight for term in needed if term.word in field.label) + named
            found.append((worth, msgspec.structs.replace(section_row(field.hit), answer=answer)))
    return distinct((row for _, row in sorted(found, key=lambda one: -one[0])), limit)


def by_heading_amount(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for headings that hold all words asked for, most of what they say, and an amount so counted: 组织机构(20分)."""
    needed = [term for term in terms if not term.generic]
    if asked.kind != "how_much" or not asked.counter or not needed or not all(term.known for term in needed):
        return []
    units = {unit for row in lexicons().units if asked.counter in row for unit in row}
    found: list[AnswerRow] = []
    keys = passages(kb, holding_all(needed, "text"), asked.documents)[:_MOST_HITS]
    headings = of_kind(kb.db, [key for key, _ in keys], "heading")
    for hit in finding.hits(kb.db, ((key, 0.0) for key in headings if key not in held.held(kb).passages)):
        text = flat(hit.text)
        bare = text.partition("(")[0]
        inside = sum(max((len(form) for form in term.forms if form in bare), default=0) for term in needed)
        amounts = [one.text for one in quantities(folded(hit.text)[len(bare) :]) if (one.unit or "") in units]
        if amounts and all(_in(bare, term) for term in needed) and 2 * inside >= len(bare):
            found.append(msgspec.structs.replace(section_row(hit), answer=amounts[0]))
    return distinct(found, limit)


def _in(text: str, term: Term) -> bool:
    return any(form in text for form in term.forms)


def by_governing_time(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for sentences that hold the very words asked for and no time, with the time that stands above them."""
    needed = [term for term in terms if not term.generic]
    time = asked.time
    dated = time is not None and time.kind != "relative" and time.text not in asked.about  # 百年校庆 tells no date
    if asked.kind != "when" or not needed or dated:
        return []
    refused = held.held(kb).passages
    rows: list[AnswerRow] = []
    if not all(term.known for term in needed):
        return []
    found = passages(kb, holding_all(needed, "text"), asked.documents)[:_MOST_HITS]
    for hit in finding.hits(kb.db, found):
        text = flat(hit.text)
        if hit.key in refused or not all(_says(text, term) for term in needed):
            continue
        told = governing_time(kb, hit)
        if told and says_when(asked.text, told) and not _is_dated(hit, asked.text):
            rows.append(msgspec.structs.replace(section_row(hit), answer=told))
    return distinct(rows, limit)


def _says(text: str, term: Term) -> bool:
    """Whether a text says a word itself; another for it only where no plan writes that very word."""
    return term.word in text or (not term.there and _in(text, term))


def _is_dated(hit: Hit, asked: str) -> bool:
    """Whether a sentence tells a time itself; how long something takes or has lasted (百年校庆) is none, nor a time in the name of
    what is asked for (春季运动会)."""
    told = (one for one in times(folded(hit.text)) if one.kind != "relative" and one.text not in asked)
    return any(wording.pattern("question", "this_period").fullmatch(flat(one.text)) is None for one in told)


def _fields(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], strictly: bool) -> Iterator[_Field]:
    """The fields of passages that hold all words asked for, and of plans so called or, less strictly, of short plans that begin so."""
    refused, wanted = held.held(kb).passages, frozenset(asked.documents)
    keys: dict[int, None] = {}
    known = [term for term in needed if term.known]
    if known:
        keys |= dict.fromkeys(key for key, _ in passages(kb, holding_all(known), asked.documents)[:_MOST_HITS])
    plans = dict.fromkeys(wanted or (key for some in _matters(needed) for key in _titled(kb, some)))
    begun = {} if strictly else _begun(kb, known, wanted)
    for plan in [*list(plans)[:_MOST_PLANS], *begun]:
        rows = kb.db.execute(
            "SELECT key FROM passages WHERE document = ? AND kind = 'sentence' AND length(text) <= ? ORDER BY start, key LIMIT ?",
            (plan, 2 * _LONGEST_VALUE, _MOST_LINES),
        )
        keys |= dict.fromkeys(row[0] for row in rows)
    short = (line.key for line in lines(kb.db, keys).values() if line.kind == "sentence" and _may_be(line.text))
    for hit in finding.hits(kb.db, ((key, 0.0) for key in short if key not in refused)):
        if not wanted or hit.document_key in wanted:
            yield from _of(hit, begun.get(hit.document_key, ""))


def _may_be(text: str) -> bool:
    """Whether a sentence may be a field: one with a label, or a short one, which a heading may be the label of."""
    return len(text) <= _LONGEST_VALUE or ":" in text or "：" in text


def _begun(kb: KnowledgeBase, known: Sequence[Term], wanted: frozenset[int]) -> dict[int, str]:
    """Short plans that speak of a word asked for in their first sentences, with these: their fields are of that matter."""
    if not known:
        return {}
    main = max(known, key=lambda term: term.weight)
    keys = [key for key, _ in passages(kb, main.expression(), tuple(wanted))[:_MOST_HITS]]
    begun: dict[int, str] = {}
    for document in dict.fromkeys(hit.document_key for hit in finding.hits(kb.db, ((key, 0.0) for key in keys))):
        rows = kb.db.execute(
            "SELECT text FROM passages WHERE document = ? ORDER BY start, key LIMIT ?", (document, _MOST_LINES + 1)
        ).fetchall()
        words = flat("\n".join(row[0] for row in rows[:_FIRST_LINES]))
        if len(rows) <= _MOST_LINES and any(form in words for form in main.forms) and len(begun) < _MOST_PLANS:
            begun[document] = words
    return begun


def _matters(needed: Sequence[Term]) -> Iterator[list[Term]]:
    """The words that a title may hold: all, or all but one that may be the label."""
    yield list(needed)
    for gone in needed if len(needed) > 1 else ():
        yield [term for term in needed if term is not gone]


def _titled(kb: KnowledgeBase, terms: Sequence[Term]) -> list[int]:
    expression = " AND ".join(sorted(term.titled() for term in terms))
    return kb.recent(("titled", expression), lambda: finding.match_documents(kb.db, expression, _MOST_PLANS))


def _of(hit: Hit, begun: str) -> Iterator[_Field]:
    """The fields of a sentence, and the one that its short heading makes of it."""
    text, title = folded(hit.text), f"{flat(hit.document)}\n{begun}"
    path = flat(hit.section or "")
    for match in _LABELLED.finditer(text):
        yield _Field(flat(match[1]), match[2].strip(), f"{path}\n{title}", hit, not match.start())
    above, _, last = (hit.section or "").rpartition(" > ")
    label = flat(last).lstrip("0123456789一二三四五六七八九十()、. ")
    if 1 < len(label) <= _LONGEST_LABEL and len(text) <= _LONGEST_VALUE and not _COLON.search(text):
        yield _Field(label, text.strip(), f"{flat(above)}\n{title}", hit, True)


def _is_named(asked: Question, label: str) -> int:
    """How surely a label is what is asked for: 2 where the question says it, 1 where it is so called; 0 where it is not."""
    bare = wording.pattern("question", "label_opens").sub("", label)
    if asked.kind in _BY_DEED and names_doer(asked, bare):
        return _BY_NAME
    if len(bare) >= _SHORTEST_NAME and bare in asked.text:
        row = _SORTS.get(asked.kind)
        return _BY_NAME * int(row is None or wording.pattern("question", row).search(label) is not None)
    if asked.kind == "who" and wording.pattern("question", "asks_public").search(asked.text):
        return int(wording.pattern("question", "named_public").search(label) is not None)
    row = _ATTRIBUTES.get(asked.kind)
    return int(row is not None and wording.pattern("question", row).search(label) is not None)


def _holds(field: _Field, term: Term, strictly: bool) -> bool:
    forms = (term.word,) if strictly else term.forms
    named = wording.pattern("question", "label_of_doer").fullmatch(field.label)
    if named is not None and term.word == named["deed"]:
        return True
    return any(form in field.label or form in field.near for form in forms)


def _answer(asked: Question, value: str) -> str | None:
    """What a field answers to a question of that kind; null where it is of another kind."""
    if asked.kind == "when":
        told = [one.text for one in times(value) if not one.freq]
        clock = [match[0] for match in wording.pattern("question", "clock_told").finditer(value)]
        if not any(says_when(asked.text, one) for one in (*told, *clock)):
            return None
        return value.rstrip(",") if len(value) <= _LONGEST_VALUE // 2 else (told or clock)[0]
    if asked.kind in ("who", "holder") and wording.pattern("question", "acts").search(value):
        return None
    return value.rstrip(",")
