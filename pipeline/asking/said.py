"""Answers from sentences that hold all the words asked for, where no fact does: who, when, how often, how much, where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from pipeline.asking.candidates import sentences_with
from pipeline.asking.cells import cells_of
from pipeline.asking.columns import is_header
from pipeline.asking.fit import MAY_LACK, clauses
from pipeline.asking.governing import governing_time, leading_time
from pipeline.asking.judging_times import counted_back, says_when
from pipeline.asking.labels import names_behind
from pipeline.asking.lexicons import Kind, lexicons
from pipeline.asking.pronouns import party_meant
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row, sentence
from pipeline.asking.said_amounts import amounts_said, clauses_near
from pipeline.asking.said_rows import CUED, rows_of
from pipeline.asking.standing import holds
from pipeline.asking.words import Term, exists
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, finding_actors, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, phrase

_MOST = 20
# A sentence so short answers as a whole.
SHORT = 40
# A sentence answers a question of no kind of its own only where it holds so many words of it.
_LEAST_WORDS = 2
_FEW = 4
_MOST_PLACES = 400
_MOST_SAID = 160
_OWN_NAME = 3
_WHOLE: frozenset[Kind] = frozenset({"how", "any"})
_PARTY = "{ACTOR}"
# What stands before whoever does a thing is no part of the name.
_AGENT = "由"
_CLAUSE_END = re.compile("[,;。]")
# The way of asking with whom one works, and the rows of sentences that answer only it.
_BESIDE_ANOTHER = "recipient.help"
_WORKED_WITH = frozenset({"said.recipient.help", "said.recipient.with"})


def said(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for the sentences that answer, the shortest sentence first; none for a kind that sentences do not answer."""
    find = _FINDERS.get(asked.kind)
    needed = [term for term in terms if not term.generic] or (list(terms) if asked.documents else [])
    if find is None or not any(term.known for term in needed):
        return []
    wanted = frozenset(asked.documents)
    hits = _speaking_of(kb, asked, needed) if asked.kind in CUED else sentences_with(kb, needed, _MOST, asked.documents)
    if asked.kind in _WHOLE and len(needed) < _LEAST_WORDS and len(hits) > _FEW:
        return []  # a word that many sentences hold says too little by itself
    refused = held.held(kb).passages
    rows = (
        msgspec.structs.replace(section_row(hit), answer=answer)
        for hit in hits
        if (not wanted or hit.document_key in wanted) and hit.key not in refused and not is_header(kb, hit)
        for answer in find(kb, asked, hit, needed)
    )
    return distinct(rows, limit)


def found_in(kb: KnowledgeBase, asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """What one sentence answers by its own words."""
    find = _FINDERS.get(asked.kind)
    return iter(()) if find is None else find(kb, asked, hit, needed)


def _speaking_of(kb: KnowledgeBase, asked: Question, needed: Sequence[Term]) -> list[Hit]:
    """Sentences that say where something is or to whom it goes, which hold a word asked for; the headings above and the
    plan's title hold the rest. Those that hold it word for word (督导结果), then most of the words themselves come first."""
    kind, whole = asked.kind, flat(asked.about).strip("的")
    words = dict.fromkeys(word for row in rows_of(kind) for word in row.cues)
    cues = " OR ".join(phrase(word) for word in words if exists(kb, word))
    if not cues:
        return []
    any_of = " OR ".join(sorted(term.expression() for term in needed if term.known))
    expression = f"{{text}} : (({cues}) AND ({any_of}))"
    keys = kb.recent(("match", expression), lambda: finding.passages_with(kb.db, expression))
    found = finding.hits(kb.db, keys[: _MOST_PLACES if kind == "place" else _MOST_SAID])
    kept = [hit for hit in found if hit.kind != "heading" and _enough(hit, needed)]
    if kind == "place":
        return kept
    return sorted(kept, key=lambda hit: (whole not in flat(hit.text), -sum(holds(flat(hit.text), t) for t in needed)))


def _enough(hit: Hit, needed: Sequence[Term]) -> bool:
    """Whether all words stand by a sentence, or all but a known one of little weight beside two others."""
    around = flat(f"{hit.text}\n{hit.section}\n{hit.document}")
    lacking = [term for term in needed if not holds(around, term)]
    if not lacking:
        return True
    share = sum(term.weight for term in lacking) / sum(term.weight for term in needed)
    return all(term.known for term in lacking) and share <= MAY_LACK and len(needed) - len(lacking) >= _LEAST_WORDS


def _who(kb: KnowledgeBase, asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    text = flat(hit.text)
    if asked.part == "support" and not any(word in text for word in lexicons().support):
        return
    names = [name for name in finding_actors.actor_names_in(kb.db, text) if party_meant(name, text) == name]
    party = "(?P<answer>" + "|".join(map(re.escape, names)) + ")"
    rows = [row for row in rows_of("who") if names or _PARTY not in row.pattern]
    # A party that the base knows goes before what only looks like one.
    for known in (True, False):
        some = [row for row in rows if (_PARTY in row.pattern) == known]
        found = [match for row in some for match in re.finditer(row.pattern.replace(_PARTY, party), text)]
        if not known:  # whoever is asked about is no answer
            found = [match for match in found if match["answer"] not in asked.about]
        if found:
            answers = (party_meant(answer.removeprefix(_AGENT), text) for answer in _nearest_first(text, found, needed))
            yield from filter(None, dict.fromkeys(answers))
            return
    yield from names_behind(hit, needed)


def _nearest_first(text: str, found: Sequence[re.Match[str]], needed: Sequence[Term]) -> Iterator[str]:
    """Of several answers in one sentence those whose clause speaks of what is asked for."""
    forms = [form for term in needed for form in term.forms]
    near = [match for match in found if any(form in _clause_at(text, match) for form in forms)]
    # Of several parties the one whose clause holds most of it.
    near.sort(key=lambda match: -sum(any(form in _clause_at(text, match) for form in term.forms) for term in needed))
    yield from (match["answer"] for match in near or found)


def _clause_at(text: str, match: re.Match[str]) -> str:
    end = _CLAUSE_END.search(text, match.end())
    start = max(text.rfind(mark, 0, match.start("answer")) for mark in ",;。") + 1
    return text[start : end.start() if end else len(text)]


def _cued(_kb: KnowledgeBase, asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """Where, to whom, by what number: what a sentence with such a cue says in its own words."""
    text = flat(hit.text)
    rows = rows_of(asked.kind)
    if asked.kind == "phone":  # who asks for an address wants no number, and the other way round
        by_mail = bool(wording.pattern("question", "asks_address").search(asked.text))
        rows = tuple(row for row in rows if row.id.endswith("mail") == by_mail)
    if asked.row != _BESIDE_ANOTHER:  # whom one works with is not to whom a thing is handed
        rows = tuple(row for row in rows if row.id not in _WORKED_WITH)
    found = [match for row in rows for match in re.finditer(row.pattern, text)]
    if asked.kind == "recipient":
        yield from _nearest_first(text, found, needed)
        return
    told = [match["answer"] for match in found]
    # 学校公示栏 says more than 学校.
    yield from (one for one in told if not any(one != other and other.startswith(one) for other in told))


def _when(kb: KnowledgeBase, asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    if wording.pattern("question", "asks_hour").search(asked.text):
        clock = wording.pattern("question", "clock_told")
        yield from (match[0] for clause in clauses_near(hit, needed) for match in clock.finditer(clause))
        return
    told = [one for clause in clauses_near(hit, needed) for one in _times_told(asked, clause)]
    if not told and hit.kind == "row":  # its cells stand side by side
        told = [cell for cell in cells_of(hit.text) if leading_time(cell)]
    told = told or [governing_time(kb, hit)]
    forms = {form for term in needed for form in term.forms}  # 期末考试哪天考 is not answered by 学期末
    yield from (
        one
        for one in told
        if one and says_when(asked.text, one) and flat(one) not in asked.text and flat(one) not in forms
    )


def _times_told(asked: Question, clause: str) -> list[str]:
    told = [
        counted_back(clause[: one.start]) + one.text for one in times(clause) if one.kind != "recurring" or asked.freq
    ]
    # 9:20——10:30参观 says no day.
    told = told or [match[0] for match in wording.pattern("question", "clock_told").finditer(clause)]
    return told or [match[0] for match in wording.pattern("question", "relative_told").finditer(clause)]


def _often(_kb: KnowledgeBase, _asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    may_recur = wording.pattern("question", "may_recur")
    for clause in clauses_near(hit, needed):
        told = [one.text for one in times(clause) if one.freq] if may_recur.search(clause) else []
        if not told and (match := wording.pattern("question", "often_told").search(clause)):
            told = [match[0]]  # 半年清点一次, 日查
        yield from told


def _records(_kb: KnowledgeBase, _asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """The clause that speaks of papers to be shown, in a sentence that holds what is asked for."""
    parts = clauses(hit.text)
    yield from (part.strip() for part in parts if any(word in flat(part) for word in lexicons().records))


def _members(_kb: KnowledgeBase, asked: Question, hit: Hit, _needed: Sequence[Term]) -> Iterator[str]:
    """Who sits in a group, where a sentence says it by posts: 指挥组成员有：…"""
    match = wording.pattern("question", "members_told").search(flat(hit.text))
    if match and asked.group and flat(asked.group)[-_OWN_NAME:] in flat(hit.text):
        yield next(words for words in match.groups() if words)


def _whole(_kb: KnowledgeBase, asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """The clause that holds most of what is asked for, of a sentence that holds all."""
    if len(needed) < _LEAST_WORDS and asked.kind not in _WHOLE:
        return
    parts = clauses(hit.text)
    held = [sum(any(form in flat(part) for form in term.forms) for term in needed) for part in parts]
    if not held:
        return
    if len(hit.text.strip()) <= SHORT:
        yield sentence(hit.text)  # 旷课十个学时的,给予警告: half of it says nothing
        return
    at = held.index(max(held))
    if (
        wording.pattern("question", "asks_remedy").search(asked.text)
        and wording.pattern("question", "conditional").search(parts[at].strip())
        and at + 1 < len(parts)
    ):
        at += 1  # what is to be done stands behind the case
    yield parts[at].strip()


_Finder = Callable[[KnowledgeBase, Question, Hit, Sequence[Term]], Iterator[str]]
_FINDERS: dict[Kind, _Finder] = {
    "who": _who,
    "place": _cued,
    "recipient": _cued,
    "phone": _cued,
    "how_much": amounts_said,
    "when": _when,
    "how_often": _often,
    "how": _whole,
    "any": _whole,
    "evidence": _records,
    "members": _members,
}
