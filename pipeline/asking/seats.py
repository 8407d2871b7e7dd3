"""Who holds a post, and what a person is, where a sentence says it though no roster does: 联络员为胡一川, 政教主任晏小舟."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from pipeline.asking.candidates import sentences_with
from pipeline.asking.lexicons import AtomRow
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.said_rows import rows_of
from pipeline.asking.standing import stands_by
from pipeline.asking.words import Term
from pipeline.extraction.names_lexicon import name_lexicon
from pipeline.lexicon import lexicon_folders, load, wording
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

_MOST = 60
_NAME = "(?P<name>[㐀-鿿]{2,3})"


def holder_said(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Names that stand behind the post in a sentence that holds all that is asked for."""
    post = Term(word=flat(asked.position))
    behind = wording.pattern("question", "behind_holder").pattern
    pattern = re.compile(rf"(?<!副){re.escape(asked.position)}(?:由|为|是|:)?{_NAME}(?=[,，。;；、()（）]|{behind}|$)")
    surnames = name_lexicon().surnames
    rows = (
        msgspec.structs.replace(section_row(hit), answer=match["name"], person=match["name"], position=asked.position)
        for hit in _sentences(kb, asked, [*(term for term in terms if not term.generic), post])
        for match in pattern.finditer(flat(hit.text))
        if match["name"][0] in surnames
    )
    return distinct(rows, limit) or _posts_at_head(kb, asked, terms, limit)


def _posts_at_head(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The post that holds the seat, where no name is told: 园长任总指挥. What else is asked for may stand above it."""
    seat = re.escape(flat(asked.position))
    patterns = [re.compile(row.pattern.replace("{SEAT}", seat)) for row in rows_of("seat")]
    needed = _beside_groups(terms, asked.position)
    found = (
        (hit, match)
        for hit in _sentences(kb, asked, [Term(word=flat(asked.position))])
        if all(stands_by(hit, term) for term in needed)
        for pattern in patterns
        for match in pattern.finditer(flat(hit.text))
    )
    # Of several in one sentence (语文由…任组长,数学由…任组长) whose clause speaks of what is asked for.
    named = [term for term in terms if not term.generic]
    ranked = sorted(found, key=lambda one: -_beside(one[1], named))
    rows = (
        msgspec.structs.replace(section_row(hit), answer=match["answer"], position=asked.position)
        for hit, match in ranked
    )
    return distinct(rows, limit)


def _beside(match: re.Match[str], needed: Sequence[Term]) -> int:
    """How many of the words asked for stand in the clause of a match."""
    start = max(match.string.rfind(mark, 0, match.start() + 1) for mark in ",;。") + 1
    clause = match.string[start : match.end()]
    return sum(any(form in clause for form in term.forms) for term in needed)


def is_common_post(position: str) -> bool:
    """Whether a post is one that every group has (组长), so that it tells nobody without its group."""
    return re.fullmatch(_posts(lexicon_folders()), position) is not None


def members_by_post(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The posts that sit in a group whose roster has no names: 成员：安全处主任、校医."""
    roster = wording.pattern("question", "members_by_post")
    needed = _beside_groups(terms, "")
    rows = (
        msgspec.structs.replace(section_row(hit), answer=match[1])
        for word in wording.words("question", "member_seats")
        for hit in _sentences(kb, asked, [Term(word=word)])
        if needed and all(stands_by(hit, term) for term in needed)
        for match in roster.finditer(flat(hit.text))
    )
    return distinct(rows, limit)


def _beside_groups(terms: Sequence[Term], position: str) -> list[Term]:
    """What must stand by a roster: not the post itself, nor 领导小组, which stands in the sentence before."""
    groups = wording.words("question", "groups_end")
    return [
        term for term in terms
        if not term.generic and term.word != flat(position) and not (term.word.endswith(groups) and len(term.word) <= len("领导小组"))
    ]  # fmt: skip


def posts_said(kb: KnowledgeBase, asked: Question, limit: int) -> list[AnswerRow]:
    """Posts that stand right before or behind the person's name."""
    rows = (
        msgspec.structs.replace(section_row(hit), answer=post, person=person)
        for person in asked.persons
        for hit in _sentences(kb, asked, [Term(word=person)])
        for post in _posts_beside(flat(hit.text), person)
    )
    return distinct(rows, limit)


def _posts_beside(text: str, person: str) -> Iterator[str]:
    posts = _posts(lexicon_folders())
    for match in re.finditer(rf"({posts}){re.escape(person)}|{re.escape(person)}[:(]?({posts})", text):
        yield match[1] or match[2]


def _sentences(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> Iterator[Hit]:
    wanted = frozenset(asked.documents)
    refused = held.held(kb).passages
    hits = (hit for hit in sentences_with(kb, terms, _MOST) if hit.key not in refused)
    return (hit for hit in hits if not wanted or hit.document_key in wanted)


@lru_cache(maxsize=2)
def _posts(_folders: object) -> str:
    words = next(row.words for row in load("question_atoms", AtomRow) if row.id == "POSITION")
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
