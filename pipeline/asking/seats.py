"""Who holds a post, and what a person is, where a sentence says it though no roster does: 联络员为胡一川, 政教主任晏小舟."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from pipeline.asking.candidates import passages, sentences_with
from pipeline.asking.lexicons import AtomRow
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.said_rows import rows_of
from pipeline.asking.standing import stands_by
from pipeline.asking.telling import as_written
from pipeline.asking.words import Term, holding_all
from pipeline.extraction.names_lexicon import name_lexicon
from pipeline.extraction.posts_behind import are_posts, is_name, name_before_posts
from pipeline.lexicon import lexicon_folders, load, wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat

_MOST = 60
_LONGEST_LABEL = 40
_POST_MARKS = re.compile("[,、() ]")
_NUMBER = re.compile("^[(第]?[0-9一二三四五六七八九十]{1,3}[)、.条]{0,2}")
_DEPUTY = ("副", "常务", "助理")
_NAME = "(?P<name>[㐀-鿿]{2,3})"


def holder_said(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Names that stand behind the post in a sentence that holds all that is asked for."""
    post = Term(word=flat(asked.position))
    behind = wording.pattern("question", "behind_holder").pattern
    pattern = re.compile(rf"(?<!副){re.escape(asked.position)}(?:由|为|是|:)?{_NAME}(?=[,，。;；、()（）]|{behind}|$)")
    surnames = name_lexicon().surnames
    rows = (
        msgspec.structs.replace(section_row(hit), answer=match["name"], person=match["name"], position=asked.position)
        for hit in _lines(kb, asked, [*(term for term in terms if not term.generic), post])
        for match in pattern.finditer(flat(hit.text))
        if match["name"][0] in surnames
    )
    return distinct([*_before_posts(kb, asked, terms), *rows], limit) or _posts_at_head(kb, asked, terms, limit)


def _before_posts(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> Iterator[AnswerRow]:
    """Names at the head of a line whose posts stand behind them and hold the post asked for (梁晓东党组成员、副局长,县招生办主任:…)."""
    post = flat(asked.position)
    needed = [term for term in terms if not term.generic and term.word != post]
    for hit in _lines(kb, asked, [*needed, Term(word=post)]):
        person, posts = _person_and_posts(hit)
        if any(_is_post(one, post, needed) for one in _POST_MARKS.split(posts)):
            yield msgspec.structs.replace(section_row(hit), answer=person, person=person, position=asked.position)


def _person_and_posts(hit: Hit) -> tuple[str, str]:
    """The name that opens a line, or is its heading, and the posts that follow it up to a colon; empty where none do."""
    label = flat(hit.text).partition(":")[0]
    if len(label) > _LONGEST_LABEL:
        return "", ""
    above = _NUMBER.sub("", flat((hit.section or "").rsplit(" > ", 1)[-1]))
    posts = label.strip("()")
    if hit.kind != "heading" and is_name(above, 0, len(above)) and are_posts(posts, 0, len(posts)):
        return above, posts
    name = name_before_posts(label, 0, len(label))
    return (label[slice(*name)], label[name[1] :]) if name else ("", "")


def _is_post(held_post: str, post: str, beside: Sequence[Term]) -> bool:
    """Whether one of a person's posts is the one asked for, and not its deputy's, and says what else is asked."""
    before = held_post.removesuffix(post)
    if before == held_post or before.endswith(_DEPUTY):
        return False
    return all(any(form in before for form in term.forms) for term in beside)


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
        if not wording.pattern("question", "begins_charge").match(match["answer"])
    )
    return distinct(rows, limit)


def _beside(match: re.Match[str], needed: Sequence[Term]) -> int:
    """How many of the words asked for stand in the clause of a match."""
    start = max(match.string.rfind(mark, 0, match.start() + 1) for mark in ",;。") + 1
    clause = match.string[start : match.end()]
    return sum(any(form in clause for form in term.forms) for term in needed)


def is_seat_of_any_group(position: str) -> bool:
    """Whether a seat is one that every group has (组长), so that it tells nobody without its group."""
    return wording.pattern("question", "seat_of_any_group").fullmatch(position) is not None


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
    """Posts that stand right before or behind the person's name, all of those that stand with it at the head of a line first."""
    told = [
        (hit, posts, person)
        for person in asked.persons
        for hit in _lines(kb, asked, [Term(word=person)], column="")
        for name, posts in [_person_and_posts(hit)]
        if name == person
    ]
    beside = (
        (hit, post, person)
        for person in asked.persons
        for hit in _sentences(kb, asked, [Term(word=person)])
        for post in _posts_beside(flat(hit.text), person)
    )
    rows = (
        msgspec.structs.replace(section_row(hit), answer=as_written(hit.text, post), person=person)
        for hit, post, person in (*told, *beside)
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


def _lines(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], column: str = "text") -> Iterator[Hit]:
    """Sentences and headings that hold all terms themselves, or without a column also above them."""
    refused = held.held(kb).passages
    found = passages(kb, holding_all(terms, column), asked.documents)
    hits = (hit for hit in finding.hits(kb.db, found[:_MOST]) if hit.key not in refused)
    return (hit for hit in hits if not asked.documents or hit.document_key in asked.documents)


@lru_cache(maxsize=2)
def _posts(_folders: object) -> str:
    words = next(row.words for row in load("question_atoms", AtomRow) if row.id == "POSITION")
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
