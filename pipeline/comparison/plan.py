"""The plan as comparison sees it: its clean text in sentences, and what is known of each plan in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

import msgspec

from pipeline.comparison.lexicons import alternation, level_words, stage_table
from pipeline.comparison.stages import stages_in, stages_of_types
from pipeline.model.errors import UsageError
from pipeline.model.result import Deadline, Document, Extraction, Section
from pipeline.model.source import Source
from pipeline.model.span import Span, words_at
from pipeline.structure.cleaning import CleanText, clean
from pipeline.structure.numbering import cue_at
from pipeline.structure.sentences import clauses, sentences

Rank = Literal["school", "town", "county"]

_YEAR = re.compile("(?<!\\d)((?:19|20)\\d{2})(?!\\d)")
# What the structure layer's levels mean for a comparison.
_RANKS: dict[str, Rank] = {
    "学校": "school",
    "乡镇": "town",
    "县区": "county",
    "市": "county",
    "省": "county",
    "国家": "county",
}
_HEAD = 1500
_MIDDLE = ("junior", "senior")
# Formats whose line breaks need not end a paragraph.
_BROKEN_LINES = ("text/plain", "application/pdf")


class Facing(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one plan: its year, the last year any of its times ends in, whose plan it is (`county` stands
    for a county and all above it; null: not known), its stages, and the words that may name its region."""

    document: Document
    year: int | None
    last_year: int | None
    rank: Rank | None
    stages: tuple[str, ...]
    home: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Clean text, sentence and clause ranges in order, and the plans of the file that are looked at (`begins`: where
    each begins in the source text, in order; `told`: words given out before)."""

    path: str
    source: str
    clean: CleanText
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]
    facings: dict[str, Facing]
    sections: dict[str, Section]
    begins: tuple[tuple[int, str], ...]
    told: dict[tuple[int, int], str] = msgspec.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The clean, folded text."""
        return self.clean.text.text

    def place(self, spans: tuple[Span, ...]) -> tuple[int, int]:
        """Clean offsets of source spans."""
        start = self.clean.text.find(spans[0].start)
        end = self.clean.text.find(spans[-1].end - 1) + 1
        return start, max(start, min(end, len(self.text)))

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of a range of the clean text."""
        return self.clean.text.spans(start, end)

    def words(self, start: int, end: int) -> str:
        """The source words of a range of the clean text."""
        key = (start, end)
        if key not in self.told:
            self.told[key] = words_at(self.source, self.spans(start, end))
        return self.told[key]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence that holds an offset."""
        return _range_at(self.sentences, offset)

    def clause_at(self, offset: int) -> tuple[int, int]:
        """The clause (up to a semicolon) that holds an offset."""
        return _range_at(self.clauses, offset)

    def document_at(self, start: int) -> str | None:
        """Id of the plan that holds a clean offset; null outside the plans looked at."""
        if not 0 <= start < len(self.clean.text.origin):
            return None
        offset = self.clean.text.origin[start]
        index = bisect_right(self.begins, (offset, "\uffff")) - 1
        key = self.begins[index][1] if index >= 0 else None
        return key if key is not None and offset < self.facings[key].document.span.end else None

    def in_title(self, start: int) -> bool:
        """Whether a clean offset lies in the title of a plan."""
        key = self.document_at(start)
        span = self.facings[key].document.title_span if key is not None else None
        return span is not None and span.start <= self.clean.text.origin[start] < span.end

    def headings(self, section: str | None) -> tuple[str, ...]:
        """Titles of a section and of those above it, innermost first."""
        found: list[str] = []
        while section is not None and section in self.sections and len(found) < 20:
            found.append(self.sections[section].title)
            section = self.sections[section].parent
        return tuple(found)


def plan_of(extraction: Extraction, text: str, document: str | None) -> Plan:
    """Make a plan ready for comparison. Raises UsageError where `document` is none of the file's plans."""
    chosen = [item for item in extraction.documents if item.duplicate_of is None and document in (None, item.id)]
    if document is not None and not chosen:
        known = "、".join(f"{item.id}（{item.title}）" for item in extraction.documents)
        raise UsageError(f"文件里没有编号为“{document}”的方案。现有：{known or '无'}")
    info = extraction.source
    cleaned = clean(
        Source(
            path=info.path,
            sha256=info.sha256,
            media_type=info.media_type,
            text=text,
            hard_lines=info.media_type not in _BROKEN_LINES,
        )
    )
    body = cleaned.text.text
    ranges = [(_behind_number(body, item.start, item.end), item.end) for item in cleaned.paragraphs]
    return Plan(
        path=info.path,
        source=text,
        clean=cleaned,
        sentences=tuple(part for start, end in ranges for part in sentences(body, start, end)),
        clauses=tuple(part for start, end in ranges for part in clauses(body, start, end)),
        facings={item.id: _facing(item, extraction, text) for item in chosen},
        sections={item.id: item for item in extraction.sections},
        begins=tuple(sorted((item.span.start, item.id) for item in chosen)),
    )


def _behind_number(text: str, start: int, end: int) -> int:
    """Where a paragraph's words begin behind its number (`1、`, `(二)`)."""
    cue = cue_at(text, start, end)
    return cue.end if cue is not None and cue.end < end else start


def _facing(document: Document, extraction: Extraction, text: str) -> Facing:
    home = f"{document.title} {document.issuer or ''}"
    opening = text[document.span.start : document.span.end][:_HEAD]
    rank = _rank(document)
    return Facing(
        document=document,
        year=_year(document),
        last_year=_last_year(document, extraction),
        rank=rank,
        stages=_stages(document, home, opening, school=rank == "school"),
        home=home,
    )


def _year(document: Document) -> int | None:
    for words in (document.issued, document.title, document.number):
        if words and (found := _YEAR.search(words)):
            return int(found.group(1))
    return None


def _last_year(document: Document, extraction: Extraction) -> int | None:
    """The latest year that a time of the plan ends in."""
    years = [
        int(fact.end[:4])
        for fact in extraction.facts
        if isinstance(fact, Deadline) and fact.document == document.id and fact.end and fact.end[:4].isdigit()
    ]
    return max(years, default=None)


def _rank(document: Document) -> Rank | None:
    """Whose plan it is: as the structure layer says, else by the issuer's words, else the title's."""
    if document.level:
        return _RANKS.get(document.level)
    for words in (document.issuer, document.title):
        if words and _says("above", words):
            return "county"
        if words and _says("school", words):
            return "school"
    return None


def _says(level: str, words: str) -> bool:
    row = next(item for item in level_words() if item.id == level)
    for longer in sorted(row.unless, key=len, reverse=True):
        words = words.replace(longer, "　")
    return any(word in words for word in row.words)


def _stages(document: Document, home: str, opening: str, *, school: bool) -> tuple[str, ...]:
    """The stages a plan is about: as the structure layer says, else its title and issuer, else what it says of itself.

    A 中学 under a title of 义务教育 is a junior school; elsewhere it may have a senior part.
    """
    if known := stages_of_types(document.school_types):
        return known
    wide = [word for word, stages in stage_table()[1].items() if len(stages) > 1 and stages != _MIDDLE]
    own = home
    for word in sorted(wide, key=len, reverse=True):
        own = own.replace(word, "　")
    named = stages_in(own)
    if named == _MIDDLE and own != home:
        return ("junior",)
    if named and named != _MIDDLE:
        return named
    return (_own_words(opening) if school else ()) or named or stages_in(home)


def _own_words(opening: str) -> tuple[str, ...]:
    """The stage that a school gives itself in its opening words: 我校是一所农村初级中学."""
    row = next(item for item in level_words() if item.id == "itself")
    for found in re.finditer(f"(?:{alternation(row.words)})[^。\\n]{{0,40}}", opening):
        told = stages_in(found.group())
        if told and told != _MIDDLE:
            return told
    return ()


def _range_at(ranges: tuple[tuple[int, int], ...], offset: int) -> tuple[int, int]:
    index = bisect_right(ranges, offset, key=lambda item: item[0]) - 1
    if index >= 0 and ranges[index][0] <= offset < ranges[index][1]:
        return ranges[index]
    return offset, offset
