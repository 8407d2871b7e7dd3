"""Names listed under what they are (优秀教师名单, 参赛选手:): all of them, those of one body (望湖小学有哪些优秀教师), or of one name what
it is listed as (舒雅获得什么称号)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row, shown
from pipeline.asking.standing import holds
from pipeline.asking.words import Term
from pipeline.extraction.posts_behind import is_name
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import Line, lines
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded, normalised

_KINDS: frozenset[Kind] = frozenset({"any", "who", "members", "holder"})
_MOST_HEADS = 60
_MOST_BELOW = 60
_MOST_ABOVE = 60
_LONGEST_HEAD = 40
_FEWEST = 2
_PARTS = re.compile(r"[、;\s]+")
_GAP = re.compile("(?<=[\u3400-\u9fff])[ \u3000](?=[\u3400-\u9fff](?:$|[、,;。()\\s]))")
_BODY = re.compile(r"\(([^()]{2,24})\)$")


class _List(msgspec.Struct, frozen=True):
    """A line that says what names are, and the lines of names below it."""

    head: Line
    below: tuple[Line, ...]


def by_name_list(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for the names of the lists that are all that is asked for; nothing where no list is so called."""
    told = wording.words("question", "words_for_honours")
    needed = [term for term in terms if not term.generic and term.word not in told]
    if asked.position:
        needed = [*needed, Term(word=flat(asked.position))]
    if asked.issuer:  # whose own plans are asked first, but others' lists may name it too (望湖小学有哪些优秀教师)
        needed = [*needed, Term(word=flat(asked.issuer))]
        asked = msgspec.structs.replace(asked, documents=())
    if asked.kind not in _KINDS or not needed or asked.group or not all(term.known for term in needed):
        return []  # a group's members stand in its roster
    if wording.pattern("question", "asks_listed_as").search(asked.text):
        return _listed_as(kb, asked, needed, limit)
    if not wording.pattern("question", "asks_the_listed").search(asked.text):
        return []
    rows = (row for one in _lists(kb, asked, needed) for row in _named(kb, one, needed))
    return distinct(rows, limit)


def _lists(kb: KnowledgeBase, asked: Question, needed: Sequence[Term]) -> Iterator[_List]:
    """The lists whose head says some of what is asked for, most of it first."""
    keys: dict[int, None] = {}
    for term in needed:
        if term.known:
            found = passages(kb, f"{{text}} : {term.expression()}", asked.documents)
            keys |= dict.fromkeys(key for key, _ in found[:_MOST_HEADS])
    refused = held.held(kb).passages
    heads = [line for line in lines(kb.db, (key for key in keys if key not in refused)).values() if _is_head(line)]
    for head in sorted(heads, key=lambda line: (-_said(line.text, needed), line.key)):
        if below := _below(kb, head):
            yield _List(head, below)


def _is_head(line: Line) -> bool:
    """Whether a line says what the names below it are."""
    words = flat(line.text)
    if len(words) > _LONGEST_HEAD or line.kind == "row":
        return False
    return line.kind == "heading" or wording.pattern("question", "head_of_names").search(words) is not None


def _below(kb: KnowledgeBase, head: Line) -> tuple[Line, ...]:
    """The lines of names right below a head."""
    found: list[Line] = []
    near = lines(kb.db, range(head.key + 1, head.key + _MOST_BELOW))
    for key in range(head.key + 1, head.key + _MOST_BELOW):
        line = near.get(key)
        if line is None or content_of(key) != content_of(head.key) or line.kind not in ("sentence", "row"):
            break
        if names_of(line.text):
            found.append(line)
        elif found or len(flat(line.text)) > len("(一百二十名)"):
            break
    return tuple(found)


def names_of(text: str) -> list[str]:
    """The names that a line holds behind its label, where it holds nothing else; each with its body in brackets."""
    label, colon, rest = folded(text).strip().partition(":")
    if colon and wording.pattern("question", "label_of_seat").fullmatch(flat(label)):
        return []
    words = rest if colon and len(flat(label)) <= _LONGEST_HEAD // 2 else folded(text).strip()
    pieces = [piece for piece in _PARTS.split(_GAP.sub("", words).rstrip("。;")) if piece]
    return pieces if (len(pieces) >= _FEWEST or colon) and all(map(_is_name, pieces)) else []


def _is_name(piece: str) -> bool:
    """Whether a piece may be a person's name or is called as a body is, also with its body in brackets behind it."""
    name = _bare(piece)
    if name == piece or _BODY.search(piece):
        return is_name(name, 0, len(name)) or wording.pattern("question", "listed_body").fullmatch(name) is not None
    return False


def _named(kb: KnowledgeBase, one: _List, needed: Sequence[Term]) -> Iterator[AnswerRow]:
    """The names of a list, where its head, what stands above it and its lines say all that is asked for."""
    above = next(iter(finding.hits(kb.db, [(one.head.key, 0.0)])), None)
    if above is None or not _said(one.head.text, needed):
        return
    around = flat("\n".join([above.text, above.section or "", above.document]))
    rest = [term for term in needed if not holds(around, term)]
    hits = {hit.key: hit for hit in finding.hits(kb.db, ((line.key, 0.0) for line in one.below))}
    for line in one.below:
        names = names_of(line.text)
        if rest and not all(holds(flat(line.text).partition(":")[0], term) for term in rest):
            names = [name for name in names if all(holds(_body(name), term) for term in rest)]
        if names and line.key in hits:
            yield msgspec.structs.replace(section_row(hits[line.key]), answer=_shown(names, line, rest))


def _shown(names: Sequence[str], line: Line, rest: Sequence[Term]) -> str:
    """Names as an answer, behind the label of their line where the question does not say it."""
    label, colon, _ = folded(line.text).strip().partition(":")
    told = "、".join(names)
    return shown(told if rest or not colon else f"{label}：{told}")


def _body(name: str) -> str:
    """The body that stands in brackets behind a name."""
    match = _BODY.search(name)
    return match[1] if match else ""


def _listed_as(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What the list is called that a name of the question stands in."""
    named = [term for term in needed if term.known]
    if not named:
        return []
    any_of = " AND ".join(sorted(term.expression() for term in named))
    refused = held.held(kb).passages
    keys = [key for key, _ in passages(kb, any_of, asked.documents)[:_MOST_HEADS] if key not in refused]
    rows = (
        msgspec.structs.replace(section_row(hit), answer=head)
        for hit in finding.hits(kb.db, ((key, 0.0) for key in keys))
        if any(term.word in normalised(_bare(name)) for name in names_of(hit.text) for term in named)
        for head in [_head_above(kb, hit)]
        if head
    )
    return distinct(rows, limit)


def _head_above(kb: KnowledgeBase, hit: Hit) -> str:
    """What the list is called that a line of names stands in: the nearest line above that is none, without its number and count."""
    near = lines(kb.db, range(hit.key - _MOST_ABOVE, hit.key))
    for key in range(hit.key - 1, hit.key - _MOST_ABOVE, -1):
        line = near.get(key)
        if line is None or content_of(key) != content_of(hit.key):
            return ""
        called = wording.pattern("question", "beside_list_name").sub("", flat(line.text))
        if called and not names_of(line.text) and _is_head(line):
            return called  # not (12名) alone
    return ""


def _bare(name: str) -> str:
    return name.partition("(")[0]


def _said(text: str, needed: Sequence[Term]) -> float:
    """The weight of the words asked for that a head says."""
    return sum(term.weight for term in needed if holds(flat(text), term))
