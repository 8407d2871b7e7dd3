"""An extraction as rows for the tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from pipeline.model.result import (
    Deadline,
    Document,
    Duty,
    Extraction,
    Fact,
    Indicator,
    Membership,
    Problem,
    Section,
    Target,
    fact_type,
)
from pipeline.model.span import Span, words_at
from pipeline.store.actors import Cast, cast_of, scopes
from pipeline.store.dates import due
from pipeline.store.keys import row_key
from pipeline.store.passages import Passage
from pipeline.store.searchtext import normalised

Row = dict[str, Any]
R = TypeVar("R", Document, Section, Fact)
_PATH_JOINT = " > "


class FileRows(msgspec.Struct, frozen=True):
    """The rows of one file's content, by table."""

    documents: list[Row]
    sections: list[Row]
    passages: list[Row]
    facts: list[Row]
    spans: list[Row]
    links: list[Row]
    cast: Cast


def file_rows(extraction: Extraction, text: str, passages: tuple[Passage, ...], content: int) -> FileRows:
    """All rows of an extraction under a content key. What points to nothing (a section of no document, a link to no
    fact) is left out, so that foreign keys hold whatever an extractor made."""
    extraction = msgspec.structs.replace(extraction, documents=_unique(extraction.documents))
    documents = {d.id: row_key(content, n) for n, d in enumerate(extraction.documents)}
    known = [s for s in _unique(extraction.sections) if s.document in documents]
    sections = {s.id: row_key(content, n) for n, s in enumerate(known)}
    facts = [f for f in _unique(extraction.facts) if f.document in documents and f.spans]
    keys = {f.id: row_key(content, n) for n, f in enumerate(facts)}
    cast = cast_of(extraction)
    placed = _Places([p for p in passages if p.document in documents], text, content)
    homes = [placed.home(fact) for fact in facts]
    paths = section_paths(known)
    return FileRows(
        documents=list(_documents(extraction, documents, content)),
        sections=[_section(s, documents, sections, paths) for s in known],
        passages=list(placed.rows(documents, sections, _actor_words(cast, facts, homes))),
        facts=[
            _fact(fact, text, keys[fact.id], documents[fact.document], sections.get(fact.section or ""), home)
            for fact, home in zip(facts, homes, strict=True)
        ],
        spans=[
            {"fact": keys[f.id], "place": n, "start": s.start, "end": s.end}
            for f in facts
            for n, s in enumerate(f.spans)
        ],
        links=list(_links(facts, keys)),
        cast=cast,
    )


def _unique(items: tuple[R, ...]) -> tuple[R, ...]:
    return tuple({item.id: item for item in reversed(items)}.values())[::-1]


def section_paths(sections: list[Section]) -> dict[str, str]:
    """The heading path of each section: `一、总则 > （二）职责`."""
    by_id = {section.id: section for section in sections}
    paths: dict[str, str] = {}
    for section in sections:
        chain: list[str] = []
        here: Section | None = section
        while here is not None and len(chain) < 32:
            chain.append(heading(here))
            here = by_id.get(here.parent or "")
        paths[section.id] = _PATH_JOINT.join(reversed(chain))
    return paths


def heading(section: Section) -> str:
    """A heading as it is shown: number and title, with the mark that belongs between them."""
    number, title = section.number or "", " ".join(section.title.split())
    if not number or not title:
        return number or title
    joint = "" if number[-1] in "、.．)）,，:：" else " " if number[0] == "第" or number[-1].isdigit() else "、"
    return number + joint + title


def _documents(extraction: Extraction, keys: Mapping[str, int], content: int) -> Iterator[Row]:
    scope = scopes(extraction)
    for d in extraction.documents:
        yield {
            "key": keys[d.id], "content": content, "id": d.id, "title": d.title, "issuer": d.issuer,
            "issued": d.issued, "number": d.number, "kind": d.kind, "level": d.level, "scope": scope[d.id],
            "duplicate_of": d.duplicate_of, "start": d.span.start, "end": d.span.end, "record": _json(d),
        }  # fmt: skip


def _section(s: Section, documents: Mapping[str, int], keys: Mapping[str, int], paths: Mapping[str, str]) -> Row:
    return {
        "key": keys[s.id], "document": documents[s.document], "parent": keys.get(s.parent or ""), "id": s.id,
        "number": s.number, "title": s.title, "level": s.level, "path": paths[s.id], "start": s.span.start,
        "end": s.span.end, "page": s.page,
    }  # fmt: skip


class _Places:
    """Finds for each fact the passage it stands in; one that runs over several gets a joined passage of its own."""

    def __init__(self, passages: list[Passage], text: str, content: int) -> None:
        self._passages = sorted(passages, key=lambda p: p.spans)
        self._starts = [p.spans[0].start for p in self._passages]
        self._text, self._content = text, content
        self._extra: dict[tuple[Span, ...], int] = {}

    def home(self, fact: Fact) -> int:
        """Key of the passage a fact stands in."""
        first, last = fact.spans[0].start, fact.spans[-1].end
        begin = max(bisect_right(self._starts, first) - 1, 0)
        end = bisect_left(self._starts, last)
        if len(fact.spans) == 1 and end == begin + 1:  # as most do, a fact stands in one passage
            one = self._passages[begin].spans
            inside = len(one) == 1 and one[0].start <= first < last <= one[0].end
            if inside and self._passages[begin].document == fact.document:
                return row_key(self._content, begin)
        held = [
            n for n in range(begin, max(end, begin + 1))
            if n < len(self._passages) and self._passages[n].document == fact.document
            and any(p.overlaps(s) for p in self._passages[n].spans for s in fact.spans)
        ]  # fmt: skip
        if len(held) == 1 and self._passages[held[0]].spans[-1].end >= last:
            return row_key(self._content, held[0])
        spans = tuple(span for n in held for span in self._passages[n].spans) or fact.spans
        joined = Passage(
            kind="joined", document=fact.document, section=fact.section, spans=spans, page=fact.page,
            text=words_at(self._text, spans), lead=self._passages[held[0]].lead if held else "",
        )  # fmt: skip
        return self._joined(joined)

    def _joined(self, passage: Passage) -> int:
        if passage.spans not in self._extra:
            self._passages.append(passage)
            self._extra[passage.spans] = row_key(self._content, len(self._passages) - 1)
        return self._extra[passage.spans]

    def rows(
        self, documents: Mapping[str, int], sections: Mapping[str, int], actors: Mapping[int, str]
    ) -> Iterator[Row]:
        for n, p in enumerate(self._passages):
            key = row_key(self._content, n)
            yield {
                "key": key, "document": documents[p.document], "section": sections.get(p.section or ""),
                "kind": p.kind, "start": p.spans[0].start, "end": p.spans[-1].end, "page": p.page, "text": p.text, "lead": p.lead,
                "actors": actors.get(key, ""), "spans": _json(p.spans) if len(p.spans) > 1 else None,
            }  # fmt: skip


def _actor_words(cast: Cast, facts: list[Fact], homes: list[int]) -> dict[int, str]:
    """Per passage the names of the actors of its facts, so that a search finds a duty by an actor named above it."""
    home = dict(zip((fact.id for fact in facts), homes, strict=True))
    words: dict[int, dict[str, None]] = {}
    for fact in facts:
        own = fact.actor if isinstance(fact, Duty) else fact.group if isinstance(fact, Membership) else None
        if own:
            words.setdefault(home[fact.id], {})[normalised(own)] = None
    for fact_id, _, actor in cast.roles:
        words.setdefault(home[fact_id], {})[actor.name] = None
    return {key: " ".join(sorted(names)) for key, names in words.items()}


def _fact(fact: Fact, text: str, key: int, document: int, section: int | None, passage: int) -> Row:
    return {
        **_UNTYPED, "id": fact.id, "type": fact_type(fact), "start": fact.spans[0].start, "end": fact.spans[-1].end,
        "page": fact.page, "rule": fact.rule, "words": words_at(text, fact.spans), "record": _json(fact), **_typed(fact),
        "key": key, "document": document, "section": section, "passage": passage,
    }  # fmt: skip


_TYPED = (
    "name", "op", "value", "value_max", "unit", "status", "kind", "starts", "ends", "due_from", "due_to", "freq",
    "times", "duration", "person", "position", "group_name", "post", "actor", "actor_kind", "modality", "part",
)  # fmt: skip
_UNTYPED: Row = dict.fromkeys(_TYPED)


def _typed(fact: Fact) -> Row:
    if isinstance(fact, Indicator):
        return {n: getattr(fact, n) for n in ("name", "op", "value", "value_max", "unit", "status")}
    if isinstance(fact, Deadline):
        begin, end = due(fact)
        own = {n: getattr(fact, n) for n in ("kind", "freq", "times", "duration")}
        return own | {"starts": fact.start, "ends": fact.end, "due_from": begin, "due_to": end}
    if isinstance(fact, Membership):
        own = {"person": normalised(fact.person), "position": fact.position, "post": fact.post}
        return own | {"group_name": fact.group}
    if isinstance(fact, Duty):
        return {"actor": fact.who} | {n: getattr(fact, n) for n in ("actor_kind", "modality", "part")}
    return {}


def _links(facts: list[Fact], keys: Mapping[str, int]) -> Iterator[Row]:
    seen: set[tuple[str, str, str]] = set()
    for fact in facts:
        for relation, target in _named(fact):
            if target in keys and (fact.id, relation, target) not in seen:
                seen.add((fact.id, relation, target))
                yield {"source": keys[fact.id], "relation": relation, "target": keys[target]}


def _named(fact: Fact) -> Iterator[tuple[str, str]]:
    if isinstance(fact, Indicator | Duty | Target) and fact.deadline:
        yield "due", fact.deadline
    if isinstance(fact, Duty | Target):
        yield from (("measured_by", indicator) for indicator in fact.indicators)
    if isinstance(fact, Problem):
        yield from (("answered_by", measure) for measure in fact.measures)


def _json(value: Document | Fact | tuple[Span, ...]) -> str:
    return msgspec.json.encode(value).decode("utf-8", "surrogatepass")
