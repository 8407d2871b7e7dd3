"""What stands under a heading that names what is asked for: 演练方式有哪几种 → the items under 三、演练方式."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import sentences_with
from pipeline.asking.fit import clauses, made_of
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, phrase

_MOST = 60
_MOST_HEADINGS = 4
_MOST_ITEMS = 15
_LEAST_SHARE = 0.34
# Kinds that what stands under a heading answers as a whole, and the shortest name that tells one thing from others.
_NAMED: frozenset[Kind] = frozenset({"how", "any"})
_LEAST_NAME = 5


def under_headings(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Sentences under headings that hold all the words asked for, some of which may stand in the headings above or in the
    plan's title; the heading that its words make up most of comes first."""
    known = [term for term in terms if term.known and len(term.word) > 1]
    if not known or not any(not term.generic for term in known):
        return []
    any_of = " OR ".join(term.expression() for term in known)
    hits = [hit for hit in finding.match(kb.db, f"{{text}} : ({any_of})", _MOST) if hit.kind == "heading"]
    wanted = frozenset(asked.documents)
    ranked = [
        (share, hit)
        for hit in hits
        if (share := _share(hit, terms, asked.group)) and (not wanted or hit.document_key in wanted)
    ]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].key))
    rows = (row for _, heading in ranked[:_MOST_HEADINGS] for row in _below(kb, heading))
    return distinct(rows, limit)


def headed_by_name(kb: KnowledgeBase, asked: Question, found: list[AnswerRow], limit: int) -> list[AnswerRow]:
    """Sentences under the heading that holds the very name asked for (班主任考核奖怎么发), those that say the deed first; what
    has been found where there is none, or where that speaks of the name too."""
    name = flat(asked.about.removesuffix(asked.predicate)).strip("的")
    if asked.kind not in _NAMED or len(name) < _LEAST_NAME:
        return found
    hits = finding.match(kb.db, phrase(name, "text"), _MOST)
    wanted = frozenset(asked.documents)
    ranked = sorted(
        (len(flat(hit.text)), hit.key, hit)
        for hit in hits
        if hit.kind == "heading" and name in flat(hit.text) and (not wanted or hit.document_key in wanted)
    )
    titles = "\n".join(flat(heading.text) for _, _, heading in ranked)
    if any(name in flat(f"{row.section or ''}{row.text}") and flat(row.text) not in titles for row in found[:1]):
        return found
    rows = [row for length, _, heading in ranked[:_MOST_HEADINGS] if len(name) >= _LEAST_SHARE * length
            for row in _below(kb, heading)]  # fmt: skip
    return distinct(sorted(rows, key=lambda row: flat(asked.predicate) not in flat(row.text)), limit) or found


def announced(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The items behind a sentence that announces them (有下列情形之一的，不予登记：) and holds all that is asked for."""
    if not wording.pattern("question", "asks_items").search(asked.text):
        return []
    wanted = frozenset(asked.documents)
    hits = [
        hit
        for hit in sentences_with(kb, [term for term in terms if not term.light], _MOST_HEADINGS)
        if wording.pattern("question", "announces_items").search(flat(hit.text))
    ]
    rows = (row for hit in hits if not wanted or hit.document_key in wanted for row in items_behind(kb, hit))
    return distinct(rows, limit)


def consequences(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The sentence that announces an item which holds all that is asked for: 打击报复怎么处理 → 有下列情形之一的,给予处分:"""
    if not wording.pattern("question", "asks_consequence").search(asked.text):
        return []
    refused, penalty = held.held(kb).passages, wording.pattern("question", "tells_consequence")
    deed = [term for term in terms if not term.light and not penalty.search(term.word)]
    if not any(term.known and not term.generic for term in deed):
        return []
    items = (hit for hit in sentences_with(kb, deed, _MOST_HEADINGS, asked.documents) if hit.key not in refused)
    found = (row for hit in items if (row := _own_consequence(hit, deed) or _next_one(kb, hit) or _announcer(kb, hit)))
    return distinct(found, limit)


def _own_consequence(hit: Hit, deed: Sequence[Term]) -> AnswerRow | None:
    """The clauses of a sentence that tell what follows, behind those that tell the deed: 一经发现,没收并给予警告处分."""
    parts = clauses(hit.text)
    told = [n for n, part in enumerate(parts) if wording.pattern("question", "penalties").search(flat(part))]
    done = [n for n, part in enumerate(parts) if any(form in flat(part) for term in deed for form in term.forms)]
    behind = [n for n in told if done and n > done[0]]
    if not behind:
        return None
    return msgspec.structs.replace(section_row(hit), answer=",".join(parts[n].strip() for n in behind))


def _next_one(kb: KnowledgeBase, hit: Hit) -> AnswerRow | None:
    """The sentence right behind, where it tells what follows otherwise: 否则将给予记过处分。"""
    row = kb.db.execute(
        "SELECT key, text FROM passages WHERE key = ? AND document = ? AND section IS ? AND kind = 'sentence'",
        (hit.key + 1, hit.document_key, hit.section_key),
    ).fetchone()
    follows = wording.pattern("question", "follows_otherwise")
    if row is None or not follows.search(flat(row["text"])):
        return None
    return next((_itself(section_row(one)) for one in finding.hits(kb.db, [(row["key"], 0.0)])), None)


def _announcer(kb: KnowledgeBase, hit: Hit) -> AnswerRow | None:
    row = kb.db.execute(
        "SELECT key FROM passages WHERE document = ? AND section IS ? AND kind IN ('sentence', 'heading') AND key < ? AND key >= ? "
        "AND (kind = 'heading' OR text LIKE '%：' OR text LIKE '%:') ORDER BY key DESC LIMIT 1",
        (hit.document_key, hit.section_key, hit.key, hit.key - _MOST_ITEMS),
    ).fetchone()
    above = finding.hits(kb.db, [(row["key"], 0.0)]) if row else []
    tells = wording.pattern("question", "tells_consequence")
    return _itself(section_row(above[0])) if above and tells.search(flat(above[0].text)) else None


def items_behind(kb: KnowledgeBase, hit: Hit) -> Iterator[AnswerRow]:
    """The sentences behind one, to the next that ends in a colon or to the end of its section."""
    refused = held.held(kb).passages
    rows = kb.db.execute(
        "SELECT key, text FROM passages WHERE document = ? AND section IS ? AND kind = 'sentence' AND start > ? "
        "ORDER BY start, key LIMIT ?",
        (hit.document_key, hit.section_key, hit.spans[-1].end - 1, _MOST_ITEMS),
    ).fetchall()
    stop = next((n for n, row in enumerate(rows) if flat(row["text"]).endswith(":")), len(rows))
    items = (row for row in rows[:stop] if row["key"] not in refused)
    for item in finding.hits(kb.db, [(row["key"], 0.0) for row in items]):
        yield _itself(section_row(item))


def _share(hit: Hit, terms: Sequence[Term], group: str) -> float:
    """How much of a heading's own words are asked for; 0 where words that matter stand neither in it nor above it."""
    own, above = flat(hit.text), flat(f"{hit.section}\n{hit.document}")
    inside = [max((len(form) for form in term.forms if form in own), default=0) for term in terms]
    needed = [term for term in terms if not term.generic]
    if group and flat(group) not in own:  # another group's members
        return 0.0
    if not all(any(form in own or form in above for form in term.forms) or _is_made(term, own) for term in needed):
        return 0.0
    share = sum(inside) / max(len(own), 1)
    return share if share >= _LEAST_SHARE else 0.0


def _is_made(term: Term, own: str) -> bool:
    return not term.known and made_of(term.word, own)


def _below(kb: KnowledgeBase, heading: Hit) -> Iterator[AnswerRow]:
    """The sentences right under a heading, in the order of the text."""
    refused = held.held(kb).passages
    rows = kb.db.execute(
        "SELECT key FROM passages WHERE section = ? AND kind IN ('sentence', 'row') ORDER BY start, key LIMIT ?",
        (heading.section_key, _MOST),
    )
    keys = [(row[0], 0.0) for row in rows if row[0] not in refused]
    if len(keys) > _MOST_ITEMS:  # a chapter is no list
        return
    for hit in finding.hits(kb.db, keys):
        row = section_row(hit)
        yield row if len(row.text) > _LONGEST else _itself(row)


_LONGEST = 60


def _itself(row: AnswerRow) -> AnswerRow:
    """A short item answers by itself, a long one by its heading."""
    return msgspec.structs.replace(row, answer=row.text)
