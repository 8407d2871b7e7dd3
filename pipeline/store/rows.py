"""An extraction as rows for the tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from pipeline.model.result import (
    Document,
    Duty,
    Extraction,
    Fact,
    Membership,
    Section,
)
from pipeline.model.span import Span, words_at
from pipeline.store.actors import Cast, cast_of, scopes
from pipeline.store.blocks import Columns, by_column
from pipeline.store.fact_rows import fact_rows, link_rows, record_json
from pipeline.store.keys import row_key, row_keys
from pipeline.store.passages import Passage
from pipeline.store.searchtext import flat

Values = tuple[Any, ...]
R = TypeVar("R", Document, Section, Fact)
_PATH_JOINT = " > "


class FileRows(msgspec.Struct, frozen=True):
    """The rows of one file's content, by table; facts by type."""

    documents: Columns
    sections: Columns
    passages: Columns
    facts: list[Columns]
    spans: Columns
    links: Columns
    cast: Cast
    documents_by_id: dict[str, int]
    facts_by_id: dict[str, int]


def file_rows(extraction: Extraction, text: str, passages: tuple[Passage, ...], content: int) -> FileRows:
    """All rows of an extraction under a content key. What points to nothing (a section of no document, a link to no
    fact) is left out, so that foreign keys hold whatever an extractor made."""
    extraction = msgspec.structs.replace(extraction, documents=_unique(extraction.documents))
    documents = _keys(content, extraction.documents)
    known = [s for s in _unique(extraction.sections) if s.document in documents]
    sections = _keys(content, known)
    facts = [f for f in _unique(extraction.facts) if f.document in documents and f.spans]
    keys = _keys(content, facts)
    cast = cast_of(extraction)
    placed = _Places([p for p in passages if p.document in documents], text, content)
    homes = [placed.home(fact) for fact in facts]
    paths = section_paths(known)
    return FileRows(
        documents=by_column(_DOCUMENT, list(_documents(extraction, documents, content))),
        sections=by_column(_SECTION, [_section(s, documents, sections, paths) for s in known]),
        passages=placed.rows(documents, sections, _actor_words(cast, facts, homes)),
        facts=list(fact_rows(facts, homes, text, keys, documents, sections)),
        spans=by_column(
            ("fact", "place", "start", "end"),
            [(keys[f.id], n, s.start, s.end) for f in facts for n, s in enumerate(f.spans)],
        ),
        links=by_column(("source", "relation", "target"), list(link_rows(facts, keys))),
        cast=cast,
        documents_by_id=documents,
        facts_by_id=keys,
    )


def _keys(content: int, items: Sequence[Document | Section | Fact]) -> dict[str, int]:
    return dict(zip((item.id for item in items), row_keys(content, len(items)), strict=True))


def _unique(items: tuple[R, ...]) -> tuple[R, ...]:
    return tuple({item.id: item for item in reversed(items)}.values())[::-1]


def section_paths(sections: list[Section]) -> dict[str, str]:
    """The heading path of each section: `一、总则 > （二）职责`."""
    by_id = {section.id: section for section in sections}
    headings = {section.id: heading(section) for section in sections}
    paths: dict[str, str] = {}
    for section in sections:
        chain: list[str] = []
        here: Section | None = section
        while here is not None and len(chain) < 32:
            chain.append(headings[here.id])
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


_DOCUMENT = (
    "key", "content", "id", "title", "issuer", "issued", "number", "kind", "level", "scope", "duplicate_of", "start", "end",
    "record",
)  # fmt: skip


def _documents(extraction: Extraction, keys: Mapping[str, int], content: int) -> Iterator[Values]:
    scope = scopes(extraction)
    for d in extraction.documents:
        yield (
            keys[d.id], content, d.id, d.title, d.issuer, d.issued, d.number, d.kind, d.level, scope[d.id], d.duplicate_of,
            d.span.start, d.span.end, record_json(d),
        )  # fmt: skip


_SECTION = ("key", "document", "parent", "id", "number", "title", "level", "path", "start", "end", "page")


def _section(s: Section, documents: Mapping[str, int], keys: Mapping[str, int], paths: Mapping[str, str]) -> Values:
    return (
        keys[s.id], documents[s.document], keys.get(s.parent or ""), s.id, s.number, s.title, s.level, paths[s.id],
        s.span.start, s.span.end, s.page,
    )  # fmt: skip


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
        if end == begin + 1:  # as most do, a fact stands in one passage
            passage = self._passages[begin]
            if passage.document == fact.document and last <= passage.spans[-1].end:
                for span in passage.spans:
                    if span.start <= first < span.end:
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

    def rows(self, documents: Mapping[str, int], sections: Mapping[str, int], actors: Mapping[int, str]) -> Columns:
        """All passages."""
        found = self._passages
        keys, spans = row_keys(self._content, len(found)), [p.spans for p in found]
        return {
            "key": list(keys),
            "document": [documents[p.document] for p in found],
            "section": [sections.get(p.section or "") for p in found],
            "kind": [p.kind for p in found],
            "start": [one[0].start for one in spans],
            "end": [one[-1].end for one in spans],
            "page": [p.page for p in found],
            "text": [p.text for p in found],
            "lead": [p.lead for p in found],
            "actors": [actors.get(key, "") for key in keys],
            "spans": [record_json(one) if len(one) > 1 else None for one in spans],
        }


def _actor_words(cast: Cast, facts: list[Fact], homes: list[int]) -> dict[int, str]:
    """Per passage the names of the actors of its facts, so that a search finds a duty by an actor named above it."""
    home = dict(zip((fact.id for fact in facts), homes, strict=True))
    words: dict[int, dict[str, None]] = {}
    for fact in facts:
        own = fact.actor if isinstance(fact, Duty) else fact.group if isinstance(fact, Membership) else None
        if own:
            words.setdefault(home[fact.id], {})[flat(own)] = None
    for fact_id, _, actor in cast.roles:
        words.setdefault(home[fact_id], {})[actor.name] = None
    return {key: " ".join(sorted(names)) for key, names in words.items()}
